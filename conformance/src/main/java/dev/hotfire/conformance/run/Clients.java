// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.face.CoreDriver;
import dev.hotfire.conformance.face.FamiliarDriver;
import dev.hotfire.conformance.official.OfficialClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a client's name on the command line stands for. */
public final class Clients {
    /** The names that there are. */
    public static final String EXPECTED =
            "hotfire, hotfire-familiar, apache:VERSION, exec:'COMMAND' or topics:'COMMAND'";

    private static final String APACHE = "apache:";
    private static final String EXEC = "exec:";
    private static final String TOPICS = "topics:";

    private Clients() {}

    /**
     * How the client of this name is started. Fetches an official one if it is not there yet.
     *
     * @param version of this software
     * @param cache   where fetched clients are kept
     * @throws IllegalArgumentException if there is no such client
     * @throws IOException              if it can't be fetched
     */
    public static Launch launch(String client, String version, Path cache) throws IOException, InterruptedException {
        if (client.equals("hotfire")) {
            return java(client, System.getProperty("java.class.path"), CoreDriver.class.getName(), List.of(version));
        }
        if (client.equals("hotfire-familiar")) {
            return java(
                    client, System.getProperty("java.class.path"), FamiliarDriver.class.getName(), List.of(version));
        }
        if (client.startsWith(APACHE)) {
            OfficialClient official = OfficialClient.fetch(client.substring(APACHE.length()), cache);
            return java(client, official.classPath(), OfficialClient.MAIN_CLASS, official.arguments());
        }
        if (client.startsWith(EXEC)) {
            return new Launch(
                    client, shell(client.substring(EXEC.length())), Path.of("").toAbsolutePath(), Map.of());
        }
        throw new IllegalArgumentException("client: '" + client + "' (expected: " + EXPECTED + ")");
    }

    /** How a driver is started that is a command for a shell. */
    public static Launch launchOfCommand(String command) {
        return new Launch(EXEC + command, shell(command), Path.of("").toAbsolutePath(), Map.of());
    }

    /** Whether the client sends to topics of its own accord, and has no driver. */
    public static boolean isWithoutDriver(String client) {
        return client.startsWith(TOPICS);
    }

    /** How a client without a driver is started: with HOTFIRE_NAMESRV and HOTFIRE_TOPICS in its environment. */
    public static List<String> withoutDriver(String client) {
        return shell(client.substring(TOPICS.length()));
    }

    private static List<String> shell(String command) {
        if (command.isBlank()) {
            throw new IllegalArgumentException("client: no command (expected: " + EXPECTED + ")");
        }
        return List.of("sh", "-c", command);
    }

    private static Launch java(String client, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx768m");
        command.add("-XX:+UseSerialGC");
        // Short lives: what the second compiler gains comes too late for them.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        // Official clients keep logs in their user's home.
        command.add("-Duser.home=" + System.getProperty("java.io.tmpdir"));
        // The Netty of old official clients (4.9.0 and before) does not start without.
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return new Launch(client, command, Path.of("").toAbsolutePath(), Map.of());
    }
}

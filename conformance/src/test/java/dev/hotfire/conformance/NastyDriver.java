// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A driver that does what no driver should; the first argument says what. All it can do well is to say hello and lie. */
final class NastyDriver {
    private static int sends;

    private NastyDriver() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String mode = args[0];
        String sleepSeconds = args[1];
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        if (mode.equals("silent")) {
            new CountDownLatch(1).await();
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Fields command = new Fields(Json.object(line));
            long id = command.number("id");
            switch (command.need("do")) {
                case "hello" ->
                    say(
                            id,
                            Map.of(
                                    "outcome",
                                    "done",
                                    "protocol",
                                    1,
                                    "name",
                                    "nasty",
                                    "version",
                                    mode,
                                    "features",
                                    List.of("sync")));
                case "start" -> {
                    if (mode.equals("no-settings") && (command.has("retries") || command.has("sendTimeoutMillis"))) {
                        say(id, Map.of("outcome", "unsupported", "what", "settings"));
                    } else {
                        say(id, Map.of("outcome", "done"));
                    }
                }
                case "send" -> send(id, command, mode, sleepSeconds);
                default -> say(id, Map.of("outcome", "done"));
            }
        }
    }

    private static void send(long id, Fields command, String mode, String sleepSeconds)
            throws IOException, InterruptedException {
        boolean deadly = "deadly".equals(command.text("body"));
        switch (mode) {
            case "hang" -> new CountDownLatch(1).await();
            case "die" -> Runtime.getRuntime().halt(7);
            case "die-of-one" -> {
                if (deadly) {
                    System.err.println("out of cheese");
                    Runtime.getRuntime().halt(7);
                }
                say(id, Map.of("outcome", "stored"));
            }
            case "hang-of-one" -> {
                if (deadly) {
                    new CountDownLatch(1).await();
                }
                say(id, Map.of("outcome", "stored"));
            }
            case "orphan-of-one" -> {
                if (deadly) {
                    // Its parent ends before it, so that it is nobody's.
                    new ProcessBuilder("sh", "-c", "sleep " + sleepSeconds + " & exit 0")
                            .start()
                            .waitFor();
                    Runtime.getRuntime().halt(7);
                }
                say(id, Map.of("outcome", "stored"));
            }
            case "die-of-many" -> {
                if (++sends > 4) {
                    Runtime.getRuntime().halt(7);
                }
                say(id, Map.of("outcome", "stored"));
            }
            case "no-settings" -> say(id, Map.of("outcome", "stored"));
            case "perhaps" -> say(id, Map.of("outcome", "perhaps"));
            case "endless-answers" -> {
                while (true) {
                    say(id, Map.of("outcome", "stored"));
                }
            }
            case "queue-of-words" -> say(id, Map.of("outcome", "stored", "queue", "the first"));
            case "lose-one" -> {
                if (!deadly) {
                    say(id, Map.of("outcome", "stored"));
                }
            }
            case "flood" -> {
                for (int i = 0; ; i++) {
                    System.out.println("line " + i);
                }
            }
            case "endless-line" -> {
                while (true) {
                    System.out.print("xxxxxxxxxxxxxxxx");
                }
            }
            case "nonsense" -> {
                for (String text : new String[] {
                    "{",
                    "[1,2]",
                    "null",
                    "{\"id\":",
                    "{\"id\":\"x\"}",
                    "{\"id\":99999999}",
                    "\u0000\u0001",
                    "{\"id\":" + id + "}"
                }) {
                    System.out.println(text);
                }
            }
            case "twice" -> {
                for (int i = 0; i < 150; i++) {
                    say(id, Map.of("outcome", "stored"));
                }
            }
            case "children" -> {
                new ProcessBuilder("sleep", sleepSeconds).start();
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(mode);
        }
    }

    private static void say(long id, Map<String, Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>(fields);
        line.put("id", id);
        System.out.println(Json.write(line));
    }
}

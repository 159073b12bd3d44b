// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.conformance.official.OfficialArtifacts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What clients send to, in a JVM of its own. It prints {@code ready} and the address of its name server, and ends with its
 * standard input.
 *
 * @param id        what people write
 * @param isForBare whether one address is name server and broker in one, which is all that the bare network library knows
 * @param classPath what its process needs
 * @param main      the class that serves
 * @param jvm       options for its process
 * @param arguments of the main class
 */
public record BenchTarget(
        String id, boolean isForBare, String classPath, String main, List<String> jvm, List<String> arguments) {
    private static final String BENCH_TOPIC = "bench";
    private static final int QUEUES = 8;
    private static final Pattern ADDRESS = Pattern.compile("[^ =]+:[0-9]+");
    private static final String LOGGING = "hotfire-official-logback.xml";
    private static final String SERVERS = "/dev/hotfire/official/cluster/";

    /** The cheapest broker that clients accept: what is measured is the client. */
    public static BenchTarget canned() {
        return ours("canned", true, CannedBroker.class, List.of("-Xms256m", "-Xmx512m"));
    }

    /** The fake cluster, with a name server and a broker that check and record what comes. */
    public static BenchTarget fake() {
        return ours("fake", false, FakeTarget.class, List.of("-Xms1g", "-Xmx2g"));
    }

    /** The one with this id, unless none of ours has it. */
    public static Optional<BenchTarget> ours(String id) {
        return Stream.of(canned(), fake())
                .filter(target -> target.id().equals(id))
                .findFirst();
    }

    /**
     * The official name server and broker, fetched unless the cache has them. They cost several times what any client does: what
     * is measured is all of them together.
     *
     * @throws IllegalArgumentException if there can't be such a version
     * @throws IOException              if it can't be fetched, or does not fit what starts it: releases before 5.3 don't
     */
    public static BenchTarget official(String version, Path cache) throws IOException, InterruptedException {
        String libraries = OfficialArtifacts.servers(version, cache);
        List<String> sources = Stream.of(
                        "OfficialCluster", "OfficialBroker", "OfficialNameServer", "ClusterOptions", "ScratchFolder")
                .map(name -> SERVERS + name + ".java")
                .toList();
        Path classes = OfficialArtifacts.compile(
                BenchTarget.class, sources, OfficialArtifacts::withoutNullness, version, cache, libraries);
        // Without it official code logs into files, and says on standard error how it will.
        Files.writeString(classes.resolve(LOGGING), OfficialArtifacts.resource(BenchTarget.class, "/" + LOGGING));
        return new BenchTarget(
                "apache:" + version,
                false,
                classes + File.pathSeparator + libraries,
                "dev.hotfire.official.cluster.OfficialCluster",
                List.of("-Xms1g", "-Xmx2g"),
                List.of("--topic", BENCH_TOPIC + ":" + QUEUES));
    }

    private static BenchTarget ours(String id, boolean isForBare, Class<?> main, List<String> jvm) {
        return new BenchTarget(id, isForBare, System.getProperty("java.class.path"), main.getName(), jvm, List.of());
    }

    /** A process of it, with further arguments. */
    Child start(boolean pinned, List<String> further) throws IOException {
        List<String> all = Stream.concat(arguments.stream(), further.stream()).toList();
        return Child.start("broker", pinned, jvm, classPath, main, all);
    }

    /** The name server's address, of what a process printed when it was ready. */
    static String nameServer(String ready) throws IOException {
        Matcher address = ADDRESS.matcher(ready);
        if (!address.find()) {
            throw new IOException("broker: '" + ready + "' (expected: ready and the name server's address)");
        }
        return address.group();
    }
}

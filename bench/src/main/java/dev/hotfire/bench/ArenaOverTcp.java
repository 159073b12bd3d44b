// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.conformance.official.OfficialArtifacts;
import dev.hotfire.conformance.official.OfficialClient;
import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.CellResult;
import dev.hotfire.scenarios.arena.TcpArena;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The arena over TCP in real time: the official client beside ours, each in a JVM of its own, with a cluster of its own, and all
 * at the same time, so that what else the machine does meets all alike.
 */
public final class ArenaOverTcp {
    private static final String SOURCE = "/dev/hotfire/bench/FamiliarArenaClient.java";

    /** Warm-up sends to each topic, for each broker. */
    private static final int WARM_UPS = 8;

    /** What a client may take for its start and its warm-up, where many processes begin at once. */
    private static final Duration BEGINNING = Duration.ofMinutes(2);

    /** What a client gives its last sends. */
    private static final Duration LAST_SENDS = Duration.ofMinutes(1);

    private ArenaOverTcp() {}

    /**
     * Who takes part.
     *
     * @param name      of the client, for people
     * @param contender its process
     */
    public record Entrant(String name, ArenaPolicy policy, Contender contender) {}

    /**
     * What came of one of them.
     *
     * @param result as brokers and callers saw it
     */
    public record Outcome(Entrant entrant, CellResult result) {}

    /** Our producer with a policy. */
    public static Entrant ours(ArenaPolicy policy) {
        return new Entrant(
                Contender.HOTFIRE,
                policy,
                new Contender(Contender.HOTFIRE, System.getProperty("java.class.path"), "HotfireArenaClient"));
    }

    /**
     * The official client of a version, fetched unless the cache has it, with each policy that it has.
     *
     * @throws IllegalArgumentException if there can't be such a version
     * @throws IOException              if it can't be fetched, or does not fit the driver
     */
    public static List<Entrant> official(String version, Path cache) throws IOException, InterruptedException {
        String libraries = OfficialArtifacts.client(version, cache);
        Path driver = OfficialArtifacts.compile(
                Contender.class, List.of(SOURCE), OfficialClient::withOfficialImports, version, cache, libraries);
        String name = "apache:" + version;
        Contender contender = new Contender(
                name,
                String.join(
                        File.pathSeparator, driver.toString(), OfficialArtifacts.placeOf(Contender.class), libraries),
                "FamiliarArenaClient");
        List<Entrant> entrants = new ArrayList<>();
        for (ArenaPolicy policy :
                List.of(ArenaPolicy.ROUND_ROBIN, ArenaPolicy.OFFICIAL_TABLE, ArenaPolicy.OFFICIAL_DETECTOR)) {
            entrants.add(new Entrant(name, policy, contender));
        }
        return entrants;
    }

    /**
     * Plays one cell with all of them at once.
     *
     * @param cell its policy means nothing here
     * @throws IOException if a process can't be started or ends early
     */
    public static List<Outcome> run(ArenaCell cell, List<Entrant> entrants, long seed, Duration goodTime)
            throws IOException {
        List<TcpArena> arenas = new ArrayList<>();
        List<Child> children = new ArrayList<>();
        try {
            for (Entrant entrant : entrants) {
                TcpArena arena = TcpArena.start(cell.with(entrant.policy()), seed);
                arenas.add(arena);
                List<String> arguments = new ArrayList<>(List.of(
                        entrant.contender().client(),
                        arena.nameServerAddresses(),
                        entrant.policy().id(),
                        Integer.toString(WARM_UPS * cell.brokers())));
                arguments.addAll(TcpArena.topics());
                Child child = Child.start(
                        entrant.name() + " " + entrant.policy().id(),
                        false,
                        List.of("-Xmx256m"),
                        entrant.contender().classPath(),
                        "dev.hotfire.bench.ArenaWorker",
                        arguments);
                children.add(child);
                child.await("ready", BEGINNING);
                tell(child, arena.plan());
                child.await("planned", BEGINNING);
            }
            for (int i = 0; i < arenas.size(); i++) {
                arenas.get(i).begin();
                children.get(i).tell("go");
            }
            Duration playing = Duration.ofNanos(cell.phases().endNanos()).plus(LAST_SENDS);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < arenas.size(); i++) {
                List<TcpArena.Ended> ends = new ArrayList<>();
                for (int send = 0; send < arenas.get(i).plan().size(); send++) {
                    // They are told all at once.
                    String line = send == 0
                            ? children.get(i).await("end ", playing)
                            : children.get(i).await("end ");
                    String[] words = line.split(" ", -1);
                    ends.add(new TcpArena.Ended(Long.parseLong(words[1]), Boolean.parseBoolean(words[2])));
                }
                outcomes.add(new Outcome(entrants.get(i), arenas.get(i).end(ends, goodTime)));
            }
            return outcomes;
        } finally {
            children.forEach(Child::close);
            arenas.forEach(TcpArena::close);
        }
    }

    private static void tell(Child child, List<TcpArena.Planned> plan) throws IOException {
        StringBuilder text = new StringBuilder();
        for (TcpArena.Planned send : plan) {
            text.append(send.dueNanos())
                    .append(' ')
                    .append(send.topic())
                    .append(' ')
                    .append(send.body())
                    .append('\n');
        }
        child.tell(text + "planned");
    }
}

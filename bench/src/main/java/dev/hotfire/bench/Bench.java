// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures clients against each other. Broker and clients each have a JVM of their own; the clients of a case are warmed up and
 * then measured in turns (A, B, C, A, B, C, …), so that what the machine does meanwhile meets all of them alike. What counts is
 * the ratio of two of them in one run.
 */
public final class Bench {
    private static final List<String> CLIENT_JVM = List.of("-Xms1g", "-Xmx1g");

    private final BenchTarget target;
    private final List<Contender> contenders;
    private final int rounds;
    private final Duration round;
    private final Duration warmUp;

    /** Against the cheapest broker that clients accept. */
    public Bench(List<Contender> contenders, int rounds, Duration round, Duration warmUp) {
        this(BenchTarget.canned(), contenders, rounds, round, warmUp);
    }

    /**
     * @param target what they all send to
     * @param rounds how many rounds of a case count, for each contender
     * @param round  how long one is
     * @param warmUp how long each client is driven before
     */
    public Bench(BenchTarget target, List<Contender> contenders, int rounds, Duration round, Duration warmUp) {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: at least 1)");
        }
        this.target = target;
        this.contenders = List.copyOf(contenders);
        this.rounds = rounds;
        this.round = round;
        this.warmUp = warmUp;
    }

    /**
     * Measures one case.
     *
     * @param progress hears what is done, in a few words
     * @return what each contender that can take part did, in their order; one that failed or stalled is left out, and named to
     *     {@code progress}
     * @throws IOException if the first contender, which all are compared with, fails, or the broker does
     */
    public List<Measured> run(Case which, Consumer<String> progress) throws IOException {
        try (Child broker = target.start(which.isPinned(), List.of())) {
            String nameServer = BenchTarget.nameServer(broker.await("ready", Duration.ZERO));
            return which == Case.COLD_START
                    ? coldStarts(nameServer, progress)
                    : rounds(which, broker, nameServer, progress);
        }
    }

    private List<Measured> rounds(Case which, Child broker, String nameServer, Consumer<String> progress)
            throws IOException {
        List<Player> players = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                if (contender.takesPartIn(which)) {
                    progress.accept(which.id() + ": " + contender.name() + " warms up");
                    Player player = new Player(contender, start(contender, which, nameServer), new ArrayList<>());
                    players.add(player);
                    attempt(player, players, which, progress, () -> {
                        player.process.await("ready", Duration.ZERO);
                        play(player.process, warmUp);
                    });
                }
            }
            for (int i = 1; i <= rounds; i++) {
                for (Player player : List.copyOf(players)) {
                    progress.accept(which.id() + ": round " + i + " of " + rounds + ", " + player.contender.name());
                    attempt(player, players, which, progress, () -> {
                        long before = broker.cpuNanos();
                        Round played = play(player.process, round);
                        player.done.add(played.withBroker(broker.cpuNanos() - before));
                    });
                }
            }
        } finally {
            players.forEach(player -> player.process.close());
        }
        return players.stream()
                .map(player -> new Measured(which, player.contender.name(), player.done))
                .toList();
    }

    /** What a contender does in its turn. */
    private interface Turn {
        void take() throws IOException;
    }

    /** A contender that fails is out of this case, unless it is the one that all are compared with. */
    private void attempt(Player player, List<Player> players, Case which, Consumer<String> progress, Turn turn)
            throws IOException {
        try {
            turn.take();
        } catch (IOException e) {
            if (player.contender.equals(contenders.get(0))) {
                throw e;
            }
            progress.accept(which.id() + ": " + player.contender.name() + " is out: " + e.getMessage());
            players.remove(player);
            player.process.close();
        }
    }

    /** A contender with its process, and the rounds that it has played. */
    private record Player(Contender contender, Child process, List<Round> done) {}

    private List<Measured> coldStarts(String nameServer, Consumer<String> progress) throws IOException {
        Map<Contender, List<Round>> done = new LinkedHashMap<>();
        for (int i = 1; i <= rounds; i++) {
            for (Contender contender : contenders) {
                if (contender.takesPartIn(Case.COLD_START)) {
                    progress.accept("cold-start: " + i + " of " + rounds + ", " + contender.name());
                    done.computeIfAbsent(contender, first -> new ArrayList<>()).add(coldStart(contender, nameServer));
                }
            }
        }
        List<Measured> measured = new ArrayList<>();
        done.forEach((contender, all) -> measured.add(new Measured(Case.COLD_START, contender.name(), all)));
        return measured;
    }

    private static Round coldStart(Contender contender, String nameServer) throws IOException {
        long begun = System.nanoTime();
        try (Child client = start(contender, Case.COLD_START, nameServer)) {
            client.await("first", Duration.ZERO);
            long nanos = System.nanoTime() - begun;
            String used = client.await("used", Duration.ZERO);
            int threads = Integer.parseInt(used.replaceAll(".*threads=([0-9]+).*", "$1"));
            long kilobytes = Long.parseLong(used.replaceAll(".*rss=([0-9]+).*", "$1"));
            return new Round(1, nanos, nanos, kilobytes * 1024, 0, threads, nanos, nanos, nanos, 0);
        }
    }

    private static Child start(Contender contender, Case which, String nameServer) throws IOException {
        return Child.start(
                contender.name(),
                which.isPinned(),
                which == Case.COLD_START ? List.of("-Xmx1g") : CLIENT_JVM,
                contender.classPath(),
                Worker.class.getName(),
                contender.arguments(which, nameServer));
    }

    private static Round play(Child client, Duration duration) throws IOException {
        client.tell("round " + duration.toMillis());
        return Round.parse(client.await("round", duration));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.kit.Json;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Lab;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Checks a driver, not its client: whether it says what the protocol wants it to say. */
public final class DriverCheck {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final Set<String> FEATURES = Set.of(
            "sync",
            "async",
            "oneway",
            "batch",
            "transaction",
            "request",
            "queue",
            "selector",
            "compression",
            "delay",
            "timer",
            "recall",
            "namespace",
            "acl",
            "properties",
            "close",
            "certainty",
            "static-topics",
            "attempt-timeout");

    private static final Set<String> KINDS = Set.of(
            "invalid",
            "no-route",
            "no-name-server",
            "connect",
            "timeout",
            "refused",
            "lost",
            "closed",
            "full",
            "no-reply",
            "other");

    private final Lab lab;
    private final List<String> passed = new ArrayList<>();
    private final List<String> lacks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private DriverCheck(Lab lab) {
        this.lab = lab;
    }

    /**
     * What was found.
     *
     * @param passed   what is right
     * @param lacks    what is not told: right if the client does not tell it either
     * @param problems what is wrong
     */
    public record Result(List<String> passed, List<String> lacks, List<String> problems) {
        public Result {
            passed = List.copyOf(passed);
            lacks = List.copyOf(lacks);
            problems = List.copyOf(problems);
        }
    }

    /** Runs all checks. */
    public static Result run(Supplier<? extends Driver> starter, Lab lab) {
        DriverCheck check = new DriverCheck(lab);
        try (Driver driver = starter.get()) {
            check.passed.add("says hello as " + driver.name());
            check.features(driver.features());
            check.commands(driver);
        } catch (DriverGoneException e) {
            check.problems.add(String.valueOf(e.getMessage()));
        }
        return new Result(check.passed, check.lacks, check.problems);
    }

    private void features(Set<String> features) {
        Set<String> unknown = new TreeSet<>(features);
        unknown.removeAll(FEATURES);
        note(unknown.isEmpty(), "features that the protocol knows", "features that nobody knows: " + unknown);
        note(features.contains("sync"), "sends synchronously", "feature sync is missing: most cases need it");
    }

    private void commands(Driver driver) {
        FakeCluster cluster =
                lab.start(FakeCluster.builder().brokers("broker-a").topic(Trial.TOPIC, 2));
        try {
            expect(
                    driver,
                    Map.of("do", "dance"),
                    "unsupported",
                    "answers a command that it does not know with unsupported");
            expect(
                    driver,
                    start(cluster, "p0", Map.of("noSuchSetting", 1)),
                    "unsupported",
                    "answers a setting that it does not know with unsupported");
            if (!starts(driver, cluster)) {
                return;
            }
            Answer stored = ask(driver, with(Command.send("sync"), "p1"));
            if (note(stored.outcome().equals("stored"), "sends a message", "send: " + stored.fields())) {
                note(
                        stored.fields().has("status"),
                        "tells status of a stored message",
                        "status is missing in " + stored.fields());
                for (String field : List.of("messageId", "broker", "queue", "offset", "topic", "offsetMessageId")) {
                    if (stored.fields().has(field)) {
                        passed.add("tells " + field + " of a stored message");
                    } else {
                        lacks.add(field + " of a stored message; if the client tells it, so should the driver");
                    }
                }
            }
            Answer failed = ask(driver, with(Command.send("sync").topic("nowhere"), "p1"));
            if (note(failed.outcome().equals("failed"), "tells a failure", "a send to no topic: " + failed.fields())) {
                String kind = failed.fields().text("kind");
                note(
                        kind != null && KINDS.contains(kind),
                        "tells a kind of failure",
                        "kind: '" + kind + "' (expected: one of " + new TreeSet<>(KINDS) + ")");
            }
            abreast(driver);
            if (driver.features().contains("close")) {
                expect(driver, Map.of("do", "close", "producer", "p1"), "done", "closes a producer");
                expect(driver, Map.of("do", "close", "producer", "p1"), "done", "closes it again, which does nothing");
                expect(driver, with(Command.send("sync"), "p1"), "failed", "fails a send after the close");
            }
        } finally {
            lab.stop(cluster);
        }
    }

    /** A client that has no such settings goes by its own. */
    private boolean starts(Driver driver, FakeCluster cluster) {
        Map<String, Object> usual = start(cluster, "p1", Map.of());
        Answer answer = ask(driver, usual);
        if (!answer.outcome().equals("unsupported")) {
            return note(
                    answer.outcome().equals("done"),
                    "starts a producer",
                    Json.write(usual) + " is answered with " + answer.fields() + " (expected: outcome done)");
        }
        Map<String, Object> less = new LinkedHashMap<>(usual);
        less.keySet().removeAll(List.of("sendTimeoutMillis", "retries"));
        return expect(
                driver,
                less,
                "done",
                "starts a producer, though without " + answer.fields().text("what"));
    }

    /** Two commands at once: a driver that waits for the first before it reads the second makes a suite take hours. */
    private void abreast(Driver driver) {
        Call first = driver.ask(with(Command.send("sync").body("first"), "p1"));
        Call second = driver.ask(Map.of("do", "hello"));
        boolean both = lab.until(() -> first.first().isDone() && second.first().isDone(), LIMIT);
        note(
                both,
                "takes two commands at once",
                "two commands at once, and no answer to one of them within " + LIMIT.toSeconds() + " s");
    }

    private static Map<String, Object> with(Command command, String producer) {
        Map<String, Object> fields = command.fields();
        fields.put("producer", producer);
        return fields;
    }

    private static Map<String, Object> start(FakeCluster cluster, String name, Map<String, Object> more) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("do", "start");
        command.put("producer", name);
        command.put("group", "pg-check");
        command.put("nameServers", cluster.nameServerAddresses());
        command.put("sendTimeoutMillis", 3_000);
        command.put("retries", 2);
        command.putAll(more);
        return command;
    }

    private Answer ask(Driver driver, Map<String, Object> command) {
        try {
            return lab.await(driver.ask(command).first(), LIMIT);
        } catch (Lab.LimitException e) {
            throw new DriverGoneException("no answer to " + Json.write(command) + " within " + e.getMessage());
        }
    }

    private boolean expect(Driver driver, Map<String, Object> command, String outcome, String what) {
        Answer answer = ask(driver, command);
        return note(
                answer.outcome().equals(outcome),
                what,
                Json.write(command) + " is answered with " + answer.fields() + " (expected: outcome " + outcome + ")");
    }

    private boolean note(boolean holds, String what, String otherwise) {
        if (holds) {
            passed.add(what);
        } else {
            problems.add(otherwise);
        }
        return holds;
    }
}

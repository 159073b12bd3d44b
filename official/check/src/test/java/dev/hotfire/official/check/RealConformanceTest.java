// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.cases.RealCluster;
import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import dev.hotfire.conformance.run.Clients;
import dev.hotfire.conformance.run.TcpLab;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.testkit.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance suite may not demand what a real cluster does not do. The official producer does what a case tells it,
 * first against the fake cluster, which judges, then against a real one; a case is backed if it passes there, and every
 * command ends the same way here. With {@code -Dhotfire.write=true} the list of those that are is written anew.
 */
class RealConformanceTest {
    /** Where cases mostly do without faults of our making, which no real cluster would have. */
    private static final Set<Area> AREAS = Set.of(
            Area.FRAMING,
            Area.ROUTES,
            Area.RETRY,
            Area.IDS,
            Area.PROPERTIES,
            Area.BATCH,
            Area.COMPRESSION,
            Area.TRANSACTION,
            Area.CLOSE);

    /** These need a cluster that is made or changed for them, though no rule says so. So do checks of transactions. */
    private static final Set<String> CHANGED = Set.of(
            "routes/not-ready",
            "routes/many-brokers",
            "routes/refreshed",
            "routes/refreshed-to-less",
            "routes/bad-answer-keeps-the-old-route",
            "routes/topics-are-kept-apart",
            "routes/static-topics",
            "routes/many-queues",
            "routes/template-topic",
            "retry/one-broker-only",
            "retry/dead-broker-is-avoided",
            "close/with-dead-brokers",
            "framing/answers-in-binary",
            "framing/answers-byte-by-byte",
            "framing/answers-in-odd-slices");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private static Path scratch;

    private static OfficialCluster real;

    private final List<String> differences = new ArrayList<>();
    private int producers;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("--brokers", "broker-a,broker-b", "--topic", Trial.TOPIC + ":2"));
        for (Case item : cases()) {
            if (item.needsNoDriver()) {
                args.addAll(List.of("--topic", item.topic() + ":2"));
            }
        }
        real = OfficialCluster.start(scratch, args.toArray(new String[0]));
    }

    @AfterAll
    static void stopCluster() {
        if (real != null) {
            real.close();
        }
    }

    private static List<Case> cases() {
        return Catalogue.all().stream()
                .filter(item ->
                        AREAS.contains(item.area()) && !CHANGED.contains(item.id()) && isClear(item.topicScript()))
                .toList();
    }

    private static boolean isClear(TopicScript script) {
        return script == null || (script.fault() == null && script.route() == null);
    }

    @Test
    void casesEndOnARealClusterAsTheyDoHere() throws Exception {
        Set<String> backed = new TreeSet<>();
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("conformance");
            TcpLab lab = new TcpLab(machine);
            backed.addAll(backed(cases(), machine, lab));
            // What is compared is what the case demands. The official client has races of its own (its services may
            // sleep through
            // their own end, so that a close takes seconds), so what it missed it may show once more, in a process of
            // its own.
            Set<String> missed = new TreeSet<>(RealCluster.backed());
            missed.removeAll(backed);
            if (!missed.isEmpty()) {
                backed.addAll(backed(
                        cases().stream()
                                .filter(item -> missed.contains(item.id()))
                                .toList(),
                        machine,
                        lab));
            }
        }
        if (Boolean.getBoolean("hotfire.write")) {
            write(backed);
        } else {
            Set<String> lost = new TreeSet<>(RealCluster.backed());
            lost.removeAll(backed);
            assertThat(lost).as(String.join("\n", differences)).isEmpty();
            assertThat(backed).hasSizeGreaterThan(50);
        }
    }

    private Set<String> backed(List<Case> cases, Machine machine, TcpLab lab) throws Exception {
        Set<String> backed = new TreeSet<>();
        try (Driver driver = Clients.launch("apache:5.5.0", "", cache()).start(machine)) {
            for (Case item : cases) {
                if (driver.features().containsAll(item.needs()) && isBacked(item, driver, lab)) {
                    backed.add(item.id());
                }
            }
        }
        return backed;
    }

    /** The official client of this build, as if it had been fetched. */
    private static Path cache() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("cache").resolve("apache-5.5.0"));
        Path known = Path.of(System.getProperty("hotfire.official.client"), "class-path");
        Files.writeString(folder.resolve("class-path"), Files.readString(known));
        return scratch.resolve("cache");
    }

    private boolean isBacked(Case item, Driver driver, TcpLab lab) {
        FakeCluster fake = lab.start(item.cluster(FakeCluster.builder()));
        try {
            Trial trial = new Trial(item, lab, driver, fake, "fake" + ++producers);
            try {
                item.run(trial);
            } catch (Trial.StopException e) {
                differences.add(item.id() + ": " + e.getMessage());
                return false;
            } finally {
                trial.cleanUp();
            }
            if (trial.isFaulted()) {
                return false;
            }
            if (!trial.judgement().failures().isEmpty()) {
                differences.add(item.id() + ": " + trial.judgement().failures());
                return false;
            }
            return endsTheSame(item, trial.calls(), driver, lab);
        } finally {
            lab.stop(fake);
        }
    }

    private boolean endsTheSame(Case item, List<Call> calls, Driver driver, TcpLab lab) {
        String prefix = "real" + ++producers + "-";
        Set<String> started = new TreeSet<>();
        try {
            for (Call call : calls) {
                Map<String, Object> command = new LinkedHashMap<>();
                new Fields(Json.object(call.command())).values().forEach((name, value) -> {
                    if (value != null && !name.equals("id")) {
                        command.put(name, value);
                    }
                });
                command.computeIfPresent("producer", (name, value) -> prefix + value);
                command.computeIfPresent("group", (name, value) -> prefix + value);
                command.computeIfPresent("nameServers", (name, value) -> real.nameServerAddress());
                if ("start".equals(command.get("do"))) {
                    started.add(String.valueOf(command.get("producer")));
                }
                Answer there = lab.await(driver.ask(command).first(), LIMIT);
                List<Answer> here = call.answers();
                if (here.isEmpty() || !shape(here.get(0)).equals(shape(there))) {
                    differences.add(item.id() + ": " + call.command() + ": here " + here + ", there " + there.fields());
                    return false;
                }
            }
            return true;
        } finally {
            started.forEach(name -> driver.ask(Map.of("do", "close", "producer", name)));
        }
    }

    private static String shape(Answer answer) {
        StringBuilder shape = new StringBuilder(answer.outcome());
        for (String field : List.of("status", "kind", "code", "state", "region", "topic")) {
            shape.append(' ').append(answer.fields().text(field));
        }
        return shape.toString();
    }

    private static void write(Set<String> backed) throws IOException {
        Path file = Path.of(
                System.getProperty("hotfire.project"),
                "conformance/src/main/resources/dev/hotfire/conformance/cases/backed-by-a-real-cluster.txt");
        String head = "# Written by RealConformanceTest in official/check, with -Dhotfire.write=true.\n";
        Files.writeString(file, head + String.join("\n", backed) + "\n", UTF_8);
    }
}

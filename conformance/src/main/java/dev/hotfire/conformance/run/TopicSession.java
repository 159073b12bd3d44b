// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Judgement;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.conformance.suite.Wire;
import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.runtime.Machine;
import dev.hotfire.testkit.FakeCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cases that need no driver, all on one cluster: each has a topic, and whoever sends to the topics, in whatever
 * language, is judged by what servers saw.
 */
public final class TopicSession implements AutoCloseable {
    private final List<Case> cases;
    private final FakeCluster cluster;
    private final Machine machine;
    private final long startedNanos;

    private TopicSession(List<Case> cases, FakeCluster cluster, Machine machine) {
        this.cases = List.copyOf(cases);
        this.cluster = cluster;
        this.machine = machine;
        this.startedNanos = machine.clock().nanoTime();
    }

    /** Starts the cluster, with each topic's faults in force. Cases that need a driver are left out. */
    public static TopicSession start(List<Case> all, Machine machine) {
        List<Case> cases = all.stream().filter(Case::needsNoDriver).toList();
        FakeCluster.Builder builder =
                FakeCluster.builder().brokers("broker-a", "broker-b").topic(Trial.TOPIC, 2);
        cases.forEach(item -> builder.topic(item.topic(), 2));
        FakeCluster cluster = builder.start();
        Map<String, RouteChange> routes = new LinkedHashMap<>();
        for (Case item : cases) {
            TopicScript script = item.topicScript();
            if (script == null) {
                continue;
            }
            TopicScript.UnaryFault fault = script.fault();
            if (fault != null) {
                cluster.rules().add(fault.of(FaultRule.onSends().topic(item.topic())));
            }
            RouteChange route = script.route();
            if (route != null) {
                routes.put(item.topic(), route);
            }
        }
        cluster.nameServers()
                .forEach(server -> server.answers((topic, believed) ->
                        routes.getOrDefault(topic, RouteChange.NONE).routeFor(topic, believed)));
        return new TopicSession(cases, cluster, machine);
    }

    /** What the client takes as its name servers. */
    public String nameServerAddresses() {
        return cluster.nameServerAddresses();
    }

    /** What is to be sent: for each topic, so many messages, one after the other. */
    public Map<String, Integer> messagesByTopic() {
        Map<String, Integer> messages = new LinkedHashMap<>();
        for (Case item : cases) {
            TopicScript script = item.topicScript();
            messages.put(item.topic(), script == null ? 0 : script.messages());
        }
        return messages;
    }

    /** Judges by what was seen so far. A topic that nobody asked for is taken as unsupported. */
    public RunResult judge(String client) {
        List<CaseResult> results = new ArrayList<>();
        cases.forEach(item -> results.add(judge(item)));
        long millis = (machine.clock().nanoTime() - startedNanos) / 1_000_000;
        return RunResult.of(client, client, results, List.of(), millis);
    }

    private CaseResult judge(Case item) {
        TopicScript script = item.topicScript();
        Judgement judgement = new Judgement();
        Wire wire = new Wire(cluster, item.topic(), script == null ? 0 : script.messages(), judgement);
        if (script == null || (wire.attempts().isEmpty() && wire.questions().isEmpty())) {
            return new CaseResult(item, Verdict.UNSUPPORTED, List.of("nobody sent to " + item.topic()), List.of(), 0);
        }
        int wanted = script.messages();
        long sent = wire.attempts().stream()
                .map(attempt -> attempt.uniqueKey().isEmpty()
                        ? attempt.bodyText() + attempt.entry().request().opaque()
                        : attempt.uniqueKey())
                .distinct()
                .count();
        boolean clear = script.fault() == null && script.route() == null;
        if (clear && sent < wanted) {
            // What was not sent can't be judged, whatever the rest looks like.
            judgement.fail(item.topic() + " wants " + wanted + " messages, one after the other, and " + sent
                    + " came: send as many as are told with the topic");
        } else {
            script.judge().accept(wire);
            if (sent != wanted && !judgement.failures().isEmpty()) {
                judgement.fail(
                        item.topic() + " wants " + wanted + " message" + (wanted == 1 ? "" : "s") + ", and " + sent
                                + " came: if they were sent on purpose, the rest is due to that; send as many as are told with the topic");
            }
        }
        List<String> failures = judgement.failures();
        List<String> weaknesses = judgement.weaknesses();
        if (failures.isEmpty() && weaknesses.isEmpty()) {
            return new CaseResult(item, Verdict.PASS, List.of(), List.of(), 0);
        }
        List<String> trace = Trace.of(
                cluster.journal()
                        .entries(entry -> item.topic().equals(entry.facts().topic())),
                List.of(),
                startedNanos);
        return failures.isEmpty()
                ? new CaseResult(item, Verdict.NON_STRICT, weaknesses, trace, 0)
                : new CaseResult(item, Verdict.FAIL, failures, trace, 0);
    }

    @Override
    public void close() {
        cluster.close();
    }
}

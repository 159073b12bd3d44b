// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Counts and states in Prometheus' text format, version 0.0.4. */
final class MetricsResource {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final FakeCluster cluster;
    private final Counters counters;

    MetricsResource(FakeCluster cluster, Counters counters) {
        this.cluster = cluster;
        this.counters = counters;
    }

    List<Route> routes() {
        return List.of(new Route("GET", "/metrics", false, this::answer));
    }

    private Answer answer(Call call) {
        call.requireOnlyParameters();
        List<FakeNode> nodes = new ArrayList<>(cluster.nameServers());
        nodes.addAll(cluster.brokers());
        StringBuilder text = new StringBuilder(4096);
        perServer(
                text,
                nodes,
                "hotfire_server_up",
                "gauge",
                "Whether the server answers.",
                node -> node.state() == ServerState.RUNNING ? 1 : 0);
        perServer(text, nodes, "hotfire_connections", "gauge", "Open connections.", node -> node.connections()
                .size());
        perServer(
                text,
                nodes,
                "hotfire_malformed_frames_total",
                "counter",
                "Connections ended because of bytes that are no frame.",
                node -> node.server().malformedFrames());
        head(text, "hotfire_stored_messages_total", "counter", "Messages that a broker has stored.");
        for (FakeBroker broker : cluster.masters()) {
            sample(text, "hotfire_stored_messages_total", broker.log().appended(), "broker", broker.brokerName());
        }
        head(text, "hotfire_requests_total", "counter", "Requests that have ended, by how.");
        counters.settled()
                .forEach((key, count) -> sample(
                        text,
                        "hotfire_requests_total",
                        count,
                        "server",
                        key.server(),
                        "request",
                        key.request(),
                        "outcome",
                        key.outcome()));
        head(text, "hotfire_rules_armed", "gauge", "Fault rules that are armed.");
        sample(text, "hotfire_rules_armed", cluster.rules().armed().size());
        head(text, "hotfire_journal_dropped_total", "counter", "Journal entries that had to go.");
        sample(text, "hotfire_journal_dropped_total", cluster.journal().dropped());
        return Answer.text(CONTENT_TYPE, text.toString());
    }

    private static void perServer(
            StringBuilder text,
            List<FakeNode> nodes,
            String name,
            String type,
            String help,
            ToLongFunction<FakeNode> value) {
        head(text, name, type, help);
        for (FakeNode node : nodes) {
            sample(text, name, value.applyAsLong(node), "server", node.name());
        }
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder text, String name, long value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escaped(labels[i + 1]))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.RequestFacts;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.StoredMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the official producers of both releases can do beyond plain sends, unmodified, against our fake cluster: order, delays,
 * transactions with questions about them, requests and their replies, traces.
 */
class OfficialRepertoireTest {
    private static final String TOPIC = "orders";
    private static final String REQUESTS = "questions";
    private static final String TRACES = "RMQ_SYS_TRACE_TOPIC";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** 20 in order, 5 delayed, 9 half messages, 5 requests; the ends of transactions come on top. */
    private static final int TRACED = 20 + 5 + 9 + 5;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource(
            value = ChildJvm.Part.class,
            names = {"CLIENT", "CLIENT_4"})
    void allOfItWorks(ChildJvm.Part release) throws Exception {
        // In one of many runs a client of release 4 sent no trace at all, to anybody. That is its own loss, but not
        // twice.
        if (!isDoneAndTraced(release)) {
            assertThat(isDoneAndTraced(release)).as("traces were sent").isTrue();
        }
    }

    /** Goes through it all on a cluster of its own; false if the producer has asked no broker to store a trace. */
    private boolean isDoneAndTraced(ChildJvm.Part release) throws Exception {
        try (FakeCluster cluster = FakeCluster.builder()
                        .brokers("broker-a", "broker-b")
                        .topic(TOPIC, 2)
                        .topic(REQUESTS, 2)
                        .topic(TRACES, 1)
                        .start();
                ChildJvm replier = start(release, cluster, "Replier", "--topic", REQUESTS)) {
            replier.readUntil("ready"::equals, PATIENCE);
            try (ChildJvm producer = start(release, cluster, "Repertoire", "--topic", TOPIC, "--requests", REQUESTS)) {
                List<OutputLine> lines = producer.readUntil("sent"::equals, PATIENCE).stream()
                        .map(OutputLine::parse)
                        .toList();
                assertThat(ofKind(lines, "stored"))
                        .hasSize(20 + 5 + 9)
                        .allSatisfy(line -> assertThat(line.text("status")).isEqualTo("SEND_OK"));
                checkOrder(lines, cluster);
                checkDelays(cluster);
                checkTransactions(producer, cluster);
                assertThat(ofKind(lines, "replied").stream().map(line -> line.text("body")))
                        .containsExactly(
                                "re: request 0", "re: request 1", "re: request 2", "re: request 3", "re: request 4");
                producer.closeInput();
                producer.readUntil("end"::equals, PATIENCE);
            }
            if (cluster.journal()
                    .entries(entry -> TRACES.equals(entry.facts().topic()) && RequestFacts.isSend(entry.code()))
                    .isEmpty()) {
                return false;
            }
            checkTraces(release, cluster, messageIds(cluster));
            return true;
        }
    }

    private ChildJvm start(ChildJvm.Part release, FakeCluster cluster, String main, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("--namesrv", cluster.nameServerAddresses()));
        args.addAll(List.of(more));
        return ChildJvm.start(release, "dev.hotfire.official.client." + main, scratch, args);
    }

    private static List<OutputLine> ofKind(List<OutputLine> lines, String kind) {
        return lines.stream().filter(line -> line.kind().equals(kind)).toList();
    }

    private static List<String> keys(List<StoredMessage> messages, String tag) {
        return messages.stream()
                .filter(message -> tag.equals(message.properties().get("TAGS")))
                .map(message -> message.properties().get("KEYS"))
                .toList();
    }

    /** The four queues that the selector named have five messages each, in the order of their sends. */
    private static void checkOrder(List<OutputLine> lines, FakeCluster cluster) {
        Map<String, List<String>> byQueue = new TreeMap<>();
        for (OutputLine line : ofKind(lines, "stored")) {
            if (line.text("mode").equals("ordered")) {
                byQueue.computeIfAbsent(line.text("broker") + "/" + line.text("queue"), queue -> new ArrayList<>())
                        .add("ordered-" + line.text("index"));
            }
        }
        assertThat(byQueue).hasSize(4);
        byQueue.forEach((queue, expected) -> {
            String[] place = queue.split("/", -1);
            List<StoredMessage> there = cluster.broker(place[0]).log().messages(TOPIC).stream()
                    .filter(message -> message.queueId() == Integer.parseInt(place[1]))
                    .toList();
            assertThat(keys(there, "ordered")).isEqualTo(expected).hasSize(5);
        });
    }

    private static void checkDelays(FakeCluster cluster) {
        cluster.advanceClock(Duration.ofSeconds(2));
        assertThat(keys(cluster.stored(TOPIC), "delayed"))
                .containsExactlyInAnyOrder("delayed-0", "delayed-1", "delayed-2", "delayed-3", "delayed-4");
    }

    /** What was committed is there; what is open is asked about, and there once that is answered. */
    private static void checkTransactions(ChildJvm producer, FakeCluster cluster) throws InterruptedException {
        assertThat(keys(cluster.stored(TOPIC), "transaction"))
                .containsExactlyInAnyOrder("transaction-0", "transaction-3", "transaction-6");
        Set<String> asked = new TreeSet<>();
        cluster.brokers().forEach(broker -> broker.checkTransactions());
        producer.readUntil(
                line -> {
                    asked.add(OutputLine.parse(line).text("keys"));
                    return asked.size() == 3;
                },
                PATIENCE);
        assertThat(asked).containsExactly("transaction-2", "transaction-5", "transaction-8");
    }

    private static Set<String> messageIds(FakeCluster cluster) {
        Set<String> ids = new TreeSet<>();
        cluster.stored(TOPIC).forEach(message -> ids.add(message.messageId()));
        return ids;
    }

    /** Every message that a consumer can see was traced by the id that it has there. */
    private void checkTraces(ChildJvm.Part release, FakeCluster cluster, Set<String> messageIds) throws Exception {
        try (ChildJvm reader = start(
                release,
                cluster,
                "TraceReader",
                "--topic",
                TRACES,
                "--expect",
                Integer.toString(TRACED),
                "--within",
                Long.toString(PATIENCE.toMillis()))) {
            List<OutputLine> records = ofKind(
                    reader.readUntil(line -> line.startsWith("end "), PATIENCE.multipliedBy(2)).stream()
                            .map(OutputLine::parse)
                            .toList(),
                    "record");
            assertThat(records).hasSizeGreaterThanOrEqualTo(TRACED);
            assertThat(messageIds).hasSize(20 + 5 + 6);
            assertThat(records.stream()
                            .filter(line -> line.text("type").equals("Pub"))
                            .map(line -> line.text("msgId")))
                    .containsAll(messageIds);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.testkit.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The official consumers of both releases, unmodified, living their ordinary life against our fake cluster. */
@ParameterizedClass
@EnumSource(
        value = ChildJvm.Part.class,
        names = {"CLIENT", "CLIENT_4"})
class OfficialConsumerTest {
    private static final String TOPIC = "orders";
    private static final String GROUP = "cg-orders";
    private static final String RETRY_TOPIC = "%RETRY%" + GROUP;
    private static final String DEAD_LETTERS = "%DLQ%" + GROUP;
    private static final int MESSAGES = 40;

    /** Two on each of two brokers. */
    private static final int QUEUES = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Parameter
    private ChildJvm.Part release;

    @TempDir
    private Path scratch;

    private FakeCluster cluster;
    private Producer producer;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic(TOPIC, 2)
                // Made by the first heartbeat, too, but a consumer then looks it up again only half a minute later.
                .topic(RETRY_TOPIC, 1)
                // A first retry has level 3.
                .delayLevels(SHORT, SHORT, SHORT, SHORT, SHORT)
                .start();
        producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .build());
    }

    @AfterEach
    void end() {
        producer.close();
        cluster.close();
    }

    private ChildJvm consumer(String kind, String... more) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(
                "--namesrv", cluster.nameServerAddresses(), "--topic", TOPIC, "--group", GROUP, "--kind", kind));
        args.addAll(List.of(more));
        ChildJvm consumer = ChildJvm.start(release, "dev.hotfire.official.client.Consumer", scratch, args);
        consumer.readUntil("ready"::equals, PATIENCE);
        return consumer;
    }

    private void send(int from, int count, String tag) throws SendException, InterruptedException {
        for (int i = from; i < from + count; i++) {
            producer.send(Message.builder(TOPIC)
                    .body(("message " + i).getBytes(StandardCharsets.UTF_8))
                    .keys(List.of("k" + i))
                    .tags(tag)
                    .build());
        }
    }

    /** The deliveries up to the one that makes so many of them wanted. */
    private static List<OutputLine> deliveries(ChildJvm consumer, int count, Predicate<OutputLine> wanted)
            throws InterruptedException {
        List<OutputLine> seen = new ArrayList<>();
        int[] found = {0};
        for (String line :
                consumer.readUntil(text -> wanted.test(OutputLine.parse(text)) && ++found[0] == count, PATIENCE)) {
            seen.add(OutputLine.parse(line));
        }
        return seen;
    }

    private static List<OutputLine> consumed(ChildJvm consumer, int count) throws InterruptedException {
        return deliveries(consumer, count, line -> line.text("failed").equals("false"));
    }

    private static List<String> keysOf(List<OutputLine> lines) {
        return lines.stream().map(line -> line.text("keys")).toList();
    }

    private static List<String> keys(int from, int count) {
        List<String> keys = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            keys.add("k" + i);
        }
        return keys;
    }

    /** Ends a consumer in an orderly way, which commits, and returns what it said until then. */
    private static List<String> finish(ChildJvm consumer) throws IOException, InterruptedException {
        consumer.closeInput();
        return consumer.readUntil("end"::equals, PATIENCE);
    }

    @Test
    void aPushConsumerGetsEachMessageOnceFromAllQueuesAndGoesOnAfterARestart() throws Exception {
        send(0, MESSAGES, "red");
        try (ChildJvm consumer = consumer("push")) {
            List<OutputLine> lines = consumed(consumer, MESSAGES);
            assertThat(keysOf(lines)).containsExactlyInAnyOrderElementsOf(keys(0, MESSAGES));
            assertThat(lines.stream()
                            .map(line -> line.text("broker") + line.text("queue"))
                            .distinct())
                    .hasSize(4);
            // It waits at the broker by now, and is woken.
            send(MESSAGES, 1, "red");
            assertThat(keysOf(consumed(consumer, 1))).containsExactly("k" + MESSAGES);
            assertThat(finish(consumer)).containsExactly("end");
        }
        send(MESSAGES + 1, MESSAGES, "red");
        try (ChildJvm consumer = consumer("push")) {
            assertThat(keysOf(consumed(consumer, MESSAGES)))
                    .containsExactlyInAnyOrderElementsOf(keys(MESSAGES + 1, MESSAGES));
        }
    }

    @Test
    void aPushConsumerGetsOnlyTheTagsThatItWants() throws Exception {
        send(0, 10, "red");
        send(10, 10, "green");
        send(20, 10, "blue");
        try (ChildJvm consumer = consumer("push", "--tags", "red || blue")) {
            List<String> wanted = new ArrayList<>(keys(0, 10));
            wanted.addAll(keys(20, 10));
            assertThat(keysOf(consumed(consumer, 20))).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void whatAPushConsumerWantsLaterComesAgainUntilItIsConsumed() throws Exception {
        try (ChildJvm consumer = consumer("push", "--failures", "2")) {
            send(0, 5, "red");
            List<OutputLine> lines = consumed(consumer, 5);
            assertThat(lines).hasSize(15);
            for (String key : keys(0, 5)) {
                assertThat(lines.stream()
                                .filter(line -> line.text("keys").equals(key))
                                .map(line -> line.text("reconsumeTimes")))
                        .containsExactly("0", "1", "2");
            }
            assertThat(lines).extracting(line -> line.text("topic")).containsOnly(TOPIC);
        }
        assertThat(cluster.stored(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void whatIsNeverConsumedEndsAmongTheDeadLetters() throws Exception {
        CompletableFuture<Object> dead = new CompletableFuture<>();
        cluster.brokers().forEach(broker -> broker.log().addListener(new LogListener() {
            @Override
            public void appended(dev.hotfire.wire.message.StoredMessage message) {
                if (message.topic().equals(DEAD_LETTERS)) {
                    dead.complete(message);
                }
            }
        }));
        try (ChildJvm consumer = consumer("push", "--failures", "99", "--max-reconsume", "2")) {
            send(0, 1, "red");
            deliveries(consumer, 3, line -> line.text("keys").equals("k0"));
            dead.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(cluster.stored(DEAD_LETTERS)).hasSize(1).allSatisfy(letter -> assertThat(letter.properties())
                .containsEntry("KEYS", "k0")
                .containsEntry("RETRY_TOPIC", TOPIC));
    }

    @Test
    void anOrderlyConsumerGetsEachQueueInItsOrderAndWaitsForWhatFails() throws Exception {
        send(0, MESSAGES, "red");
        try (ChildJvm consumer = consumer("orderly", "--failures", "1")) {
            List<OutputLine> lines = consumed(consumer, MESSAGES);
            Map<String, List<Integer>> byQueue = new TreeMap<>();
            for (OutputLine line : lines) {
                if (line.text("failed").equals("false")) {
                    byQueue.computeIfAbsent(line.text("broker") + line.text("queue"), queue -> new ArrayList<>())
                            .add(line.number("offset"));
                }
            }
            assertThat(byQueue).hasSize(4);
            byQueue.values().forEach(offsets -> assertThat(offsets).isSorted().doesNotHaveDuplicates());
            assertThat(lines).hasSizeGreaterThan(MESSAGES);
            finish(consumer);
        }
    }

    @Test
    void aLitePullConsumerGoesOnWhereItCommitted() throws Exception {
        send(0, MESSAGES, "red");
        try (ChildJvm consumer = consumer("lite")) {
            assertThat(keysOf(consumed(consumer, MESSAGES))).containsExactlyInAnyOrderElementsOf(keys(0, MESSAGES));
            assertThat(finish(consumer)).containsExactly("end");
        }
        send(MESSAGES, MESSAGES, "red");
        try (ChildJvm consumer = consumer("lite")) {
            assertThat(keysOf(consumed(consumer, MESSAGES)))
                    .containsExactlyInAnyOrderElementsOf(keys(MESSAGES, MESSAGES));
        }
    }

    @Test
    void twoOfAGroupShareTheQueuesAndOneTakesOverWhenTheOtherGoes() throws Exception {
        twoShareQueues("push");
    }

    /** Only release 5 can leave it to the brokers. */
    @Test
    @EnabledIf("isRelease5")
    void twoThatLetBrokersAssignQueuesShareThemToo() throws Exception {
        twoShareQueues("assigned");
    }

    @SuppressWarnings("UnusedMethod") // The condition above names it.
    private boolean isRelease5() {
        return release == ChildJvm.Part.CLIENT;
    }

    private void twoShareQueues(String kind) throws Exception {
        int sent = 0;
        try (ChildJvm one = consumer(kind)) {
            try (ChildJvm other = consumer(kind)) {
                // Until the first knows of the second, it has all queues. So messages
                // go on, one to each queue whenever the first got one, until the second has a queue and what is in it.
                FutureTask<List<OutputLine>> firstOfOther = new FutureTask<>(() -> deliveries(other, 1, line -> true));
                new Thread(firstOfOther, "the other consumer's lines").start();
                do {
                    List<String> round = keys(sent, QUEUES);
                    send(sent, QUEUES, "red");
                    sent += QUEUES;
                    assertThat(deliveries(one, 1, line -> round.contains(line.text("keys"))))
                            .isNotEmpty();
                } while (!firstOfOther.isDone());
                assertThat(firstOfOther.get()).isNotEmpty();
                finish(other);
            }
            send(sent, MESSAGES, "red");
            List<String> late = keys(sent, MESSAGES);
            assertThat(keysOf(deliveries(one, MESSAGES, line -> late.contains(line.text("keys")))))
                    .containsAll(late);
        }
    }

    @Test
    void whoBroadcastsGetsEverything() throws Exception {
        try (ChildJvm one = consumer("broadcast");
                ChildJvm other = consumer("broadcast")) {
            send(0, MESSAGES, "red");
            assertThat(keysOf(consumed(one, MESSAGES))).containsExactlyInAnyOrderElementsOf(keys(0, MESSAGES));
            assertThat(keysOf(consumed(other, MESSAGES))).containsExactlyInAnyOrderElementsOf(keys(0, MESSAGES));
        }
    }
}

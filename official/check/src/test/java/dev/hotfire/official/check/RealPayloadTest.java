// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.BatchSplitter;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What our producer makes of messages, on official brokers that know timers, judged by the official consumer. */
class RealPayloadTest {
    private static final int MESSAGES = 200;
    private static final long SEED = 0x5EED_0C0DL;
    private static final int SPLIT_BYTES = 2 << 20;
    private static final Duration DELIVERED_AFTER = Duration.ofSeconds(3);
    private static final Duration RECALLED_BEFORE = Duration.ofSeconds(8);

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(
                scratch,
                "--brokers",
                "broker-a,broker-b",
                "--set",
                "timerWheelEnable=true",
                "--set",
                "recallMessageEnable=true");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ProducerConfig.Builder settings() {
        return ProducerConfig.builder("pg-real-payload")
                .nameServers(cluster.nameServerAddress())
                // A busy machine is not what is under test here.
                .sendTimeout(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    @Tag("B-COMPRESS-03")
    void theOfficialConsumerReadsBodiesOfEachCompression(Compression kind) throws Exception {
        String topic = "real-" + kind.name().toLowerCase(Locale.ROOT);
        cluster.createTopic(topic, 2);
        List<SentMessage> sent;
        try (Producer producer =
                Hotfire.start(settings().compression(kind).compressLevel(3).build())) {
            sent = Sending.ASYNC.send(producer, Workload.messages(topic, MESSAGES, SEED));
        }
        List<StoredMessage> stored = cluster.read(topic, MESSAGES);
        assertThat(Comparison.differences(sent, stored)).isEmpty();
        assertThat(stored)
                .filteredOn(message -> Workload.isLargeAndCompressible(Integer.parseInt(message.number())))
                .hasSize(MESSAGES / 100)
                .allSatisfy(message -> {
                    assertThat(message.sysFlag() & 0x700).isEqualTo(kind.sysFlagBits());
                    assertThat(message.storedBytes()).isLessThan(Workload.LARGE_BODY_BYTES / 16);
                });
        // What is small, or noise, is as it was.
        assertThat(stored).anyMatch(message -> message.sysFlag() == 0);
    }

    @Test
    @Tag("B-ACCUM-10")
    void messagesThatTravelTogetherAreStoredWhereEachCallerIsTold() throws Exception {
        String topic = "real-auto-batch";
        cluster.createTopic(topic, 2);
        List<Message> messages = Workload.messages(topic, MESSAGES, SEED + 1);
        List<SentMessage> sent = new ArrayList<>();
        try (Producer producer =
                Hotfire.start(settings().batching(Batching.OFFICIAL).build())) {
            sent.addAll(Sending.ASYNC.send(producer, messages.subList(0, MESSAGES - 20)));
            sent.addAll(Sending.SYNC.send(producer, messages.subList(MESSAGES - 20, MESSAGES)));
        }
        assertThat(Comparison.differences(sent, cluster.read(topic, MESSAGES))).isEmpty();
    }

    @Test
    @Tag("B-BATCH-04")
    void aListThatWasCutToSizeIsStoredWhole() throws Exception {
        String topic = "real-split";
        cluster.createTopic(topic, 2);
        List<SentMessage> sent = new ArrayList<>();
        int batches = 0;
        try (Producer producer =
                Hotfire.start(settings().maxMessageBytes(SPLIT_BYTES).build())) {
            for (List<Message> batch : BatchSplitter.split(Workload.messages(topic, MESSAGES, SEED + 2), SPLIT_BYTES)) {
                sent.addAll(Sending.sendBatch(producer, batch));
                batches++;
            }
        }
        assertThat(batches).isBetween(2, MESSAGES / 2);
        assertThat(Comparison.differences(sent, cluster.read(topic, MESSAGES))).isEmpty();
    }

    /** With three kinds of delay, and one message of each kind that is taken back in time. */
    @Test
    @Tag("B-RECALL-03")
    @Tag("B-VALID-07")
    void aDelayedMessageIsDeliveredUnlessItIsRecalled() throws Exception {
        String topic = "real-delayed";
        cluster.createTopic(topic, 2);
        Set<String> expected = new HashSet<>();
        long startedMillis = System.currentTimeMillis();
        try (Producer producer = Hotfire.start(settings().build())) {
            Message.Builder builder = Message.builder(topic).body(new byte[] {1});
            SendResult level = producer.send(builder.delayLevel(2).build());
            assertThat(level.recallHandle()).isNull();
            expected.add(level.messageId());
            for (int i = 0; i < 3; i++) {
                SendResult after =
                        producer.send(builder.deliverAfter(DELIVERED_AFTER).build());
                SendResult at = producer.send(
                        builder.deliverAt(Instant.ofEpochMilli(startedMillis).plus(DELIVERED_AFTER))
                                .build());
                expected.add(after.messageId());
                expected.add(at.messageId());
                SendResult recalled =
                        producer.send(builder.deliverAfter(RECALLED_BEFORE).build());
                assertThat(producer.recall(topic, recalled.recallHandle())).isEqualTo(recalled.messageId());
            }
            String foreign = new RecallHandle("other", "broker-a", startedMillis + 60_000, "id").encode();
            assertThatThrownBy(() -> producer.recall(topic, foreign))
                    .isInstanceOfSatisfying(RecallException.class, failure -> assertThat(failure.responseCode())
                            .isEqualTo(ResponseCode.ILLEGAL_OPERATION));
            // Sent last, to be delivered when those that were taken back would have been long ago.
            SendResult last = producer.send(
                    builder.deliverAfter(RECALLED_BEFORE.plusSeconds(3)).build());
            expected.add(last.messageId());
        }
        List<StoredMessage> stored = cluster.read(topic, expected.size());
        assertThat(stored).extracting(StoredMessage::messageId).containsExactlyInAnyOrderElementsOf(expected);
    }
}

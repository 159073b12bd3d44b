// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our producer against the official cluster, judged by the official consumer. */
class RealBrokerTest {
    private static final int MESSAGES = 1_000;
    private static final long SEED = 0x5EED_0042L;
    /** What a large body that compresses may take in the commit log. */
    private static final int COMPRESSED_BYTES_LIMIT = Workload.LARGE_BODY_BYTES / 16;

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(scratch, "--brokers", "broker-a,broker-b");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void everyMessageIsStoredOnceByteForByteWhereItWasReported(Sending mode) throws Exception {
        String topic = "real-" + mode.name().toLowerCase(Locale.ROOT);
        cluster.createTopic(topic, 4);
        List<Message> messages = Workload.messages(topic, MESSAGES, SEED);

        long startedMillis = System.currentTimeMillis();
        List<SentMessage> sent;
        try (Producer producer = Hotfire.start(config())) {
            sent = mode.send(producer, messages);
        }
        long endedMillis = System.currentTimeMillis();

        List<StoredMessage> stored = cluster.read(topic, MESSAGES);
        assertThat(sent).hasSize(MESSAGES);
        assertThat(Comparison.differences(sent, stored)).isEmpty();
        assertThat(stored).extracting(StoredMessage::messageId).doesNotHaveDuplicates();
        assertThat(stored)
                .allSatisfy(message -> assertThat(message.bornTimestampMillis()).isBetween(startedMillis, endedMillis));
        assertThat(stored.stream().map(message -> message.place().brokerName()).distinct())
                .containsExactlyInAnyOrder("broker-a", "broker-b");
        // Batches are not compressed (B-COMPRESS).
        assertThat(stored)
                .filteredOn(message -> Workload.isLargeAndCompressible(Integer.parseInt(message.number())))
                .hasSize(MESSAGES / 100)
                .allMatch(message -> mode == Sending.BATCH || message.storedBytes() < COMPRESSED_BYTES_LIMIT);
    }

    /** B-ADMIN-01 to -04, as a broker of release 5.5.0 answers. */
    @Test
    @Tag("B-ADMIN-01")
    @Tag("B-ADMIN-02")
    @Tag("B-ADMIN-03")
    @Tag("B-ADMIN-04")
    void questionsAreAnsweredByARealBroker() throws Exception {
        String topic = "real-questions";
        try (Producer producer = Hotfire.start(config())) {
            ProducerAdmin admin = producer.admin();
            ProducerAdmin.await(admin.createTopic("TBW102", topic, 2));
            List<MessageQueue> queues = queuesOnceListed(admin, topic);
            assertThat(queues).extracting(MessageQueue::brokerName).contains("broker-a", "broker-b");

            MessageQueue queue = queues.get(0);
            assertThat(ProducerAdmin.await(admin.maxOffset(queue))).isZero();
            SendResult sent = producer.send(
                    Message.builder(topic)
                            .body(new byte[] {1, 2, 3})
                            .keys("order-7")
                            .build(),
                    queue);
            producer.send(Message.of(topic, new byte[] {4}), queue);
            // The offset appears once the broker has dispatched what it stored; so does what is found by key.
            assertThat(until(() -> admin.maxOffset(queue), offset -> offset == 2))
                    .isEqualTo(2);
            assertThat(ProducerAdmin.await(admin.minOffset(queue))).isZero();
            long earliest = ProducerAdmin.await(admin.earliestStoreTimeMillis(queue));
            assertThat(ProducerAdmin.await(admin.searchOffset(queue, earliest))).isZero();
            assertThat(ProducerAdmin.await(admin.viewMessage(topic, sent.offsetMessageId()))
                            .body())
                    .containsExactly(1, 2, 3);
            List<dev.hotfire.wire.message.StoredMessage> byKey = until(
                    () -> admin.queryMessages(topic, "order-7", 10, 0, Long.MAX_VALUE), found -> !found.isEmpty());
            assertThat(byKey).hasSize(1);
            assertThat(byKey.get(0).messageId()).isEqualTo(sent.messageId());
            assertThat(ProducerAdmin.await(admin.viewMessage(topic, sent.messageId()))
                            .queueOffset())
                    .isEqualTo(sent.queueOffset());
        }
    }

    private static List<MessageQueue> queuesOnceListed(ProducerAdmin admin, String topic) throws Exception {
        return until(() -> admin.publishQueues(topic).exceptionally(notYet -> List.of()), queues -> queues.size() == 4);
    }

    /** Asks again until the answer is as it should be, for a minute at most; the last answer. */
    private static <T> T until(Supplier<CompletableFuture<T>> question, Predicate<T> good) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        T answer = ProducerAdmin.await(question.get());
        while (!good.test(answer) && System.nanoTime() < deadlineNanos) {
            answer = ProducerAdmin.await(question.get());
        }
        return answer;
    }

    private static ProducerConfig config() {
        return ProducerConfig.builder("pg-real")
                .nameServers(cluster.nameServerAddress())
                // A busy machine is not what is under test here.
                .sendTimeout(Duration.ofSeconds(30))
                .build();
    }
}

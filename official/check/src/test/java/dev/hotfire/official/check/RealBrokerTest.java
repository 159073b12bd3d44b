// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    private static ProducerConfig config() {
        return ProducerConfig.builder("pg-real")
                .nameServers(cluster.nameServerAddress())
                // A busy machine is not what is under test here.
                .sendTimeout(Duration.ofSeconds(30))
                .build();
    }
}

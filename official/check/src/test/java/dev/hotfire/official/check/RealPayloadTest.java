// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.message.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What our producer makes of messages, on official brokers that know timers, judged by the official consumer. */
class RealPayloadTest {
    private static final int MESSAGES = 200;
    private static final long SEED = 0x5EED_0C0DL;

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(scratch, "--brokers", "broker-a,broker-b", "--set", "timerWheelEnable=true");
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
}

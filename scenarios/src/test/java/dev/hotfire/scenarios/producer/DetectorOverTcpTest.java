// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector of the official table. Only synchronous sends make a broker unreached, and those need threads. */
class DetectorOverTcpTest {
    private static final int PROBES = 8;

    /**
     * The official detector asks every broker for a queue of some topic, and takes "no such topic" for a dead broker: it
     * stays unreached however healthy it is. Here broker-a gives such an answer and is asked no more, while broker-b,
     * which gives none, is asked again and again.
     */
    @Test
    @Tag("B-FAULT-11")
    @Tag("B-FAULT-12")
    void anyAnswerIsASignOfLife() throws Exception {
        try (FakeCluster cluster = FakeCluster.builder()
                        .brokers("broker-a", "broker-b")
                        .topic("orders", 1)
                        .start();
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers(cluster.nameServerAddresses())
                        .profile(Profile.COMPATIBLE)
                        .isolation(Isolation.TABLE)
                        .detector(true)
                        .detectorPeriod(Duration.ofMillis(100))
                        .detectorTimeout(Duration.ofSeconds(5))
                        .retries(1)
                        .build())) {
            CountDownLatch probesOfB = new CountDownLatch(PROBES);
            cluster.journal().addListener(new JournalListener() {
                @Override
                public void requestReceived(JournalEntry entry) {
                    if (entry.code() == RequestCode.GET_MAX_OFFSET
                            && entry.server().equals("broker-b")) {
                        probesOfB.countDown();
                    }
                }
            });
            cluster.rules()
                    .add(FaultRule.on(RequestCode.GET_MAX_OFFSET)
                            .server("broker-a")
                            .answer(ResponseCode.TOPIC_NOT_EXIST, "not here"));
            cluster.rules()
                    .add(FaultRule.on(RequestCode.GET_MAX_OFFSET)
                            .server("broker-b")
                            .silent());
            cluster.rules().add(FaultRule.onSends().closeBefore());
            assertThatThrownBy(() -> producer.send(Message.of("orders", new byte[] {1})))
                    .isInstanceOf(ConnectionFailedException.class);

            assertThat(probesOfB.await(60, TimeUnit.SECONDS)).isTrue();
            List<JournalEntry> probes = cluster.journal().requests(RequestCode.GET_MAX_OFFSET);
            assertThat(probes).allSatisfy(probe -> {
                assertThat(probe.facts().topic()).isEqualTo("orders");
                assertThat(probe.facts().brokerName())
                        .as("a queue that lives there")
                        .isEqualTo(probe.server());
            });
            assertThat(probes.stream().filter(probe -> probe.server().equals("broker-a")))
                    .as("probes of the broker that answers; the next may leave before its answer is in")
                    .hasSizeBetween(1, PROBES / 2);
        }
    }
}

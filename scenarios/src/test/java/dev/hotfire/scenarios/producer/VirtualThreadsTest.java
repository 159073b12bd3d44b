// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that are virtual threads, on a JDK that has them. */
@Timeout(120)
class VirtualThreadsTest {
    /** Far more than a JDK makes carriers, pinned ones replaced included: 256. */
    private static final int CALLERS = 2_000;

    private static final Message MESSAGE = Message.of("orders", new byte[] {1});

    /** By name, because this is compiled for a JDK that does not have it. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** If a thread that waits for its answer held its carrier, not all of these could be waiting at once. */
    @Test
    void aVirtualThreadThatWaitsInASendHoldsNoCarrier() throws Exception {
        ExecutorService callers = virtualThreads();
        CountDownLatch inFlight = new CountDownLatch(CALLERS + 1);
        SendObserver counter = new SendObserver() {
            @Override
            public void sendStarted(String messageId, String topic, long nowNanos) {
                inFlight.countDown();
            }
        };
        try (FakeCluster cluster = FakeCluster.builder()
                        .brokers("broker-a")
                        .topic("orders", 4)
                        .start();
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers(cluster.nameServerAddresses())
                        .sendTimeout(Duration.ofMinutes(5))
                        .observer(counter)
                        .build())) {
            producer.send(MESSAGE);
            cluster.broker("broker-a").server().pause();
            List<Future<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                sends.add(callers.submit(() -> producer.send(MESSAGE)));
            }
            assertThat(inFlight.await(1, TimeUnit.MINUTES))
                    .as("all in flight, %d are not", inFlight.getCount())
                    .isTrue();
            cluster.broker("broker-a").server().resume();
            for (Future<SendResult> send : sends) {
                assertThat(send.get(1, TimeUnit.MINUTES).status()).isEqualTo(SendStatus.SEND_OK);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** The same for a place in flight: who waits for room holds nothing but its place in the queue. */
    @Test
    void aVirtualThreadThatWaitsForRoomHoldsNoCarrier() throws Exception {
        ExecutorService callers = virtualThreads();
        try (FakeCluster cluster = FakeCluster.builder()
                        .brokers("broker-a")
                        .topic("orders", 4)
                        .start();
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers(cluster.nameServerAddresses())
                        .sendTimeout(Duration.ofMinutes(5))
                        .maxInFlight(2)
                        .build())) {
            List<Future<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                sends.add(callers.submit(() -> producer.send(MESSAGE)));
            }
            for (Future<SendResult> send : sends) {
                assertThat(send.get(1, TimeUnit.MINUTES).status()).isEqualTo(SendStatus.SEND_OK);
            }
        } finally {
            callers.shutdownNow();
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.testkit.FakeCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More sends at once than the loop begins in one turn. */
@Timeout(60)
class FloodedLoopTest {
    /** More than two turns' worth. */
    private static final int FLOOD = 1_100;

    private final FakeCluster cluster =
            FakeCluster.builder().brokers("broker-a").topic("orders", 2).start();

    /** Holds up the loop when it begins the first send and the second, once it is asked to. */
    private static final class Gates implements SendObserver {
        private final List<CountDownLatch> reached = List.of(new CountDownLatch(1), new CountDownLatch(1));
        private final List<CountDownLatch> open = List.of(new CountDownLatch(1), new CountDownLatch(1));
        private final AtomicInteger begun = new AtomicInteger(-1);

        @Override
        public void sendStarted(String messageId, String topic, long startedNanos) {
            int number = begun.get() < 0 ? 2 : begun.getAndIncrement();
            if (number < 2) {
                reached.get(number).countDown();
                try {
                    open.get(number).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /**
     * It looked for the send to give up in what the loop had taken, and not behind it: then it ended what had not begun, and its
     * neighbours in the mailbox were lost.
     */
    @Test
    void aCallerThatIsInterruptedBehindAFloodTakesNobodyAlong() throws Exception {
        Gates gates = new Gates();
        try (Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .sendTimeout(Duration.ofMinutes(1))
                .observer(gates)
                .build())) {
            producer.send(order("warm"));
            gates.begun.set(0);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            sends.add(producer.sendAsync(order("first")));
            gates.reached.get(0).await();
            for (int i = 0; i < FLOOD; i++) {
                sends.add(producer.sendAsync(order("m" + i)));
            }
            gates.open.get(0).countDown();
            gates.reached.get(1).await();
            // The loop holds the whole flood now. Behind it:
            sends.add(producer.sendAsync(order("older")));
            AtomicReference<Exception> told = new AtomicReference<>();
            Thread interrupted = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    producer.send(order("given up"));
                } catch (SendException | InterruptedException e) {
                    told.set(e);
                }
            });
            interrupted.start();
            await().until(() -> interrupted.getState() == Thread.State.WAITING
                    || interrupted.getState() == Thread.State.TIMED_WAITING
                    || interrupted.getState() == Thread.State.TERMINATED);
            sends.add(producer.sendAsync(order("newer")));
            gates.open.get(1).countDown();
            interrupted.join();
            assertThat(told.get()).isNotNull();
            for (CompletableFuture<SendResult> send : sends) {
                assertThat(send).succeedsWithin(Duration.ofSeconds(20));
            }
        }
    }

    private static Message order(String text) {
        return Message.of("orders", text.getBytes(StandardCharsets.UTF_8));
    }
}

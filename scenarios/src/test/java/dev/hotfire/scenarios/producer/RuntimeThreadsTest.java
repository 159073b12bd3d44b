// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many threads producers take, and that none is left of them: over TCP, because the simulator has only one. */
@Timeout(120)
class RuntimeThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Message MESSAGE = Message.of("orders", new byte[] {1});

    private final FakeCluster cluster = FakeCluster.builder()
            .brokers("broker-a", "broker-b")
            .topic("orders", 2)
            .start();
    private Set<Thread> before = Set.of();

    /** What the cluster and the JDK start with the first use is not the producers'. */
    @BeforeEach
    void warmUp() throws Exception {
        try (Producer producer = Hotfire.start(settings("pg-warm").build())) {
            producer.send(MESSAGE);
            producer.sendAsync(MESSAGE).get(30, TimeUnit.SECONDS);
            producer.send(MESSAGE);
        }
        before = liveThreads();
    }

    @AfterEach
    void close() throws InterruptedException {
        awaitEndOfThreads();
        cluster.close();
    }

    /** A thread whose end was waited for may still be about to leave. */
    private void awaitEndOfThreads() throws InterruptedException {
        for (Thread thread : startedSince()) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive())
                    .as("%s after the close", thread.getName())
                    .isFalse();
        }
    }

    /** The first sends of a process load hundreds of classes: on a busy machine that alone takes longer than sends have. */
    private ProducerConfig.Builder settings(String group) {
        return ProducerConfig.builder(group)
                .nameServers(cluster.nameServerAddresses())
                .sendTimeout(PATIENCE)
                .connectTimeout(PATIENCE);
    }

    private static Set<Thread> liveThreads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private List<Thread> startedSince() {
        List<Thread> started = new ArrayList<>(liveThreads());
        started.removeAll(before);
        started.removeIf(thread -> isTheHarness(thread) || isNettysOwn(thread));
        return started;
    }

    private static boolean isTheHarness(Thread thread) {
        return thread.getName().startsWith("junit-");
    }

    /** One for the whole process, in which Netty reports the end of loops; it ends by itself a second later. */
    private static boolean isNettysOwn(Thread thread) {
        return thread.getName().startsWith("globalEventExecutor");
    }

    private static void sendBothWays(Producer producer) throws Exception {
        assertThat(producer.send(MESSAGE).status()).isEqualTo(SendStatus.SEND_OK);
        producer.sendAsync(MESSAGE).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aProducerAloneTakesOneThreadUntilFuturesHaveToBeCompletedAndThreeAtMost() throws Exception {
        try (Producer producer = Hotfire.start(settings("pg-1").build())) {
            producer.send(MESSAGE);
            assertThat(startedSince()).hasSizeLessThanOrEqualTo(1);
            List<CompletableFuture<?>> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(producer.sendAsync(MESSAGE));
            }
            for (CompletableFuture<?> send : sends) {
                send.get(30, TimeUnit.SECONDS);
            }
            assertThat(startedSince()).hasSizeLessThanOrEqualTo(3);
        }
        awaitEndOfThreads();
    }

    @Test
    @Tag("B-LIFE-07")
    void aHundredOnOneRuntimeTakeSixThreadsAtMost() throws Exception {
        try (ProducerRuntime runtime = Hotfire.runtime(settings("pg-0").build())) {
            List<Producer> producers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                producers.add(runtime.start(settings("pg-" + i).build()));
            }
            for (Producer producer : producers) {
                sendBothWays(producer);
            }
            assertThat(startedSince()).hasSizeLessThanOrEqualTo(6);
            for (Producer producer : producers.subList(0, 50)) {
                producer.close();
            }
            sendBothWays(producers.get(99));
        }
        awaitEndOfThreads();
    }

    /** The thread that closes can't wait for its own end; it must end nevertheless. */
    @Test
    void closingTheRuntimeFromACallbackReturnsAndEndsEverything() throws Exception {
        ProducerRuntime runtime = Hotfire.runtime(settings("pg-0").build());
        Producer producer = runtime.start(settings("pg-1").build());
        Producer sibling = runtime.start(settings("pg-2").build());
        CompletableFuture<Void> closedInside = producer.sendAsync(MESSAGE).thenAccept(result -> runtime.close());
        closedInside.get(30, TimeUnit.SECONDS);
        runtime.closeAsync().get(30, TimeUnit.SECONDS);
        assertThat(sibling.closeAsync()).succeedsWithin(Duration.ofSeconds(30));
        runtime.close();
        awaitEndOfThreads();
    }

    @Test
    @Tag("B-LIFE-09")
    @Tag("B-LIFE-10")
    void aRuntimeAndItsProducersStartWithoutAnybodyToTalkTo() throws InterruptedException {
        try (ProducerRuntime runtime = Hotfire.runtime(
                ProducerConfig.builder("pg-0").nameServers("127.0.0.1:1").build())) {
            Producer producer = runtime.start(
                    ProducerConfig.builder("pg-1").nameServers("127.0.0.1:1").build());
            assertThat(producer.config().producerGroup()).isEqualTo("pg-1");
        }
        awaitEndOfThreads();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threads that wait for room in flight, and selectors that take their time, over sockets. */
class BackpressureOverTcpTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private FakeCluster cluster;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder().brokers("broker-a").topic("orders", 4).start();
    }

    @AfterEach
    void close() throws InterruptedException {
        callers.shutdownNow();
        assertThat(callers.awaitTermination(60, SECONDS)).isTrue();
        cluster.close();
    }

    private ProducerConfig.Builder settings() {
        return ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                .sendTimeout(LONG);
    }

    private static Message order(int bytes) {
        return Message.of("orders", new byte[bytes]);
    }

    /** Has the one place taken until the broker answers again. */
    private CompletableFuture<SendResult> occupy(Producer producer) {
        cluster.rules().add(FaultRule.onSends().silent());
        int before = cluster.journal().sends().size();
        CompletableFuture<SendResult> first = producer.sendAsync(order(1));
        await().atMost(LONG).until(() -> cluster.journal().sends().size() > before);
        cluster.rules().clear();
        return first;
    }

    /** Starts a send in a thread of its own and returns once that thread waits. */
    private <T> Future<T> inWaitingThread(AtomicReference<@Nullable Thread> thread, Sending<T> sending) {
        Future<T> result = callers.submit(() -> {
            thread.set(Thread.currentThread());
            return sending.send();
        });
        await().atMost(LONG).until(() -> {
            Thread waiting = thread.get();
            return result.isDone() || (waiting != null && waiting.getState() == Thread.State.TIMED_WAITING);
        });
        assertThat(result).isNotDone();
        return result;
    }

    private interface Sending<T> {
        T send() throws Exception;
    }

    private static Throwable failureOf(Sending<?> sending) {
        try {
            return new AssertionError("ended with " + sending.send());
        } catch (Exception e) {
            return e;
        }
    }

    /** B-BACKPRESSURE-02: in the caller's thread, also for a send that returns a future. */
    @Test
    @Tag("B-BACKPRESSURE-02")
    @Tag("B-REMOTE-08")
    void sendsOfAllKindsWaitInTheCallersThreadUntilThereIsRoom() throws Exception {
        List<SendKind> kinds = List.of(
                (producer, message) -> producer.send(message),
                (producer, message) -> producer.sendAsync(message).get(60, SECONDS),
                (producer, message) -> producer.sendOneway(message).get(60, SECONDS));
        for (SendKind kind : kinds) {
            try (Producer producer = Hotfire.start(
                    settings().maxInFlight(1).closeTimeout(Duration.ZERO).build())) {
                CompletableFuture<SendResult> first = occupy(producer);
                int before = cluster.journal().sends().size();
                Future<?> second = inWaitingThread(new AtomicReference<>(), () -> kind.send(producer, order(2)));
                assertThat(cluster.journal().sends()).hasSize(before);
                producer.limits(new SendLimits(2, 100, WhenFull.WAIT));
                second.get(60, SECONDS);
                assertThat(first).isNotDone();
            }
        }
    }

    private interface SendKind {
        @Nullable
        Object send(Producer producer, Message message) throws Exception;
    }

    /** B-BACKPRESSURE-03. */
    @Test
    @Tag("B-BACKPRESSURE-03")
    void aWaitEndsWithTheSendsTimeout() throws Exception {
        try (Producer producer = Hotfire.start(settings()
                .sendTimeout(Duration.ofMillis(300))
                .retries(0)
                .maxInFlight(1)
                .build())) {
            producer.limits(new SendLimits(2, 100, WhenFull.WAIT));
            cluster.rules().add(FaultRule.onSends().silent());
            CompletableFuture<SendResult> first = producer.sendAsync(order(1));
            producer.limits(new SendLimits(1, 100, WhenFull.WAIT));
            // Whichever is first: the place, as the first send times out, or the end of the wait. Never later, never
            // lost.
            Throwable second = failureOf(() -> producer.send(order(1)));
            assertThat(second).isInstanceOfAny(TooManyInFlightException.class, SendTimeoutException.class);
            assertThat(((SendException) second).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(first).failsWithin(LONG);
        }
    }

    @Test
    void anInterruptWhileWaitingForRoomIsThrownOrKeptAndTakesNothing() throws Exception {
        try (Producer producer = Hotfire.start(
                settings().maxInFlight(1).closeTimeout(Duration.ZERO).build())) {
            CompletableFuture<SendResult> first = occupy(producer);
            int before = cluster.journal().sends().size();

            AtomicReference<@Nullable Thread> sync = new AtomicReference<>();
            Future<Throwable> thrown = inWaitingThread(sync, () -> failureOf(() -> producer.send(order(1))));
            sync.get().interrupt();
            assertThat(thrown.get(60, SECONDS)).isInstanceOf(InterruptedException.class);

            AtomicReference<@Nullable Thread> async = new AtomicReference<>();
            Future<Boolean> kept = inWaitingThread(async, () -> {
                CompletableFuture<SendResult> send = producer.sendAsync(order(1));
                assertThat(send.handle((result, failure) -> failure).join())
                        .isInstanceOf(SendAbandonedException.class)
                        .hasMessageContaining("nothing was sent");
                return Thread.interrupted();
            });
            async.get().interrupt();
            assertThat(kept.get(60, SECONDS)).isTrue();

            assertThat(cluster.journal().sends()).hasSize(before);
            assertThat(first).isNotDone();
        }
    }

    @Test
    void closingReleasesThoseWhoWaitForRoom() throws Exception {
        Producer producer = Hotfire.start(
                settings().maxInFlight(1).closeTimeout(Duration.ZERO).build());
        CompletableFuture<SendResult> first = occupy(producer);
        Future<Throwable> waiting =
                inWaitingThread(new AtomicReference<>(), () -> failureOf(() -> producer.send(order(1))));
        producer.close();
        assertThat(waiting.get(60, SECONDS)).isInstanceOf(ProducerClosedException.class);
        assertThat(first).failsWithin(LONG);
    }

    /** Whoever refuses does not wait. */
    @Test
    void withRefuseNobodyWaits() throws Exception {
        try (Producer producer = Hotfire.start(settings()
                .maxInFlight(1)
                .whenFull(WhenFull.REFUSE)
                .closeTimeout(Duration.ZERO)
                .build())) {
            CompletableFuture<SendResult> first = occupy(producer);
            assertThat(failureOf(() -> producer.send(order(1)))).isInstanceOf(TooManyInFlightException.class);
            assertThat(first).isNotDone();
        }
    }

    /** A callback finds the place of its own send, and where there is none it is told so and not kept. */
    @Test
    void aCallbackNeverWaitsForRoom() throws Exception {
        try (Producer producer = Hotfire.start(settings().maxInFlight(1).build())) {
            Throwable failure = producer.sendAsync(order(1))
                    .thenCompose(result -> {
                        CompletableFuture<SendResult> next = producer.sendAsync(order(1));
                        return producer.sendAsync(order(1))
                                .handle((late, e) -> e)
                                .thenCombine(next, (e, stored) -> e);
                    })
                    .get(60, SECONDS);
            // The one before may have been stored in the meantime; then there was room.
            if (failure != null) {
                assertThat(failure)
                        .isInstanceOf(TooManyInFlightException.class)
                        .hasMessageContaining("a thread of the producer's own must not wait");
            }
        }
    }

    /** Many threads against a few places: never more in flight than allowed, all stored once, all places back. */
    @Test
    @Tag("B-BACKPRESSURE-09")
    @Tag("B-LIFE-18")
    void manyThreadsShareFewPlacesAndLoseNone() throws Exception {
        int threads = 8;
        int sendsPerThread = 400;
        int places = 4;
        InFlight seen = new InFlight();
        try (Producer producer = Hotfire.start(settings()
                .maxInFlight(places)
                .maxInFlightBytes(2_000)
                .compressOver(Integer.MAX_VALUE)
                .observer(seen)
                .build())) {
            List<Future<List<CompletableFuture<?>>>> runs = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                runs.add(callers.submit(() -> {
                    List<CompletableFuture<?>> sends = new ArrayList<>();
                    for (int i = 0; i < sendsPerThread; i++) {
                        // One in 16 is larger than all that may be in flight.
                        Message message = order(i % 16 == 15 ? 3_000 : 1 + 100 * (i % 9));
                        switch ((i + thread) % 3) {
                            case 0 -> producer.send(message);
                            case 1 -> sends.add(producer.sendAsync(message));
                            default -> sends.add(producer.sendOneway(message));
                        }
                    }
                    return sends;
                }));
            }
            for (Future<List<CompletableFuture<?>>> run : runs) {
                for (CompletableFuture<?> send : run.get(120, SECONDS)) {
                    assertThat(send).succeedsWithin(LONG);
                }
            }
            await().atMost(LONG).until(() -> cluster.stored("orders").size() == threads * sendsPerThread);
            assertThat(producer.send(order(2_000))).isNotNull();
        }
        assertThat(seen.most).isBetween(1, places);
        assertThat(seen.now).isZero();
    }

    /** A selector that does not return holds up its own send until its timeout, and nobody else. */
    @Test
    @Tag("B-REMOTE-13")
    @Tag("B-REMOTE-16")
    void aSelectorThatHangsDelaysNoOtherSend() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Producer producer = Hotfire.start(
                settings().sendTimeout(Duration.ofSeconds(2)).callbackThreads(2).build())) {
            try {
                // Without a route, so that the producer has to ask it by itself.
                CompletableFuture<SendResult> hanging = producer.sendAsync(
                        order(1),
                        (queues, message, key) -> {
                            try {
                                assertThat(Thread.currentThread().getName()).contains("callback");
                                goOn.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return queues.get(0);
                        },
                        "k");
                assertThat(producer.send(order(2)).attempts()).isEqualTo(1);
                assertThat(hanging)
                        .failsWithin(LONG)
                        .withThrowableThat()
                        .withCauseInstanceOf(SendTimeoutException.class);
            } finally {
                goOn.countDown();
            }
            assertThat(producer.send(order(3)).attempts()).isEqualTo(1);
        }
        assertThat(cluster.stored("orders")).hasSize(2);
    }

    /** How many sends are between their start and their end, as the loop sees it. */
    private static final class InFlight implements SendObserver {
        private volatile int now;
        private volatile int most;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Only the loop writes.
        public void sendStarted(String messageId, String topic, long nowNanos) {
            now++;
            most = Math.max(most, now);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Only the loop writes.
        public void sendEnded(
                String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
            now--;
        }
    }
}

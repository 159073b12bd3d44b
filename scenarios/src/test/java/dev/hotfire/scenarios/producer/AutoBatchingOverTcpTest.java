// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that travel together, sent by threads that wait for them. */
class AutoBatchingOverTcpTest {
    private static final int THREADS = 8;
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Longer than any test takes: who waits for company waits until the close. */
    private static final Batching PATIENT = Batching.OFFICIAL.withDelay(Duration.ofSeconds(30));

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private FakeCluster cluster;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder().brokers("broker-a").topic("orders", 2).start();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        cluster.close();
    }

    private Producer producer(Batching batching) {
        return Hotfire.start(ProducerConfig.builder("pg-orders")
                .nameServers(cluster.nameServerAddresses())
                // However slow the machine is, nothing is given up or sent again.
                .sendTimeout(LONG)
                .connectTimeout(LONG)
                .closeTimeout(LONG)
                .batching(batching)
                .build());
    }

    private static Message message(String body) {
        return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("B-ACCUM-08")
    @Tag("B-ACCUM-10")
    void threadsThatWaitGetEachTheirOwnMessagesResult() throws Exception {
        int sendsPerThread = 50;
        try (Producer producer = producer(Batching.OFFICIAL.withDelay(Duration.ofMillis(1)))) {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                running.add(threads.submit(() -> {
                    List<String> ids = new ArrayList<>();
                    for (int i = 0; i < sendsPerThread; i++) {
                        String body = thread + "-" + i;
                        SendResult result = producer.send(message(body));
                        assertThat(cluster.storedWithUniqueKey(result.messageId()))
                                .singleElement()
                                .satisfies(stored -> {
                                    assertThat(stored.queueOffset()).isEqualTo(result.queueOffset());
                                    assertThat(stored.offsetMessageId().format())
                                            .isEqualTo(result.offsetMessageId());
                                    assertThat(new String(stored.body(), StandardCharsets.UTF_8))
                                            .isEqualTo(body);
                                });
                        ids.add(result.messageId());
                    }
                    return ids;
                }));
            }
            Set<String> all = new HashSet<>();
            for (Future<List<String>> thread : running) {
                all.addAll(thread.get(LONG.toSeconds(), TimeUnit.SECONDS));
            }
            assertThat(all).hasSize(THREADS * sendsPerThread);
            assertThat(cluster.stored("orders")).hasSize(THREADS * sendsPerThread);
            assertThat(cluster.journal().sends())
                    .allMatch(entry -> entry.request().code() == RequestCode.SEND_BATCH_MESSAGE);
        }
    }

    /** In the official client one of the threads gets the failure and the others a null pointer. */
    @Test
    @Tag("B-ACCUM-11")
    void threadsThatWaitGetTheSameFailure() throws Exception {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.NO_PERMISSION, "no"));
        List<Future<SendResult>> waiting = new ArrayList<>();
        try (Producer producer = producer(Batching.OFFICIAL.withBatchBytes(THREADS - 1))) {
            for (int t = 0; t < THREADS; t++) {
                waiting.add(threads.submit(() -> producer.send(message("x"))));
            }
            Set<Throwable> failures = new HashSet<>();
            for (Future<SendResult> thread : waiting) {
                assertThatThrownBy(() -> thread.get(LONG.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(SendException.class)
                        .hasMessageContaining("NO_PERMISSION")
                        .satisfies(failures::add);
            }
            // As many as there were batches, of whatever threads came together.
            assertThat(failures.size())
                    .isLessThanOrEqualTo(cluster.journal().sends().size());
        }
    }

    /** In the official client threads that wait when the producer closes wait for ever. */
    @Test
    @Tag("B-ACCUM-13")
    @Tag("B-ACCUM-15")
    void aCloseSendsWhatThreadsWaitFor() throws Exception {
        Producer producer = producer(PATIENT);
        CountDownLatch begun = new CountDownLatch(THREADS);
        List<Future<SendResult>> waiting = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            waiting.add(threads.submit(() -> {
                begun.countDown();
                return producer.send(message("x"));
            }));
        }
        begun.await();
        producer.close();
        int stored = 0;
        for (Future<SendResult> thread : waiting) {
            try {
                assertThat(thread.get(LONG.toSeconds(), TimeUnit.SECONDS).attempts())
                        .isEqualTo(1);
                stored++;
            } catch (ExecutionException e) {
                // Those that called after the close had begun.
                assertThat(e).hasCauseInstanceOf(ProducerClosedException.class);
            }
        }
        assertThat(cluster.stored("orders")).hasSize(stored);
    }

    @Test
    @Tag("B-ACCUM-08")
    void aThreadThatIsInterruptedTakesItsMessageBackAndNoOther() throws Exception {
        try (Producer producer = producer(PATIENT)) {
            CompletableFuture<SendResult> other = producer.sendAsync(message("other"));
            CompletableFuture<Thread> me = new CompletableFuture<>();
            Future<SendResult> waiting = threads.submit(() -> {
                me.complete(Thread.currentThread());
                return producer.send(message("taken back"));
            });
            me.get().interrupt();
            assertThatThrownBy(() -> waiting.get(LONG.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
            // Behind this one, the loop has heard of the interrupt.
            producer.send(message("direct"), SendOptions.DEFAULTS.withTimeout(LONG));
            producer.closeAsync().get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(other.get(LONG.toSeconds(), TimeUnit.SECONDS).attempts()).isEqualTo(1);
            assertThat(cluster.stored("orders"))
                    .extracting(stored -> new String(stored.body(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("direct", "other");
        }
    }

    /** Sends go on while the producer closes: each ends once, and what its caller is told is true. */
    @Test
    @Tag("B-ACCUM-12")
    @Tag("B-ACCUM-14")
    @Tag("B-ACCUM-15")
    void underLoadACloseEndsEverySendOnce() throws Exception {
        int sendsPerThread = 1_000;
        Producer producer = producer(Batching.OFFICIAL.withDelay(Duration.ofMillis(1)));
        Set<String> stored = ConcurrentHashMap.newKeySet();
        AtomicInteger ends = new AtomicInteger();
        List<Future<List<CompletableFuture<Void>>>> running = new ArrayList<>();
        CountDownLatch underWay = new CountDownLatch(THREADS * sendsPerThread / 4);
        for (int t = 0; t < THREADS; t++) {
            running.add(threads.submit(() -> {
                List<CompletableFuture<Void>> told = new ArrayList<>();
                for (int i = 0; i < sendsPerThread; i++) {
                    told.add(producer.sendAsync(message("x")).handle((result, failure) -> {
                        ends.incrementAndGet();
                        if (result != null) {
                            assertThat(stored.add(result.messageId())).isTrue();
                        } else {
                            assertThat(failure).isInstanceOf(ProducerClosedException.class);
                        }
                        return null;
                    }));
                    underWay.countDown();
                }
                return told;
            }));
        }
        assertThat(underWay.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        producer.close();
        for (Future<List<CompletableFuture<Void>>> thread : running) {
            for (CompletableFuture<Void> told : thread.get(LONG.toSeconds(), TimeUnit.SECONDS)) {
                told.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
        }
        assertThat(ends).hasValue(THREADS * sendsPerThread);
        assertThat(stored).isNotEmpty();
        assertThat(cluster.stored("orders").stream().map(copy -> copy.messageId()))
                .containsExactlyInAnyOrderElementsOf(stored);
    }
}

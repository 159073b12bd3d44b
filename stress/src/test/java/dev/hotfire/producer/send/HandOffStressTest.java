// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that send as fast as they can, and one that closes the producer meanwhile: each send ends, whichever side of the
 * close it came on, and the close does. Nobody answers, so that all of it is hand-off, limits, accumulator and close.
 */
class HandOffStressTest {
    private static final int ROUNDS = 60;
    private static final int THREADS = 4;
    private static final int SENDS = 200;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachSendEnds(boolean gathered) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                round(threads, round, gathered);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void round(ExecutorService threads, int round, boolean gathered) throws Exception {
        ProducerConfig.Builder config = ProducerConfig.builder("pg")
                .nameServers("127.0.0.1:1")
                .maxInFlight(50)
                .sendTimeout(Duration.ofSeconds(30))
                .closeTimeout(Duration.ofMillis(20));
        if (gathered) {
            config.batching(Batching.DEFAULTS);
        }
        Producer producer = Hotfire.start(config.build());
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<List<CompletableFuture<?>>>> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            senders.add(threads.submit(() -> {
                begin.await();
                List<CompletableFuture<?>> sent = new ArrayList<>();
                for (int n = 0; n < SENDS; n++) {
                    sent.add(producer.sendAsync(Message.of("t", new byte[10])));
                }
                return sent;
            }));
        }
        begin.countDown();
        // Not at the same moment each time.
        for (int spin = 0; spin < round * 1_000; spin++) {
            Thread.onSpinWait();
        }
        CompletableFuture<Void> closed = producer.closeAsync();
        for (Future<List<CompletableFuture<?>>> sender : senders) {
            for (CompletableFuture<?> send : sender.get(1, TimeUnit.MINUTES)) {
                send.handle((result, failure) -> failure).get(20, TimeUnit.SECONDS);
                assertThat(send).isCompletedExceptionally();
            }
        }
        closed.get(20, TimeUnit.SECONDS);
    }
}

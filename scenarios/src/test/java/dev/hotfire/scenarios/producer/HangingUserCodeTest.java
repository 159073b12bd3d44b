// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.ParkedRequest;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.RequestHook;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** User code that never comes back: it has the threads that it was given, and no others. */
@Timeout(60)
class HangingUserCodeTest {
    private static final Message MESSAGE = Message.of("orders", new byte[] {1});

    private final FakeCluster cluster =
            FakeCluster.builder().brokers("broker-a").topic("orders", 2).start();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        cluster.close();
    }

    private ProducerConfig config(String group, UnaryOperator<ProducerConfig.Builder> settings) {
        return settings.apply(ProducerConfig.builder(group).nameServers(cluster.nameServerAddresses()))
                .build();
    }

    private void hang() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Occupies every callback thread. */
    private void hangAllCallbacks(Producer producer) throws InterruptedException {
        int threads = producer.config().callbackThreads();
        CountDownLatch hanging = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            CompletableFuture<Void> unused = producer.sendAsync(MESSAGE).thenAccept(result -> {
                hanging.countDown();
                hang();
            });
        }
        hanging.await();
    }

    @Test
    @Tag("B-LIFE-17")
    void aCloseEndsAlthoughAllCallbacksHang() throws Exception {
        for (boolean trace : new boolean[] {false, true}) {
            ProducerRuntime runtime = Hotfire.runtime(config("pg-1", settings -> settings));
            Producer producer = runtime.start(
                    config("pg-1", settings -> settings.trace(trace).closeTimeout(Duration.ofMillis(100))));
            hangAllCallbacks(producer);
            producer.closeAsync().get(30, TimeUnit.SECONDS);
            runtime.closeAsync().get(30, TimeUnit.SECONDS);
        }
    }

    /** The other callback thread was called only by a timer, which a close ended: the send had been stored, and nobody was told. */
    @Test
    @Tag("B-LIFE-17")
    void aCallbackThatWaitsForAnotherSendHasItsEndAlthoughTheProducerCloses() throws Exception {
        Producer producer = Hotfire.start(config("pg-1", settings -> settings));
        CountDownLatch inCallback = new CountDownLatch(1);
        CompletableFuture<SendStatus> inner = new CompletableFuture<>();
        CompletableFuture<Void> unused = producer.sendAsync(MESSAGE).thenAccept(result -> {
            inCallback.countDown();
            hang();
            inner.complete(producer.sendAsync(MESSAGE).join().status());
        });
        inCallback.await();
        FaultRules.ArmedRule rule = cluster.park(RequestPattern.sends());
        goOn.countDown();
        ParkedRequest parked = rule.awaitParked(FakeCluster.PATIENCE);
        CompletableFuture<Void> closing = producer.closeAsync();
        parked.release();
        assertThat(closing).succeedsWithin(Duration.ofSeconds(20));
        assertThat(inner).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(SendStatus.SEND_OK);
    }

    /** It waits for what stands behind it on that executor, which waits for the close. */
    @Test
    @Tag("B-LIFE-17")
    void aCloseFromACallbackOnTheUsersExecutorReturnsWithoutWaiting() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Producer producer = Hotfire.start(config("pg-1", settings -> settings.callbackExecutor(one)
                    .sendTimeout(Duration.ofMinutes(1))
                    .closeTimeout(Duration.ofMinutes(5))));
            FaultRules.ArmedRule rule = cluster.park(RequestPattern.sends());
            CompletableFuture<SendResult> later = producer.sendAsync(MESSAGE);
            ParkedRequest parked = rule.awaitParked(FakeCluster.PATIENCE);
            rule.remove();
            CompletableFuture<Void> closed = producer.sendAsync(MESSAGE).thenAccept(result -> producer.close());
            assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
            parked.release();
            assertThat(later).succeedsWithin(Duration.ofSeconds(20));
            assertThat(producer.closeAsync()).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            one.shutdown();
        }
    }

    /**
     * The end of a send used to be shown to hooks on a callback thread before its waiting caller was woken: while all of those
     * were held up by callbacks, no synchronous send came back.
     */
    @Test
    @Tag("B-SEND-02")
    void aSynchronousSendWithHooksEndsInTimeAlthoughAllCallbacksHang() throws Exception {
        Queue<String> ends = new ConcurrentLinkedQueue<>();
        SendHook hook = new SendHook() {
            @Override
            public void afterSend(SendAttempt attempt) {
                if (attempt.mode() == SendMode.SYNC) {
                    ends.add(attempt.failure() == null ? "stored" : "failed");
                }
            }
        };
        Producer producer = Hotfire.start(config(
                "pg-1", settings -> settings.sendHooks(List.of(hook)).retries(0).closeTimeout(Duration.ofMillis(100))));
        hangAllCallbacks(producer);
        producer.send(MESSAGE);
        assertThat(ends).containsExactly("stored");
        cluster.rules().add(FaultRule.onSends().silent());
        assertThatThrownBy(() -> producer.send(MESSAGE, SendOptions.DEFAULTS.withTimeout(Duration.ofMillis(50))))
                .isInstanceOf(SendTimeoutException.class);
        assertThat(ends).containsExactly("stored", "failed");
        producer.closeAsync().get(30, TimeUnit.SECONDS);
    }

    /** The same for messages that travelled together: their hooks' view of the end comes when there is a thread for it. */
    @Test
    @Tag("B-ACCUM-11")
    void messagesThatTravelledTogetherEndAlthoughAllCallbacksHang() throws Exception {
        Semaphore free = new Semaphore(Integer.MAX_VALUE);
        SendHook hook = new SendHook() {
            @Override
            public void afterSend(SendAttempt attempt) {
                if (!free.tryAcquire()) {
                    hang();
                }
            }
        };
        Producer producer = Hotfire.start(config("pg-1", settings -> settings.sendHooks(List.of(hook))
                .batching(Batching.DEFAULTS)
                .closeTimeout(Duration.ofMillis(100))));
        free.drainPermits();
        assertThat(producer.send(MESSAGE).status()).isEqualTo(SendStatus.SEND_OK);
        producer.closeAsync().get(30, TimeUnit.SECONDS);
    }

    /** A hook that has a question in its hands takes it along, and the close does not wait for that. */
    @Test
    @Tag("B-ADMIN-01")
    void aQuestionThatAHookNeverLetsGoEndsWithItsProducer() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        RequestHook hook = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                hanging.countDown();
                hang();
                return Map.of();
            }
        };
        Producer producer = Hotfire.start(config("pg-1", settings -> settings.requestHooks(List.of(hook))));
        CompletableFuture<List<MessageQueue>> queues = producer.admin().publishQueues("orders");
        hanging.await();
        CompletableFuture<Void> closing = producer.closeAsync();
        assertThat(queues)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("producer is closed");
        closing.get(30, TimeUnit.SECONDS);
    }

    @Test
    @Tag("B-REMOTE-16")
    void aCheckerThatHangsHoldsUpNoOtherProducerOfTheRuntime() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        ProducerRuntime runtime = Hotfire.runtime(config("pg-0", settings -> settings));
        TransactionChecker hangs = half -> {
            hanging.countDown();
            hang();
            return TransactionState.COMMIT;
        };
        TransactionChecker answers = half -> {
            answered.countDown();
            return TransactionState.COMMIT;
        };
        UnaryOperator<ProducerConfig.Builder> oneThread =
                settings -> settings.checkThreads(1).closeTimeout(Duration.ofMillis(100));
        Producer first = runtime.start(config("pg-1", settings -> oneThread.apply(settings.transactionChecker(hangs))));
        Producer second =
                runtime.start(config("pg-2", settings -> oneThread.apply(settings.transactionChecker(answers))));
        first.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
        cluster.broker("broker-a").checkTransactions();
        hanging.await();
        second.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
        cluster.broker("broker-a").checkTransactions();
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        runtime.closeAsync().get(30, TimeUnit.SECONDS);
    }
}

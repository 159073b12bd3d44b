// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread does what in a transaction: over TCP, because the simulator has only one. */
@Timeout(60)
class TransactionThreadsTest {
    private static final Message MESSAGE = Message.of("orders", new byte[] {1});

    private final FakeCluster cluster = FakeCluster.builder()
            .brokers("broker-a", "broker-b")
            .topic("orders", 2)
            .start();
    private final List<Producer> producers = new ArrayList<>();

    private Producer producer(UnaryOperator<ProducerConfig.Builder> settings) {
        Producer producer = Hotfire.start(
                settings.apply(ProducerConfig.builder("pg-orders").nameServers(cluster.nameServerAddresses()))
                        .build());
        producers.add(producer);
        return producer;
    }

    @AfterEach
    void close() {
        producers.forEach(Producer::close);
        cluster.close();
    }

    /** Completes once this many transactions were ended, or left open, at the brokers. */
    private CompletableFuture<Void> ends(int count) {
        return requests(RequestCode.END_TRANSACTION, count);
    }

    private CompletableFuture<Void> requests(int requestCode, int count) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        Runnable look = () -> {
            long settled = cluster.journal().requests(requestCode).stream()
                    .filter(JournalEntry::isSettled)
                    .count();
            if (settled >= count) {
                seen.complete(null);
            }
        };
        cluster.journal().addListener(new JournalListener() {
            @Override
            public void requestSettled(JournalEntry entry) {
                look.run();
            }
        });
        look.run();
        return seen;
    }

    /** B-TXN-04. */
    @Test
    @Tag("B-TXN-04")
    void theLocalTransactionRunsInTheThreadOfTheCaller() throws Exception {
        Producer producer = producer(settings -> settings.transactionChecker(half -> TransactionState.UNKNOWN));
        CompletableFuture<Void> ended = ends(1);
        List<Thread> threads = new ArrayList<>();
        TransactionResult result = producer.sendInTransaction(MESSAGE, id -> {
            threads.add(Thread.currentThread());
            return TransactionState.COMMIT;
        });
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(result.state()).isEqualTo(TransactionState.COMMIT);
        ended.get(30, TimeUnit.SECONDS);
        assertThat(cluster.stored("orders")).hasSize(1);
    }

    /** B-REMOTE-16: in the official client a callback that hangs keeps transaction checks waiting. */
    @Test
    @Tag("B-REMOTE-16")
    void aCallbackThatHangsDoesNotKeepChecksWaiting() throws Exception {
        List<String> checkThreads = new ArrayList<>();
        Producer producer = producer(settings -> settings.callbackThreads(1).transactionChecker(half -> {
            checkThreads.add(Thread.currentThread().getName());
            return TransactionState.COMMIT;
        }));
        TransactionResult open = producer.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<TransactionResult> hanging = producer.sendInTransactionAsync(MESSAGE, id -> {
            hangs.countDown();
            goOn.await();
            return TransactionState.ROLLBACK;
        });
        assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> decided = ends(2);
        cluster.broker(open.half().queue().brokerName()).checkTransactions();
        decided.get(30, TimeUnit.SECONDS);

        assertThat(hanging).isNotDone();
        assertThat(checkThreads).isNotEmpty().allMatch(thread -> thread.contains("transaction check"));
        assertThat(cluster.stored("orders")).isNotEmpty();
        goOn.countDown();
        assertThat(hanging.get(30, TimeUnit.SECONDS).state()).isEqualTo(TransactionState.ROLLBACK);
    }

    /** B-TXN-10: what the bound has no room for is dropped, and asked again by the broker. */
    @Test
    @Tag("B-TXN-10")
    void moreChecksThanAllowedAreDroppedAndAskedAgain() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        Producer producer = producer(
                settings -> settings.maxPendingChecks(2).checkThreads(1).transactionChecker(half -> {
                    checks.incrementAndGet();
                    goOn.await();
                    return TransactionState.COMMIT;
                }));
        int perBroker = 5;
        int sent = 0;
        while (cluster.brokers().stream()
                .anyMatch(broker -> broker.halfMessages().size() < perBroker)) {
            producer.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
            sent++;
        }
        ends(sent).get(30, TimeUnit.SECONDS);
        FakeBroker broker = cluster.broker("broker-a");
        int left = broker.halfMessages().size();

        CompletableFuture<Void> decided = ends(sent + 2);
        assertThat(broker.checkTransactions()).isEqualTo(left);
        // Requests are taken in order: once this one is answered, all checks were taken or dropped.
        broker.server()
                .connections()
                .get(0)
                .call(
                        Frame.request(RequestCode.GET_CONSUMER_RUNNING_INFO),
                        Duration.ofSeconds(30).toNanos())
                .get(30, TimeUnit.SECONDS);
        goOn.countDown();
        decided.get(30, TimeUnit.SECONDS);
        assertThat(checks).hasValue(2);
        assertThat(broker.halfMessages()).hasSize(left - 2);

        decided = ends(sent + 3);
        assertThat(broker.checkTransactions()).isEqualTo(left - 2);
        decided.get(30, TimeUnit.SECONDS);
        assertThat(checks).hasValueGreaterThan(2);
    }

    /** The user's own executor runs the checker, and is left alone. */
    @Test
    @Tag("B-TXN-10")
    @Tag("B-TXN-13")
    void anExecutorOfTheUsersRunsTheCheckerAndOutlivesTheProducer() throws Exception {
        ExecutorService users = Executors.newSingleThreadExecutor(task -> new Thread(task, "the user's"));
        try {
            List<String> threads = new CopyOnWriteArrayList<>();
            Producer producer =
                    producer(settings -> settings.checkExecutor(users).transactionChecker(half -> {
                        threads.add(Thread.currentThread().getName());
                        return TransactionState.COMMIT;
                    }));
            TransactionResult open = producer.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
            CompletableFuture<Void> decided = ends(2);
            cluster.broker(open.half().queue().brokerName()).checkTransactions();
            decided.get(30, TimeUnit.SECONDS);
            assertThat(threads).containsOnly("the user's");
            producer.close();
            assertThat(users.isShutdown()).isFalse();
        } finally {
            users.shutdownNow();
        }
    }

    /** An executor that takes nothing any more costs time only: the check is dropped, and the broker asks again. */
    @Test
    @Tag("B-TXN-10")
    void aCheckThatTheUsersExecutorRefusesIsDropped() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        Producer producer = producer(settings -> settings.checkExecutor(task -> {
                    refused.countDown();
                    throw new RejectedExecutionException("full");
                })
                .transactionChecker(half -> TransactionState.COMMIT));
        TransactionResult open = producer.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
        cluster.broker(open.half().queue().brokerName()).checkTransactions();
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(producer.send(MESSAGE).queue()).isNotNull();
    }

    /** Threads for checks are there when a check comes, and gone with the producer. */
    @Test
    @Tag("B-TXN-13")
    void closingEndsTheThreadsThatCheck() throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Producer producer = producer(settings -> settings.transactionChecker(half -> {
            threads.add(Thread.currentThread());
            return TransactionState.COMMIT;
        }));
        TransactionResult open = producer.sendInTransaction(MESSAGE, id -> TransactionState.UNKNOWN);
        CompletableFuture<Void> decided = ends(2);
        cluster.broker(open.half().queue().brokerName()).checkTransactions();
        decided.get(30, TimeUnit.SECONDS);
        producer.close();
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
        assertThat(threads).hasSize(1);
    }

    /** B-TXN-07: while the local transaction runs the broker's route goes away; the official end reaches a name server. */
    @Test
    @Tag("B-TXN-07")
    void theEndGoesToTheBrokerThatHasTheHalfMessageAlthoughItIsNoLongerInTheRoute() throws Exception {
        Producer producer = producer(settings ->
                settings.routeRefresh(Duration.ofMillis(20)).transactionChecker(half -> TransactionState.UNKNOWN));
        CompletableFuture<Void> ended = ends(1);
        TransactionResult result = producer.sendInTransaction(MESSAGE, id -> {
            String broker = cluster.brokers().stream()
                    .filter(candidate -> !candidate.halfMessages().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .name();
            int before = cluster.journal()
                    .requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                    .size();
            cluster.unlist(broker);
            // Of three more look-ups the second one's answer has been taken in.
            requests(RequestCode.GET_ROUTEINFO_BY_TOPIC, before + 3).get(30, TimeUnit.SECONDS);
            return TransactionState.COMMIT;
        });
        ended.get(30, TimeUnit.SECONDS);
        assertThat(cluster.journal().requests(RequestCode.END_TRANSACTION))
                .extracting(JournalEntry::server)
                .containsExactly(result.half().queue().brokerName());
        assertThat(cluster.stored("orders")).hasSize(1);
    }

    @Test
    void anInterruptInALocalTransactionLeavesTheEndUnknownAndTheThreadInterrupted() throws Exception {
        Producer producer = producer(settings -> settings.transactionChecker(half -> TransactionState.UNKNOWN));
        CompletableFuture<Void> ended = ends(1);
        TransactionResult result = producer.sendInTransaction(MESSAGE, id -> {
            throw new InterruptedException("asked to stop");
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.state()).isEqualTo(TransactionState.UNKNOWN);
        ended.get(30, TimeUnit.SECONDS);
        assertThat(cluster.stored("orders")).isEmpty();
    }

    /** Nobody will do the work of a message whose sender was interrupted, so nobody may see the message. */
    @Test
    void aCallerWhoIsInterruptedBeforeItsLocalTransactionLeavesNothingThatCanBeCommitted() throws Exception {
        Producer producer = producer(settings -> settings.transactionChecker(half -> TransactionState.ROLLBACK));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> producer.sendInTransaction(MESSAGE, id -> {
                    throw new AssertionError("must not run");
                }))
                .isInstanceOf(InterruptedException.class);
        // Its place in flight is free again, and nothing holds up the close.
        long before = System.nanoTime();
        producer.close();
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(5).toNanos());
        assertThat(cluster.stored("orders")).isEmpty();
    }
}

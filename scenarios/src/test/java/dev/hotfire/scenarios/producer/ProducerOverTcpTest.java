// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The producer with real sockets and real threads, where the simulator's order of things no longer holds. */
class ProducerOverTcpTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private FakeCluster cluster;
    private Set<Thread> threadsBefore;
    private Set<Thread> threadsOfCluster;

    @BeforeEach
    void start() {
        threadsBefore = hotfireThreads();
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 4)
                .start();
        threadsOfCluster = hotfireThreads();
    }

    @AfterEach
    void close() {
        cluster.close();
        await("no thread of ours, neither the producer's nor the fakes'")
                .atMost(LONG)
                .until(() -> threadsBefore.containsAll(hotfireThreads()));
    }

    /** Threads by their name, which all of ours begin with; a thread that is gone is not in the picture. */
    private static Set<Thread> hotfireThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hotfire-"))
                .collect(Collectors.toSet());
    }

    /** What was started since the cluster was, other than the fakes' own, which carry their names. */
    private Set<Thread> newThreads() {
        Set<Thread> made = hotfireThreads();
        made.removeAll(threadsOfCluster);
        made.removeIf(thread -> thread.getName().contains("broker-")
                || thread.getName().contains("namesrv-")
                || thread.getName().contains("fake-cluster")
                || !thread.isAlive());
        return made;
    }

    /** A loop's thread says that it is done, and then ends: on a busy computer that may be seen. */
    private void awaitNoThread() {
        await().atMost(LONG).untilAsserted(() -> assertThat(newThreads()).isEmpty());
    }

    private ProducerConfig.Builder settings() {
        return ProducerConfig.builder("pg-orders").nameServers(cluster.nameServerAddresses());
    }

    private static Message order(String body) {
        return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
    }

    private void awaitNoConnection() {
        for (FakeBroker broker : cluster.brokers()) {
            await().atMost(LONG).until(() -> broker.server().connections().isEmpty());
        }
        await().atMost(LONG)
                .until(() -> cluster.nameServer(0).server().connections().isEmpty());
    }

    private static SendException failureOf(CompletableFuture<?> send) {
        assertThat(send).isCompletedExceptionally();
        try {
            send.join();
            throw new AssertionError("a send that failed has a result");
        } catch (CompletionException e) {
            return (SendException) e.getCause();
        }
    }

    /** Counts how often each send was said to have ended. */
    private static final class Ends implements SendObserver {
        private final Map<String, AtomicInteger> byMessageId = new ConcurrentHashMap<>();
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public void sendStarted(String messageId, String topic, long nowNanos) {
            started.incrementAndGet();
        }

        @Override
        public void sendEnded(
                String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
            byMessageId.computeIfAbsent(messageId, id -> new AtomicInteger()).incrementAndGet();
        }

        void assertOneEach() {
            assertThat(byMessageId).hasSize(started.get());
            assertThat(byMessageId.values()).allSatisfy(ends -> assertThat(ends).hasValue(1));
        }
    }

    /** The acceptance line on closing: 1,000 sends in flight, one end each, and nothing left behind. */
    @Test
    @Tag("B-LIFE-17")
    void closingWithAThousandSendsInFlightGivesEachOneEndAndLeavesNothing() {
        Ends ends = new Ends();
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        AtomicInteger completions = new AtomicInteger();
        TcpWorld world = TcpWorld.create(1);
        Counted machine = new Counted(world.machine("pg-orders"));
        try (Producer producer = Hotfire.start(
                settings().observer(ends).closeTimeout(Duration.ofMillis(200)).build(), machine)) {
            for (int i = 0; i < 8; i++) {
                producer.sendAsync(order("warm" + i)).join();
            }
            // One broker stores and says nothing, the other keeps everything waiting: whatever a close can meet.
            cluster.rules().add(FaultRule.onSends().server("broker-a").storeThenSilent());
            cluster.rules().add(FaultRule.onSends().server("broker-b").silent());
            for (int i = 0; i < 1_000; i++) {
                CompletableFuture<SendResult> send = producer.sendAsync(order("m" + i));
                CompletableFuture<Void> unused = send.handle((result, failure) -> {
                    completions.incrementAndGet();
                    return null;
                });
                sends.add(send);
            }
            await().atMost(LONG).until(() -> cluster.journal().sends().size() >= 1_008);
            assertThat(machine.bytesInUse())
                    .as("buffers of sends that wait for their answers")
                    .isPositive();
            assertThat(sends).noneMatch(CompletableFuture::isDone);
        }
        world.close();
        assertThat(completions).hasValue(1_000);
        for (CompletableFuture<SendResult> send : sends) {
            assertThat(failureOf(send))
                    .isInstanceOf(ProducerClosedException.class)
                    .satisfies(failure -> assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN));
        }
        ends.assertOneEach();
        assertThat(ends.byMessageId).hasSize(1_008);
        awaitNoConnection();
        awaitNoThread();
        assertThat(machine.bytesInUse()).as("bytes of buffers not released").isZero();
    }

    /**
     * Ten thousand sends in flight, callbacks that throw, and a close from inside one of them, then twice from outside. The
     * close is given so long that it can only end in time if every place in flight was given back.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("B-LIFE-17")
    @Tag("B-BACKPRESSURE-09")
    void closingFromACallbackUnderLoadEndsEverySendOnceAndLeavesNothing(boolean sharesARuntime) throws Exception {
        int count = 10_000;
        Ends ends = new Ends();
        TcpWorld world = TcpWorld.create(1);
        Counted machine = new Counted(world.machine("pg-orders"));
        ProducerConfig config = settings()
                .observer(ends)
                .sendTimeout(Duration.ofMinutes(1))
                .closeTimeout(Duration.ofMinutes(10))
                .build();
        ProducerRuntime runtime = Hotfire.runtime(config, machine);
        Producer producer = sharesARuntime ? runtime.start(config) : Hotfire.start(config, machine);
        Producer sibling = runtime.start(ProducerConfig.builder("pg-sibling")
                .nameServers(cluster.nameServerAddresses())
                .build());
        assertThat(producer.sendAsync(order("warm"))).succeedsWithin(LONG);
        cluster.brokers().forEach(broker -> broker.server().pause());
        AtomicInteger completions = new AtomicInteger();
        CompletableFuture<Void> closedInside = new CompletableFuture<>();
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<SendResult> send = producer.sendAsync(order("m" + i));
            sends.add(send);
            CompletableFuture<SendResult> unused = send.whenComplete((result, failure) -> {
                if (completions.incrementAndGet() == 10) {
                    producer.close();
                    closedInside.complete(null);
                }
                throw new IllegalStateException("a callback that throws");
            });
        }
        cluster.brokers().forEach(broker -> broker.server().resume());
        assertThat(closedInside).succeedsWithin(LONG);
        assertThat(producer.closeAsync()).succeedsWithin(LONG);
        producer.close();
        // The close waits for outcomes, not for the callback threads that tell them, nor for what users do with them.
        await().atMost(LONG).until(() -> completions.get() == count);
        assertThat(sends).noneMatch(CompletableFuture::isCompletedExceptionally);
        ends.assertOneEach();
        assertThat(ends.byMessageId).hasSize(count + 1);
        assertThat(failureOf(producer.sendAsync(order("late")))).isInstanceOf(ProducerClosedException.class);
        assertThat(sibling.send(order("a sibling goes on")).status()).isEqualTo(SendStatus.SEND_OK);
        runtime.close();
        world.close();
        awaitNoConnection();
        awaitNoThread();
        assertThat(machine.bytesInUse()).as("bytes of buffers not released").isZero();
    }

    /** Whoever starts a producer while the runtime closes has one that is closed, or is told that it came too late. */
    @Test
    @Tag("B-LIFE-14")
    void closingWhileProducersStartLeavesNothing() throws Exception {
        for (int round = 0; round < 20; round++) {
            ProducerRuntime runtime = Hotfire.runtime(settings().build());
            CountDownLatch go = new CountDownLatch(1);
            ExecutorService starters = Executors.newFixedThreadPool(4);
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ProducerConfig config = ProducerConfig.builder("pg-" + i)
                        .nameServers(cluster.nameServerAddresses())
                        .build();
                outcomes.add(starters.submit(() -> {
                    go.await();
                    Producer started;
                    try {
                        started = runtime.start(config);
                    } catch (IllegalStateException e) {
                        return e.getMessage().equals("runtime is closed");
                    }
                    SendException failure = null;
                    try {
                        started.send(order("x"));
                    } catch (SendException e) {
                        failure = e;
                    }
                    started.closeAsync().get(1, TimeUnit.MINUTES);
                    return failure == null || failure instanceof ProducerClosedException;
                }));
            }
            go.countDown();
            runtime.close();
            for (Future<Boolean> outcome : outcomes) {
                assertThat(outcome.get(1, TimeUnit.MINUTES)).isTrue();
            }
            starters.shutdown();
        }
        awaitNoThread();
        awaitNoConnection();
    }

    /** As most callers have it: a producer with threads of its own. */
    @Test
    void aProducerWithAWorldOfItsOwnTakesItsThreadsAlong() {
        Producer producer = Hotfire.start(settings().build());
        assertThat(producer.sendAsync(order("x"))).succeedsWithin(LONG);
        assertThat(newThreads()).isNotEmpty();
        producer.close();
        producer.close();
        awaitNoThread();
        awaitNoConnection();
        assertThat(failureOf(producer.sendAsync(order("late")))).isInstanceOf(ProducerClosedException.class);
        assertThatThrownBy(() -> producer.send(order("late"))).isInstanceOf(ProducerClosedException.class);
    }

    /**
     * C09: sends wait for a route, and when it comes there is no memory to write their frames anew. The first took the
     * others along: they left the queue of those that wait, and hung until their deadlines.
     */
    @Test
    void sendsThatFindNoMemoryEndAtOnceAndHurtNobodyElse() {
        TcpWorld world = TcpWorld.create(1);
        Counted machine = new Counted(world.machine("pg-orders"));
        try (Producer producer =
                Hotfire.start(settings().sendTimeout(Duration.ofMinutes(10)).build(), machine)) {
            cluster.nameServer(0).ready(false);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(producer.sendAsync(order("m" + i)));
            }
            await().atMost(LONG).until(() -> !cluster.journal()
                    .requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                    .isEmpty());
            machine.exhausted.set(true);
            cluster.nameServer(0).ready(true);
            for (CompletableFuture<SendResult> send : sends) {
                await().atMost(LONG).until(send::isDone);
                assertThat(failureOf(send).certainty()).isEqualTo(Certainty.NOT_STORED);
            }
            assertThatThrownBy(() -> producer.sendAsync(order("at the door"))).isInstanceOf(OutOfMemoryError.class);
            machine.exhausted.set(false);
            assertThat(producer.sendAsync(order("after"))).succeedsWithin(LONG);
        }
        world.close();
        assertThat(cluster.stored("orders")).hasSize(1);
        assertThat(machine.bytesInUse()).isZero();
        awaitNoConnection();
    }

    /** C09: this process had no memory for a connection, and a healthy broker was avoided for it. */
    @Test
    void noBrokerIsAvoidedBecauseThereIsNoMemoryHere() {
        TcpWorld world = TcpWorld.create(1);
        Counted machine = new Counted(world.machine("pg-orders"));
        machine.onlyConnectionsTo.set(cluster.nameServerAddresses());
        try (Producer producer = Hotfire.start(settings().build(), machine)) {
            CompletableFuture<SendResult> send = producer.sendAsync(order("x"));
            await().atMost(LONG).until(send::isDone);
            assertThat(failureOf(send).certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(producer.avoidedBrokers()).isEmpty();
            machine.onlyConnectionsTo.set("");
            assertThat(producer.sendAsync(order("after"))).succeedsWithin(LONG);
        }
        world.close();
        awaitNoConnection();
    }

    /** A callback thread may wait for another send: the loop wakes it, not one of its siblings. */
    @Test
    @Tag("B-ASYNC-12")
    void callbackThreadsMayWaitForSends() {
        try (Producer producer = Hotfire.start(settings().callbackThreads(1).build())) {
            CompletableFuture<SendStatus> second = producer.sendAsync(order("1"))
                    .thenApply(first -> {
                        try {
                            return producer.send(order("2")).status();
                        } catch (SendException | InterruptedException e) {
                            throw new CompletionException(e);
                        }
                    });
            assertThat(second).succeedsWithin(LONG).isEqualTo(SendStatus.SEND_OK);
        }
        awaitNoConnection();
    }

    /** Whoever waits in a send and closes the world below it from elsewhere is not left waiting. */
    @Test
    void closingTheWorldWakesCallersThatWait() throws Exception {
        TcpWorld world = TcpWorld.create(1);
        Producer producer =
                Hotfire.start(settings().sendTimeout(Duration.ofMinutes(10)).build(), world.machine("pg-orders"));
        cluster.rules().add(FaultRule.onSends().silent());
        cluster.nameServer(0).ready(false);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<Throwable>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String body = "m" + i;
            waiting.add(callers.submit(() -> {
                try {
                    producer.send(order(body));
                    return new AssertionError("stored");
                } catch (SendException e) {
                    return e;
                }
            }));
        }
        await().atMost(LONG).until(() -> !cluster.journal().entries().isEmpty());
        world.close();
        for (Future<Throwable> send : waiting) {
            assertThat(send.get(60, TimeUnit.SECONDS)).isInstanceOf(SendException.class);
        }
        producer.close();
        callers.shutdown();
        assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Threads are interrupted in their sends, as a pool's shutdownNow does: each comes back, and nothing is left over. */
    @Test
    @Tag("B-SEND-14")
    void interruptedCallersComeBackAndLeaveNothing() throws Exception {
        Ends ends = new Ends();
        try (Producer producer =
                Hotfire.start(settings().observer(ends).maxInFlight(64).build())) {
            cluster.rules().add(FaultRule.onSends().every(3).silent());
            for (int round = 0; round < 20; round++) {
                ExecutorService callers = Executors.newFixedThreadPool(8);
                AtomicInteger sent = new AtomicInteger();
                for (int i = 0; i < 8; i++) {
                    Future<?> unused = callers.submit(() -> {
                        while (true) {
                            sent.incrementAndGet();
                            producer.send(order("x"));
                        }
                    });
                }
                await().atMost(LONG).until(() -> sent.get() >= 16);
                callers.shutdownNow();
                assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            }
            cluster.rules().clear();
            for (int i = 0; i < 64; i++) {
                assertThat(producer.sendAsync(order("after" + i))).succeedsWithin(LONG);
            }
        }
        ends.assertOneEach();
        awaitNoConnection();
    }

    /** The hazard: the official client swallows an interrupt that comes while it waits for a route, and goes on. */
    @Test
    @Tag("B-ROUTE-20")
    void anInterruptDuringALookUpIsThrownAtOnce() throws Exception {
        cluster.rules().add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).silent());
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Producer producer = Hotfire.start(settings()
                .sendTimeout(Duration.ofMinutes(5))
                .closeTimeout(Duration.ZERO)
                .build())) {
            Thread caller = new Thread(() -> {
                try {
                    producer.send(order("x"));
                } catch (Exception e) {
                    thrown.complete(e);
                }
            });
            caller.start();
            await().atMost(LONG).until(() -> !cluster.journal()
                    .requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                    .isEmpty());
            caller.interrupt();
            assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    /**
     * Many threads, sync and async and one-way, while brokers crash, vanish and come back: every send ends once, what is
     * reported stored is stored where the result says, and what is reported refused is nowhere.
     */
    @Test
    void everySendEndsOnceAndTellsTheTruthWhileBrokersComeAndGo() throws Exception {
        int threads = 6;
        int sendsPerThread = 1_500;
        Ends ends = new Ends();
        Map<Integer, Object> outcomes = new ConcurrentHashMap<>();
        AtomicInteger twice = new AtomicInteger();
        List<CompletableFuture<?>> futures = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (Producer producer = Hotfire.start(settings()
                .observer(ends)
                .sendTimeout(Duration.ofSeconds(2))
                .retries(3)
                .asyncRetries(3)
                .build())) {
            List<Future<List<CompletableFuture<?>>>> runs = new ArrayList<>();
            AtomicInteger progress = new AtomicInteger();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                runs.add(callers.submit(() -> {
                    List<CompletableFuture<?>> asked = new ArrayList<>();
                    for (int i = 0; i < sendsPerThread; i++) {
                        int number = thread * sendsPerThread + i;
                        Message message = Message.builder("orders")
                                .keys("k" + number)
                                .body(new byte[1 + number % 7_000])
                                .build();
                        if (thread % 3 == 0) {
                            Object outcome;
                            try {
                                outcome = producer.send(message);
                            } catch (SendException e) {
                                outcome = e;
                            }
                            if (outcomes.put(number, outcome) != null) {
                                twice.incrementAndGet();
                            }
                        } else if (number % 10 == 9) {
                            asked.add(producer.sendOneway(message).handle((none, failure) -> null));
                        } else {
                            asked.add(producer.sendAsync(message).handle((result, failure) -> {
                                if (outcomes.put(number, result != null ? result : failure) != null) {
                                    twice.incrementAndGet();
                                }
                                return null;
                            }));
                        }
                        progress.incrementAndGet();
                    }
                    return asked;
                }));
            }
            for (int round = 0; round < 6; round++) {
                int goal = (round + 1) * threads * sendsPerThread / 8;
                await().atMost(LONG).until(() -> progress.get() >= goal);
                FakeBroker victim = cluster.brokers().get(round % 2);
                switch (round % 3) {
                    case 0 -> victim.server().crash();
                    case 1 -> victim.server().shutdownGracefully();
                    default -> victim.server().connections().forEach(connection -> connection.reset());
                }
                if (round % 3 != 2) {
                    victim.server().restart();
                }
            }
            for (Future<List<CompletableFuture<?>>> run : runs) {
                futures.addAll(run.get(120, TimeUnit.SECONDS));
            }
            for (CompletableFuture<?> future : futures) {
                assertThat(future).succeedsWithin(LONG);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).hasValue(0);
        ends.assertOneEach();
        assertThat(ends.started).hasValue(threads * sendsPerThread);
        Map<String, Long> copies = cluster.stored("orders").stream()
                .collect(Collectors.groupingBy(message -> message.properties().get("KEYS"), Collectors.counting()));
        int stored = 0;
        for (Map.Entry<Integer, Object> outcome : outcomes.entrySet()) {
            String key = "k" + outcome.getKey();
            if (outcome.getValue() instanceof SendResult result) {
                stored++;
                assertThat(cluster.broker(result.queue().brokerName())
                                .log()
                                .messages("orders", result.queue().queueId())
                                .get((int) result.queueOffset())
                                .properties())
                        .containsEntry("KEYS", key);
            } else {
                Throwable failure = (Throwable) outcome.getValue();
                SendException why =
                        (SendException) (failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                if (why.certainty() == Certainty.NOT_STORED) {
                    assertThat(copies.get(key)).as(why.getMessage()).isNull();
                }
            }
        }
        assertThat(stored).isPositive();
        awaitNoConnection();
    }

    /** A real machine that counts its send buffers. */
    private static final class Counted implements Machine {
        private final Machine real;
        private final UnpooledByteBufAllocator counting = new UnpooledByteBufAllocator(true);
        private final AtomicBoolean exhausted = new AtomicBoolean();

        /** Addresses, separated by semicolons; empty for all. */
        private final AtomicReference<String> onlyConnectionsTo = new AtomicReference<>("");

        private final ByteBufAllocator allocator = new AbstractByteBufAllocator(true) {
            @Override
            protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
                return counting.heapBuffer(initialCapacity, maxCapacity);
            }

            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                if (exhausted.get()) {
                    throw new OutOfMemoryError("no direct memory");
                }
                return counting.directBuffer(initialCapacity, maxCapacity);
            }

            @Override
            public boolean isDirectBufferPooled() {
                return false;
            }
        };

        Counted(Machine real) {
            this.real = real;
        }

        long bytesInUse() {
            return counting.metric().usedHeapMemory() + counting.metric().usedDirectMemory();
        }

        @Override
        public ByteBufAllocator allocator() {
            return allocator;
        }

        @Override
        public boolean inOwnThread() {
            return real.inOwnThread();
        }

        @Override
        public EventLoop nextLoop() {
            return real.nextLoop();
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public MachineClock clock() {
            return real.clock();
        }

        @Override
        public RandomSource random(String purpose) {
            return real.random(purpose);
        }

        @Override
        public Executor executor(String purpose, int maxThreads) {
            return real.executor(purpose, maxThreads);
        }

        @Override
        public String host() {
            return real.host();
        }

        @Override
        public long processId() {
            return real.processId();
        }

        @Override
        public ChannelFuture connect(EventLoop on, Address to, long timeoutNanos, ChannelHandler handler) {
            String only = onlyConnectionsTo.get();
            if (!only.isEmpty() && !only.contains(to.toString())) {
                throw new OutOfMemoryError("no direct memory");
            }
            return real.connect(on, to, timeoutNanos, handler);
        }

        @Override
        public ChannelFuture listen(int port, ChannelHandler handler) {
            return real.listen(port, handler);
        }

        @Override
        public int portOf(Channel listening) {
            return real.portOf(listening);
        }

        @Override
        public Address peerOf(Channel accepted) {
            return real.peerOf(accepted);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}

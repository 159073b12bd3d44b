// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Everything that a producer can do, by several of them on one runtime, in any order, while servers fail in any way. */
class MixedCallsTest {
    private static final List<TransactionState> STATES =
            List.of(TransactionState.COMMIT, TransactionState.ROLLBACK, TransactionState.UNKNOWN);
    private static final int STEPS = 150;
    private static final int PLACES = 64;
    private static final int MAX_BODY_BYTES = 8;
    private static final Duration LATENCY = Duration.ofMillis(1);

    /** Callbacks are told in a turn of their own, which takes no time but comes later. */
    private static final long SLACK_NANOS = Duration.ofMillis(20).toNanos();

    /** As many runs as there are seeds; the same in each build. */
    @Property(tries = 12)
    void eachCallEndsOnceInTimeAndWithTheTruthAndNothingIsLeft(@ForAll @IntRange(min = 1, max = 12) int seed) {
        Run run = new Run(seed);
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.finish();
    }

    /** By user code. Says no more than it must: there are thousands in the log. */
    private static final class Thrown extends RuntimeException {
        Thrown() {
            super("thrown by user code", null, false, false);
        }
    }

    /** One call and what its caller was told. */
    private static final class Call {
        final String what;
        final long deadlineNanos;
        final List<String> bodies;
        int ends;
        long endNanos;

        @Nullable
        Object result;

        @Nullable
        Throwable failure;

        Call(String what, long deadlineNanos, List<String> bodies) {
            this.what = what;
            this.deadlineNanos = deadlineNanos;
            this.bodies = bodies;
        }

        @Override
        public String toString() {
            return what + " of " + bodies + ": " + result + ", " + failure;
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final SimulatedWorld world;
        private final SimulatedMachine machine;
        private final FakeCluster cluster;
        private final ProducerRuntime runtime;
        private final TreeMap<String, Producer> producers = new TreeMap<>();
        private final List<Bench.Observed> observers = new ArrayList<>();
        private final TreeMap<String, String> down = new TreeMap<>();
        private final List<Call> calls = new ArrayList<>();
        private int bodies;

        Run(long seed) {
            random = new SplittableRandom(seed);
            world = SimulatedWorld.seeded(seed);
            machine = world.machine("client");
            LinkDirection direction = LinkDirection.CLEAR.withLatency(Latency.constant(LATENCY));
            cluster = await(FakeCluster.builder()
                    .world(world)
                    .linkConditions(LinkConditions.both(direction))
                    .brokers("broker-a", "broker-b")
                    .topic("orders", 2)
                    .topic("RMQ_SYS_TRACE_TOPIC", 1)
                    .startAsync());
            runtime = Hotfire.runtime(base("pg-1").build(), machine);
            start("pg-1");
        }

        private ProducerConfig.Builder base(String group) {
            return ProducerConfig.builder(group).nameServers(cluster.nameServerAddresses());
        }

        private boolean maybe() {
            return random.nextBoolean();
        }

        private <T> T await(CompletableFuture<T> future) {
            assertThat(world.runUntil(future::isDone, Duration.ofMinutes(5)))
                    .as("an end within 5 minutes")
                    .isTrue();
            return future.join();
        }

        private void start(String group) {
            Bench.Observed observer = new Bench.Observed();
            observers.add(observer);
            ProducerConfig.Builder settings = base(group)
                    .observer(observer)
                    .maxInFlight(PLACES)
                    .maxInFlightBytes((long) PLACES * MAX_BODY_BYTES)
                    .whenFull(WhenFull.REFUSE)
                    .closeTimeout(Duration.ofMillis(random.nextInt(1, 2_000)))
                    .isolation(maybe() ? Isolation.TABLE : Isolation.OFF)
                    .profile(maybe() ? Profile.COMPATIBLE : Profile.DEFAULT)
                    .trace(maybe())
                    .transactionChecker(half -> TransactionState.COMMIT);
            if (maybe()) {
                settings.sendHooks(List.of(new Hook()));
            }
            if (maybe()) {
                settings.batching(maybe() ? Batching.OFFICIAL : Batching.DEFAULTS);
            }
            producers.put(group, runtime.start(settings.build()));
        }

        /** Sees all, says something, and throws now and then. */
        private static final class Hook implements SendHook {
            private int seen;

            @Override
            public void beforeSend(SendAttempt attempt) {
                if (++seen % 5 == 0) {
                    throw new Thrown();
                }
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                if (++seen % 7 == 0) {
                    throw new Thrown();
                }
            }
        }

        void step() {
            int kind = random.nextInt(100);
            if (kind < 70) {
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    call(anyProducer());
                }
            } else if (kind < 84) {
                fault();
            } else if (kind < 90) {
                reconfigure(anyProducer());
            } else {
                comeOrGo();
            }
            world.runFor(Duration.ofMillis(random.nextInt(0, 120)));
        }

        private Producer anyProducer() {
            List<Producer> all = List.copyOf(producers.values());
            return all.get(random.nextInt(all.size()));
        }

        private Message message(List<String> sent) {
            String body = String.valueOf(bodies++);
            sent.add(body);
            return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
        }

        private void call(Producer producer) {
            List<String> sent = new ArrayList<>();
            Duration timeout = Duration.ofMillis(random.nextInt(1, 1_500));
            SendOptions options = SendOptions.DEFAULTS.withTimeout(timeout);
            long own = producer.config().sendTimeout().toNanos();
            switch (random.nextInt(8)) {
                case 0 -> note("one way", timeout.toNanos(), sent, producer.sendOneway(message(sent), options));
                case 1 -> {
                    List<Message> batch = List.of(message(sent), message(sent));
                    note("batch", timeout.toNanos(), sent, producer.sendBatchAsync(batch, options));
                }
                case 2 -> {
                    TransactionState state = STATES.get(random.nextInt(STATES.size()));
                    boolean fails = random.nextInt(4) == 0;
                    note("transaction", own, sent, producer.sendInTransactionAsync(message(sent), id -> {
                        if (fails) {
                            throw new Thrown();
                        }
                        return state;
                    }));
                }
                case 3 -> {
                    // Nobody replies.
                    note("request", timeout.toNanos(), sent, producer.requestAsync(message(sent), timeout));
                }
                case 4 ->
                    note(
                            "selected",
                            timeout.toNanos(),
                            sent,
                            producer.sendAsync(message(sent), QueueSelectors.byHash(), sent, options));
                case 5 -> note("send", timeout.toNanos(), sent, producer.sendAsync(message(sent), options));
                default -> note("send", own, sent, producer.sendAsync(message(sent)));
            }
        }

        private void note(String what, long timeoutNanos, List<String> sent, CompletableFuture<?> future) {
            Call call = new Call(what, world.nanosSinceBeginning() + timeoutNanos, sent);
            calls.add(call);
            CompletableFuture<?> unused = future.whenComplete((result, failure) -> {
                call.ends++;
                call.endNanos = world.nanosSinceBeginning();
                call.result = result;
                call.failure = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            });
        }

        private List<FakeServer> servers() {
            List<FakeServer> servers = new ArrayList<>();
            cluster.brokers().forEach(broker -> servers.add(broker.server()));
            cluster.nameServers().forEach(nameServer -> servers.add(nameServer.server()));
            return servers;
        }

        private void fault() {
            List<FakeServer> servers = servers();
            FakeServer server = servers.get(random.nextInt(servers.size()));
            if (down.containsKey(server.name())) {
                up(server);
            } else if (maybe()) {
                rule();
            } else if (maybe()) {
                down.put(server.name(), "paused");
                server.pause();
            } else {
                down.put(server.name(), "crashed");
                server.crash();
            }
        }

        private void up(FakeServer server) {
            String how = down.remove(server.name());
            if ("paused".equals(how)) {
                server.resume();
            } else {
                await(server.restartAsync());
            }
        }

        private void rule() {
            FaultRule.Builder some = FaultRule.onSends().first(random.nextInt(1, 4));
            cluster.rules()
                    .add(
                            switch (random.nextInt(8)) {
                                case 0 -> some.silent();
                                case 1 -> some.storeThenSilent();
                                case 2 -> some.storeThenClose();
                                case 3 -> some.answer(ResponseCode.SYSTEM_BUSY, "busy");
                                case 4 -> some.answer(ResponseCode.NO_PERMISSION, "no");
                                case 5 -> some.storeThenAnswer(ResponseCode.FLUSH_DISK_TIMEOUT, "slow");
                                case 6 -> some.answer(ResponseCode.GO_AWAY, "go");
                                default -> some.delay(Duration.ofMillis(700));
                            });
        }

        private void reconfigure(Producer producer) {
            ProducerConfig.Builder settings = producer.config().toBuilder();
            switch (random.nextInt(4)) {
                case 0 -> settings.batching(maybe() ? Batching.OFFICIAL : maybe() ? Batching.DEFAULTS : null);
                case 1 -> settings.retries(random.nextInt(4)).asyncRetries(random.nextInt(4));
                case 2 -> settings.sendTimeout(Duration.ofMillis(random.nextInt(1, 3_000)));
                default -> settings.isolation(maybe() ? Isolation.TABLE : Isolation.OFF);
            }
            producer.reconfigure(settings.build());
        }

        private void comeOrGo() {
            String group = "pg-" + random.nextInt(1, 4);
            Producer there = producers.get(group);
            if (there == null) {
                start(group);
            } else if (producers.size() > 1) {
                producers.remove(group);
                CompletableFuture<Void> closing = there.closeAsync();
                call(there);
                await(closing);
                call(there);
            }
        }

        void finish() {
            servers().stream().filter(server -> down.containsKey(server.name())).forEach(this::up);
            world.runFor(Duration.ofSeconds(40));
            cluster.rules().clear();
            producers.values().forEach(this::holdThatNoPlaceIsTaken);
            await(runtime.closeAsync());
            world.runFor(LATENCY.multipliedBy(5));
            assertThat(machine.hasTimers()).as("timers left").isFalse();
            assertThat(calls).allSatisfy(this::holdOneEndInTime);
            assertThat(calls).allSatisfy(this::holdTruth);
            for (Bench.Observed observer : observers) {
                assertThat(observer.ends.values()).as("ends of each send").allMatch(ends -> ends == 1);
                assertThat(observer.ends.keySet()).isEqualTo(observer.started.keySet());
            }
            await(cluster.closeAsync());
            world.close();
            assertThat(machine.bufferBytesInUse()).as("bytes not released").isZero();
        }

        /** As many as there are places, each of them as large as may be, and not one more. */
        private void holdThatNoPlaceIsTaken(Producer producer) {
            producer.reconfigure(producer.config().toBuilder()
                    .batching(null)
                    .sendTimeout(Duration.ofSeconds(3))
                    .build());
            List<CompletableFuture<SendResult>> all = new ArrayList<>();
            Message large = Message.of("orders", new byte[MAX_BODY_BYTES]);
            for (int i = 0; i < PLACES; i++) {
                all.add(producer.sendAsync(large));
            }
            CompletableFuture<SendResult> tooMany = producer.sendAsync(large);
            world.runFor(Duration.ofSeconds(20));
            assertThat(all)
                    .allSatisfy(send -> assertThat(send).isCompletedWithValueMatching(r -> r.queueOffset() >= 0));
            assertThat(tooMany)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(TooManyInFlightException.class);
        }

        private void holdOneEndInTime(Call call) {
            assertThat(call.ends).as("ends of %s", call).isEqualTo(1);
            assertThat(call.endNanos - call.deadlineNanos)
                    .as("lateness of %s", call)
                    .isLessThanOrEqualTo(SLACK_NANOS);
        }

        private void holdTruth(Call call) {
            if (call.result instanceof SendResult result) {
                String[] ids = result.messageId().split(",", -1);
                for (int i = 0; i < ids.length; i++) {
                    long offset = result.queueOffset() + i;
                    assertThat(cluster.storedWithUniqueKey(ids[i]))
                            .as("%s", call)
                            .anySatisfy(stored -> {
                                assertThat(stored.queueId())
                                        .isEqualTo(result.queue().queueId());
                                assertThat(stored.queueOffset()).isEqualTo(offset);
                                assertThat(call.bodies).contains(bodyOf(stored));
                            });
                }
            } else if (call.failure instanceof SendException failure && failure.certainty() == Certainty.NOT_STORED) {
                assertThat(cluster.stored("orders")).extracting(Run::bodyOf).doesNotContainAnyElementsOf(call.bodies);
            }
        }

        private static String bodyOf(StoredMessage stored) {
            return new String(stored.body(), StandardCharsets.UTF_8);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From start to close, on a virtual clock. */
class LifecycleTest {
    private static final int MANY = 10_000;

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2), settings);
    }

    private static Message message() {
        return Message.of("orders", new byte[] {1});
    }

    private static ProducerConfig.Builder settings(Bench bench, String group) {
        return ProducerConfig.builder(group).nameServers(bench.cluster.nameServerAddresses());
    }

    /** What the official client calls start comes back with something that sends, or with nothing at all. */
    @Test
    @Tag("B-LIFE-01")
    @Tag("B-LIFE-02")
    @Tag("B-LIFE-14")
    void aProducerIsEitherRunningOrClosedForGood() {
        try (Bench bench = bench(settings -> settings)) {
            SimulatedMachine machine = bench.world.machine("other");
            ProducerRuntime runtime = Hotfire.runtime(settings(bench, "pg-1").build(), machine);
            assertThatThrownBy(() -> runtime.start(settings(bench, "pg-1")
                            .connectTimeout(Duration.ofSeconds(77))
                            .build()))
                    .isInstanceOf(IllegalArgumentException.class);
            Producer producer = runtime.start(settings(bench, "pg-1").build());
            bench.await(producer.sendAsync(message()));
            CompletableFuture<Void> closing = producer.closeAsync();
            assertThat(producer.closeAsync()).isSameAs(closing);
            bench.await(closing);
            bench.awaitFailure(producer.sendAsync(message()), ProducerClosedException.class);
            bench.await(runtime.closeAsync());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "DEFAULT_PRODUCER", "no spaces", "no/slash"})
    @Tag("B-LIFE-04")
    void aGroupThatBrokersWouldRefuseIsRefusedBeforeAnythingStarts(String group) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerConfig.builder(group))
                .withMessageStartingWith("producerGroup: '" + group + "' (expected: ");
    }

    @Test
    @Tag("B-LIFE-04")
    void aGroupHasAtMost120Characters() {
        assertThat(ProducerConfig.builder("g".repeat(120))
                        .nameServers("1.2.3.4:1")
                        .build()
                        .producerGroup())
                .hasSize(120);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerConfig.builder("g".repeat(121)))
                .withMessageContaining("at most 120 characters");
    }

    @Test
    @Tag("B-LIFE-06")
    @Tag("B-LIFE-07")
    void aClientIsWhoItSaysAndElseOneOfItsKind() {
        try (Bench bench = bench(settings -> settings)) {
            SimulatedMachine machine = bench.world.machine("named");
            Producer named = Hotfire.start(
                    settings(bench, "pg-1")
                            .clientIp("192.168.7.7")
                            .instanceName("till-3")
                            .unitName("north")
                            .streamRequests(true)
                            .build(),
                    machine);
            assertThat(named.clientId()).isEqualTo("192.168.7.7@till-3@north@STREAM");
            bench.await(named.sendAsync(message()));
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT))
                    .extracting(heartbeat ->
                            HeartbeatData.decode(heartbeat.request().body()).clientId())
                    .contains("192.168.7.7@till-3@north@STREAM");
            Producer first = Hotfire.start(settings(bench, "pg-1").build(), machine);
            Producer second = Hotfire.start(settings(bench, "pg-1").build(), machine);
            String unnamed = machine.host().replace(".", "\\.") + "@" + machine.processId() + "#[0-9]+";
            assertThat(first.clientId()).matches(unnamed).isNotEqualTo(second.clientId());
            assertThat(second.clientId()).matches(unnamed);
            for (Producer producer : List.of(named, first, second)) {
                bench.await(producer.closeAsync());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aNameInTheClientIdIsNotBlank(String name) {
        ProducerConfig.Builder settings = ProducerConfig.builder("pg").nameServers("1.2.3.4:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.instanceName(name).build())
                .withMessageStartingWith("instanceName: '" + name + "'");
    }

    /** In the official client a silent name server delays heartbeats, because one thread does both. */
    @Test
    @Tag("B-LIFE-10")
    @Tag("B-LIFE-12")
    void startingNeedsNobodyAndSilentNameServersHoldNobodyUp() {
        try (Bench bench = bench(settings -> settings.routeRefresh(Duration.ofSeconds(1)))) {
            bench.await(bench.send("warm"));
            bench.cluster.nameServer(0).server().powerOff();
            bench.cluster.journal().clear();
            bench.world.runFor(Duration.ofSeconds(61));
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT))
                    .as("two rounds, to whom the producer is connected")
                    .hasSizeGreaterThanOrEqualTo(2);
            SimulatedMachine machine = bench.world.machine("other");
            Producer started = Hotfire.start(settings(bench, "pg-2").build(), machine);
            bench.awaitFailure(started.sendAsync(message()), SendException.class);
            bench.await(started.closeAsync());
            bench.await(bench.cluster.nameServer(0).server().restartAsync());
        }
    }

    @Test
    @Tag("B-LIFE-13")
    void everyOperationOfAClosedProducerSaysSo() {
        try (Bench bench = bench(settings -> settings.transactionChecker(half -> TransactionState.COMMIT))) {
            bench.await(bench.send("warm"));
            bench.await(bench.producer.closeAsync());
            List<CompletableFuture<?>> late = List.of(
                    bench.producer.sendAsync(message()),
                    bench.producer.sendOneway(message()),
                    bench.producer.sendBatchAsync(List.of(message())),
                    bench.producer.sendAsync(message(), (queues, asked, key) -> queues.get(0), "key"),
                    bench.producer.sendInTransactionAsync(message(), id -> TransactionState.COMMIT),
                    bench.producer.requestAsync(message(), Duration.ofSeconds(1)));
            late.forEach(send -> assertThat(bench.awaitFailure(send, ProducerClosedException.class))
                    .hasMessageContaining("producer is closed"));
        }
    }

    @Test
    @Tag("B-LIFE-15")
    void aProducerThatClosesTakesLeaveOfEveryBrokerOnceItsSendsAreOver() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("a"));
            bench.await(bench.send("b"));
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(200)));
            CompletableFuture<SendResult> last = bench.send("last");
            bench.world.runFor(Duration.ofMillis(10));
            bench.cluster.journal().clear();
            bench.await(bench.producer.closeAsync());
            assertThat(last).isCompleted();
            assertThat(bench.cluster.journal().requests(RequestCode.UNREGISTER_CLIENT))
                    .hasSize(2)
                    .allSatisfy(word -> {
                        assertThat(word.request().field("clientID")).isEqualTo(bench.producer.clientId());
                        assertThat(word.request().field("producerGroup")).isEqualTo("pg-orders");
                    });
            assertThat(bench.cluster.broker("broker-a").producerGroups()).isEmpty();
        }
    }

    /** Closed before its loop has so much as heard of it. */
    @Test
    @Tag("B-LIFE-14")
    void aProducerMayBeClosedWhileItStarts() {
        try (Bench bench = bench(settings -> settings)) {
            SimulatedMachine machine = bench.world.machine("other");
            Producer producer = Hotfire.start(settings(bench, "pg-1").build(), machine);
            CompletableFuture<SendResult> send = producer.sendAsync(message());
            CompletableFuture<Void> closing = producer.closeAsync();
            bench.await(closing);
            assertThat(bench.await(send).attempts())
                    .as("accepted before the close, so drained")
                    .isEqualTo(1);
            assertThat(machine.bufferBytesInUse()).isZero();
        }
    }

    /** The official client fails what is in flight at once, stored or not. */
    @Test
    @Tag("B-LIFE-17")
    @Tag("large")
    void tenThousandSendsInFlightEndOnceWhenACallbackClosesTheProducer() {
        try (Bench bench = bench(settings -> settings.closeTimeout(Duration.ofSeconds(60)))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(300)));
            AtomicInteger callbacks = new AtomicInteger();
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                CompletableFuture<SendResult> send = bench.send("m" + i);
                sends.add(send);
                CompletableFuture<SendResult> unused = send.whenComplete((result, failure) -> {
                    if (callbacks.incrementAndGet() == 7) {
                        bench.producer.close();
                    }
                    throw new IllegalStateException("a callback that throws");
                });
            }
            assertThat(bench.world.runUntil(() -> callbacks.get() >= 7, Duration.ofSeconds(5)))
                    .isTrue();
            long before = bench.machine.clock().nanoTime();
            bench.await(bench.producer.closeAsync());
            assertThat(bench.machine.clock().nanoTime() - before)
                    .as("the time that the last answers took, not the time that was allowed")
                    .isLessThan(Duration.ofSeconds(2).toNanos());
            assertThat(callbacks).hasValue(MANY);
            assertThat(sends.stream().filter(send -> send.isDone() && !send.isCompletedExceptionally()))
                    .hasSize(MANY);
            assertThat(bench.observed.ends).hasSize(MANY + 1);
        }
    }

    @Test
    @Tag("B-LIFE-17")
    @Tag("large")
    void whatIsStillInFlightWhenTheTimeIsUpFailsOnceAndOnTime() {
        try (Bench bench = bench(settings -> settings.closeTimeout(Duration.ofMillis(500)))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                sends.add(bench.send("m" + i));
            }
            bench.world.runFor(Duration.ofMillis(100));
            long before = bench.machine.clock().nanoTime();
            bench.await(bench.producer.closeAsync());
            assertThat(Duration.ofNanos(bench.machine.clock().nanoTime() - before))
                    .isBetween(Duration.ofMillis(500), Duration.ofMillis(510));
            assertThat(sends.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .hasSize(MANY);
            bench.awaitFailure(sends.get(0), ProducerClosedException.class);
            assertThat(bench.observed.ends).hasSize(MANY + 1);
        }
    }

    /** Futures complete where the user says; what refuses to, or is closed, costs no outcome and is never closed by us. */
    @Test
    @Tag("B-LIFE-19")
    @Tag("B-LIFE-20")
    void aUsersExecutorCompletesFuturesFromNowOnAndStaysTheUsers() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("warm"));
            List<Runnable> handed = new ArrayList<>();
            bench.producer.reconfigure(bench.producer.config().toBuilder()
                    .callbackExecutor(handed::add)
                    .build());
            CompletableFuture<SendResult> send = bench.send("x");
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(handed).hasSize(1);
            assertThat(send).isNotDone();
            handed.get(0).run();
            assertThat(send).isCompleted();
            bench.producer.reconfigure(bench.producer.config().toBuilder()
                    .callbackExecutor(task -> {
                        throw new RejectedExecutionException("full");
                    })
                    .build());
            bench.await(bench.send("y"));
        }
    }
}

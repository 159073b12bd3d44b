// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A producer and a fake cluster in one simulated world, with 1 ms of network between them, and what was observed. */
final class Bench implements AutoCloseable {
    static final Duration ONE_WAY = Duration.ofMillis(1);

    final SimulatedWorld world = SimulatedWorld.seeded(7);
    final SimulatedMachine machine = world.machine("client");
    final FakeCluster cluster;
    final Observed observed = new Observed();
    final Producer producer;

    Bench(UnaryOperator<FakeCluster.Builder> topology, UnaryOperator<ProducerConfig.Builder> settings) {
        LinkDirection direction = LinkDirection.CLEAR.withLatency(Latency.constant(ONE_WAY));
        CompletableFuture<FakeCluster> starting = topology.apply(
                        FakeCluster.builder().world(world).linkConditions(LinkConditions.both(direction)))
                .startAsync();
        cluster = await(starting);
        producer = Hotfire.start(
                settings.apply(ProducerConfig.builder("pg-orders")
                                .nameServers(cluster.nameServerAddresses())
                                .observer(observed))
                        .build(),
                machine);
    }

    static Bench of(String... brokers) {
        return new Bench(builder -> builder.brokers(brokers).topic("orders", 2), settings -> settings);
    }

    CompletableFuture<SendResult> send(String body) {
        return producer.sendAsync(Message.of("orders", body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The result, once the world has run until it is there. */
    <T> T await(CompletableFuture<T> future) {
        assertThat(world.runUntil(future::isDone, Duration.ofMinutes(5)))
                .as("an end within 5 minutes")
                .isTrue();
        return future.join();
    }

    /** The failure that a send must end with. */
    <E extends SendException> E awaitFailure(CompletableFuture<?> future, Class<E> type) {
        assertThat(world.runUntil(future::isDone, Duration.ofMinutes(5)))
                .as("an end within 5 minutes")
                .isTrue();
        Throwable end = future.handle((value, failure) ->
                        failure instanceof CompletionException wrapped ? wrapped.getCause() : failure)
                .join();
        assertThat(end).as("the failure").isInstanceOf(type);
        return type.cast(end);
    }

    List<JournalEntry> sends() {
        return cluster.journal().sends();
    }

    /** Closes everything and holds that nothing is left: no buffer, no connection, no second end of a send. */
    @Override
    public void close() {
        await(producer.closeAsync());
        world.runFor(ONE_WAY.multipliedBy(5)); // The word of a closed connection travels too.
        cluster.brokers().forEach(broker -> assertThat(broker.server().connections())
                .as("connections to " + broker.name())
                .isEmpty());
        await(cluster.closeAsync());
        world.close();
        assertThat(machine.bufferBytesInUse())
                .as("bytes of buffers not released")
                .isZero();
        assertThat(observed.ends)
                .allSatisfy((messageId, ends) -> assertThat(ends).as(messageId).isEqualTo(1));
        assertThat(observed.ends.keySet()).isEqualTo(observed.started.keySet());
    }

    /** What the producer said it did. */
    static final class Observed implements SendObserver {
        final Map<String, Long> started = new LinkedHashMap<>();
        final Map<String, Integer> ends = new LinkedHashMap<>();
        final Map<String, List<Attempt>> attempts = new LinkedHashMap<>();
        final List<String> isolations = new ArrayList<>();
        int attemptsStarted;

        @Override
        public void sendStarted(String messageId, String topic, long nowNanos) {
            started.put(messageId, nowNanos);
        }

        @Override
        public void attemptStarted(
                String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
            assertThat(ends).as("no attempt after the end").doesNotContainKey(messageId);
            attemptsStarted++;
        }

        @Override
        public void attemptEnded(String messageId, Attempt attempt) {
            attempts.computeIfAbsent(messageId, id -> new ArrayList<>()).add(attempt);
        }

        @Override
        public void sendEnded(
                String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
            ends.merge(messageId, 1, Integer::sum);
        }

        @Override
        public void brokerIsolated(String brokerName, long untilNanos, String reason) {
            isolations.add("isolated " + brokerName);
        }

        @Override
        public void brokerReleased(String brokerName) {
            isolations.add("released " + brokerName);
        }
    }
}

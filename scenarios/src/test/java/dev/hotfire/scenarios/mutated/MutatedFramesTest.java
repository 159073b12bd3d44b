// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.mutated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Spoilt frames go into a producer, a broker and a name server, from relays between them. Whatever comes, every send ends in
 * its time and by a failure of the declared kind, nobody stands still or dies, and once frames are sound again all goes on as
 * if nothing had been; in the end no buffer is left anywhere.
 *
 * <p>How many is the system property {@code mutated.frames}.
 */
@Timeout(7_200)
final class MutatedFramesTest {
    private static final long FRAMES = Long.getLong("mutated.frames", 10_000);

    /** After so many a new world begins, with the next seed. */
    private static final long PER_WORLD = 5_000;

    private static final int AT_ONCE = 8;

    private static final Duration BETWEEN = Duration.ofMillis(1);

    @Test
    void spoiltFramesHurtNobody() throws Exception {
        AtomicLong nextSeed = new AtomicLong(1);
        AtomicLong toServers = new AtomicLong();
        AtomicLong toClients = new AtomicLong();
        // Worlds know nothing of each other; a small run is over before a second thread would help.
        int workers = FRAMES > 10 * PER_WORLD ? Runtime.getRuntime().availableProcessors() : 1;
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(threads.submit(() -> play(nextSeed, toServers, toClients)));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("mutated frames: " + toServers + " to servers, " + toClients + " to clients");
        assertThat(toServers.get()).isGreaterThan(FRAMES / 4);
        assertThat(toClients.get()).isGreaterThan(FRAMES / 4);
    }

    private static void play(AtomicLong nextSeed, AtomicLong toServers, AtomicLong toClients) {
        while (toServers.get() + toClients.get() < FRAMES) {
            long seed = nextSeed.getAndIncrement();
            try (Play play = new Play(seed)) {
                play.until(PER_WORLD);
                play.comeToRest();
                toServers.addAndGet(play.toServers());
                toClients.addAndGet(play.toClients());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }

    /** A producer, a broker and a name server, and a relay before each of the two. */
    private static final class Play implements AutoCloseable {
        private final SimulatedWorld world;
        private final SimulatedMachine client;
        private final SimulatedMachine between;
        private final FakeCluster cluster;
        private final List<GarblingRelay> relays = new ArrayList<>();
        private final Producer producer;
        private int sent;

        Play(long seed) {
            world = SimulatedWorld.seeded(seed);
            client = world.machine("client");
            between = world.machine("between");
            cluster = await(FakeCluster.builder()
                    .world(world)
                    .brokers("broker-a")
                    .topic("orders", 4)
                    .journal(new Journal(0, 0))
                    .retain(1_000, 1 << 20)
                    .encoding(seed % 2 == 0 ? HeaderEncoding.JSON : HeaderEncoding.ROCKETMQ)
                    .startAsync());
            FakeBroker broker = cluster.broker("broker-a");
            cluster.advertise("broker-a", relay(broker.address(), 0.2, 0.6));
            Address nameServer = relay(cluster.nameServer(0).address(), 0.2, 0.2);
            producer = Hotfire.start(
                    ProducerConfig.builder("pg-orders")
                            .nameServers(nameServer.toString())
                            .sendTimeout(Duration.ofSeconds(1))
                            .retries(1)
                            .asyncRetries(1)
                            .isolation(Isolation.OFF)
                            .routeRefresh(Duration.ofMillis(500))
                            .heartbeat(Duration.ofMillis(500))
                            .transactionChecker(half -> TransactionState.COMMIT)
                            .build(),
                    client);
        }

        private Address relay(Address server, double requestShare, double answerShare) {
            GarblingRelay relay = new GarblingRelay(between, server, requestShare, answerShare);
            assertThat(world.runUntil(relay::isListening, Duration.ofSeconds(1)))
                    .isTrue();
            relays.add(relay);
            return relay.address();
        }

        private <T> T await(CompletableFuture<T> future) {
            assertThat(world.runUntil(future::isDone, Duration.ofMinutes(1)))
                    .as("an end within a minute")
                    .isTrue();
            return future.join();
        }

        long toServers() {
            return relays.stream().mapToLong(GarblingRelay::toServer).sum();
        }

        long toClients() {
            return relays.stream().mapToLong(GarblingRelay::toClient).sum();
        }

        void until(long frames) {
            while (toServers() + toClients() < frames) {
                List<CompletableFuture<?>> sends = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    sends.add(send(sent++));
                }
                for (CompletableFuture<?> send : sends) {
                    CompletableFuture<Boolean> ended = send.handle((result, failure) -> isDeclared(failure));
                    assertThat(await(ended)).isTrue();
                }
                // Where a spoilt route leads nowhere, sends fail at once: without time, better routes would never come.
                world.runFor(BETWEEN);
            }
        }

        private static boolean isDeclared(@Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause != null && !(cause instanceof SendException)) {
                throw new IllegalStateException("a send failed with something that is not a SendException", cause);
            }
            return true;
        }

        private CompletableFuture<?> send(int number) {
            Message.Builder message =
                    Message.builder("orders").body(("message " + number).getBytes(StandardCharsets.UTF_8));
            return switch (number % 16) {
                case 3 -> producer.sendBatchAsync(List.of(message.build(), message.build()));
                case 7 -> producer.sendOneway(message.build());
                case 9 -> producer.sendInTransactionAsync(message.build(), id -> TransactionState.COMMIT);
                case 11 -> producer.sendAsync(message.delayLevel(1).build());
                case 13 -> producer.requestAsync(message.build(), Duration.ofMillis(200));
                default -> producer.sendAsync(message.build());
            };
        }

        /** Sound frames again: the producer that had the spoilt ones sends as any other. */
        void comeToRest() {
            relays.forEach(GarblingRelay::behave);
            world.runFor(Duration.ofSeconds(5));
            // A length that was spoilt may have a reader wait for bytes that nobody sends; silence tells it apart.
            for (int i = 0; i < 4; i++) {
                CompletableFuture<Boolean> ended = send(0).handle((result, failure) -> isDeclared(failure));
                assertThat(await(ended)).isTrue();
            }
            for (int i = 0; i < 20; i++) {
                SendResult result = await(
                        producer.sendAsync(Message.of("orders", ("sound " + i).getBytes(StandardCharsets.UTF_8))));
                assertThat(result.attempts()).isOne();
            }
            assertThat(cluster.broker("broker-a").log().messages("orders"))
                    .anyMatch(stored -> new String(stored.body(), StandardCharsets.UTF_8).equals("sound 19"));
        }

        @Override
        public void close() {
            await(producer.closeAsync());
            world.runFor(Duration.ofSeconds(1));
            assertThat(cluster.broker("broker-a").connections()).isEmpty();
            List<SimulatedMachine> machines = new ArrayList<>(List.of(client, between));
            machines.add((SimulatedMachine) cluster.broker("broker-a").server().machine());
            machines.add((SimulatedMachine) cluster.nameServer(0).server().machine());
            await(cluster.closeAsync());
            world.close();
            assertThat(machines).allSatisfy(machine -> assertThat(machine.bufferBytesInUse())
                    .as("bytes of buffers that %s did not release", machine.name())
                    .isZero());
        }
    }
}

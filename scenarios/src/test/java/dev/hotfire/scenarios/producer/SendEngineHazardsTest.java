// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tried to make a send end twice, never, late or with a lie. */
class SendEngineHazardsTest {
    private static Message order(String body) {
        return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Throws an error, as a failed assertion in a test's observer does, wherever it is told of something. */
    private static final class Failing implements SendObserver {
        @Override
        public void sendStarted(String messageId, String topic, long nowNanos) {
            throw new AssertionError("sendStarted");
        }

        @Override
        public void attemptStarted(
                String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
            throw new AssertionError("attemptStarted");
        }

        @Override
        public void attemptEnded(String messageId, Attempt attempt) {
            throw new AssertionError("attemptEnded");
        }

        @Override
        public void sendEnded(
                String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
            throw new AssertionError("sendEnded");
        }

        @Override
        public void brokerIsolated(String brokerName, long untilNanos, String reason) {
            throw new AssertionError("brokerIsolated");
        }

        @Override
        public void brokerReleased(String brokerName) {
            throw new AssertionError("brokerReleased");
        }
    }

    /**
     * An observer's error, unlike its exception, went through the engine: the run of sends that the loop was draining was
     * dropped, the send had no end, and the close that found it met "ended twice" and never finished.
     */
    @Test
    void anObserverThatThrowsErrorsHarmsNobody() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2),
                settings -> settings.observer(new Failing()))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sends.add(bench.send("m" + i));
            }
            sends.forEach(send -> assertThat(bench.await(send).status()).isEqualTo(SendStatus.SEND_OK));
            bench.world.runFor(Duration.ofSeconds(11));
        }
    }

    /**
     * A success that names queue -1 threw inside the engine after the attempt had ended and before the send had: its
     * connection was closed, and its future never completed.
     */
    @Test
    void aSuccessThatNamesNoPossibleQueueIsUnknownNotForgotten() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.asyncRetries(0))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).alter(reply -> reply.toBuilder()
                    .field("queueId", -1)
                    .build()));
            SendException failure = bench.awaitFailure(bench.send("x"), SendRefusedException.class);
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
            assertThat(bench.await(bench.send("y")).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /**
     * T08: a firewall forgets one connection, so that everything on it vanishes without a word, while a new one to the
     * same broker would work. The producer went back to the dead connection for as long as the kernel kept it, a quarter
     * of an hour.
     */
    @Test
    void aConnectionThatOnlySwallowsIsReplaced() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster
                    .broker("broker-a")
                    .server()
                    .connections()
                    .forEach(connection -> connection.linkConditions(LinkConditions.CLEAR.blackholed()));
            SendResult result = bench.await(bench.send("x"));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(bench.await(bench.send("y")).attempts()).isEqualTo(1);
        }
    }

    /** T08 for name servers: a lone one behind a dead connection was asked through that connection for ever. */
    @Test
    void aNameServerBehindADeadConnectionIsAskedThroughANewOne() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1).topic("more", 1),
                settings -> settings.sendTimeout(Duration.ofSeconds(10)))) {
            bench.await(bench.send("warm"));
            bench.cluster
                    .nameServer(0)
                    .server()
                    .connections()
                    .forEach(connection -> connection.linkConditions(LinkConditions.CLEAR.blackholed()));
            assertThat(bench.await(bench.producer.sendAsync(Message.of("more", new byte[1])))
                            .status())
                    .isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** The slow and the swallowed differ: where answers keep coming, a late one costs no connection. */
    @Test
    void oneLateAnswerCostsNoConnection() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofMillis(1_500)));
            CompletableFuture<SendResult> late = bench.send("late");
            for (int i = 0; i < 10; i++) {
                bench.await(bench.send("m" + i));
                bench.world.runFor(Duration.ofMillis(100));
            }
            bench.await(late);
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT))
                    .as("one heartbeat per connection")
                    .hasSize(1);
        }
    }

    /**
     * Each send that came while no name server answered asked at once, and each failed question left a timer of its own,
     * so that 100 waiting sends asked a struggling name server as fast as it could refuse.
     */
    @Test
    void waitingSendsTogetherAskNoOftenerThanOneDoes() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.nameServer(0).ready(false);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(bench.send("m" + i));
                bench.world.runFor(Duration.ofMillis(10));
            }
            assertThat(bench.cluster
                            .journal()
                            .requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .size())
                    .as("look-ups in one second, one per 100 ms and round trip")
                    .isBetween(8, 11);
            bench.cluster.nameServer(0).ready(true);
            sends.forEach(bench::await);
        }
    }

    /**
     * Whoever closes the world before the producer takes the timers away that would have ended its sends. They waited for
     * ever, and so did callers' threads.
     */
    @Test
    void closingTheWorldFirstEndsEverySend() {
        SimulatedWorld world = SimulatedWorld.seeded(3);
        SimulatedMachine machine = world.machine("client");
        Producer producer = Hotfire.start(
                ProducerConfig.builder("pg").nameServers("10.9.9.9:9876").build(), machine);
        world.connectLatency(Latency.constant(Duration.ofSeconds(60)));
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sends.add(producer.sendAsync(order("m" + i)));
        }
        world.runFor(Duration.ofMillis(10));
        world.close();
        assertThat(sends).allSatisfy(send -> assertThat(send)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(SendException.class));
        assertThat(producer.sendAsync(order("late"))).isCompletedExceptionally();
        assertThat(producer.closeAsync()).isCompleted();
        assertThat(machine.bufferBytesInUse()).isZero();
    }

    /** B-HEART-03: a proxy is name server and broker at one address, and must hear of its producers too. */
    @Test
    @Tag("B-HEART-03")
    void aBrokerAtANameServersAddressHearsOfTheProducer() {
        SimulatedWorld world = SimulatedWorld.seeded(5);
        AtomicReference<Address> self = new AtomicReference<>();
        FakeBroker.Builder builder = FakeBroker.builder(world.machine("proxy"));
        builder.server().handle(RequestCode.GET_ROUTEINFO_BY_TOPIC, request -> {
            TopicRoute route = TopicRoute.of(
                    List.of(new QueueData("proxy", 1, 1, 6, 0)),
                    List.of(new BrokerData(
                            "c", "proxy", new TreeMap<>(Map.of(0L, self.get().toString())), null, false)));
            return Reply.of(Frame.response(request.frame(), ResponseCode.SUCCESS)
                    .body(RouteCodec.encode(route, true))
                    .build());
        });
        FakeBroker proxy = builder.build();
        proxy.topic(TopicConfig.of("orders", 1));
        CompletableFuture<Address> started = proxy.startAsync();
        world.runUntil(started::isDone, Duration.ofSeconds(1));
        self.set(started.join());
        Producer producer = Hotfire.start(
                ProducerConfig.builder("pg").nameServers(self.get().toString()).build(), world.machine("client"));
        CompletableFuture<SendResult> send = producer.sendAsync(order("x"));
        world.runUntil(send::isDone, Duration.ofSeconds(10));
        assertThat(send.join().status()).isEqualTo(SendStatus.SEND_OK);
        world.runFor(Duration.ofSeconds(31));
        assertThat(proxy.producerGroups()).containsKey("pg");
        CompletableFuture<Void> closing = producer.closeAsync();
        world.runUntil(closing::isDone, Duration.ofSeconds(10));
        assertThat(proxy.producerGroups()).as("after the word of leave").isEmpty();
        world.close();
    }

    /** The observer runs on the loop, and may close the producer or send from there; neither may deadlock or lose a send. */
    @ParameterizedTest
    @ValueSource(strings = {"started", "attempt", "ended"})
    void anObserverMayCloseTheProducerAndSend(String moment) {
        AtomicReference<Producer> producer = new AtomicReference<>();
        List<CompletableFuture<SendResult>> fromObserver = new ArrayList<>();
        SendObserver closing = new SendObserver() {
            private int seen;

            private void act(String now) {
                if (now.equals(moment) && ++seen == 3) {
                    fromObserver.add(producer.get().sendAsync(order("from the observer")));
                    producer.get().close();
                    fromObserver.add(producer.get().sendAsync(order("after the close")));
                }
            }

            @Override
            public void sendStarted(String messageId, String topic, long nowNanos) {
                act("started");
            }

            @Override
            public void attemptStarted(
                    String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
                act("attempt");
            }

            @Override
            public void sendEnded(
                    String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
                act("ended");
            }
        };
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.observer(closing))) {
            producer.set(bench.producer);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(bench.send("m" + i));
            }
            sends.forEach(send -> assertThat(bench.await(send).status()).isEqualTo(SendStatus.SEND_OK));
            assertThat(bench.await(fromObserver.get(0)).status()).isEqualTo(SendStatus.SEND_OK);
            bench.awaitFailure(fromObserver.get(1), ProducerClosedException.class);
            assertThat(bench.producer.closeAsync()).satisfies(bench::await);
        }
    }

    /** Callbacks of ended sends close, send and throw; none of that reaches another send. */
    @Test
    @Tag("B-ASYNC-13")
    void callbacksMayCloseSendAndThrow() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            List<CompletableFuture<SendResult>> second = new ArrayList<>();
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CompletableFuture<SendResult> send = bench.send("m" + i);
                int number = i;
                CompletableFuture<Void> unused = send.thenAccept(result -> {
                    second.add(bench.send("again" + number));
                    if (number == 25) {
                        bench.producer.close();
                        bench.producer.close();
                    }
                    throw new AssertionError("a callback's own");
                });
                sends.add(send);
            }
            sends.forEach(bench::await);
            bench.await(bench.producer.closeAsync());
            assertThat(second).hasSize(50).allSatisfy(send -> assertThat(send).isDone());
        }
    }

    /** While routes come and go every send ends in time, and no more is stored than the results account for. */
    @Test
    void aRouteThatFlapsLosesNoSend() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (i % 10 == 0) {
                    boolean empty = i % 20 == 0;
                    bench.cluster.writeQueues("orders", "broker-a", empty ? 0 : 2);
                    bench.cluster.writeQueues("orders", "broker-b", empty ? 0 : 1);
                }
                sends.add(bench.send("m" + i));
                sends.add(bench.producer.sendAsync(order("q" + i), new MessageQueue("orders", "broker-b", i % 3)));
                bench.world.runFor(Duration.ofMillis(i % 7));
            }
            int stored = 0;
            for (CompletableFuture<SendResult> send : sends) {
                assertThat(bench.world.runUntil(send::isDone, Duration.ofSeconds(4)))
                        .isTrue();
                if (!send.isCompletedExceptionally()) {
                    assertThat(bench.cluster.storedWithUniqueKey(send.join().messageId()))
                            .hasSize(1);
                    stored++;
                } else {
                    SendException failure = bench.awaitFailure(send, SendException.class);
                    assertThat(failure.certainty()).as(failure.getMessage()).isEqualTo(Certainty.NOT_STORED);
                }
            }
            assertThat(bench.cluster.stored("orders")).hasSize(stored);
        }
    }

    /** Garbage, a frame that announces two gigabytes, answers to nobody and to one-way requests: at worst a lost connection. */
    @Test
    void aBrokerThatPushesNonsenseDisturbsNothing() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.broker("broker-a").server().connections().forEach(connection -> {
                connection.push(Frame.request(RequestCode.CHECK_TRANSACTION_STATE));
                connection.push(Frame.request(77_777));
                for (int opaque = -5; opaque < 50; opaque++) {
                    connection.push(
                            Frame.response(Frame.request(0).opaque(opaque).build(), ResponseCode.GO_AWAY)
                                    .remark("to a one-way request"));
                }
            });
            bench.await(bench.producer.sendOneway(order("oneway")));
            assertThat(bench.await(bench.send("x")).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** A message at the limit goes through, body, properties and all, though the frame is larger than the limit. */
    @Test
    void aMessageOfExactlyTheLargestSizeIsStored() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1),
                settings -> settings.maxMessageBytes(4 << 20).compressOver(Integer.MAX_VALUE))) {
            SendResult result = bench.await(bench.producer.sendAsync(Message.builder("orders")
                    .body(new byte[4 << 20])
                    .property("p", "v".repeat(20_000))
                    .build()));
            assertThat(bench.cluster
                            .storedWithUniqueKey(result.messageId())
                            .get(0)
                            .body())
                    .hasSize(4 << 20);
        }
    }

    @Test
    @Tag("large")
    void aThousandTopicsShareConnectionsAndAllEnd() {
        try (Bench bench =
                new Bench(builder -> builder.brokers("broker-a").autoCreateTopics(true), settings -> settings)) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(bench.producer.sendAsync(Message.of("topic-" + i, new byte[] {1})));
            }
            sends.forEach(send -> assertThat(bench.await(send).status()).isEqualTo(SendStatus.SEND_OK));
            assertThat(bench.cluster.broker("broker-a").server().connections()).hasSize(1);
            bench.world.runFor(Duration.ofSeconds(60));
            assertThat(bench.await(bench.producer.sendAsync(Message.of("topic-7", new byte[1])))
                            .attempts())
                    .isEqualTo(1);
        }
    }

    /** What was handed over before the end is handed over; what comes after it is a definite no. */
    @Test
    void aBrokerThatDiesWithWaitingOnewaySendsReleasesThem() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.broker("broker-a").server().pause();
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(bench.producer.sendOneway(order("o" + i)));
            }
            bench.world.settle();
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            bench.world.runFor(Duration.ofMillis(10)); // The reset travels too.
            sends.add(bench.producer.sendOneway(order("to nobody")));
            for (CompletableFuture<Void> send : sends) {
                assertThat(bench.world.runUntil(send::isDone, Duration.ofSeconds(4)))
                        .isTrue();
            }
            assertThat(sends.subList(0, 10)).allMatch(send -> !send.isCompletedExceptionally());
            assertThat(bench.awaitFailure(sends.get(10), ConnectionFailedException.class)
                            .certainty())
                    .isEqualTo(Certainty.NOT_STORED);
        }
    }
}

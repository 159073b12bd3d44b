// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.Latency;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections: when they come about, when they go, and who suffers from that. On a virtual clock. */
class TransportTest {
    private static final Duration RARELY = Duration.ofHours(5);
    private static final MessageQueue FIRST = new MessageQueue("orders", "broker-a", 0);

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2).clientExpiry(RARELY.plus(RARELY)), settings);
    }

    /** Nothing but sends makes anybody talk. */
    private static Bench quiet(Duration idleTimeout) {
        return bench(settings -> settings.heartbeat(RARELY).routeRefresh(RARELY).idleTimeout(idleTimeout));
    }

    private static List<Connection> connections(Bench bench) {
        return bench.cluster.broker("broker-a").server().connections();
    }

    private static CompletableFuture<SendResult> send(Bench bench, Duration timeout) {
        return bench.producer.sendAsync(
                Message.of("orders", new byte[] {1}),
                SendOptions.DEFAULTS.withQueue(FIRST).withTimeout(timeout));
    }

    @Test
    @Tag("B-REMOTE-01")
    void aConnectionIsMadeWithItsFirstUseAndSharedByAllWhoWantItMeanwhile() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.world.runFor(Duration.ofSeconds(40));
            assertThat(connections(bench)).isEmpty();
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(bench.send("m" + i));
            }
            sends.forEach(bench::await);
            assertThat(connections(bench)).hasSize(1);
            assertThat(bench.sends())
                    .extracting(entry -> entry.connectionId())
                    .containsOnly(bench.sends().get(0).connectionId());
        }
    }

    /** The official client lets a connect take its 3 s whatever the send's timeout is. */
    @Test
    @Tag("B-REMOTE-02")
    void connectingCountsForTheTimeoutOfTheSend() {
        try (Bench bench = bench(settings -> settings.connectTimeout(Duration.ofSeconds(1)))) {
            bench.await(bench.send("warm"));
            connections(bench).get(0).close();
            bench.world.runFor(Duration.ofMillis(10));
            bench.world.connectLatency(Latency.constant(Duration.ofSeconds(60)));
            SendException late = bench.awaitFailure(send(bench, Duration.ofMillis(300)), SendTimeoutException.class);
            assertThat(late.elapsed()).isEqualTo(Duration.ofMillis(300));
            assertThat(late.certainty()).isEqualTo(Certainty.NOT_STORED);
            assertThat(late.attempts())
                    .allSatisfy(
                            attempt -> assertThat(attempt.outcome().failure()).contains("no connection within"));

            bench.world.runFor(Duration.ofSeconds(2));
            SendException failed =
                    bench.awaitFailure(send(bench, Duration.ofSeconds(9)), ConnectionFailedException.class);
            assertThat(failed.attempts().get(0).tookNanos())
                    .as("connectTimeout bounds what a longer timeout would allow")
                    .isEqualTo(1_000_000_000L);
            bench.world.connectLatency(Latency.constant(Duration.ZERO));
        }
    }

    @Test
    @Tag("B-REMOTE-04")
    void aConnectionOnWhichNothingGoesIsClosedAfterItsTimeAndMadeAgainWhenNeeded() {
        try (Bench bench = quiet(Duration.ofMinutes(2))) {
            bench.await(bench.send("a"));
            bench.world.runFor(Duration.ofSeconds(60));
            bench.await(bench.send("b"));
            bench.world.runFor(Duration.ofSeconds(119));
            assertThat(connections(bench)).as("119 s after the last byte").hasSize(1);
            bench.world.runFor(Duration.ofSeconds(2));
            assertThat(connections(bench)).as("121 s after the last byte").isEmpty();
            assertThat(bench.await(bench.send("c")).attempts()).isEqualTo(1);
        }
    }

    @Test
    @Tag("B-REMOTE-04")
    void withZeroNoConnectionIsEverIdleForTooLong() {
        try (Bench bench = quiet(Duration.ZERO)) {
            bench.await(bench.send("a"));
            bench.world.runFor(Duration.ofHours(4));
            assertThat(connections(bench)).hasSize(1);
        }
    }

    /** Who waits for an answer has a deadline, and may yet get the answer. */
    @Test
    @Tag("B-REMOTE-04")
    void aConnectionOnWhichSomebodyWaitsIsNotIdle() {
        try (Bench bench = quiet(Duration.ofSeconds(10))) {
            bench.await(bench.send("a"));
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofSeconds(45)));
            assertThat(bench.await(send(bench, Duration.ofSeconds(60))).attempts())
                    .isEqualTo(1);
        }
    }

    /** The official client closes the connection with the first sync timeout, and fails whatever else is on it. */
    @Test
    @Tag("B-REMOTE-06")
    @Tag("B-REMOTE-07")
    void aTimeoutTakesNobodyElsesAnswerAway() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(700)));
            CompletableFuture<SendResult> impatient = send(bench, Duration.ofMillis(500));
            CompletableFuture<SendResult> patient = send(bench, Duration.ofSeconds(3));
            bench.awaitFailure(impatient, SendTimeoutException.class);
            SendResult result = bench.await(patient);
            assertThat(result.attempts()).isEqualTo(1);
            assertThat(bench.observed.attempts.get(result.messageId())).hasSize(1);
        }
    }

    @Test
    @Tag("B-REMOTE-06")
    @Tag("B-REMOTE-07")
    void aConnectionOnWhichAnswersComeSurvivesATimeout() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            int connection = connections(bench).get(0).id();
            bench.cluster.rules().add(FaultRule.onSends().first(1).delay(Duration.ofMillis(900)));
            CompletableFuture<SendResult> impatient = send(bench, Duration.ofMillis(500));
            bench.await(send(bench, Duration.ofSeconds(3)));
            bench.awaitFailure(impatient, SendTimeoutException.class);
            bench.await(send(bench, Duration.ofSeconds(3)));
            assertThat(connections(bench)).singleElement().satisfies(open -> assertThat(open.id())
                    .isEqualTo(connection));
        }
    }

    /** The official client looks once a second, and only one second after the time. */
    @Test
    @Tag("B-REMOTE-09")
    @Tag("B-REMOTE-10")
    void aLostAnswerIsReportedAtTheMillisecondAndItsPlaceIsFree() {
        try (Bench bench = bench(settings -> settings.maxInFlight(1))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).silent());
            SendException late = bench.awaitFailure(send(bench, Duration.ofMillis(137)), SendTimeoutException.class);
            assertThat(late.elapsed()).isEqualTo(Duration.ofMillis(137));
            assertThat(bench.await(bench.send("next")).attempts()).isEqualTo(1);
        }
    }

    /** W-6: asked once to come back on a new connection, a client does; asked again, it says so. */
    @Test
    @Tag("B-REMOTE-12")
    @Tag("B-REMOTE-17")
    void aSecondGoAwayIsTheEndOfTheAttemptsAndNamesItself() {
        try (Bench bench = bench(settings -> settings.asyncRetries(0))) {
            bench.await(bench.send("warm"));
            int before = connections(bench).get(0).id();
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.GO_AWAY, "going"));
            SendRefusedException refused = bench.awaitFailure(bench.send("x"), SendRefusedException.class);
            assertThat(refused.responseCode()).isEqualTo(ResponseCode.GO_AWAY);
            assertThat(refused).hasMessageContaining("GO_AWAY").hasMessageContaining("going");
            assertThat(refused.attempts()).extracting(Attempt::number).containsExactly(1, 2);
            assertThat(bench.sends().subList(1, 3))
                    .extracting(entry -> entry.connectionId())
                    .as("the second went on a connection that was not closing")
                    .doesNotHaveDuplicates()
                    .startsWith(before);
        }
    }

    @Test
    @Tag("B-REMOTE-18")
    void failuresSayWhereAndWhat() {
        try (Bench bench = bench(settings -> settings.asyncRetries(0))) {
            bench.await(bench.send("warm"));
            String broker = bench.cluster.broker("broker-a").server().address().toString();
            bench.cluster.rules().add(FaultRule.onSends().first(1).silent());
            assertThat(bench.awaitFailure(send(bench, Duration.ofMillis(200)), SendTimeoutException.class))
                    .hasMessageContaining(broker)
                    .hasMessageContaining("no answer within 200 ms");
            bench.cluster.rules().add(FaultRule.onSends().first(1).resetBefore());
            assertThat(bench.awaitFailure(bench.send("x"), ConnectionFailedException.class))
                    .hasMessageContaining(broker);
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(bench.awaitFailure(bench.send("x"), ConnectionFailedException.class))
                    .hasMessageContaining("connect to " + broker + " failed");
        }
    }

    /**
     * In the official client a broker without an address leads the request to a name server, for one of a retry or the end
     * of a transaction.
     */
    @Test
    @Tag("B-REMOTE-20")
    void nothingButQuestionsAboutRoutesEverReachesANameServer() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1),
                settings -> settings.heartbeat(Duration.ofSeconds(1)).routeRefresh(Duration.ofSeconds(1)))) {
            bench.await(bench.send("warm"));
            bench.await(bench.send("warm too"));
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(100)));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sends.add(bench.send("m" + i));
            }
            bench.world.runFor(Duration.ofMillis(50));
            bench.cluster.unlist("broker-a");
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            sends.forEach(
                    send -> assertThat(bench.await(send).queue().brokerName()).isEqualTo("broker-b"));
            bench.world.runFor(Duration.ofSeconds(5));
            String nameServer = bench.cluster.nameServer(0).server().name();
            assertThat(bench.cluster.journal().of(nameServer)).isNotEmpty().allSatisfy(entry -> assertThat(entry.code())
                    .isEqualTo(RequestCode.GET_ROUTEINFO_BY_TOPIC));
        }
    }

    /** The route names queues of a broker that has nobody but a slave left: there is no address that stands for its master. */
    @Test
    @Tag("B-ASYNC-10")
    @Tag("B-REMOTE-20")
    void aBrokerWithoutAMasterIsSentNothingAndNoNameServerStandsInForIt() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1), settings -> settings)) {
            String nameServer = bench.cluster.nameServer(0).server().name();
            String master = bench.cluster.broker("broker-a").address().toString();
            String slave = bench.cluster.broker("broker-b").address().toString();
            bench.cluster
                    .nameServer(0)
                    .changeView(view -> view.withRoute(
                            "orders",
                            TopicRoute.of(
                                    List.of(
                                            new QueueData("broker-a", 1, 1, Permission.READ_WRITE, 0),
                                            new QueueData("broker-b", 1, 1, Permission.READ_WRITE, 0)),
                                    List.of(
                                            new BrokerData(
                                                    "c", "broker-a", new TreeMap<>(Map.of(0L, master)), null, false),
                                            new BrokerData(
                                                    "c", "broker-b", new TreeMap<>(Map.of(1L, slave)), null, false)))));
            bench.cluster.rules().add(FaultRule.onSends().first(2).storeThenClose());
            for (int i = 0; i < 6; i++) {
                SendResult result = bench.await(bench.send("m" + i));
                assertThat(result.queue()).isEqualTo(FIRST);
                assertThat(result.attempts()).isEqualTo(i == 0 ? 3 : 1);
            }
            NoRouteException failure = bench.awaitFailure(
                    bench.producer.sendAsync(
                            Message.of("orders", new byte[] {1}),
                            SendOptions.DEFAULTS.withQueue(new MessageQueue("orders", "broker-b", 0))),
                    NoRouteException.class);
            assertThat(failure.attempts()).isEmpty();
            assertThat(bench.sends()).hasSize(8).allSatisfy(entry -> assertThat(entry.server())
                    .isEqualTo("broker-a"));
            assertThat(bench.cluster.journal().of(nameServer)).isNotEmpty().allSatisfy(entry -> assertThat(entry.code())
                    .isEqualTo(RequestCode.GET_ROUTEINFO_BY_TOPIC));
        }
    }
}

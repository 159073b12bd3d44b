// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the producer does when all is well, and when it is not, on a virtual clock: times are exact to the nanosecond. */
class SendEngineTest {
    @Test
    @Tag("B-SEND-01")
    @Tag("B-SEND-07")
    void aMessageIsStoredOnceWhereTheResultSays() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            SendResult result = bench.await(bench.send("hello"));
            assertThat(result.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(result.attempts()).isEqualTo(1);
            List<StoredMessage> stored = bench.cluster
                    .broker(result.queue().brokerName())
                    .log()
                    .messages("orders", result.queue().queueId());
            assertThat(stored).hasSize(1);
            assertThat(new String(stored.get(0).body(), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(stored.get(0).queueOffset()).isEqualTo(result.queueOffset());
            assertThat(bench.cluster.storedWithUniqueKey(result.messageId())).hasSize(1);
        }
    }

    @Test
    @Tag("large")
    void aThousandSendsAtOnceShareOneRouteLookUpAndGoRoundTheQueues() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(bench.send("m" + i));
            }
            sends.forEach(bench::await);
            assertThat(bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                    .hasSize(1);
            for (String broker : List.of("broker-a", "broker-b")) {
                for (int queue = 0; queue < 2; queue++) {
                    assertThat(bench.cluster.broker(broker).log().messages("orders", queue))
                            .hasSize(250);
                }
            }
        }
    }

    /** The official client spends the whole timeout on the silent broker (B-RETRY-04). */
    @Test
    @Tag("B-RETRY-04")
    void aSilentBrokerLeavesTimeForTheNextOne() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("warm"));
            bench.cluster.broker("broker-a").server().powerOff();
            for (int i = 0; i < 200; i++) {
                long before = bench.machine.clock().nanoTime();
                SendResult result = bench.await(bench.send("m" + i));
                assertThat(result.queue().brokerName()).isEqualTo("broker-b");
                assertThat(bench.machine.clock().nanoTime() - before)
                        .isLessThan(Duration.ofSeconds(3).toNanos());
                bench.world.runFor(Duration.ofMillis(50));
            }
            assertThat(bench.observed.isolations).contains("isolated broker-a");
        }
    }

    @Test
    @Tag("B-SEND-02")
    @Tag("B-RETRY-06")
    @Tag("B-REMOTE-09")
    void aLoneSilentBrokerEndsInATimeoutOnTimeThatNamesTheAttempts() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.broker("broker-a").server().powerOff();
            long before = bench.machine.clock().nanoTime();
            SendTimeoutException failure = bench.awaitFailure(bench.send("x"), SendTimeoutException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isEqualTo(3_000_000_000L);
            assertThat(failure.elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(failure.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
            assertThat(failure.attempts()).extracting(Attempt::tookNanos).containsOnly(1_000_000_000L);
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
            assertThat(failure)
                    .hasMessageContaining("orders@broker-a/")
                    .hasMessageContaining("no answer within 1000 ms");
            bench.await(bench.cluster.broker("broker-a").server().restartAsync());
        }
    }

    @Test
    @Tag("B-RETRY-06")
    void aDeadBrokerIsADefiniteNo() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            bench.world.runFor(Duration.ofMillis(10));
            ConnectionFailedException failure = bench.awaitFailure(bench.send("x"), ConnectionFailedException.class);
            assertThat(failure.attempts()).hasSize(3).allSatisfy(attempt -> assertThat(attempt.outcome())
                    .isInstanceOfSatisfying(AttemptOutcome.Refused.class, refused -> assertThat(refused.responseCode())
                            .isEqualTo(10_001)));
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        }
    }

    /** B-REMOTE-05: whoever waits on a connection that breaks is told at once, not at its deadline. */
    @Test
    @Tag("B-REMOTE-05")
    void aBrokenConnectionIsNoticedAtOnceAndTheSendGoesElsewhere() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).resetBefore());
            long before = bench.machine.clock().nanoTime();
            SendResult result = bench.await(bench.send("x"));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isLessThan(Duration.ofMillis(20).toNanos());
            assertThat(bench.observed.attempts.get(result.messageId()).get(0).outcome())
                    .isInstanceOf(AttemptOutcome.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 14, 16, 17, 29, 204, 205, 501})
    @Tag("B-RETRY-02")
    @Tag("B-RETRY-12")
    void whatMayFareBetterElsewhereIsTriedOnAnotherBroker(int code) {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(code, "no"));
            SendResult result = bench.await(bench.send("x"));
            List<Attempt> attempts = bench.observed.attempts.get(result.messageId());
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0).queue().brokerName())
                    .isNotEqualTo(attempts.get(1).queue().brokerName());
            assertThat(bench.cluster.storedWithUniqueKey(result.messageId())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 13, 15, 26, 215, -9})
    @Tag("B-RETRY-02")
    @Tag("B-FAULT-08")
    void whatWouldFareNoBetterElsewhereIsNotTriedAgainAndIsolatesNobody(int code) {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(code, "because"));
            SendRefusedException failure = bench.awaitFailure(bench.send("x"), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(code);
            assertThat(failure.remark()).isEqualTo("because");
            assertThat(failure.attempts()).hasSize(1);
            assertThat(bench.observed.isolations).isEmpty();
        }
    }

    /** What is wrong with a topic or a queue says nothing about who answers so. */
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 29, 204, 205, 501})
    @Tag("B-FAULT-08")
    void aBrokerIsNotAvoidedForWhatItSaysAboutARoute(int code) {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(5).answer(code, "no"));
            for (int i = 0; i < 5; i++) {
                bench.send("x");
            }
            bench.await(bench.send("last"));
            assertThat(bench.observed.isolations).isEmpty();
        }
    }

    /** D4: a retry after an unknown outcome may store the message twice, and the caller's result is still true. */
    @Test
    @Tag("B-RETRY-10")
    void aLostAnswerMayLeadToADuplicateWithTheSameId() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenSilent());
            SendResult result = bench.await(bench.send("x"));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(bench.cluster.storedWithUniqueKey(result.messageId())).hasSize(2);
        }
    }

    @Test
    @Tag("B-REMOTE-11")
    void aLateAnswerIsIgnored() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofMillis(1_500)));
            SendResult result = bench.await(bench.send("x"));
            bench.world.runFor(Duration.ofSeconds(5));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(bench.observed.ends).containsEntry(result.messageId(), 1);
        }
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answerTwice());
            SendResult first = bench.await(bench.send("1"));
            SendResult second = bench.await(bench.send("2"));
            assertThat(first.queueOffset() + " " + first.queue())
                    .isNotEqualTo(second.queueOffset() + " " + second.queue());
        }
    }

    @Test
    @Tag("B-REMOTE-11")
    void anAnswerToNobodyIsNoAnswer() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).wrongOpaque());
            assertThat(bench.await(bench.send("x")).attempts()).isEqualTo(2);
        }
    }

    /** Answers that say "stored" but not where: the message is there, the place is not known. */
    @Test
    void aMalformedSuccessIsUnknownNotStored() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.asyncRetries(0))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SUCCESS, null));
            SendException failure = bench.awaitFailure(bench.send("x"), SendException.class);
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
        }
    }

    /** Hazard of B-ASYNC-09: the official client sends the first broker's queue id and name to the second. */
    @Test
    @Tag("B-ASYNC-09")
    void aRetryNamesItsOwnQueueAndBroker() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.writeQueues("orders", "broker-b", 1);
            bench.cluster.rules().add(FaultRule.onSends().server("broker-a").answer(ResponseCode.SYSTEM_BUSY, "busy"));
            for (int i = 0; i < 8; i++) {
                assertThat(bench.await(bench.send("m" + i)).queue())
                        .isEqualTo(new MessageQueue("orders", "broker-b", 0));
            }
            bench.sends().forEach(entry -> {
                SendRequestHeader header = SendRequestHeader.from(entry.request());
                assertThat(header.brokerName()).isEqualTo(entry.server());
            });
        }
    }

    /** I16 and the captured tail: all attempts carry the same id and the same bytes. */
    @Test
    @Tag("B-ASYNC-15")
    void allAttemptsOfASendCarryTheSameMessageWhateverTheCallerDoesToItsArray() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            byte[] body = "original".getBytes(StandardCharsets.UTF_8);
            CompletableFuture<SendResult> send = bench.producer.sendAsync(
                    Message.builder("orders").body(body).keys("k1").build());
            body[0] = '?';
            bench.await(send);
            assertThat(bench.sends()).hasSize(3);
            Set<String> bodies = new LinkedHashSet<>();
            Set<String> properties = new LinkedHashSet<>();
            bench.sends().forEach(entry -> {
                bodies.add(new String(entry.request().body(), StandardCharsets.UTF_8));
                properties.add(SendRequestHeader.from(entry.request()).properties());
            });
            assertThat(bodies).containsExactly("original");
            assertThat(properties).hasSize(1);
        }
    }

    /** What the official client keeps no count of: every send, every attempt, with its broker and its time. */
    @Test
    @Tag("B-STATS-01")
    void everySendAndEveryAttemptIsSeen() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendResult result = bench.await(bench.send("x"));
            List<Attempt> attempts = bench.observed.attempts.get(result.messageId());
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0).outcome()).isInstanceOf(AttemptOutcome.Refused.class);
            assertThat(attempts.get(1).outcome()).isInstanceOf(AttemptOutcome.Stored.class);
            assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.tookNanos())
                    .isGreaterThanOrEqualTo(2 * Bench.ONE_WAY.toNanos()));
            assertThat(bench.observed.started).containsOnlyKeys(result.messageId());
            assertThat(bench.observed.ends).containsEntry(result.messageId(), 1);
        }
    }

    @Test
    @Tag("B-SELECT-10")
    @Tag("B-SEND-08")
    void anExplicitQueueIsNeverExchanged() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            MessageQueue queue = new MessageQueue("orders", "broker-b", 1);
            SendResult result = bench.await(bench.producer.sendAsync(Message.of("orders", new byte[1]), queue));
            assertThat(result.queue()).isEqualTo(queue);
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendException failure = bench.awaitFailure(
                    bench.producer.sendAsync(Message.of("orders", new byte[1]), queue), SendRefusedException.class);
            assertThat(failure.attempts()).hasSize(1);
        }
    }

    @Test
    @Tag("B-ROUTE-16")
    @Tag("B-SEND-11")
    void aQueueThatIsNotThereIsReportedAfterOneMoreLook() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            NoRouteException failure = bench.awaitFailure(
                    bench.producer.sendAsync(
                            Message.of("orders", new byte[1]), new MessageQueue("orders", "broker-a", 9)),
                    NoRouteException.class);
            assertThat(failure).hasMessageContaining("orders@broker-a/9");
            assertThat(bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                    .hasSize(2);
        }
    }

    /** N07 and the hazard of B-NAMESRV-03: the official client may fail although the second server is healthy. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("B-NAMESRV-03")
    void oneDeadNameServerIsNoOutage(int dead) {
        try (Bench bench = new Bench(
                builder -> builder.nameServers(2).brokers("broker-a").topic("orders", 1), settings -> settings)) {
            bench.await(bench.cluster.nameServer(dead).server().crashAsync());
            assertThat(bench.await(bench.send("x")).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneSilentNameServerCostsItsShareOfTheTimeOnly(int silent) {
        try (Bench bench = new Bench(
                builder -> builder.nameServers(2).brokers("broker-a").topic("orders", 1), settings -> settings)) {
            bench.cluster.nameServer(silent).server().powerOff();
            assertThat(bench.await(bench.send("x")).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** Hazard of B-ROUTE-06: the official client overruns its timeout and throws something unchecked. */
    @Test
    @Tag("B-ROUTE-06")
    @Tag("B-SEND-02")
    @Tag("B-ASYNC-02")
    void silentNameServersEndInATimeoutOnTime() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.nameServer(0).server().powerOff();
            long before = bench.machine.clock().nanoTime();
            SendTimeoutException failure = bench.awaitFailure(bench.send("x"), SendTimeoutException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isEqualTo(3_000_000_000L);
            assertThat(failure.attempts()).isEmpty();
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        }
    }

    @Test
    void aNameServerThatComesBackInTimeSavesTheSend() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.cluster.nameServer(0).server().crashAsync());
            CompletableFuture<SendResult> send = bench.send("x");
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(send).isNotDone();
            bench.await(bench.cluster.nameServer(0).server().restartAsync());
            assertThat(bench.await(send).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    @Test
    @Tag("B-ROUTE-03")
    void anUnknownTopicIsReportedWithWhatTheNameServerSaid() {
        try (Bench bench = Bench.of("broker-a")) {
            NoRouteException failure = bench.awaitFailure(
                    bench.producer.sendAsync(Message.of("nowhere", new byte[1])), NoRouteException.class);
            assertThat(failure).hasMessageContaining("No topic route info in name server for the topic: nowhere");
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        }
    }

    @Test
    @Tag("B-ROUTE-02")
    void aTopicIsCreatedByItsFirstMessageWhereBrokersAllowIt() {
        try (Bench bench =
                new Bench(builder -> builder.brokers("broker-a").autoCreateTopics(true), settings -> settings)) {
            SendResult result = bench.await(bench.producer.sendAsync(Message.of("fresh", new byte[1])));
            assertThat(result.queue().brokerName()).isEqualTo("broker-a");
            assertThat(bench.cluster.broker("broker-a").topics().get("fresh").writeQueueNums())
                    .isEqualTo(4);
        }
    }

    @Test
    void aBatchIsStoredTogetherAtConsecutiveOffsets() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                messages.add(Message.of("orders", ("b" + i).getBytes(StandardCharsets.UTF_8)));
            }
            SendResult result = bench.await(bench.producer.sendBatchAsync(messages));
            List<StoredMessage> stored = bench.cluster
                    .broker(result.queue().brokerName())
                    .log()
                    .messages("orders", result.queue().queueId());
            assertThat(stored)
                    .extracting(message -> new String(message.body(), StandardCharsets.UTF_8))
                    .containsExactly("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9");
            assertThat(stored).extracting(StoredMessage::queueOffset).startsWith(result.queueOffset());
            assertThat(result.messageId().split(",")).hasSize(10);
            assertThat(result.offsetMessageId().split(",")).hasSize(10);
        }
    }

    @Test
    @Tag("B-ONEWAY-01")
    void aOnewaySendEndsWhenItIsHandedOver() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.producer.sendOneway(Message.of("orders", "fire".getBytes(StandardCharsets.UTF_8))));
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(bench.cluster.stored("orders")).hasSize(1);
            assertThat(bench.sends().get(0).request().isOneway()).isTrue();
        }
    }

    /** Nobody knows how it ends, but that it went out, where to, and how long that took. */
    @Test
    @Tag("B-ONEWAY-01")
    void anObserverHearsOfAOnewayAttemptThatWasHandedToTheNetwork() {
        List<String> written = new ArrayList<>();
        SendObserver observer = new SendObserver() {
            @Override
            public void onewayWritten(
                    String messageId, int number, MessageQueue queue, String brokerAddress, long tookNanos) {
                written.add(number + " " + queue + " " + brokerAddress + " " + tookNanos / 1_000_000 + " ms");
            }
        };
        List<String> ends;
        try (Bench bench = new Bench(builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings)) {
            Producer producer = Hotfire.start(
                    bench.producer.config().toBuilder("pg-2").observer(observer).build(), bench.machine);
            Message message = Message.of("orders", new byte[1]);
            bench.await(producer.sendOneway(message));
            bench.await(producer.sendOneway(message));
            bench.await(producer.closeAsync());
            String address = bench.cluster.broker("broker-a").server().address().toString();
            String first = "1 orders@broker-a/0 " + address;
            ends = List.of(first + " 0 ms", first + " 0 ms");
        }
        assertThat(written).isEqualTo(ends);
    }

    /** Hazard of B-ONEWAY-02: the official client says nothing. */
    @Test
    @Tag("B-ONEWAY-02")
    void aOnewaySendToADeadBrokerFails() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            ConnectionFailedException failure = bench.awaitFailure(
                    bench.producer.sendOneway(Message.of("orders", new byte[1])), ConnectionFailedException.class);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        }
    }

    @Test
    @Tag("B-BACKPRESSURE-03")
    @Tag("B-REMOTE-08")
    void moreSendsThanAllowedAreRefusedAtTheDoorAndThePlacesComeBack() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.maxInFlight(10))) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(bench.send("m" + i));
            }
            bench.awaitFailure(bench.send("one too many"), TooManyInFlightException.class);
            sends.forEach(bench::await);
            assertThat(bench.await(bench.send("again")).status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(bench.cluster.stored("orders")).hasSize(11);
        }
    }

    @Test
    @Tag("B-BACKPRESSURE-04")
    void aFullPlaceIsFreeAgainBeforeItsCallbackRuns() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.maxInFlight(1))) {
            CompletableFuture<SendResult> chain = bench.send("0");
            for (int i = 1; i < 20; i++) {
                String body = "m" + i;
                chain = chain.thenCompose(result -> bench.send(body));
            }
            bench.await(chain);
            assertThat(bench.cluster.stored("orders")).hasSize(20);
        }
    }

    /** W-6: the broker that goes asks for the same request on a new connection; a send without retries survives that. */
    @Test
    @Tag("B-RETRY-13")
    @Tag("B-REMOTE-12")
    void aBrokerThatSaysGoAwayIsAskedOnceMoreOnANewConnection() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.asyncRetries(0))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.GO_AWAY, "please go away"));
            assertThat(bench.await(bench.send("x")).attempts()).isEqualTo(2);
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.GO_AWAY, "please go away"));
            SendRefusedException failure = bench.awaitFailure(bench.send("y"), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.GO_AWAY);
            assertThat(failure.attempts()).hasSize(2);
        }
    }

    @Test
    @Tag("B-FAULT-01")
    void withoutIsolationOnlyTheRetryAvoidsTheBroker() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1),
                settings -> settings.isolation(Isolation.OFF))) {
            bench.await(bench.send("warm"));
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            int before = bench.observed.attemptsStarted;
            for (int i = 0; i < 10; i++) {
                bench.await(bench.send("m" + i));
            }
            assertThat(bench.observed.attemptsStarted - before)
                    .as("every other send meets the dead broker")
                    .isEqualTo(15);
        }
    }

    @Test
    @Tag("B-FAULT-05")
    void aBrokerThatComesBackIsUsedAgain() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("warm"));
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("down" + i));
            }
            bench.await(bench.cluster.broker("broker-a").server().restartAsync());
            bench.world.runFor(Duration.ofSeconds(11));
            Set<String> used = new LinkedHashSet<>();
            for (int i = 0; i < 8; i++) {
                used.add(bench.await(bench.send("up" + i)).queue().brokerName());
            }
            assertThat(used).containsExactlyInAnyOrder("broker-a", "broker-b");
        }
    }

    @Test
    @Tag("B-LIFE-17")
    void closingWaitsForSendsInFlight() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(400)));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(bench.send("m" + i));
            }
            bench.await(bench.producer.closeAsync());
            assertThat(sends).allSatisfy(send -> assertThat(send).isCompleted());
            assertThat(bench.cluster.journal().requests(RequestCode.UNREGISTER_CLIENT))
                    .hasSize(1);
        }
    }

    @Test
    @Tag("B-LIFE-17")
    void closingGivesEverySendThatIsStillInFlightExactlyOneEnd() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 4),
                settings -> settings.closeTimeout(Duration.ofMillis(700)))) {
            bench.await(bench.send("warm"));
            bench.cluster.broker("broker-a").server().powerOff();
            bench.cluster.broker("broker-b").server().powerOff();
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(bench.send("m" + i));
            }
            bench.world.runFor(Duration.ofMillis(100));
            CompletableFuture<Void> closing = bench.producer.closeAsync();
            bench.awaitFailure(bench.send("too late"), ProducerClosedException.class);
            bench.await(closing);
            for (CompletableFuture<SendResult> send : sends) {
                ProducerClosedException failure = bench.awaitFailure(send, ProducerClosedException.class);
                assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
            }
            assertThat(bench.producer.closeAsync()).isSameAs(closing);
            bench.await(bench.cluster.broker("broker-a").server().restartAsync());
            bench.await(bench.cluster.broker("broker-b").server().restartAsync());
        }
    }

    /** It would wait for itself, for ever. */
    @Test
    @Tag("B-REMOTE-13")
    @Timeout(60)
    void aSendThatWaitsMustNotBeCalledOnTheLoop() {
        try (Bench bench = Bench.of("broker-a")) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            bench.machine.nextLoop().execute(() -> {
                try {
                    bench.producer.send(Message.of("orders", new byte[1]));
                } catch (Exception e) {
                    thrown.complete(e);
                }
            });
            assertThat(bench.await(thrown))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("event loop");
        }
    }

    @Test
    @Tag("B-SEND-08")
    @Tag("B-ASYNC-18")
    @Tag("B-ONEWAY-03")
    void aQueueOfAnotherTopicIsRefusedBeforeAnythingHappens() {
        try (Bench bench = Bench.of("broker-a")) {
            assertThatThrownBy(() -> bench.producer.sendAsync(
                            Message.of("orders", new byte[1]), new MessageQueue("other", "broker-a", 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other@broker-a/0");
        }
    }

    @Test
    @Tag("B-LIFE-03")
    @Tag("B-LIFE-11")
    void brokersHearOfTheProducerSoonAndRegularly() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("1"));
            bench.await(bench.send("2"));
            bench.await(bench.send("3"));
            bench.world.runFor(Duration.ofMillis(20));
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT)).hasSize(2);
            bench.world.runFor(Duration.ofSeconds(30));
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT)).hasSize(4);
            assertThat(bench.cluster.broker("broker-a").producerGroups()).containsKey("pg-orders");
        }
    }
}

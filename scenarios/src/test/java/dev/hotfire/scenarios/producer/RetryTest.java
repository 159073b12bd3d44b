// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows a failed attempt, in either profile, on a virtual clock. */
class RetryTest {
    private static final int FLUSH_DISK_TIMEOUT = ResponseCode.FLUSH_DISK_TIMEOUT;

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2), settings);
    }

    private static void change(Bench bench, UnaryOperator<ProducerConfig.Builder> change) {
        bench.producer.reconfigure(
                change.apply(bench.producer.config().toBuilder()).build());
    }

    private static List<SendRequestHeader> headers(Bench bench) {
        return bench.sends().stream()
                .map(entry -> SendRequestHeader.from(entry.request()))
                .toList();
    }

    @Test
    @Tag("B-RETRY-08")
    void aWeakSuccessIsTheResultUnlessAnotherBrokerIsWanted() {
        try (Bench bench = bench(settings -> settings)) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).storeThenAnswer(FLUSH_DISK_TIMEOUT, "slow disk"));
            SendResult weak = bench.await(bench.send("x"));
            assertThat(weak.status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
            assertThat(bench.sends()).hasSize(1);

            change(bench, settings -> settings.retryWhenNotStored(true));
            SendResult strong = bench.await(bench.send("y"));
            assertThat(strong.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(strong.attempts()).isEqualTo(2);
            assertThat(bench.sends().get(1).server())
                    .isNotEqualTo(bench.sends().get(2).server());
        }
    }

    @Test
    @Tag("B-RETRY-08")
    void ifAllAreWeakTheLastOneIsTheResult() {
        try (Bench bench = bench(settings -> settings.retryWhenNotStored(true))) {
            bench.cluster.rules().add(FaultRule.onSends().storeThenAnswer(FLUSH_DISK_TIMEOUT, "slow disk"));
            SendResult weak = bench.await(bench.send("x"));
            assertThat(weak.status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
            assertThat(weak.attempts()).isEqualTo(3);
            assertThat(weak.queue().brokerName()).isEqualTo(bench.sends().get(2).server());
        }
    }

    /** Whatever becomes of the attempt for a better copy, the first one is there. */
    @Test
    @Tag("B-RETRY-09")
    void aWeakSuccessIsReturnedWhenWhatFollowsFails() {
        try (Bench bench = bench(settings -> settings.retryWhenNotStored(true).asyncRetries(1))) {
            bench.cluster.rules().add(FaultRule.onSends().nth(1).storeThenAnswer(FLUSH_DISK_TIMEOUT, "slow disk"));
            bench.cluster.rules().add(FaultRule.onSends().nth(2).answer(ResponseCode.MESSAGE_ILLEGAL, "illegal"));
            bench.cluster.rules().add(FaultRule.onSends().nth(3).storeThenAnswer(FLUSH_DISK_TIMEOUT, "slow disk"));
            bench.cluster.rules().add(FaultRule.onSends().nth(4).silent());
            for (int i = 0; i < 2; i++) {
                long before = bench.machine.clock().nanoTime();
                SendResult weak = bench.await(bench.send("x"));
                assertThat(weak.status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
                assertThat(weak.queue().brokerName())
                        .isEqualTo(bench.sends().get(2 * i).server());
                assertThat(weak.queueOffset()).isZero();
                assertThat(bench.machine.clock().nanoTime() - before).isLessThanOrEqualTo(3_000_000_000L);
            }
            assertThat(bench.sends()).hasSize(4);
        }
    }

    @Test
    @Tag("B-RETRY-05")
    void anAttemptHasNoMoreThanItsLimitUnlessItIsTheLast() {
        try (Bench bench = bench(
                settings -> settings.sendTimeout(Duration.ofMillis(800)).attemptTimeout(Duration.ofMillis(200)))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            SendTimeoutException failure = bench.awaitFailure(bench.send("x"), SendTimeoutException.class);
            assertThat(failure.attempts())
                    .extracting(attempt -> attempt.tookNanos() / 1_000_000)
                    .containsExactly(200L, 200L, 400L);
            assertThat(failure.elapsed()).isEqualTo(Duration.ofMillis(800));
        }
    }

    /**
     * Officially the normal timeout of a synchronous send is a "too much request" without a cause, and that of an
     * asynchronous one comes a second late and without a code.
     */
    @ParameterizedTest
    @EnumSource
    @Tag("B-RETRY-07")
    @Tag("B-ASYNC-11")
    @Tag("B-ASYNC-07")
    @Tag("B-SEND-04")
    void aTimeoutIsATimeoutOnTimeWithItsLastCause(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            SendTimeoutException failure = bench.awaitFailure(bench.send("x"), SendTimeoutException.class);
            assertThat(failure.elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(failure).hasCauseInstanceOf(IOException.class).hasMessageContaining("no answer within");
            assertThat(failure.attempts())
                    .hasSize(profile == Profile.DEFAULT ? 3 : 1)
                    .allSatisfy(attempt -> {
                        assertThat(attempt.brokerAddress()).isNotEmpty();
                        assertThat(attempt.outcome().failure()).contains("no answer within");
                    });
        }
    }

    /** A broker's code, no connection, a lost one, no answer: callers can tell them apart (B-RETRY-06). */
    @Test
    @Tag("B-RETRY-06")
    void failuresSayWhatTheyAreAndNameTheAttempts() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(3).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendRefusedException busy = bench.awaitFailure(bench.send("x"), SendRefusedException.class);
            assertThat(busy.responseCode()).isEqualTo(ResponseCode.SYSTEM_BUSY);
            assertThat(busy.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
            assertThat(busy)
                    .hasMessageContaining("broker-a")
                    .hasMessageContaining("broker-b")
                    .hasMessageContaining("topic orders");

            bench.cluster.rules().clear();
            bench.cluster.rules().add(FaultRule.onSends().first(3).closeBefore());
            ConnectionFailedException lost = bench.awaitFailure(bench.send("y"), ConnectionFailedException.class);
            assertThat(lost.isBroken()).isTrue();

            bench.cluster
                    .brokers()
                    .forEach(broker -> bench.await(broker.server().crashAsync()));
            bench.world.runFor(Duration.ofMillis(10));
            ConnectionFailedException none = bench.awaitFailure(bench.send("z"), ConnectionFailedException.class);
            assertThat(none.isBroken()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("B-ASYNC-06")
    @Tag("B-RETRY-02")
    @Tag("B-RETRY-03")
    void answersAreRetriedInAsynchronousSendsToButNotOfficially(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            CompletableFuture<SendResult> send = bench.send("x");
            if (profile == Profile.DEFAULT) {
                assertThat(bench.await(send).attempts()).isEqualTo(2);
            } else {
                assertThat(bench.awaitFailure(send, SendRefusedException.class).attempts())
                        .hasSize(1);
            }
        }
    }

    /** Until the next reading of the route, officially every send to such a queue fails. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-RETRY-03")
    void aQueueThatIsGoneCostsNoMessageButOfficially(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            bench.await(bench.send("warm"));
            bench.cluster.writeQueues("orders", "broker-a", 1);
            bench.cluster.readQueues("orders", "broker-a", 1);
            // One for each queue that the route still has.
            List<CompletableFuture<SendResult>> sends =
                    Stream.of("a", "b", "c", "d").map(bench::send).toList();
            assertThat(bench.world.runUntil(
                            () -> sends.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(3)))
                    .isTrue();
            List<CompletableFuture<SendResult>> failed = sends.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .toList();
            assertThat(failed).hasSize(profile == Profile.DEFAULT ? 0 : 1);
            for (CompletableFuture<SendResult> send : failed) {
                assertThat(bench.awaitFailure(send, SendRefusedException.class).responseCode())
                        .isEqualTo(ResponseCode.INVALID_PARAMETER);
            }
        }
    }

    /** On no other broker is it there either: the route is read while the send tries the next one. */
    @Test
    @Tag("B-RETRY-03")
    void whereAllQueuesButOneAreGoneTheRouteIsReadInTime() {
        try (Bench bench = new Bench(builder -> builder.brokers("broker-a").topic("orders", 8), settings -> settings)) {
            bench.await(bench.send("warm"));
            bench.world.runFor(Duration.ofSeconds(1));
            bench.cluster.writeQueues("orders", "broker-a", 1);
            bench.cluster.readQueues("orders", "broker-a", 1);
            List<CompletableFuture<SendResult>> sends =
                    Stream.of("a", "b", "c", "d", "e").map(bench::send).toList();
            for (CompletableFuture<SendResult> send : sends) {
                assertThat(bench.await(send).queue().queueId()).isZero();
            }
        }
    }

    @Test
    @Tag("B-RETRY-03")
    void theRetriedCodesCanBeExtendedWhileTheProducerRuns() {
        try (Bench bench = bench(settings -> settings)) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.FLOW_CONTROL, "slowly"));
            bench.awaitFailure(bench.send("x"), SendRefusedException.class);
            Set<Integer> codes = new TreeSet<>(bench.producer.config().retriedCodes());
            codes.add(ResponseCode.FLOW_CONTROL);
            change(bench, settings -> settings.retriedCodes(codes));
            assertThat(bench.await(bench.send("y")).attempts()).isEqualTo(2);
        }
    }

    /** Officially an asynchronous retry names the queue and the broker of the first attempt, and may go to a name server. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-ASYNC-09")
    @Tag("B-ASYNC-10")
    @Tag("B-SEND-05")
    @Tag("B-RETRY-10")
    void eachAttemptNamesItsOwnQueueBrokerAndTimeButTheSameMessage(Profile profile) {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2),
                settings -> settings.profile(profile))) {
            bench.cluster.writeQueues("orders", "broker-b", 1);
            bench.await(bench.send("warm"));
            for (int i = 0; i < 6; i++) {
                bench.cluster.journal().clear();
                bench.cluster.rules().clear();
                bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenClose());
                SendResult result = bench.await(bench.send("x"));
                List<SendRequestHeader> headers = headers(bench);
                assertThat(headers).hasSize(2);
                for (int attempt = 0; attempt < 2; attempt++) {
                    JournalEntry entry = bench.sends().get(attempt);
                    assertThat(headers.get(attempt).brokerName()).isEqualTo(entry.server());
                    assertThat(headers.get(attempt).queueId())
                            .isBetween(0, entry.server().equals("broker-b") ? 0 : 1);
                }
                assertThat(bench.sends().get(0).server())
                        .isNotEqualTo(bench.sends().get(1).server());
                assertThat(headers.get(1).bornTimestamp())
                        .isGreaterThan(headers.get(0).bornTimestamp());
                assertThat(headers.get(0).properties()).isEqualTo(headers.get(1).properties());
                assertThat(bench.cluster.storedWithUniqueKey(result.messageId()))
                        .as("stored twice, under one key")
                        .hasSize(2);
            }
            assertThat(bench.sends()).noneMatch(entry -> entry.server().startsWith("namesrv"));
        }
    }

    /** Officially a second attempt says 0, because the first one took the count out of the message. */
    @Test
    @Tag("B-SEND-06")
    void eachAttemptSaysHowOftenAMessageWasConsumedInVain() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("%RETRY%cg", 1), settings -> settings)) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            Message again = Message.builder("%RETRY%cg")
                    .body(new byte[] {1})
                    .system(PropertyNames.RECONSUME_TIME, "3")
                    .system(PropertyNames.MAX_RECONSUME_TIMES, "16")
                    .build();
            bench.await(bench.producer.sendAsync(again));
            assertThat(headers(bench)).hasSize(3).allSatisfy(header -> {
                assertThat(header.reconsumeTimes()).isEqualTo(3);
                assertThat(header.maxReconsumeTimes()).isEqualTo(16);
                assertThat(MessageProperties.decode(header.properties()))
                        .containsAllEntriesOf(Map.of("RECONSUME_TIME", "3", "MAX_RECONSUME_TIMES", "16"));
            });
            bench.await(bench.producer.sendAsync(Message.of("%RETRY%cg", new byte[] {1})));
            assertThat(headers(bench).get(3).reconsumeTimes()).isZero();
            assertThat(headers(bench).get(3).maxReconsumeTimes()).isNull();
        }
    }

    @Test
    @Tag("B-RETRY-11")
    void eachAttemptNamesTheTopicWithItsNamespace() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("MQ_INST_1_2%orders", 1),
                settings -> settings.namespace(Namespace.prefix("MQ_INST_1_2")))) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendResult result = bench.await(bench.send("x"));
            assertThat(result.queue().topic()).isEqualTo("orders");
            assertThat(headers(bench))
                    .hasSize(3)
                    .extracting(SendRequestHeader::topic)
                    .containsOnly("MQ_INST_1_2%orders");
        }
    }

    /** Only an asynchronous send tries a chosen queue again, and only officially. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-ASYNC-08")
    @Tag("B-SELECT-10")
    void aChosenQueueIsNeverExchanged(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            bench.await(bench.send("warm"));
            bench.cluster.journal().clear();
            bench.cluster.rules().add(FaultRule.onSends().closeBefore());
            MessageQueue chosen = new MessageQueue("orders", "broker-b", 1);
            ConnectionFailedException failure = bench.awaitFailure(
                    bench.producer.sendAsync(Message.of("orders", new byte[] {1}), chosen),
                    ConnectionFailedException.class);
            assertThat(failure.attempts())
                    .hasSize(profile == Profile.DEFAULT ? 1 : 3)
                    .extracting(Attempt::queue)
                    .containsOnly(chosen);
        }
    }

    /** They were copied when the producer was constructed, so that setters did nothing. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-FAULT-13")
    @Tag("B-FAULT-01")
    void whetherAndForHowLongBrokersAreAvoidedCanChange(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile).isolation(Isolation.OFF))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().server("broker-a").closeBefore());
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("x"));
            }
            assertThat(bench.observed.isolations).as("off: nothing is kept").isEmpty();

            change(bench, settings -> settings.isolation(Isolation.TABLE)
                    .latencyTable(LatencyTable.ofMillis(new long[] {10_000}, new long[] {70})));
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("x"));
            }
            assertThat(bench.observed.isolations).containsExactly("isolated broker-a");
            bench.world.runFor(Duration.ofMillis(71));
            assertThat(bench.observed.isolations).containsExactly("isolated broker-a", "released broker-a");

            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("x"));
            }
            assertThat(bench.observed.isolations).hasSize(3);
            bench.world.runFor(Duration.ofMillis(71));

            change(
                    bench,
                    settings -> settings.latencyTable(LatencyTable.ofMillis(new long[] {10_000}, new long[] {500})));
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("x"));
            }
            assertThat(bench.observed.isolations).hasSize(5);
            bench.world.runFor(Duration.ofMillis(400));
            assertThat(bench.observed.isolations).as("half a second now").hasSize(5);
            change(bench, settings -> settings.isolation(Isolation.OFF));
            bench.world.runFor(Duration.ofMillis(1));
            assertThat(bench.observed.isolations).last().isEqualTo("released broker-a");
        }
    }

    @Test
    @Tag("B-FAULT-01")
    void theDefaultOfTheProfileCounts() {
        ProducerConfig.Builder builder = ProducerConfig.builder("pg").nameServers("127.0.0.1:9876");
        assertThat(builder.build().isolation()).isEqualTo(Isolation.TABLE);
        ProducerConfig compatible = builder.profile(Profile.COMPATIBLE).build();
        assertThat(compatible.isolation()).isEqualTo(Isolation.OFF);
        assertThat(compatible.toBuilder().profile(Profile.DEFAULT).build().isolation())
                .isEqualTo(Isolation.TABLE);
        assertThat(builder.isolation(Isolation.TABLE).build().isolation()).isEqualTo(Isolation.TABLE);
    }

    /** Each producer judges for itself. */
    @Test
    @Tag("B-FAULT-14")
    void whatOneProducerAvoidsAnotherMayUse() {
        try (Bench bench = bench(settings -> settings)) {
            Bench.Observed seen = new Bench.Observed();
            Producer other = Hotfire.start(
                    ProducerConfig.builder("pg-other")
                            .nameServers(bench.cluster.nameServerAddresses())
                            .observer(seen)
                            .build(),
                    bench.world.machine("other"));
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().producerGroup("pg-orders").first(1).closeBefore());
            bench.await(bench.send("x"));
            for (int i = 0; i < 8; i++) {
                bench.await(other.sendAsync(Message.of("orders", new byte[] {1})));
            }
            assertThat(bench.observed.isolations).hasSize(1);
            assertThat(seen.isolations).isEmpty();
            bench.await(other.closeAsync());
        }
    }

    /** Our table lets a broker back as soon as it answers in time; officially a success changes nothing (B-FAULT-05). */
    @Test
    @Tag("B-FAULT-05")
    @Tag("B-FAULT-08")
    void inTheDefaultProfileAGoodAnswerEndsAnIsolation() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("warm"));
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().server("broker-a").first(1).answer(ResponseCode.SYSTEM_BUSY, ""));
            while (bench.observed.isolations.isEmpty()) {
                bench.await(bench.send("x"));
            }
            bench.await(bench.producer.sendAsync(
                    Message.of("orders", new byte[] {1}), new MessageQueue("orders", "broker-a", 0)));
            assertThat(bench.observed.isolations).containsExactly("isolated broker-a", "released broker-a");
        }
    }

    /** Officially nobody hears of a one-way send's failure. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-ONEWAY-01")
    @Tag("B-ONEWAY-02")
    void aOnewaySendTellsWhatItKnows(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            Message message = Message.of("orders", new byte[] {1});
            bench.await(bench.producer.sendOneway(message));
            bench.world.runFor(Duration.ofMillis(5));
            assertThat(bench.sends())
                    .hasSize(1)
                    .allSatisfy(entry -> assertThat(entry.request().isOneway()).isTrue());
            bench.cluster
                    .brokers()
                    .forEach(broker -> bench.await(broker.server().crashAsync()));
            bench.world.runFor(Duration.ofMillis(10));
            SendException failure =
                    bench.awaitFailure(bench.producer.sendOneway(message), ConnectionFailedException.class);
            assertThat(failure.attempts()).hasSize(1);
        }
    }

    /** No pool of its own stands between the caller and the loop, and nothing of the send is done before it returns. */
    @Test
    @Tag("B-ASYNC-01")
    void anAsynchronousSendReturnsBeforeAnybodyIsAsked() {
        try (Bench bench = bench(settings -> settings)) {
            CompletableFuture<SendResult> send = bench.send("x");
            assertThat(send).isNotDone();
            assertThat(bench.cluster.journal().entries()).isEmpty();
            assertThat(bench.await(send).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** Officially the callback comes first, and so sends again to the broker that was just too slow. */
    @Test
    @Tag("B-ASYNC-14")
    void whoIsToldKnowsWhatItSaysAboutTheBroker() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofMillis(700)));
            List<String> known = new ArrayList<>();
            bench.await(bench.send("slow").thenRun(() -> known.addAll(bench.observed.isolations)));
            assertThat(known).hasSize(1);
        }
    }

    /** Officially checking an explicit queue's send costs time that is not counted. */
    @ParameterizedTest
    @EnumSource
    @Tag("B-SEND-09")
    void oneDeadlineBoundsASendToAChosenQueueFromItsCallOn(Profile profile) {
        try (Bench bench = bench(settings -> settings.profile(profile))) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            long before = bench.machine.clock().nanoTime();
            SendTimeoutException failure = bench.awaitFailure(
                    bench.producer.sendAsync(
                            Message.of("orders", new byte[] {1}), new MessageQueue("orders", "broker-a", 0)),
                    SendTimeoutException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isEqualTo(3_000_000_000L);
            assertThat(failure.attempts()).as("the route took its time, too").hasSize(1);
        }
    }
}

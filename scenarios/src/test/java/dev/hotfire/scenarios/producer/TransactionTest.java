// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.LocalTransaction;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions on a virtual clock: the half message, its end, and the broker's questions. */
class TransactionTest {
    private static final String BROKER = "broker-a";

    /** Remembers what it was asked and answers as it is told. */
    private static final class Checker implements TransactionChecker {
        final List<StoredMessage> asked = new ArrayList<>();
        TransactionChecker answer = half -> TransactionState.UNKNOWN;

        @Override
        public TransactionState check(StoredMessage half) throws Exception {
            asked.add(half);
            return answer.check(half);
        }
    }

    private final Checker checker = new Checker();

    private Bench bench() {
        return bench(settings -> settings);
    }

    private Bench bench(UnaryOperator<ProducerConfig.Builder> more) {
        return new Bench(
                builder -> builder.brokers(BROKER).topic("orders", 2),
                settings -> more.apply(settings.transactionChecker(checker)));
    }

    private static Message message(String body) {
        return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
    }

    private static CompletableFuture<TransactionResult> sendAsync(Bench bench, LocalTransaction local) {
        return bench.producer.sendInTransactionAsync(message("hello"), local);
    }

    private static TransactionResult send(Bench bench, LocalTransaction local) {
        TransactionResult result = bench.await(sendAsync(bench, local));
        bench.world.runFor(Duration.ofMillis(10)); // The end of the transaction is on its way.
        return result;
    }

    private static List<StoredMessage> visible(Bench bench) {
        return bench.cluster.stored("orders");
    }

    private static List<StoredMessage> halves(Bench bench) {
        return bench.cluster.broker(BROKER).halfMessages();
    }

    private static List<EndTransactionHeader> ends(Bench bench) {
        return endRequests(bench).stream().map(EndTransactionHeader::from).toList();
    }

    private static List<Frame> endRequests(Bench bench) {
        return bench.cluster.journal().requests(RequestCode.END_TRANSACTION).stream()
                .map(JournalEntry::request)
                .toList();
    }

    private static int check(Bench bench) {
        int asked = bench.cluster.broker(BROKER).checkTransactions();
        bench.world.runFor(Duration.ofMillis(10));
        return asked;
    }

    /** B-TXN-03, -04, -06 and W-16.1. */
    @Test
    @Tag("B-TXN-03")
    @Tag("B-TXN-04")
    @Tag("B-TXN-06")
    void aCommittedMessageBecomesVisibleOnlyAfterItsLocalTransaction() {
        try (Bench bench = bench()) {
            List<String> ids = new ArrayList<>();
            TransactionResult result = send(bench, transactionId -> {
                ids.add(transactionId);
                assertThat(visible(bench)).isEmpty();
                assertThat(halves(bench)).extracting(StoredMessage::messageId).containsExactly(transactionId);
                return TransactionState.COMMIT;
            });

            assertThat(result.state()).isEqualTo(TransactionState.COMMIT);
            assertThat(result.failure()).isNull();
            assertThat(ids).containsExactly(result.half().messageId());
            assertThat(visible(bench)).singleElement().satisfies(stored -> {
                assertThat(stored.messageId()).isEqualTo(result.half().messageId());
                assertThat(new String(stored.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
                assertThat(stored.queueId()).isEqualTo(result.half().queue().queueId());
            });
            assertThat(halves(bench)).isEmpty();

            Frame sent = bench.sends().get(0).request();
            SendRequestHeader half = SendRequestHeader.from(sent);
            assertThat(half.sysFlag() & SysFlag.TRANSACTION_MASK).isEqualTo(SysFlag.TRANSACTION_PREPARED);
            assertThat(MessageProperties.decode(half.properties()))
                    .containsEntry(PropertyNames.TRAN_MSG, "true")
                    .containsEntry(PropertyNames.PRODUCER_GROUP, "pg-orders");
            assertThat(endRequests(bench)).singleElement().satisfies(frame -> {
                assertThat(frame.isOneway()).isTrue();
                assertThat(frame.remark()).isNull();
            });
            assertThat(ends(bench))
                    .containsExactly(new EndTransactionHeader(
                            "orders",
                            "pg-orders",
                            result.half().queueOffset(),
                            0,
                            SysFlag.TRANSACTION_COMMIT,
                            false,
                            result.half().messageId(),
                            result.half().transactionId(),
                            BROKER));
        }
    }

    /** B-TXN-06. */
    @Test
    @Tag("B-TXN-06")
    void aMessageThatIsRolledBackIsNeverSeenAndNeverAskedAbout() {
        try (Bench bench = bench()) {
            TransactionResult result = send(bench, id -> TransactionState.ROLLBACK);
            assertThat(result.state()).isEqualTo(TransactionState.ROLLBACK);
            assertThat(visible(bench)).isEmpty();
            assertThat(halves(bench)).isEmpty();
            assertThat(check(bench)).isZero();
        }
    }

    /** B-TXN-09, -11: what the local transaction left open, the checker decides. */
    @ParameterizedTest
    @EnumSource(TransactionState.class)
    @Tag("B-TXN-06")
    @Tag("B-TXN-09")
    @Tag("B-TXN-11")
    void anUnknownEndIsDecidedByTheChecker(TransactionState decision) {
        try (Bench bench = bench()) {
            TransactionResult result = send(bench, id -> TransactionState.UNKNOWN);
            assertThat(result.state()).isEqualTo(TransactionState.UNKNOWN);
            StoredMessage half = halves(bench).get(0);

            checker.answer = asked -> decision;
            assertThat(check(bench)).isEqualTo(1);

            assertThat(checker.asked).singleElement().satisfies(asked -> {
                assertThat(asked.topic()).isEqualTo("orders");
                assertThat(asked.queueId()).isEqualTo(result.half().queue().queueId());
                assertThat(asked.messageId()).isEqualTo(result.half().messageId());
                assertThat(new String(asked.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
            });
            assertThat(visible(bench)).hasSize(decision == TransactionState.COMMIT ? 1 : 0);
            assertThat(halves(bench)).hasSize(decision == TransactionState.UNKNOWN ? 1 : 0);
            assertThat(ends(bench)).hasSize(2);
            assertThat(ends(bench).get(1)).satisfies(end -> {
                assertThat(end.fromTransactionCheck()).isTrue();
                assertThat(end.topic()).isEqualTo("RMQ_SYS_TRANS_HALF_TOPIC");
                assertThat(end.producerGroup()).isEqualTo("pg-orders");
                assertThat(end.tranStateTableOffset()).isEqualTo(half.queueOffset());
                assertThat(end.commitLogOffset()).isEqualTo(half.commitLogOffset());
                assertThat(end.msgId()).isEqualTo(result.half().messageId());
                assertThat(end.transactionId()).isEqualTo(result.half().messageId());
                assertThat(end.brokerName()).isEqualTo(BROKER);
            });
        }
    }

    /** B-TXN-04. */
    @Test
    @Tag("B-TXN-04")
    void aLocalTransactionThatThrowsIsUnknownAndTheBrokerHearsWhy() {
        try (Bench bench = bench()) {
            IllegalStateException cause = new IllegalStateException("disk full " + "!".repeat(5_000));
            TransactionResult result = send(bench, id -> {
                throw cause;
            });
            assertThat(result.state()).isEqualTo(TransactionState.UNKNOWN);
            assertThat(result.failure()).isSameAs(cause);
            assertThat(ends(bench))
                    .extracting(EndTransactionHeader::commitOrRollback)
                    .containsExactly(0);
            assertThat(endRequests(bench).get(0).remark())
                    .startsWith("executeLocalTransactionBranch exception: java.lang.IllegalStateException: disk full")
                    .hasSizeLessThan(2_000);
            assertThat(halves(bench)).hasSize(1);
        }
    }

    /** An error is nothing to go on with, but its transaction ends like any. */
    @Test
    void anErrorInALocalTransactionIsUnknownAndReachesTheCaller() {
        try (Bench bench = bench()) {
            CompletableFuture<TransactionResult> sent = sendAsync(bench, id -> {
                throw new AssertionError("broken");
            });
            assertThat(bench.world.runUntil(sent::isDone, Duration.ofSeconds(5)))
                    .isTrue();
            assertThatThrownBy(sent::join).hasCauseInstanceOf(AssertionError.class);
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(ends(bench))
                    .extracting(EndTransactionHeader::commitOrRollback)
                    .containsExactly(0);
        }
    }

    /** B-TXN-04. */
    @Test
    @SuppressWarnings("NullAway") // That is what is tested.
    @Tag("B-TXN-04")
    void aLocalTransactionThatSaysNothingIsUnknown() {
        try (Bench bench = bench()) {
            TransactionResult result = send(bench, id -> null);
            assertThat(result.state()).isEqualTo(TransactionState.UNKNOWN);
            assertThat(ends(bench))
                    .extracting(EndTransactionHeader::commitOrRollback)
                    .containsExactly(0);
        }
    }

    /** B-TXN-11: the official client sends no answer at all when its checker returns null. */
    @Test
    @SuppressWarnings("NullAway") // That is what is tested.
    @Tag("B-TXN-11")
    void aCheckerThatSaysNothingStillAnswersUnknown() {
        try (Bench bench = bench()) {
            send(bench, id -> TransactionState.UNKNOWN);
            checker.answer = half -> null;
            check(bench);
            assertThat(ends(bench)).hasSize(2);
            assertThat(ends(bench).get(1).commitOrRollback()).isZero();
        }
    }

    /** B-TXN-11. */
    @Test
    @Tag("B-TXN-11")
    void aCheckerThatThrowsAnswersUnknownAndSaysWhy() {
        try (Bench bench = bench()) {
            send(bench, id -> TransactionState.UNKNOWN);
            checker.answer = half -> {
                throw new IllegalStateException("no database");
            };
            check(bench);
            assertThat(ends(bench).get(1).commitOrRollback()).isZero();
            assertThat(endRequests(bench).get(1).remark())
                    .isEqualTo("checkLocalTransactionState Exception: java.lang.IllegalStateException: no database");
            // And it is asked again, and may know by then.
            checker.answer = half -> TransactionState.COMMIT;
            check(bench);
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** B-TXN-05. */
    @Test
    @Tag("B-TXN-05")
    void aHalfMessageThatIsNotSafeIsRolledBackWithoutALocalTransaction() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).alter(answer -> Frame.response(
                            answer, ResponseCode.SLAVE_NOT_AVAILABLE)
                    .fields(answer.extFields())
                    .build()));
            TransactionResult result = send(bench, id -> {
                throw new AssertionError("must not run");
            });
            assertThat(result.half().status()).isEqualTo(SendStatus.SLAVE_NOT_AVAILABLE);
            assertThat(result.state()).isEqualTo(TransactionState.ROLLBACK);
            assertThat(halves(bench)).isEmpty();
            assertThat(visible(bench)).isEmpty();
        }
    }

    /** B-TXN-03. */
    @Test
    @Tag("B-TXN-03")
    void withoutAHalfMessageThereIsNoLocalTransaction() {
        try (Bench bench = bench()) {
            CompletableFuture<TransactionResult> sent =
                    bench.producer.sendInTransactionAsync(Message.of("nowhere", new byte[1]), id -> {
                        throw new AssertionError("must not run");
                    });
            SendException failure = bench.awaitFailure(sent, NoRouteException.class);
            assertThat(failure.attempts()).isEmpty();
            assertThat(ends(bench)).isEmpty();
        }
    }

    /** B-TXN-03: a retry makes a second half message; the first one's fate is the checker's. */
    @Test
    @Tag("B-TXN-03")
    void aHalfMessageWhoseAnswerWasLostIsLeftToTheChecker() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenReset());
            TransactionResult result = send(bench, id -> TransactionState.COMMIT);
            assertThat(result.half().attempts()).isEqualTo(2);
            assertThat(visible(bench)).hasSize(1);
            assertThat(halves(bench))
                    .extracting(StoredMessage::messageId)
                    .containsExactly(result.half().messageId());
            checker.answer = half -> TransactionState.ROLLBACK;
            check(bench);
            assertThat(halves(bench)).isEmpty();
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** The end is sent once and not answered, so it may get lost. */
    @Test
    void anEndThatGotLostIsAskedFor() {
        try (Bench bench = bench()) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.END_TRANSACTION).first(1).silent());
            send(bench, id -> TransactionState.COMMIT);
            assertThat(halves(bench)).hasSize(1);
            checker.answer = half -> TransactionState.COMMIT;
            check(bench);
            assertThat(visible(bench)).hasSize(1);
            assertThat(halves(bench)).isEmpty();
        }
    }

    /** B-TXN-07, B-REMOTE-20: the official client sends the end to a name server when it no longer knows the broker. */
    @Test
    @Tag("B-TXN-07")
    void theEndGoesToTheBrokerEvenWhenItsRouteIsGone() {
        try (Bench bench = bench(settings -> settings.routeRefresh(Duration.ofMillis(200)))) {
            send(bench, id -> TransactionState.COMMIT);
            bench.cluster.unlist(BROKER);
            bench.world.runFor(Duration.ofSeconds(2)); // Long enough for the route to be read again.
            send(bench, id -> TransactionState.COMMIT);
            assertThat(visible(bench)).hasSize(2);
            assertThat(bench.cluster.journal().requests(RequestCode.END_TRANSACTION))
                    .extracting(JournalEntry::server)
                    .containsOnly(BROKER);
        }
    }

    /** The broker was down when the end was to be told, and came back with its log: the end goes where it is now. */
    @Test
    void theEndIsToldOverANewConnectionIfTheOldOneBroke() {
        try (Bench bench = bench()) {
            send(bench, id -> {
                bench.cluster.broker(BROKER).server().connections().forEach(connection -> connection.reset());
                return TransactionState.COMMIT;
            });
            bench.world.runFor(Duration.ofSeconds(1));
            if (visible(bench).isEmpty()) {
                // It was on its way when the connection broke: lost, and nobody noticed. That is what checks are for.
                checker.answer = half -> TransactionState.COMMIT;
                bench.world.runFor(Duration.ofSeconds(31)); // The next heartbeat makes the group known again.
                assertThat(check(bench)).isEqualTo(1);
            }
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** B-HEART-01, B-TXN-09: a producer that sends nothing must still be found by a broker that comes back. */
    @Test
    @Tag("B-HEART-01")
    void anIdleProducerIsFoundAgainByABrokerThatRestarted() {
        try (Bench bench = bench()) {
            send(bench, id -> TransactionState.UNKNOWN);
            bench.await(bench.cluster.broker(BROKER).server().crashAsync());
            bench.world.runFor(Duration.ofSeconds(5));
            bench.await(bench.cluster.broker(BROKER).server().restartAsync());
            bench.world.runFor(Duration.ofSeconds(61));
            checker.answer = half -> TransactionState.COMMIT;
            assertThat(check(bench)).isEqualTo(1);
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** B-TXN-09. */
    @Test
    @Tag("B-TXN-09")
    void aCheckForAnotherGroupOrWithoutAMessageIsIgnored() {
        try (Bench bench = bench()) {
            send(bench, id -> TransactionState.UNKNOWN);
            StoredMessage half = halves(bench).get(0);
            StoredMessage foreign = new StoredMessage(
                    half.topic(),
                    0,
                    0,
                    0,
                    0,
                    half.sysFlag(),
                    0,
                    half.bornHost(),
                    0,
                    half.storeHost(),
                    0,
                    0,
                    half.body(),
                    Map.of(PropertyNames.PRODUCER_GROUP, "pg-others"));
            for (byte[] body : List.of(foreign.encode(), new byte[] {1, 2, 3})) {
                bench.cluster
                        .broker(BROKER)
                        .server()
                        .connections()
                        .get(0)
                        .push(new CheckTransactionStateHeader("t", 0, 0, "m", "m", "o", BROKER)
                                .writeTo(Frame.request(RequestCode.CHECK_TRANSACTION_STATE))
                                .body(body));
            }
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(checker.asked).isEmpty();
            assertThat(ends(bench)).hasSize(1);
            assertThat(check(bench)).as("the connection is still good").isEqualTo(1);
            assertThat(checker.asked).hasSize(1);
        }
    }

    /** B-TXN-12: in the official client such a check ends in a null error. */
    @Test
    @Tag("B-TXN-12")
    void aProducerWithoutACheckerIgnoresChecksAndSendsOn() {
        try (Bench bench = Bench.of(BROKER)) {
            bench.await(bench.send("warm"));
            bench.cluster
                    .broker(BROKER)
                    .server()
                    .connections()
                    .get(0)
                    .push(new CheckTransactionStateHeader("t", 0, 0, "m", "m", "o", BROKER)
                            .writeTo(Frame.request(RequestCode.CHECK_TRANSACTION_STATE)));
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(ends(bench)).isEmpty();
            assertThat(bench.await(bench.send("x")).attempts()).isEqualTo(1);
        }
    }

    /** B-TXN-01. */
    @Test
    @Tag("B-TXN-01")
    void withoutACheckerThereAreNoTransactions() {
        try (Bench bench = Bench.of(BROKER)) {
            assertThatThrownBy(() -> sendAsync(bench, id -> TransactionState.COMMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transactionChecker");
            assertThat(bench.sends()).isEmpty();
        }
    }

    /** B-TXN-02: 4.x silently drops the delay, 5.5 refuses it. */
    @ParameterizedTest
    @ValueSource(strings = {"DELAY", "TIMER_DELAY_MS", "TIMER_DELAY_SEC", "TIMER_DELIVER_MS"})
    @Tag("B-TXN-02")
    void aDelayedMessageCantBePartOfATransaction(String property) {
        try (Bench bench = bench()) {
            Message delayed = Message.builder("orders")
                    .body(new byte[1])
                    .system(property, "3")
                    .build();
            assertThatThrownBy(() -> bench.producer.sendInTransactionAsync(delayed, id -> TransactionState.COMMIT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(property);
            assertThat(bench.sends()).isEmpty();
        }
    }

    /** The transaction bits and those of compression share one flag (W-15). */
    @Test
    void aLargeHalfMessageIsCompressedAndTheCheckerSeesItPlain() {
        try (Bench bench = bench()) {
            byte[] body = new byte[100_000];
            bench.await(
                    bench.producer.sendInTransactionAsync(Message.of("orders", body), id -> TransactionState.UNKNOWN));
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(halves(bench).get(0).body()).hasSizeLessThan(1_000);
            checker.answer = half -> TransactionState.COMMIT;
            check(bench);
            assertThat(checker.asked.get(0).body()).isEqualTo(body);
            StoredMessage committed = visible(bench).get(0);
            assertThat(SysFlag.transaction(committed.sysFlag())).isEqualTo(SysFlag.TRANSACTION_COMMIT);
            assertThat(committed.decompressed(body.length).body()).isEqualTo(body);
        }
    }

    /** A broker that does not let anybody in keeps the transaction's place for as long as a send may take, no longer. */
    @Test
    @Tag("B-TXN-08")
    void theEndHasTheTimeOfASend() {
        UnaryOperator<ProducerConfig.Builder> settings = builder -> builder.maxInFlight(1)
                .asyncRetries(0)
                .sendTimeout(Duration.ofSeconds(2))
                .routeRefresh(Duration.ofMillis(100));
        try (Bench bench = bench(settings)) {
            SimulatedMachine silent = bench.world.machine("silent");
            silent.reachable(false);
            bench.await(bench.send("warm"));
            // While the half message waits for its answer, its broker moves to where nobody answers.
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofMillis(500)));
            CompletableFuture<TransactionResult> sent = sendAsync(bench, id -> TransactionState.COMMIT);
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .alter(answer -> withMaster(answer, silent.host() + ":10911")));
            bench.await(sent);
            bench.world.runFor(Duration.ofMillis(1_900));
            bench.awaitFailure(bench.send("x"), TooManyInFlightException.class);
            bench.world.runFor(Duration.ofMillis(200));
            CompletableFuture<SendResult> next = bench.send("y");
            bench.awaitFailure(next, ConnectionFailedException.class); // Let in, though there is nobody to take it.
            assertThat(ends(bench)).isEmpty();
        }
    }

    private static Frame withMaster(Frame answer, String address) {
        TopicRoute route = RouteCodec.decode(answer.body());
        BrokerData broker = route.brokerDatas().get(0);
        BrokerData moved = new BrokerData(
                broker.cluster(),
                broker.brokerName(),
                new TreeMap<>(Map.of(BrokerData.MASTER_ID, address)),
                broker.zoneName(),
                broker.enableActingMaster());
        TopicRoute changed =
                new TopicRoute(route.orderTopicConf(), route.queueDatas(), List.of(moved), route.queueMappings());
        return answer.toBuilder().body(RouteCodec.encode(changed, true)).build();
    }

    @Test
    void aTransactionKeepsItsPlaceInFlightUntilItsEndIsTold() {
        try (Bench bench = bench(settings -> settings.maxInFlight(1))) {
            List<CompletableFuture<?>> inside = new ArrayList<>();
            send(bench, id -> {
                inside.add(bench.send("x"));
                return TransactionState.COMMIT;
            });
            bench.awaitFailure(inside.get(0), TooManyInFlightException.class);
            assertThat(bench.await(bench.send("y")).status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    @Test
    void closingWaitsForTheEndOfATransaction() {
        try (Bench bench = bench()) {
            List<@Nullable CompletableFuture<Void>> closing = new ArrayList<>();
            sendAsync(bench, id -> {
                closing.add(bench.producer.closeAsync());
                return TransactionState.COMMIT;
            });
            assertThat(bench.world.runUntil(() -> !closing.isEmpty(), Duration.ofSeconds(5)))
                    .isTrue();
            bench.await(closing.get(0));
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** Cancelling a future takes nothing back. */
    @Test
    void aCancelledFutureDoesNotKeepATransactionFromItsEnd() {
        try (Bench bench = bench()) {
            CompletableFuture<TransactionResult> sent = sendAsync(bench, id -> TransactionState.COMMIT);
            assertThat(sent.cancel(true)).isTrue();
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(visible(bench)).hasSize(1);
        }
    }

    /** B-TXN-09, -14: the topic loses its namespace on the way to the checker, and in the end's header; the group has it. */
    @Test
    @Tag("B-TXN-01")
    @Tag("B-TXN-14")
    void aNamespaceIsSeenByBrokersOnly() {
        try (Bench bench = new Bench(
                builder -> builder.brokers(BROKER).topic("tenant%orders", 2),
                settings -> settings.transactionChecker(checker).namespace(Namespace.prefix("tenant")))) {
            TransactionResult result = send(bench, id -> TransactionState.UNKNOWN);
            assertThat(result.half().queue().topic()).isEqualTo("orders");
            checker.answer = half -> TransactionState.COMMIT;
            assertThat(check(bench)).isEqualTo(1);
            assertThat(checker.asked).extracting(StoredMessage::topic).containsExactly("orders");
            assertThat(ends(bench))
                    .extracting(EndTransactionHeader::producerGroup)
                    .containsOnly("tenant%pg-orders");
            assertThat(ends(bench).get(0).topic()).isEqualTo("orders");
            assertThat(bench.cluster.stored("tenant%orders")).hasSize(1);
        }
    }

    /** B-ACL-01: the end of a transaction is a request like any other, and signed. */
    @Test
    void theEndIsSignedToo() {
        AclCredentials credentials = new AclCredentials("someone", "secret", null);
        try (Bench bench = bench(settings -> settings.credentials(credentials))) {
            send(bench, id -> TransactionState.COMMIT);
            assertThat(endRequests(bench)).singleElement().satisfies(frame -> assertThat(frame.extFields())
                    .containsKeys("AccessKey", "Signature"));
        }
    }
}

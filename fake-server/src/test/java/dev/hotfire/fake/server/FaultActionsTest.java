// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parking, control functions, and what is done to connections and answers. */
class FaultActionsTest {
    private static final int SEND = RequestCode.SEND_MESSAGE_V2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private TcpWorld world;
    private Machine clientMachine;
    private FakeServer server;
    private FaultRules rules;

    @BeforeEach
    void start() {
        world = TcpWorld.seeded(2, 1);
        clientMachine = world.machine("client");
        server = FakeServer.builder(world.machine("broker-a"))
                .handle(SEND, this::store)
                .handle(RequestCode.HEART_BEAT, request -> {
                    request.connection().clientId(request.frame().field("client"));
                    return Reply.of(request.respond(ResponseCode.SUCCESS).build());
                })
                .build();
        server.start();
        rules = server.rules();
    }

    private Reply store(Request request) {
        stored.add(String.valueOf(request.facts().topic()));
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .field("msgId", "7F")
                .field("queueId", 2)
                .field("queueOffset", stored.size() - 1)
                .body(new byte[] {1, 2, 3})
                .build());
    }

    @AfterEach
    void end() {
        clients.forEach(RawClient::close);
        world.close();
    }

    private RawClient client() {
        RawClient client = RawClient.connect(clientMachine, server.address());
        clients.add(client);
        return client;
    }

    private static Frame.Builder send(String topic) {
        return Frame.request(SEND).field("b", topic).field("e", 2).field("a", "pg");
    }

    private JournalEntry settled(int index) {
        CompletableFuture<JournalEntry> done = new CompletableFuture<>();
        JournalListener listener = new JournalListener() {
            @Override
            public void requestSettled(JournalEntry entry) {
                if (entry.sequence() == index + 1) {
                    done.complete(entry);
                }
            }
        };
        server.journal().addListener(listener);
        List<JournalEntry> entries = server.journal().entries();
        if (entries.size() > index && entries.get(index).isSettled()) {
            return entries.get(index);
        }
        return RawClient.await(done);
    }

    private void assertReason(JournalEntry entry, Outcome.Reason reason, boolean handled) {
        assertThat(entry.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, outcome -> assertThat(outcome.reason())
                        .isEqualTo(reason));
        assertThat(entry.handled()).isEqualTo(handled);
    }

    // ---- parking ----

    @Test
    void aParkedRequestWaitsUntilItIsReleased() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().once().park());
        RawClient client = client();
        CompletableFuture<Frame> answer = client.send(send("parked"));
        ParkedRequest parked = rule.awaitParked(PATIENCE);
        client.call(send("later"));
        assertThat(stored).containsExactly("later");
        assertThat(rule.parked()).containsExactly(parked);
        assertThat(parked.request().facts().topic()).isEqualTo("parked");
        assertThat(parked.isStored()).isFalse();

        assertThat(parked.release()).isTrue();
        assertThat(RawClient.await(answer).code()).isZero();
        assertThat(stored).containsExactly("later", "parked");
        assertThat(rule.parked()).isEmpty();
        assertThat(parked.release()).isFalse();
        assertThat(stored).hasSize(2);
    }

    @Test
    void aParkedRequestCanBeAnsweredOrDroppedInstead() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().first(2).park());
        RawClient client = client();
        CompletableFuture<Frame> first = client.send(send("first"));
        client.send(send("second"));
        rule.awaitParked(PATIENCE).release(new FaultAction.Answer(ResponseCode.SYSTEM_BUSY, "on {topic}"));
        assertThat(RawClient.await(first).remark()).isEqualTo("on first");
        rule.awaitParked(PATIENCE).drop();
        assertReason(settled(1), Outcome.Reason.SILENCED, false);
        assertThat(stored).isEmpty();
    }

    @Test
    void anAnswerCanBeParkedAfterStoringAndIsNotStoredAgain() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().storeThenPark());
        CompletableFuture<Frame> answer = client().send(send("orders"));
        ParkedRequest parked = rule.awaitParked(PATIENCE);
        assertThat(stored).containsExactly("orders");
        assertThat(parked.isStored()).isTrue();
        parked.release(new FaultAction.Delay(Latency.constant(Duration.ofNanos(1))));
        assertThat(RawClient.await(answer).field("queueOffset")).isEqualTo("0");
        assertThat(stored).hasSize(1);
    }

    @Test
    void parkedRequestsGoToWhoeverAskedInTurn() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().park());
        CompletableFuture<ParkedRequest> asker = rule.nextParked();
        RawClient client = client();
        client.send(send("first"));
        client.send(send("second"));
        assertThat(RawClient.await(asker).request().facts().topic()).isEqualTo("first");
        assertThat(rule.awaitParked(PATIENCE).request().facts().topic()).isEqualTo("second");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.awaitParked(Duration.ofNanos(1)))
                .withMessageContaining("no request parked within PT0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.parked().get(0).release(new FaultAction.Park()));
    }

    @Test
    void whatIsParkedIsLostWithItsServer() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().park());
        client().send(send("orders"));
        ParkedRequest parked = rule.awaitParked(PATIENCE);
        server.crash();
        parked.release();
        server.restart();
        assertThat(stored).isEmpty();
        assertReason(settled(0), Outcome.Reason.SERVER_DOWN, false);
    }

    // ---- control functions and precedence ----

    @Test
    void aControlFunctionAnswersPassesOnOrServes() {
        FaultRules.ArmedRule older = rules.add(FaultRule.onSends().answer(BrokerAnswer.OVERLOAD));
        FaultRules.ArmedRule control = rules.add(FaultRule.onSends()
                .control(request -> switch (String.valueOf(request.facts().topic())) {
                    case "refused" -> new FaultAction.Answer(4711, "no");
                    case "served" -> new FaultAction.Serve();
                    default -> new FaultAction.PassOn();
                }));
        RawClient client = client();
        assertThat(client.call(send("refused")).code()).isEqualTo(4711);
        assertThat(client.call(send("served")).code()).isZero();
        assertThat(client.call(send("else")).remark()).isEqualTo(BrokerAnswer.OVERLOAD.remark());
        assertThat(control.matches()).isEqualTo(3);
        assertThat(control.firings()).isEqualTo(2);
        assertThat(older.matches()).isOne();
        assertThat(stored).containsExactly("served");
    }

    @Test
    void aControlFunctionThatFailsOrGivesAnotherIsReportedToTheClient() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.onSends().control(request -> {
            throw new IllegalStateException("broken control");
        }));
        RawClient client = client();
        assertThat(client.call(send("a")).remark()).contains("broken control");
        assertThat(rule.firings()).isZero();
        rules.add(FaultRule.onSends().control(request -> new FaultAction.Control(other -> new FaultAction.Serve())));
        assertThat(client.call(send("a")).remark()).contains("a control function gave another one");
    }

    @Test
    void higherPriorityGoesFirstAndAmongEqualsTheNewest() {
        rules.add(FaultRule.onSends().priority(1).first(1).answer(1, "high, old"));
        rules.add(FaultRule.onSends().priority(1).first(1).answer(1, "high, new"));
        rules.add(FaultRule.onSends().priority(-1).first(1).answer(1, "low"));
        rules.add(FaultRule.onSends().first(1).answer(1, "middle"));
        RawClient client = client();
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            remarks.add(String.valueOf(client.call(send("a")).remark()));
        }
        assertThat(remarks).containsExactly("high, new", "high, old", "middle", "low", "null");
    }

    @Test
    void aRuleWhoseTimeIsOverIsGoneAndRememberedIfItNeverActed() {
        rules.add(FaultRule.onSends().until(Duration.ofNanos(1)).silent());
        FaultRules.ArmedRule optional = rules.add(
                FaultRule.onSends().until(Duration.ofNanos(1)).optional().silent());
        client().call(send("a"));
        assertThat(rules.armed()).isEmpty();
        assertThat(optional.isArmed()).isFalse();
        assertThat(rules.unfired()).hasSize(1);
        FaultRules.ArmedRule removed = rules.add(FaultRule.onAny().silent());
        assertThat(rules.armed(removed.id())).contains(removed);
        removed.remove();
        assertThat(rules.unfired()).hasSize(2).contains(removed);
        rules.clear();
        assertThat(rules.unfired()).isEmpty();
    }

    @Test
    void aRampGoesFromOneProbabilityToTheOther() {
        Trigger.Ramp ramp = new Trigger.Ramp(0.2, 0.8, Duration.ofSeconds(10));
        assertThat(ramp.at(0)).isEqualTo(0.2);
        assertThat(ramp.at(Duration.ofSeconds(5).toNanos())).isEqualTo(0.5);
        assertThat(ramp.at(Duration.ofHours(1).toNanos())).isEqualTo(0.8);
        rules.add(FaultRule.onSends().ramp(1, 1, Duration.ofSeconds(1)).answer(1, "ramp"));
        assertThat(client().call(send("a")).remark()).isEqualTo("ramp");
    }

    // ---- the request itself ----

    @Test
    void aRewrittenRequestIsServedUnderItsOwnOpaque() {
        rules.add(FaultRule.onSends()
                .rewrite(frame ->
                        frame.toBuilder().field("b", "other").opaque(99).build()));
        assertThat(client().call(send("orders")).code()).isZero();
        assertThat(stored).containsExactly("other");
        assertThat(settled(0).facts().topic()).isEqualTo("orders");
    }

    @Test
    void anyAnswerCanBeMade() {
        rules.add(FaultRule.onSends()
                .answerWith(request ->
                        request.respond(0).field("for", request.facts().topic()).build()));
        assertThat(client().call(send("orders")).field("for")).isEqualTo("orders");
        assertThat(stored).isEmpty();
    }

    @Test
    void refusalsHaveTheWordsOfABrokerWithTheRequestFilledIn() {
        rules.add(FaultRule.onSends().answer(ResponseCode.TOPIC_NOT_EXIST));
        assertThat(client().call(send("orders")).remark()).isEqualTo("topic[orders] not exist, apply first please!");
        assertThat(BrokerAnswer.remarkOf(ResponseCode.FLUSH_DISK_TIMEOUT)).isNull();
    }

    // ---- connections ----

    @Test
    void aConnectionCanEndBeforeItsRequestIsStored() {
        rules.add(FaultRule.onSends().nth(1).closeThenStore(Duration.ofMillis(1)));
        RawClient closed = client();
        closed.send(send("closed"));
        assertThat(closed.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertReason(settled(0), Outcome.Reason.CLOSED, true);

        rules.add(FaultRule.onSends().nth(1).resetThenStore(Duration.ofMillis(1)));
        RawClient reset = client();
        reset.send(send("reset"));
        assertThat(reset.awaitEnd()).isEqualTo(RawClient.End.RESET);
        assertReason(settled(1), Outcome.Reason.RESET, true);
        assertThat(stored).containsExactly("closed", "reset");
    }

    @Test
    void aHalfClosedConnectionEndsForTheClientOnly() {
        rules.add(FaultRule.onSends().nth(1).storeThenHalfClose());
        RawClient client = client();
        client.send(send("orders"));
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertReason(settled(0), Outcome.Reason.HALF_CLOSED, true);
        rules.add(FaultRule.onSends().nth(1).halfCloseBefore());
        client().send(send("orders"));
        assertReason(settled(1), Outcome.Reason.HALF_CLOSED, false);
        assertThat(stored).hasSize(1);
    }

    @Test
    void aBlackholedConnectionStaysOpenAndCarriesNothing() {
        rules.add(FaultRule.onSends().nth(1).storeThenBlackhole());
        RawClient client = client();
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        assertReason(settled(0), Outcome.Reason.BLACKHOLED, true);
        client.send(send("never read"));
        client().call(send("elsewhere"));
        assertThat(unheard).isNotDone();
        assertThat(client.isOpen()).isTrue();
        assertThat(stored).containsExactly("orders", "elsewhere");
    }

    // ---- answers ----

    @Test
    void swappedAnswersComeUnderEachOthersOpaques() {
        rules.add(FaultRule.onSends().first(2).swapOpaques());
        RawClient client = client();
        CompletableFuture<Frame> first = client.send(send("first"));
        CompletableFuture<Frame> second = client.send(send("second"));
        assertThat(RawClient.await(first).field("queueOffset")).isEqualTo("1");
        assertThat(RawClient.await(second).field("queueOffset")).isEqualTo("0");
    }

    @Test
    void anAnswerCanComeOverAnotherConnectionOfTheSameClient() {
        RawClient stranger = client();
        stranger.call(Frame.request(RequestCode.HEART_BEAT).field("client", "stranger"));
        RawClient same = client();
        same.call(Frame.request(RequestCode.HEART_BEAT).field("client", "c"));
        same.call(Frame.request(RequestCode.HEART_BEAT).field("client", "c"));
        RawClient client = client();
        client.call(Frame.request(RequestCode.HEART_BEAT).field("client", "c"));
        rules.add(FaultRule.onSends().once().answerElsewhere());
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        settled(4);
        client.call(send("orders"));
        same.call(Frame.request(RequestCode.HEART_BEAT).field("client", "c"));
        assertThat(unheard).isNotDone();
        assertThat(same.unexpected()).singleElement().satisfies(frame -> assertThat(frame.opaque())
                .isEqualTo(2));
        assertThat(stranger.unexpected()).isEmpty();
    }

    @Test
    void withoutAnotherConnectionThereIsNoAnswer() {
        rules.add(FaultRule.onSends().once().answerElsewhere());
        client().send(send("orders"));
        assertReason(settled(0), Outcome.Reason.SILENCED, true);
    }

    @ParameterizedTest
    @EnumSource(Malformation.class)
    void malformedSuccessesAreStoredAndDifferFromTheTruth(Malformation malformation) {
        rules.add(FaultRule.onSends().nth(1).malform(malformation));
        RawClient client = client();
        Frame malformed = client.call(send("orders"));
        Frame truth = client.call(send("orders"));
        assertThat(malformed.code()).isZero();
        assertThat(stored).hasSize(2);
        switch (malformation) {
            case NO_FIELDS -> assertThat(malformed.extFields()).isEmpty();
            case NO_QUEUE_ID -> assertThat(malformed.field("queueId")).isNull();
            case NO_QUEUE_OFFSET -> assertThat(malformed.field("queueOffset")).isNull();
            case NO_MESSAGE_ID -> assertThat(malformed.field("msgId")).isNull();
            case NEGATIVE_OFFSET -> assertThat(malformed.field("queueOffset")).isEqualTo("-1");
            case OFFSET_NO_NUMBER -> assertThat(malformed.field("queueOffset")).isEqualTo("many");
            case OTHER_QUEUE -> assertThat(malformed.field("queueId")).isEqualTo("3");
            case OTHER_TRANSACTION_ID ->
                assertThat(malformed.field("transactionId")).isEqualTo("another");
            case LONG_REMARK -> assertThat(malformed.remark()).hasSize(64 * 1024);
            case UNKNOWN_FIELDS -> assertThat(malformed.extFields()).containsKey("fromTheFuture");
            case NO_BODY -> assertThat(malformed.body()).isEmpty();
            case OTHER_ENCODING -> assertThat(malformed.encoding()).isEqualTo(HeaderEncoding.ROCKETMQ);
        }
        assertThat(truth.encoding()).isEqualTo(HeaderEncoding.JSON);
        assertThat(truth.extFields()).containsKeys("msgId", "queueId", "queueOffset");
    }

    @ParameterizedTest
    @EnumSource(AnswerDamage.class)
    void damagedAnswersAreStoredAndReadAsDamaged(AnswerDamage damage) {
        rules.add(FaultRule.onSends().nth(1).damage(damage));
        RawClient client = client();
        CompletableFuture<Frame> answer = client.send(send("orders"));
        switch (damage) {
            case BODY_GARBAGE ->
                assertThat(RawClient.await(answer).body())
                        .isNotEqualTo(new byte[] {1, 2, 3})
                        .hasSize(3);
            case TRUNCATED -> assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
            case LENGTH_WRONG -> {
                // The first bytes of the next answer are taken for the end of this one, and what follows is nonsense.
                client.send(send("orders"));
                client.send(send("orders"));
                assertThat(client.awaitEnd()).isEqualTo(RawClient.End.RESET);
            }
            default -> assertThat(client.awaitEnd()).isEqualTo(RawClient.End.RESET);
        }
        assertThat(stored).isNotEmpty();
        assertThat(client().call(send("orders")).code()).isZero();
    }

    @Test
    void aDribbledAnswerArrivesWholeAndBeforeWhatFollowsIt() {
        rules.add(FaultRule.onSends().nth(1).dribble(7, Duration.ofNanos(1)));
        rules.add(FaultRule.onSends().nth(3).dribble(1, Duration.ofNanos(1)));
        RawClient client = client();
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(client.send(send("orders")));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(RawClient.await(answers.get(i)).field("queueOffset")).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void aDribbleThatLosesItsConnectionLeavesNothingBehind() {
        rules.add(FaultRule.onSends().nth(1).dribble(1, Duration.ofMillis(1)));
        RawClient client = client();
        client.send(send("orders"));
        client.send(send("orders"));
        settled(1);
        client.close();
        // Leaks are reported by the detector, which tests run at its most suspicious.
        assertThat(client().call(send("orders")).code()).isZero();
    }
}

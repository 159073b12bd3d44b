// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultRulesTest {
    private static final int SEND = RequestCode.SEND_MESSAGE_V2;
    private static final int BUSY = ResponseCode.SYSTEM_BUSY;

    private final AtomicLong nowNanos = new AtomicLong(-5);
    private final MachineClock clock = new MachineClock() {
        @Override
        public long nanoTime() {
            return nowNanos.get();
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    };
    private final FaultRules rules = new FaultRules(clock, RandomSource.seeded(7));
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private TcpWorld world;
    private Machine clientMachine;
    private FakeServer server;

    @BeforeEach
    void start() {
        world = TcpWorld.seeded(2, 1);
        clientMachine = world.machine("client");
        server = FakeServer.builder(world.machine("broker-a"))
                .rules(rules)
                .handle(SEND, this::store)
                .handle(RequestCode.SEND_MESSAGE, this::store)
                .handle(RequestCode.HEART_BEAT, request -> {
                    request.connection().clientId("client-1");
                    return Reply.of(request.respond(ResponseCode.SUCCESS).build());
                })
                .build();
        server.start();
    }

    private Reply store(Request request) {
        stored.add(String.valueOf(request.facts().topic()));
        return Reply.of(
                request.respond(ResponseCode.SUCCESS).field("queueId", 0).build());
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

    private List<Integer> codesOf(RawClient client, int sends) {
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < sends; i++) {
            codes.add(client.call(send("orders")).code());
        }
        return codes;
    }

    // ---- matching ----

    @Test
    void everyCriterionMustBeMet() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.on(SEND)
                .topic("orders")
                .queueId(2)
                .producerGroup("pg")
                .server("broker-a")
                .clientId("client-1")
                .peer(peer -> peer.host().equals("127.0.0.1"))
                .where(frame -> frame.body().length == 1)
                .answer(BUSY, "busy"));
        RawClient client = client();
        client.call(send("orders").body(new byte[1]));
        assertThat(rule.matches()).isZero(); // the client id is not known yet
        client.call(Frame.request(RequestCode.HEART_BEAT));

        client.call(send("payments").body(new byte[1]));
        client.call(send("orders").body(new byte[1]).field("e", 3));
        client.call(send("orders").body(new byte[1]).field("e", "no number"));
        client.call(send("orders").body(new byte[1]).field("a", "other"));
        client.call(send("orders").body(new byte[2]));
        assertThat(rule.matches()).isZero();
        assertThat(rules.unfired()).containsExactly(rule);

        Frame refused = client.call(send("orders").body(new byte[1]));
        assertThat(refused.code()).isEqualTo(BUSY);
        assertThat(refused.remark()).isEqualTo("busy");
        assertThat(rule.matches()).isOne();
        assertThat(rules.unfired()).isEmpty();
        assertThat(stored).hasSize(6);
    }

    @Test
    void aRuleForAnotherServerDoesNotAct() {
        rules.add(FaultRule.onAny().server("broker-b").answer(BUSY, null));
        assertThat(codesOf(client(), 1)).containsExactly(0);
    }

    @Test
    void v1SendsAreMatchedByTheirLongNames() {
        FaultRules.ArmedRule rule =
                rules.add(FaultRule.onSends().topic("orders").queueId(1).answer(BUSY, null));
        Frame response = client().call(Frame.request(RequestCode.SEND_MESSAGE)
                .field("topic", "orders")
                .field("queueId", 1));
        assertThat(response.code()).isEqualTo(BUSY);
        assertThat(rule.firings()).isOne();
    }

    // ---- triggers ----

    @Test
    void nthActsOnceOnTheNthMatch() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.on(SEND).nth(3).answer(BUSY, null));
        assertThat(codesOf(client(), 5)).containsExactly(0, 0, BUSY, 0, 0);
        assertThat(rule.matches()).isEqualTo(5);
        assertThat(rule.firings()).isOne();
    }

    @Test
    void firstActsOnTheFirstN() {
        rules.add(FaultRule.on(SEND).first(2).answer(BUSY, null));
        assertThat(codesOf(client(), 4)).containsExactly(BUSY, BUSY, 0, 0);
    }

    @Test
    void everyActsOnMultiples() {
        rules.add(FaultRule.on(SEND).every(2).answer(BUSY, null));
        assertThat(codesOf(client(), 5)).containsExactly(0, BUSY, 0, BUSY, 0);
    }

    @Test
    void chanceFollowsTheSeed() {
        List<Integer> first = chanceRun();
        List<Integer> second = chanceRun();
        assertThat(first).isEqualTo(second).contains(0, BUSY);
    }

    private List<Integer> chanceRun() {
        FaultRules seeded = new FaultRules(clock, RandomSource.seeded(99));
        seeded.add(FaultRule.on(SEND).chance(0.5).answer(BUSY, null));
        FakeServer other = FakeServer.builder(world.machine("other-" + clients.size()))
                .rules(seeded)
                .handle(SEND, this::store)
                .build();
        RawClient client = RawClient.connect(clientMachine, other.start());
        clients.add(client);
        return codesOf(client, 40);
    }

    @Test
    void aRuleIsInForceFromAndUntilItsTimesExactly() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.on(SEND)
                .from(Duration.ofNanos(100))
                .until(Duration.ofNanos(200))
                .answer(BUSY, null));
        RawClient client = client();
        nowNanos.addAndGet(99);
        assertThat(codesOf(client, 1)).containsExactly(0);
        nowNanos.addAndGet(1);
        assertThat(codesOf(client, 1)).containsExactly(BUSY);
        nowNanos.addAndGet(99);
        assertThat(codesOf(client, 1)).containsExactly(BUSY);
        nowNanos.addAndGet(1);
        assertThat(codesOf(client, 1)).containsExactly(0);
        assertThat(rule.matches()).isEqualTo(2);
    }

    // ---- precedence ----

    @Test
    void theNewestRuleThatFiresActsAndOlderOnesAreNotAsked() {
        FaultRules.ArmedRule older = rules.add(FaultRule.on(SEND).answer(BUSY, "older"));
        FaultRules.ArmedRule newer = rules.add(FaultRule.on(SEND).nth(2).answer(BUSY, "newer"));
        RawClient client = client();

        assertThat(client.call(send("orders")).remark()).isEqualTo("older");
        assertThat(client.call(send("orders")).remark()).isEqualTo("newer");
        assertThat(client.call(send("orders")).remark()).isEqualTo("older");
        assertThat(older.matches()).isEqualTo(2);
        assertThat(newer.matches()).isEqualTo(3);
    }

    @Test
    void aRemovedRuleActsNoMore() {
        FaultRules.ArmedRule rule = rules.add(FaultRule.on(SEND).answer(BUSY, null));
        RawClient client = client();
        assertThat(codesOf(client, 1)).containsExactly(BUSY);
        rule.remove();
        rule.remove();
        assertThat(codesOf(client, 1)).containsExactly(0);
        assertThat(rule.firings()).isOne();

        rules.add(FaultRule.on(SEND).answer(BUSY, null));
        rules.clear();
        assertThat(codesOf(client, 1)).containsExactly(0);
    }

    @Test
    void theJournalNamesTheRuleThatActed() {
        rules.add(FaultRule.on(SEND).nth(2).named("busy once").answer(BUSY, null));
        codesOf(client(), 2);
        assertThat(server.journal().entries()).extracting(JournalEntry::rule).containsExactly(null, "busy once");
        assertThat(server.journal().entries()).extracting(JournalEntry::handled).containsExactly(true, false);
    }

    // ---- actions ----

    @Test
    void silentNeitherStoresNorAnswers() {
        rules.add(FaultRule.on(SEND).nth(1).silent());
        RawClient client = client();
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        assertThat(codesOf(client, 1)).containsExactly(0);
        assertThat(unheard).isNotDone();
        assertThat(stored).hasSize(1);
        assertUnanswered(Outcome.Reason.SILENCED, false);
    }

    @Test
    void storeThenSilentStoresAndDoesNotAnswer() {
        rules.add(FaultRule.on(SEND).nth(1).storeThenSilent());
        RawClient client = client();
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        assertThat(codesOf(client, 1)).containsExactly(0);
        assertThat(unheard).isNotDone();
        assertThat(stored).hasSize(2);
        assertUnanswered(Outcome.Reason.SILENCED, true);
    }

    @Test
    void storeThenCloseStoresAndEndsTheStream() {
        rules.add(FaultRule.on(SEND).nth(1).storeThenClose());
        RawClient client = client();
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertThat(unheard).isNotDone();
        assertThat(stored).hasSize(1);
        assertUnanswered(Outcome.Reason.CLOSED, true);
    }

    @Test
    void storeThenResetStoresAndResets() {
        rules.add(FaultRule.on(SEND).nth(1).storeThenReset());
        RawClient client = client();
        client.send(send("orders"));
        assertThat(client.awaitEnd()).isEqualTo(RawClient.End.RESET);
        assertThat(stored).hasSize(1);
        assertUnanswered(Outcome.Reason.RESET, true);
    }

    @Test
    void closeBeforeAndResetBeforeStoreNothing() {
        rules.add(FaultRule.on(SEND).nth(1).closeBefore());
        RawClient closed = client();
        closed.send(send("orders"));
        assertThat(closed.awaitEnd()).isEqualTo(RawClient.End.FIN);
        assertUnanswered(Outcome.Reason.CLOSED, false);

        rules.add(FaultRule.on(SEND).nth(1).resetBefore());
        RawClient reset = client();
        reset.send(send("orders"));
        assertThat(reset.awaitEnd()).isEqualTo(RawClient.End.RESET);
        assertThat(stored).isEmpty();
    }

    @Test
    void crashesBeforeOrAfterStoring() {
        rules.add(FaultRule.on(SEND).nth(1).crashBefore());
        RawClient client = client();
        client.send(send("orders"));
        client.awaitEnd();
        assertThat(server.state()).isEqualTo(ServerState.CRASHED);
        assertThat(stored).isEmpty();
        assertUnanswered(Outcome.Reason.SERVER_DOWN, false);

        server.restart();
        rules.add(FaultRule.on(SEND).nth(1).storeThenCrash());
        RawClient again = client();
        again.send(send("orders"));
        again.awaitEnd();
        assertThat(server.state()).isEqualTo(ServerState.CRASHED);
        assertThat(stored).hasSize(1);
    }

    @Test
    void answerRefusesWithoutStoring() {
        rules.add(FaultRule.on(SEND).nth(1).answer(ResponseCode.TOPIC_NOT_EXIST, "no such topic"));
        Frame response = client().call(send("orders"));
        assertThat(response.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(stored).isEmpty();
    }

    @Test
    void storeThenAnswerStoresAndLies() {
        rules.add(FaultRule.on(SEND).nth(1).storeThenAnswer(ResponseCode.SYSTEM_ERROR, "flush failed"));
        Frame response = client().call(send("orders"));
        assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(response.remark()).isEqualTo("flush failed");
        assertThat(stored).hasSize(1);
    }

    @Test
    void answerTwiceSendsTheSameAnswerTwice() {
        rules.add(FaultRule.on(SEND).nth(1).answerTwice());
        RawClient client = client();
        Frame first = client.call(send("orders"));
        client.call(send("orders"));
        assertThat(client.unexpected()).containsExactly(first);
        assertThat(stored).hasSize(2);
    }

    @Test
    void wrongOpaqueAnswersUnderAnOpaqueThatNobodyWaitsFor() {
        rules.add(FaultRule.on(SEND).nth(1).wrongOpaque());
        RawClient client = client();
        CompletableFuture<Frame> unheard = client.send(send("orders"));
        client.call(send("orders"));
        assertThat(unheard).isNotDone();
        assertThat(client.unexpected()).singleElement().satisfies(frame -> assertThat(frame.opaque())
                .isEqualTo(1 ^ 0x4000_0000));
    }

    @Test
    void alterChangesTheTrueAnswer() {
        rules.add(FaultRule.on(SEND)
                .nth(1)
                .alter(answer -> answer.toBuilder().field("queueId", null).build()));
        rules.add(FaultRule.on(SEND).nth(2).alter(answer -> {
            throw new IllegalStateException("broken test");
        }));
        RawClient client = client();
        assertThat(client.call(send("orders")).field("queueId")).isNull();
        assertThat(client.call(send("orders")).remark()).contains("broken test");
        assertThat(stored).hasSize(2);
    }

    /** Delays are told apart by what the log holds while the answer is still to come. */
    @Test
    void delayHoldsTheRequestBackAndStoreThenDelayItsAnswerOnly() {
        rules.add(FaultRule.on(SEND).topic("late").delay(Duration.ofHours(1)));
        rules.add(FaultRule.on(SEND).topic("stored").storeThenDelay(Duration.ofHours(1)));
        RawClient client = client();
        CompletableFuture<Frame> late = client.send(send("late"));
        CompletableFuture<Frame> early = client.send(send("stored"));
        client.call(send("orders"));
        assertThat(stored).containsExactly("stored", "orders");
        assertThat(late).isNotDone();
        assertThat(early).isNotDone();
    }

    @Test
    void aDelayedRequestIsServedWhenItsTimeComes() {
        rules.add(FaultRule.on(SEND).first(1).delay(Duration.ofMillis(2)));
        rules.add(FaultRule.on(SEND).first(1).storeThenDelay(Duration.ofMillis(2)));
        RawClient client = client();
        CompletableFuture<Frame> first = client.send(send("orders"));
        CompletableFuture<Frame> second = client.send(send("orders"));
        assertThat(RawClient.await(first).code()).isZero();
        assertThat(RawClient.await(second).code()).isZero();
        assertThat(stored).hasSize(2);
    }

    @Test
    void aDelayedRequestOfACrashedServerIsNeverStored() {
        rules.add(FaultRule.on(SEND).nth(1).delay(Duration.ofMillis(1)));
        RawClient client = client();
        client.send(send("late"));
        client.call(send("orders"));
        server.crash();
        server.restart();
        client().call(send("orders"));
        // Whichever came first, the delay or the crash: a request is stored before the crash, or lost.
        JournalEntry entry = server.journal().entries().get(0);
        assertThat(stored.contains("late")).isEqualTo(entry.handled());
    }

    @Test
    void aRuleWhosePredicateFailsIsReportedToTheClient() {
        rules.add(FaultRule.on(SEND)
                .where(frame -> {
                    throw new IllegalStateException("broken predicate");
                })
                .silent());
        assertThat(client().call(send("orders")).remark()).contains("broken predicate");
    }

    @Test
    void rulesCheckThemselvesAtBirth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.on(SEND).nth(0))
                .withMessage("n: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.on(SEND).chance(1.5))
                .withMessage("probability: 1.5 (expected: 0 to 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.on(SEND).from(Duration.ofSeconds(-1)))
                .withMessageContaining("from");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.on(SEND).from(Duration.ofSeconds(2)).until(Duration.ofSeconds(1)))
                .withMessageContaining("until");
    }

    private void assertUnanswered(Outcome.Reason reason, boolean handled) {
        JournalEntry entry = server.journal().entries().get(0);
        assertThat(entry.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, outcome -> assertThat(outcome.reason())
                        .isEqualTo(reason));
        assertThat(entry.handled()).isEqualTo(handled);
    }
}

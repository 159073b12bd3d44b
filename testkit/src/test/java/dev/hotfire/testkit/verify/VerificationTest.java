// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import static dev.hotfire.fake.server.RequestPattern.any;
import static dev.hotfire.fake.server.RequestPattern.heartbeats;
import static dev.hotfire.fake.server.RequestPattern.sends;
import static dev.hotfire.testkit.verify.Times.atLeast;
import static dev.hotfire.testkit.verify.Times.atMost;
import static dev.hotfire.testkit.verify.Times.between;
import static dev.hotfire.testkit.verify.Times.never;
import static dev.hotfire.testkit.verify.Times.once;
import static dev.hotfire.testkit.verify.Times.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.hotfire.fake.server.BrokerAnswer;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.ParkedRequest;
import dev.hotfire.fake.server.SentMessage;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.RawProducer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private FakeCluster cluster;
    private RawProducer producer;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 4)
                .start();
        producer = new RawProducer(cluster, "broker-a");
    }

    @AfterEach
    void end() {
        producer.close();
        cluster.close();
    }

    // ---- requests ----

    @Test
    void requestsAreCountedAndHandedOutDecoded() {
        producer.call("orders", "4711", "hello");
        producer.call("orders", "4712", "again");
        cluster.verify(times(2), sends().to("broker-a").topic("orders").queue(0).group("pg"));
        cluster.verify(never(), heartbeats());
        cluster.verify(atMost(2), any());
        cluster.verify(between(1, 2), sends().withBodyBytes(5, 5));
        List<JournalEntry> found =
                cluster.verify(once(), sends().withKey("4711").withBodyContaining("ell"));
        SentMessage message = found.get(0).messages().get(0);
        assertThat(message.text()).isEqualTo("hello");
        assertThat(message.keys()).containsExactly("4711");
        assertThat(message.uniqueKey()).isEqualTo("id-4711");
    }

    @Test
    void aWrongCountIsToldWithWhatCameNearest() {
        producer.call("orders", "4711", "hello");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> cluster.verify(times(2), sends().to("broker-b").withKey("4712")))
                .withMessageStartingWith("expected exactly 2, found 0: on sends, server broker-b, key 4712\n"
                        + "  nearest of 1 other request:\n    #1 broker-a connection 1 SEND_MESSAGE_V2(310)")
                .withMessageContaining("\n        server: wanted broker-b, found broker-a")
                .withMessageEndingWith("\n        key: wanted 4712, found [4711] and unique key id-4711");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> cluster.verify(never(), sends()))
                .withMessageStartingWith("expected exactly 0, found 1: on sends\n  found:\n    #1 broker-a");
    }

    @Test
    void theNearestComeFirstAndOfAnotherKindLast() {
        producer.call("orders", "1", "a");
        producer.call("orders", "2", "a");
        NearMisses misses = NearMisses.of(
                cluster.journal().entries(), sends().withKey("2").topic("bills").to("broker-b"));
        assertThat(misses.looked()).isEqualTo(2);
        assertThat(misses.nearest())
                .extracting(miss -> miss.entry().sequence(), miss -> miss.mismatches()
                        .size())
                .containsExactly(tuple(2L, 2), tuple(1L, 3));
    }

    /** A misspelt topic is found by those that there are. */
    @Test
    void whoWaitsForATopicThatNobodySendsToIsToldWhichHaveMessages() {
        producer.send("orders", "1", "a");
        cluster.awaitMessages("orders", 1);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> cluster.awaitMessages("ordres", 1, Duration.ofMillis(1)))
                .withMessageContaining("messages of ordres, found []; topics with messages: [orders]");
    }

    @Test
    void awaitReturnsAsSoonAsEnoughCameAndFailsWhenTooManyDo() {
        producer.send("orders", "1", "a");
        producer.send("orders", "2", "a");
        assertThat(cluster.await(times(2), sends())).hasSize(2).allMatch(JournalEntry::isSettled);
        assertThat(cluster.awaitMessages("orders", 2))
                .extracting(ReceivedMessage::text)
                .containsExactly("a", "a");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> cluster.await(once(), sends()))
                .withMessageContaining("expected exactly 1, found 2");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> cluster.await(atLeast(3), sends(), SOON))
                .withMessageStartingWith("within PT0.001S: expected at least 3, found 2");
    }

    /** No request brings a delayed message. */
    @Test
    void awaitNoticesWhatComesByItself() throws InterruptedException {
        producer.callDelayed("orders", "1", "a", 18);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> came = CompletableFuture.supplyAsync(() -> cluster.verification()
                .awaitUntil(
                        () -> {
                            boolean stored = !cluster.stored("orders").isEmpty();
                            asked.countDown();
                            return stored;
                        },
                        Duration.ofMinutes(10)));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        cluster.advanceClock(Duration.ofHours(2));
        assertThat(came).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    }

    @Test
    void awaitWaitsForWhatIsParked() {
        FaultRules.ArmedRule rule = cluster.park(sends());
        producer.send("orders", "1", "a");
        ParkedRequest parked = rule.awaitParked(FakeCluster.PATIENCE);
        assertThat(cluster.verification()
                        .awaitUntil(() -> !cluster.stored("orders").isEmpty(), SOON))
                .isFalse();
        parked.release();
        cluster.await(once(), sends());
        assertThat(cluster.stored("orders")).hasSize(1);
    }

    @Test
    void timesCheckThemselves() {
        assertThat(times(2)).hasToString("exactly 2");
        assertThat(atLeast(2)).hasToString("at least 2");
        assertThat(atMost(2)).hasToString("at most 2");
        assertThat(between(2, 3)).hasToString("2 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> between(3, 2))
                .withMessage("max: 2 (expected: >= min, which is 3)");
        assertThatIllegalArgumentException().isThrownBy(() -> times(-1)).withMessage("min: -1 (expected: >= 0)");
    }

    // ---- rules that never fired ----

    @Test
    void rulesThatFiredOrMayRestAreNoMatter() {
        cluster.arm("{first: 1, fault: {answer: overload}}");
        cluster.arm("{nth: 5, optional: true, fault: silent}");
        assertThat(producer.call("orders", "1", "a").remark()).isEqualTo(BrokerAnswer.OVERLOAD.remark());
        cluster.verifyAllFired();
    }

    @Test
    void aRuleWhoseTriggerNeverCameSaysSo() {
        cluster.arm(FaultRule.onSends().nth(3).silent());
        producer.call("orders", "1", "a");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(cluster::verifyAllFired)
                .withMessageContaining("it matched 1 request, and it acts on only number 3")
                .withMessageContaining("no other request came");
    }

    @Test
    void aRuleThatAnotherOneAnticipatedSaysSo() {
        cluster.arm(FaultRule.onSends().silent());
        cluster.arm(FaultRule.onSends().answer(2));
        producer.call("orders", "1", "a");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(cluster::verifyAllFired)
                .withMessageContaining("1 more would have matched: they came outside of its time, or a rule of higher");
    }

    @Test
    void serversThatTheClusterDoesNotHaveAreRefusedInTexts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.arm("{server: brokr-a, fault: silent}"))
                .withMessageStartingWith("rule:1:10: unknown name 'brokr-a'")
                .withMessageEndingWith("did you mean 'broker-a'?)");
    }
}

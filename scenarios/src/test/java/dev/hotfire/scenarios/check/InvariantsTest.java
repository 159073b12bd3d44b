// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Ledger;
import dev.hotfire.scenarios.history.LostTail;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendAttempt;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.wire.namespace.SystemTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each checker sees a history that keeps its invariant, and each way in which one can break it. */
final class InvariantsTest {
    private static final long TIMEOUT_NANOS = 3_000;
    private static final long BODY_HASH = 0xB0D;
    private static final int BODY_BYTES = 256;
    private static final AttemptOutcome REFUSED = new AttemptOutcome.Refused(2, "busy");
    private static final AttemptOutcome UNKNOWN = new AttemptOutcome.Unknown(-1, "connection lost");
    private static final AttemptOutcome STORED = new AttemptOutcome.Stored(SendStatus.SEND_OK, 5);

    private static final Place PLACE = new Place("orders", "broker-a", 1, 5);
    private static final Place ELSEWHERE = new Place("orders", "broker-b", 0, 9);

    private static final Send OK = send("1", List.of(attempt(1, STORED)), told(TerminalClass.OK));

    private static final Append COPY = copy(PLACE, "1");

    @Test
    void goodHistoryKeepsThemAll() {
        History good = new History(
                List.of(
                        OK,
                        send("2", List.of(attempt(1, REFUSED)), told(TerminalClass.FAIL)),
                        send("3", List.of(attempt(1, UNKNOWN)), told(TerminalClass.INFO)),
                        send("4", List.of(), told(TerminalClass.FAIL))),
                List.of(COPY, copy(ELSEWHERE, "3")),
                List.of());
        assertThat(Invariants.all(Duration.ZERO).stream().map(invariant -> invariant.verdictOn(good)))
                .allMatch(Verdict::holds)
                .extracting(Verdict::id)
                .containsExactly("I1", "I2", "I3", "I4", "I5", "I6", "I9", "I10", "I11");
    }

    @Test
    void emptyHistoryKeepsThemAll() {
        History nothing = new History(List.of(), List.of(), List.of());
        assertThat(Invariants.all(Duration.ZERO))
                .allMatch(invariant -> invariant.verdictOn(nothing).holds());
    }

    @Test
    void i1BreaksWhenAnAcknowledgedMessageIsNotThere() {
        assertBroken(new NoAckedMessageLost(), history(OK), "send 1: acknowledged at " + PLACE + ", where nothing is");
    }

    @Test
    void i1BreaksWhenAnotherMessageIsInItsPlace() {
        assertBroken(
                new NoAckedMessageLost(),
                history(OK, copy(PLACE, "2")),
                "send 1: acknowledged at " + PLACE + ", where another message is");
    }

    @Test
    void i1BreaksWhenTheMessageIsOnlySomewhereElse() {
        assertBroken(
                new NoAckedMessageLost(),
                history(OK, copy(ELSEWHERE, "1")),
                "send 1: acknowledged at " + PLACE + ", where nothing is");
    }

    @Test
    void i1BreaksWhenABrokerLosesItsTailUnasked() {
        History history = new History(List.of(OK), List.of(), List.of(new LostTail("orders", "broker-a", 1, 5, false)));
        assertThat(new NoAckedMessageLost().verdictOn(history).violations()).isOne();
    }

    @Test
    void i1HoldsWhenTheBrokerWasToldToLoseThatTail() {
        History history = new History(List.of(OK), List.of(), List.of(new LostTail("orders", "broker-a", 1, 5, true)));
        assertThat(new NoAckedMessageLost().verdictOn(history).holds()).isTrue();
        assertThat(new TruthfulResult().verdictOn(history).holds()).isTrue();
    }

    @Test
    void i1BreaksWhenTheTailThatWasLostBeganLater() {
        History history = new History(List.of(OK), List.of(), List.of(new LostTail("orders", "broker-a", 1, 6, true)));
        assertThat(new NoAckedMessageLost().verdictOn(history).holds()).isFalse();
    }

    @Test
    void i1DoesNotPromiseWeakCopies() {
        assertThat(new NoAckedMessageLost()
                        .verdictOn(history(send("1", List.of(), told(TerminalClass.OK_WEAK))))
                        .holds())
                .isTrue();
    }

    @Test
    void i2BreaksWhenTheResultNamesAPlaceOfAnotherMessage() {
        assertThat(new TruthfulResult()
                        .verdictOn(history(OK, copy(ELSEWHERE, "1"), copy(PLACE, "2")))
                        .violations())
                .isOne();
    }

    @Test
    void i2BreaksWhenTheResultNamesAnotherMessageId() {
        Append other = new Append(PLACE, "id-other", "1", BODY_HASH, BODY_BYTES);
        assertThat(new TruthfulResult().verdictOn(history(OK, other)).violations())
                .isOne();
    }

    @Test
    void i2AsksForTheTruthOfWeakResultsToo() {
        Send weak = send("1", List.of(), told(TerminalClass.OK_WEAK));
        assertThat(new TruthfulResult().verdictOn(history(weak)).holds()).isFalse();
        assertThat(new TruthfulResult().verdictOn(history(weak, COPY)).holds()).isTrue();
    }

    @Test
    void i3BreaksWhenASendDuplicatesThoughEveryFailureWasARefusal() {
        Send send = send("1", List.of(attempt(1, REFUSED), attempt(2, STORED)), told(TerminalClass.OK));
        assertThat(new DuplicatesOnlyAfterUnknown()
                        .verdictOn(history(send, COPY, copy(ELSEWHERE, "1")))
                        .violations())
                .isOne();
    }

    @Test
    void i3BreaksWhenASingleAttemptIsStoredTwice() {
        assertThat(new DuplicatesOnlyAfterUnknown()
                        .verdictOn(history(OK, COPY, copy(ELSEWHERE, "1")))
                        .violations())
                .isOne();
    }

    @Test
    void i3AllowsOneMoreCopyForEachUnknownAttemptBeforeTheLast() {
        Send send = send("1", List.of(attempt(1, UNKNOWN), attempt(2, STORED)), told(TerminalClass.OK));
        assertThat(new DuplicatesOnlyAfterUnknown()
                        .verdictOn(history(send, COPY, copy(ELSEWHERE, "1")))
                        .holds())
                .isTrue();
        Place third = new Place("orders", "broker-c", 0, 0);
        assertThat(new DuplicatesOnlyAfterUnknown()
                        .verdictOn(history(send, COPY, copy(ELSEWHERE, "1"), copy(third, "1")))
                        .holds())
                .isFalse();
    }

    @Test
    void i4BreaksWhenAMessageThatWasCalledNotStoredIsThere() {
        Send failed = send("1", List.of(attempt(1, REFUSED)), told(TerminalClass.FAIL));
        assertThat(new NoFalseCertainty().verdictOn(history(failed, COPY)).violations())
                .isOne();
        assertThat(new NoFalseCertainty().verdictOn(history(failed)).holds()).isTrue();
    }

    /** The conversion that a well-known chaos driver makes: what can't be known is reported as failed. */
    @Test
    void i4BreaksWhenWhatNobodyKnowsIsCalledNotStored() {
        Send send = send("1", List.of(attempt(1, UNKNOWN), attempt(2, REFUSED)), told(TerminalClass.FAIL));
        assertThat(new NoFalseCertainty().verdictOn(history(send)).violations()).isOne();
    }

    @Test
    void i5BreaksWhenNobodySentAMessage() {
        assertThat(new NoPhantom().verdictOn(history(OK, copy(PLACE, "77"))).violations())
                .isOne();
        assertThat(new NoPhantom()
                        .verdictOn(history(OK, new Append(PLACE, "id", null, BODY_HASH, BODY_BYTES)))
                        .violations())
                .isOne();
    }

    @Test
    void i5BreaksWhenTheBodyChangedOnTheWay() {
        assertThat(new NoPhantom()
                        .verdictOn(history(OK, new Append(PLACE, "id-1", "1", BODY_HASH + 1, BODY_BYTES)))
                        .violations())
                .isOne();
        assertThat(new NoPhantom()
                        .verdictOn(history(OK, new Append(PLACE, "id-1", "1", BODY_HASH, BODY_BYTES - 1)))
                        .violations())
                .isOne();
    }

    @Test
    void i5BreaksWhenAMessageIsUnderAnotherTopic() {
        Place wrong = new Place("bills", "broker-a", 1, 5);
        assertThat(new NoPhantom().verdictOn(history(OK, copy(wrong, "1"))).violations())
                .isOne();
    }

    @Test
    void i6BreaksWhenASendNeverEnds() {
        Send open = new Send(invocation("1"), List.of(), List.of());
        assertBroken(new ExactlyOneCompletion(), history(open), "send 1: 0 ends (expected: 1) []");
    }

    @Test
    void i6BreaksWhenASendEndsTwice() {
        Send twice = new Send(
                invocation("1"),
                List.of(),
                List.of(told(TerminalClass.OK).to("1"), told(TerminalClass.FAIL).to("1")));
        assertBroken(new ExactlyOneCompletion(), history(twice), "send 1: 2 ends (expected: 1) [OK, FAIL]");
    }

    @Test
    void i9BreaksWithOneAttemptTooMany() {
        List<SendAttempt> three = List.of(attempt(1, REFUSED), attempt(2, REFUSED), attempt(3, REFUSED));
        assertThat(new RetryBudget()
                        .verdictOn(history(send("1", three, told(TerminalClass.FAIL))))
                        .holds())
                .isTrue();
        List<SendAttempt> four =
                List.of(attempt(1, REFUSED), attempt(2, REFUSED), attempt(3, REFUSED), attempt(4, REFUSED));
        assertThat(new RetryBudget()
                        .verdictOn(history(send("1", four, told(TerminalClass.FAIL))))
                        .holds())
                .isFalse();
    }

    @Test
    void i9AllowsTheOneRepetitionThatGoAwayAsksFor() {
        AttemptOutcome goAway = new AttemptOutcome.Refused(1_500, "please go away");
        List<SendAttempt> attempts =
                List.of(attempt(1, goAway), attempt(2, REFUSED), attempt(3, REFUSED), attempt(4, STORED));
        assertThat(new RetryBudget()
                        .verdictOn(history(send("1", attempts, told(TerminalClass.OK))))
                        .holds())
                .isTrue();
    }

    /** The official client follows one for each attempt; what follows one and is told to go away again, counts. */
    @Test
    void i9CountsWhatIsToldToGoAwayTwice() {
        AttemptOutcome goAway = new AttemptOutcome.Refused(1_500, "please go away");
        List<SendAttempt> each = List.of(
                attempt(1, goAway),
                attempt(2, REFUSED),
                attempt(3, goAway),
                attempt(4, REFUSED),
                attempt(5, goAway),
                attempt(6, STORED));
        assertThat(new RetryBudget()
                        .verdictOn(history(send("1", each, told(TerminalClass.OK))))
                        .holds())
                .isTrue();
        List<SendAttempt> twice = List.of(
                attempt(1, goAway), attempt(2, goAway), attempt(3, REFUSED), attempt(4, REFUSED), attempt(5, REFUSED));
        assertThat(new RetryBudget()
                        .verdictOn(history(send("1", twice, told(TerminalClass.FAIL))))
                        .holds())
                .isFalse();
    }

    @Test
    void i10BreaksOneNanosecondAfterTimeoutAndGrace() {
        Send late = send("1", List.of(), new Told(TerminalClass.INFO, 1_000 + TIMEOUT_NANOS + 11, true));
        assertThat(new TimeoutHonoured(Duration.ofNanos(11))
                        .verdictOn(history(late))
                        .holds())
                .isTrue();
        assertThat(new TimeoutHonoured(Duration.ofNanos(10))
                        .verdictOn(history(late))
                        .holds())
                .isFalse();
    }

    @Test
    void i10BreaksWhenASendIsCalledTimedOutBeforeItsTime() {
        Send early = send("1", List.of(), new Told(TerminalClass.INFO, 1_000 + TIMEOUT_NANOS - 1, true));
        assertThat(new TimeoutHonoured(Duration.ZERO).verdictOn(history(early)).holds())
                .isFalse();
    }

    @Test
    void i11BreaksWhenAnAttemptBeginsAfterTheEnd() {
        Send send = send(
                "1",
                List.of(attempt(1, UNKNOWN), new SendAttempt(2, queue(), 2_001, 2_002, STORED)),
                new Told(TerminalClass.INFO, 2_000, false));
        assertBroken(new NoWorkAfterTerminal(), history(send), "send 1: attempt 2 began 1 ns after the end");
    }

    @Test
    void violationsAreAllCountedAndTheFirstOnesShown() {
        List<Send> open = IntStream.range(0, 50)
                .mapToObj(i -> new Send(invocation("s" + i), List.of(), List.of()))
                .toList();
        Verdict verdict = new ExactlyOneCompletion().verdictOn(new History(open, List.of(), List.of()));
        assertThat(verdict.violations()).isEqualTo(50);
        assertThat(verdict.examples()).hasSize(10).first().asString().startsWith("send s0:");
    }

    @Test
    void ledgerAddsUp() {
        History history = new History(
                List.of(
                        OK,
                        send("2", List.of(attempt(1, REFUSED), attempt(2, REFUSED)), told(TerminalClass.FAIL)),
                        send("3", List.of(attempt(1, UNKNOWN)), new Told(TerminalClass.INFO, 4_000, true)),
                        send("4", List.of(attempt(1, STORED)), told(TerminalClass.OK)),
                        new Send(invocation("5"), List.of(), List.of())),
                List.of(COPY, copy(ELSEWHERE, "1"), copy(new Place("orders", "broker-c", 0, 0), "3")),
                List.of());
        assertThat(Ledger.of(history)).isEqualTo(new Ledger(5, 2, 2, 1, 1, 1, 1, 1, 1, 3_000));
    }

    // ---- what waits out of sight ----

    private static final Send HALF = of(SendKind.TRANSACTION, TerminalClass.OK);

    private static Send of(SendKind kind, TerminalClass told) {
        return new Send(
                new Invocation("1", "pg", "orders", BODY_HASH, BODY_BYTES, kind, null, TIMEOUT_NANOS, 0, 3, 1_000),
                List.of(attempt(1, told == TerminalClass.FAIL ? REFUSED : STORED)),
                List.of(told(told).to("1")));
    }

    private static History waiting(Send send, List<Append> appends, List<Append> waiting, LostTail... lost) {
        return new History(List.of(send), appends, waiting, List.of(lost));
    }

    private static void assertHolds(History history) {
        assertThat(Invariants.all(Duration.ZERO))
                .allSatisfy(invariant ->
                        assertThat(invariant.verdictOn(history).examples()).isEmpty());
    }

    @Test
    void halfMessageIsWhereItsSenderWasTold() {
        assertHolds(waiting(HALF, List.of(), List.of(COPY)));
        // Committed: it is in sight as well, elsewhere, and that is no second copy.
        assertHolds(waiting(HALF, List.of(copy(ELSEWHERE, "1")), List.of(COPY)));
        History misplaced = waiting(HALF, List.of(), List.of(copy(ELSEWHERE, "1")));
        assertBroken(new NoAckedMessageLost(), misplaced, "send 1: acknowledged at " + PLACE + ", where nothing is");
        assertThat(new TruthfulResult().verdictOn(misplaced).holds()).isFalse();
    }

    @Test
    void halfMessageMayBeInATailThatWasLost() {
        assertHolds(waiting(HALF, List.of(), List.of(), new LostTail(SystemTopics.HALF, "broker-a", 0, 5, true)));
        for (LostTail other : List.of(
                new LostTail(SystemTopics.HALF, "broker-a", 0, 6, true),
                new LostTail(SystemTopics.HALF, "broker-b", 0, 5, true),
                new LostTail("bills", "broker-a", 0, 5, true),
                new LostTail(SystemTopics.HALF, "broker-a", 0, 5, false))) {
            History history = waiting(HALF, List.of(), List.of(), other);
            assertThat(new NoAckedMessageLost().verdictOn(history).holds()).isFalse();
            assertThat(new TruthfulResult().verdictOn(history).holds()).isFalse();
        }
    }

    @Test
    void offsetsThatAreNumberedAcrossBrokersAreNotThoseOfWhatWaits() {
        Place numbered = new Place("orders", Place.LOGICAL_BROKER, 3, 77);
        Send send = new Send(
                HALF.invocation(),
                HALF.attempts(),
                List.of(new Terminal(TerminalClass.OK, 1_600, false, "id-1", numbered, null)));
        assertHolds(waiting(send, List.of(), List.of(COPY)));
        assertThat(new NoAckedMessageLost()
                        .verdictOn(waiting(send, List.of(), List.of(copy(PLACE, "2"))))
                        .holds())
                .isFalse();
    }

    @Test
    void delayedMessageIsDeliveredInTheEnd() {
        Send delayed = of(SendKind.DELAYED, TerminalClass.OK);
        assertHolds(waiting(delayed, List.of(copy(ELSEWHERE, "1")), List.of(COPY)));
        assertBroken(
                new NoAckedMessageLost(),
                waiting(delayed, List.of(), List.of(COPY)),
                "send 1: acknowledged at " + PLACE + ", and never delivered");
        // Taken back, it need not be.
        assertHolds(waiting(of(SendKind.RECALLED, TerminalClass.OK), List.of(), List.of(COPY)));
    }

    @Test
    void waitingCopiesAreCopies() {
        History twice = waiting(HALF, List.of(), List.of(COPY, copy(ELSEWHERE, "1")));
        assertThat(new DuplicatesOnlyAfterUnknown().verdictOn(twice).violations())
                .isOne();
        History failed = waiting(of(SendKind.TRANSACTION, TerminalClass.FAIL), List.of(), List.of(COPY));
        assertThat(new NoFalseCertainty().verdictOn(failed).violations()).isOne();
        History unknown = waiting(HALF, List.of(), List.of(COPY, copy(ELSEWHERE, "2")));
        assertThat(new NoPhantom().verdictOn(unknown).violations()).isOne();
        assertThat(Ledger.of(waiting(HALF, List.of(), List.of(COPY))).lost()).isZero();
        assertThat(Ledger.of(waiting(HALF, List.of(), List.of())).lost()).isOne();
    }

    @Test
    void requestThatWasRepliedToIsStoredSomewhere() {
        Send request = new Send(
                new Invocation(
                        "1", "pg", "orders", BODY_HASH, BODY_BYTES, SendKind.REQUEST, null, TIMEOUT_NANOS, 0, 3, 1_000),
                List.of(attempt(1, STORED)),
                List.of(new Terminal(TerminalClass.OK, 1_600, false, null, null, null)));
        assertHolds(waiting(request, List.of(COPY), List.of()));
        assertBroken(
                new NoAckedMessageLost(), waiting(request, List.of(), List.of()), "send 1: replied to, and nowhere");
    }

    @Test
    void idsOfSendsAreThoseOfTheirMessages() {
        assertThat(History.messageIds(List.of(copy(PLACE, "1")), List.of(copy(PLACE, "1"), copy(PLACE, "2"))))
                .containsExactly(Map.entry("1", "id-1"), Map.entry("2", "id-2"));
    }

    private static void assertBroken(Invariant invariant, History history, String example) {
        Verdict verdict = invariant.verdictOn(history);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.examples()).containsExactly(example);
    }

    private static History history(Send send, Append... appends) {
        return new History(List.of(send), List.of(appends), List.of());
    }

    private static Append copy(Place place, String sendId) {
        return new Append(place, "id-" + sendId, sendId, BODY_HASH, BODY_BYTES);
    }

    private static SendAttempt attempt(int number, AttemptOutcome outcome) {
        return new SendAttempt(number, queue(), 1_000L + number, 1_500L + number, outcome);
    }

    private static MessageQueue queue() {
        return new MessageQueue("orders", "broker-a", 1);
    }

    private static Told told(TerminalClass told) {
        return new Told(told, 1_600, false);
    }

    private static Send send(String sendId, List<SendAttempt> attempts, Told told) {
        return new Send(invocation(sendId), attempts, List.of(told.to(sendId)));
    }

    private static Invocation invocation(String sendId) {
        return new Invocation(
                sendId, "pg", "orders", BODY_HASH, BODY_BYTES, SendKind.PLAIN, null, TIMEOUT_NANOS, 0, 3, 1_000);
    }

    /** An end that has no send yet. */
    private record Told(TerminalClass told, long atNanos, boolean timedOut) {
        Terminal to(String sendId) {
            return told.isAcknowledged()
                    ? new Terminal(told, atNanos, timedOut, "id-" + sendId, PLACE, null)
                    : new Terminal(told, atNanos, timedOut, null, null, "it failed");
        }
    }
}

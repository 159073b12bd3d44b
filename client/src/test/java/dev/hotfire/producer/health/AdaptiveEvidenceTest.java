// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.runtime.RandomSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the adaptive policy suspects a broker for, and what not, at exact times. */
class AdaptiveEvidenceTest extends AdaptiveBench {
    @Test
    void silenceWithThreeUnderWayIsNoticedAfterThePatience() {
        warm(A, B, C);
        start(A);
        start(A);
        start(A);
        pass(19);
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        pass(6);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).matches("isolated broker-a: silent for 2[0-5] ms with 3 attempts unanswered");
    }

    @Test
    void silenceWithTwoUnderWaySaysNothing() {
        warm(A, B, C);
        start(A);
        start(A);
        pass(1_000 * 5);
        assertThat(told).isEmpty();
    }

    @Test
    void anySignOfLifeEndsTheSilence() {
        warm(A, B, C);
        start(A);
        start(A);
        start(A);
        long last = start(A);
        pass(15);
        end(A, Ending.REFUSED, last);
        start(A);
        start(A);
        start(A);
        pass(15);
        assertThat(told).isEmpty();
        pass(10);
        assertThat(told).hasSize(1);
    }

    /** Three that take long from time to time come together sooner or later. */
    @Test
    void stragglersFromBeforeTheLastAnswerAreNoSilence() {
        warm(A, B, C);
        start(A);
        start(A);
        start(A);
        long last = start(A);
        pass(5);
        end(A, Ending.STORED, last);
        start(A);
        start(A);
        pass(1_000);
        assertThat(told).isEmpty();
        start(A);
        pass(30);
        assertThat(told).hasSize(1);
    }

    /** A pause of this process looks like everybody's silence, and is nobody's. */
    @Test
    void aTimerThatFiresLateAccusesNobody() {
        warm(A, B, C);
        start(A);
        start(A);
        start(A);
        time.advance(Duration.ofMillis(600));
        assertThat(told).isEmpty();
        pass(19);
        assertThat(told).isEmpty();
        pass(10);
        assertThat(told).hasSize(1);
    }

    @Test
    void whoIsSlowerThanItsPeersIsNotSilentSoSoon() {
        health.settings(settings(50));
        spread(20, 2, 2);
        for (int i = 0; i < 20; i++) {
            attempt(A, Ending.STORED, 20);
        }
        start(A);
        start(A);
        start(A);
        pass(100);
        assertThat(told).isEmpty();
        pass(150);
        assertThat(told).hasSize(1).first().asString().contains("silent for ");
    }

    @Test
    void silenceIsNoticedHoweverPatientAttemptsAre() {
        health.settings(settings(3_000));
        warm(A, B, C);
        start(A);
        start(A);
        start(A);
        pass(26);
        assertThat(told).hasSize(1);
        assertThat(patience(B)).isEqualTo(3_000 * MILLI);
    }

    /** Where sends are few the first is given up before the third begins. */
    @Test
    void whatWasGivenUpWentUnansweredToo() {
        warm(A, B, C);
        giveUp(A, 50);
        giveUp(A, 50);
        start(A);
        assertThat(health.load(A).underWay()).as("it may be busy with all").isEqualTo(3);
        pass(19);
        assertThat(told).isEmpty();
        pass(6);
        assertThat(told).hasSize(1).first().asString().matches(".*silent for 2[0-5] ms with 3 attempts unanswered");
        assertThat(health.load(A).underWay()).as("one is too few to show").isZero();
    }

    /** Or it would never be sent anything again that could show how it is now. */
    @Test
    void whatWasSentBeforeTheLastAnswerIsNoLoadOnceItIsGivenUp() {
        warm(A, B, C);
        long[] begun = new long[50];
        for (int i = 0; i < begun.length; i++) {
            begun[i] = start(A);
        }
        pass(30);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.STORED, 2);
        }
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        for (long started : begun) {
            end(A, Ending.UNREACHED, started);
        }
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        assertThat(health.load(A).underWay()).isZero();
    }

    @Test
    void anAnswerMakesUpForWhatWasGivenUp() {
        warm(A, B, C);
        giveUp(A, 50);
        giveUp(A, 50);
        attempt(A, Ending.STORED, 2);
        assertThat(health.load(A).underWay()).isZero();
        start(A);
        start(A);
        pass(1_000);
        assertThat(told).isEmpty();
    }

    @Test
    void oneWaySendsAreNotUnderWay() {
        warm(A, B);
        for (int i = 0; i < 10; i++) {
            health.onStart(A, Kind.ONEWAY, time.nanoTime());
        }
        assertThat(health.load(A).underWay()).isZero();
        health.onAttempt(A, Kind.ONEWAY, Ending.UNREACHED, "why", time.nanoTime(), time.nanoTime());
        assertThat(health.load(A).underWay()).isZero();
    }

    @Test
    void whatIsGivenUpIsNotUnderWayAnyMore() {
        warm(A, B);
        start(A);
        start(A);
        long third = start(A);
        assertThat(health.load(A).underWay()).isEqualTo(3);
        health.onDropped(A, Kind.ASYNC, third);
        assertThat(health.load(A).underWay()).as("two are too few to show").isZero();
        pass(1_000 * 1);
        assertThat(told).isEmpty();
    }

    @Test
    void threeInARowWithoutAnAnswerAreEnough() {
        warm(A, B);
        attempt(A, Ending.UNREACHED, 1);
        attempt(A, Ending.UNREACHED, 1);
        attempt(A, Ending.STORED, 2);
        assertThat(told).isEmpty();
        for (int i = 0; i < 50; i++) {
            attempt(A, Ending.STORED, 2);
        }
        attempt(A, Ending.UNREACHED, 1);
        attempt(A, Ending.UNREACHED, 1);
        assertThat(told).isEmpty();
        attempt(A, Ending.UNREACHED, 1);
        assertThat(told).containsExactly("isolated broker-a: 3 failures in a row, the last: why");
    }

    @Test
    void refusalsInTimeWeighLess() {
        warm(A, B);
        for (int i = 0; i < 8; i++) {
            attempt(A, Ending.TROUBLED, 1);
        }
        assertThat(told).isEmpty();
        attempt(A, Ending.TROUBLED, 1);
        assertThat(told).containsExactly("isolated broker-a: 9 failures in a row, the last: why");
    }

    @Test
    void oneThatFindsNobodyToConnectToIsEnough() {
        warm(A, B);
        attempt(A, Ending.UNCONNECTED, 0);
        assertThat(told).containsExactly("isolated broker-a: no connection: why");
    }

    @Test
    void whoRefusesHalfIsAvoidedUnlessOthersDoSoToo() {
        warm(A, B);
        for (int i = 0; i < 500; i++) {
            attempt(A, i % 2 == 0 ? Ending.TROUBLED : Ending.STORED, 0);
            attempt(B, i % 3 == 0 ? Ending.TROUBLED : Ending.STORED, 0);
        }
        assertThat(told).isEmpty();
        for (int i = 0; i < 500 && told.isEmpty(); i++) {
            attempt(A, i % 2 == 0 ? Ending.TROUBLED : Ending.STORED, 0);
            attempt(B, Ending.STORED, 0);
        }
        assertThat(told).containsExactly("isolated broker-a: far more refusals than others, the last: why");
    }

    /** A message that every broker answers with an error is no broker's fault, whatever the error. */
    @Test
    void refusalsNowAndThenAreNoEvidence() {
        warm(A, B);
        RandomSource random = RandomSource.seeded(2);
        for (int i = 0; i < 100_000; i++) {
            attempt(A, random.chance(0.1) ? Ending.TROUBLED : Ending.STORED, 0);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whatConcernsTheMessageIsNoEvidence() {
        warm(A, B);
        for (int i = 0; i < 1_000; i++) {
            attempt(A, Ending.REFUSED, 1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void anAnswerThatTakesFarLongerThanThePeersIsAFailure() {
        warm(A, B);
        attempt(A, Ending.STORED, 400);
        attempt(A, Ending.STORED, 400);
        assertThat(told).isEmpty();
        attempt(A, Ending.STORED, 400);
        assertThat(told).containsExactly("isolated broker-a: 3 failures in a row, the last: answered after 400 ms");
    }

    @Test
    void ofAllThatAreSlowNobodyIsAvoided() {
        warm(A, B);
        for (int i = 0; i < 100; i++) {
            attempt(A, Ending.STORED, 400);
            attempt(B, Ending.STORED, 400);
        }
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        assertThat(standing(B)).isEqualTo(Standing.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "11, 4", "12, 5", "20, 5", "30, 7", "49, 0", "200, 0"})
    void failuresThatComeTooOftenAreTooMany(int every, int enough) {
        warm(A, B);
        int failures = 0;
        for (int i = 1; i <= 4_000 && told.isEmpty(); i++) {
            boolean fails = i % every == 0;
            failures += fails ? 1 : 0;
            attempt(A, fails ? Ending.UNREACHED : Ending.STORED, 2);
        }
        if (enough == 0) {
            assertThat(told).isEmpty();
        } else {
            assertThat(told).containsExactly("isolated broker-a: too many failures, the last: why");
            assertThat(failures).isEqualTo(enough);
        }
    }

    /** Of a network that loses one in five, whoever it is sent to, no broker is the reason. */
    @Test
    void failuresThatAllHaveAreNoBrokersOwn() {
        warm(A, B);
        for (int i = 0; i < 1_000; i++) {
            attempt(A, i % 5 == 0 ? Ending.UNREACHED : Ending.STORED, 2);
            attempt(B, i % 5 == 2 ? Ending.UNREACHED : Ending.STORED, 2);
        }
        assertThat(told).isEmpty();
        for (int i = 0; i < 1_000 && told.isEmpty(); i++) {
            attempt(A, i % 5 == 0 ? Ending.UNREACHED : Ending.STORED, 2);
            attempt(B, Ending.STORED, 2);
        }
        assertThat(told).containsExactly("isolated broker-a: too many failures, the last: why");
    }

    /** It is next door, and all others are far away and well. */
    @Test
    void oneThatIsQuickerThanAllOthersIsNoMeasure() {
        spread(100, 1, 90);
        assertThat(told).isEmpty();
    }

    @Test
    void aFewMillisecondsAreNoLateness() {
        health.settings(settings(50));
        warm(B);
        for (int i = 0; i < 100; i++) {
            attempt(A, Ending.STORED, 49);
            attempt(B, Ending.STORED, 1);
        }
        assertThat(told).isEmpty();
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.STORED, 51);
        }
        assertThat(told).hasSize(1);
    }

    /** It took 30 ms, which happens; what came just before its end was accused of all that time. */
    @Test
    void aStragglerFollowedByABurstIsNoSilence() {
        warm(A, B, C);
        long straggler = start(A);
        pass(18);
        List<Long> burst = List.of(start(A), start(A), start(A));
        pass(12);
        end(A, Ending.STORED, straggler);
        burst.forEach(started -> end(A, Ending.STORED, started));
        assertThat(told).isEmpty();
        start(A);
        pass(1_000);
        start(A);
        start(A);
        pass(19);
        assertThat(told).isEmpty();
        pass(300);
        assertThat(told).hasSize(1);
    }

    /** Whoever has just come back need not lose as many as at first. */
    @Test
    void oneMoreLossSoonAfterTheReturnIsEnough() {
        warm(A, B, C);
        avoidA();
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.STORED, 2);
        }
        assertThat(told).containsExactly("released " + A);
        for (int i = 0; i < 20; i++) {
            attempt(A, Ending.STORED, 2);
        }
        giveUp(A, 50);
        assertThat(standing(A)).as("after twenty good ones").isEqualTo(Standing.GOOD);
        giveUp(A, 50);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);

        for (int i = 0; i < 6; i++) {
            attempt(A, Ending.STORED, 2);
        }
        giveUp(A, 50);
        assertThat(standing(A)).as("at once").isEqualTo(Standing.AVOIDED);
    }

    @Test
    void onlyWhoAnswersOthersAndLosesNoneIsWorthWaitingFor() {
        warm(A, B, C);
        long begun = time.nanoTime();
        assertThat(waitFor(A, begun)).as("nothing came since").isFalse();
        attempt(A, Ending.STORED, 2);
        assertThat(waitFor(A, begun)).isTrue();
        giveUp(A, 50);
        assertThat(waitFor(A, begun)).as("one is nothing").isTrue();
        giveUp(A, 50);
        attempt(A, Ending.REFUSED, 2);
        assertThat(waitFor(A, begun)).as("it loses some").isFalse();
        assertThat(waitFor(D, begun)).as("never heard of").isFalse();
    }

    /** With a copy that would have a millisecond, where peers take two. */
    private boolean waitFor(String broker, long startedNanos) {
        return health.isWorthWaitingFor(broker, startedNanos, MILLI, time.nanoTime());
    }

    @Test
    void aCopyThatHasTimeEnoughIsWorthMore() {
        warm(A, B, C);
        long begun = time.nanoTime();
        attempt(A, Ending.STORED, 2);
        assertThat(health.isWorthWaitingFor(A, begun, MILLI, time.nanoTime())).isTrue();
        assertThat(health.isWorthWaitingFor(A, begun, 3 * MILLI, time.nanoTime()))
                .isFalse();
    }

    /** What nobody sends anything to can show nobody how it is. */
    @Test
    void whoLostOneAndHasNothingUnderWayIsNotPassedOver() {
        health.settings(settings(3_000));
        warm(A, B);
        long started = start(A);
        pass(1_000);
        end(A, Ending.UNREACHED, started);
        assertThat(health.load(A).isIdle()).isTrue();
        start(A);
        assertThat(health.load(A).isIdle())
                .as("one at a time as long as it is slow")
                .isFalse();
    }

    @Test
    void whatWentUnansweredBeforeALongPauseIsForgotten() {
        warm(A, B, C);
        giveUp(A, 50);
        giveUp(A, 50);
        pass(6_000);
        start(A);
        pass(1_000);
        assertThat(told).isEmpty();
    }

    /** A was drained a while ago: that it was quick then makes nobody slow now. */
    @Test
    void whoLeftIsNoMeasureForThoseWhoStay() {
        warm(A, B, C);
        for (int second = 0; second < 62; second++) {
            pass(1_000);
            attempt(B, Ending.STORED, 2);
            attempt(C, Ending.STORED, 2);
        }
        for (int i = 0; i < 50; i++) {
            attempt(B, Ending.STORED, 60);
            attempt(C, Ending.STORED, 60);
        }
        assertThat(told).isEmpty();
    }
}

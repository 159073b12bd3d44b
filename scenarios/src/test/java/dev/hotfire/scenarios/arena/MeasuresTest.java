// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics of runs that can be worked out by hand: four brokers in turn, one attempt every 10 ms, fault from 1 s to 3 s. */
class MeasuresTest {
    private static final long MILLI = 1_000_000;
    private static final Phases PHASES = Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(7));
    private static final long GOOD = 100 * MILLI;

    private final Samples samples = new Samples(4, false);
    private final Truth truth = new Truth();

    private Measures open() {
        return Measures.of(samples, truth, PHASES, false, GOOD);
    }

    private void badThroughout(int broker) {
        truth.add(new Truth.Spell(broker, PHASES.beginNanos(), PHASES.healNanos(), PHASES.healNanos(), null));
    }

    private void send(long dueMillis, long tookMillis, byte outcome) {
        int send = samples.due(dueMillis * MILLI);
        samples.ended(send, (dueMillis + tookMillis) * MILLI, outcome);
    }

    /** An attempt every 10 ms, in turns over the brokers; where the first one's turn is lost it goes to the next. */
    private void turns(long fromMillis, long toMillis, boolean withFirst) {
        for (long at = fromMillis; at < toMillis; at += 10) {
            int broker = (int) (at / 10 % 4);
            samples.attempt(at * MILLI, broker == 0 && !withFirst ? 1 : broker, false);
        }
    }

    @Test
    void sharesOfEndsAreOfSendsDueWhileTheFaultIsThere() {
        send(0, 5, Samples.FAILED); // before
        send(999, 5, Samples.FAILED);
        send(1_000, 5, Samples.OK); // the fault begins
        send(1_500, 100, Samples.OK);
        send(1_600, 101, Samples.OK); // too late to be good
        send(1_700, 3_000, Samples.UNKNOWN);
        send(2_999, 1, Samples.FAILED);
        send(3_000, 5, Samples.FAILED); // healed
        Measures measures = open();
        assertThat(measures.offered()).isEqualTo(5);
        assertThat(measures.okPercent()).isEqualTo(60);
        assertThat(measures.goodPercent()).isEqualTo(40);
        assertThat(measures.failPercent()).isEqualTo(20);
        assertThat(measures.unknownPercent()).isEqualTo(20);
    }

    @Test
    void aSendWithoutAnEndIsUnknownAndHasNoLatency() {
        send(1_000, 2, Samples.OK);
        samples.due(1_100 * MILLI);
        assertThat(open().unknownPercent()).isEqualTo(50);
        assertThat(open().p999Millis()).isEqualTo(2, within(0.01));
    }

    @Test
    void latenciesAreThoseOfAllEndsOnce() {
        for (int i = 1; i <= 1_000; i++) {
            send(1_000 + i, i, i == 1_000 ? Samples.UNKNOWN : Samples.OK);
        }
        send(10, 77, Samples.OK);
        Measures measures = open();
        assertThat(measures.p50Millis()).isEqualTo(500, within(0.6));
        assertThat(measures.p99Millis()).isEqualTo(990, within(1.1));
        assertThat(measures.p999Millis()).isEqualTo(999, within(1.1));
        assertThat(measures.healthyP99Millis()).isEqualTo(77, within(0.1));
    }

    @Test
    void blockingCallersAreMeasuredByWhatTheyDidBefore() {
        for (int i = 0; i < 100; i++) {
            send(i * 10L, 5, Samples.OK); // 100 in the second before
        }
        for (int i = 0; i < 50; i++) {
            send(1_000 + i * 40L, 5, Samples.OK); // 25 a second
        }
        for (int i = 0; i < 100; i++) {
            send(8_000 + i * 10L, 5, Samples.OK); // 100 in the 2 s that begin 5 s after the heal
        }
        Measures measures = Measures.of(samples, truth, PHASES, true, GOOD);
        assertThat(measures.goodPercent()).isEqualTo(25);
        assertThat(measures.afterPercent()).isEqualTo(50);
    }

    @Test
    void exposedAreAttemptsOnABadBrokerUntilItIsIsolatedAndAfter() {
        badThroughout(0);
        turns(0, 1_200, true);
        turns(1_200, 3_000, false);
        samples.attempt(3_000 * MILLI - 1, 0, false); // a probe
        turns(3_000, 10_000, true);
        Measures measures = open();
        // 1,000, 1,040, 1,080, 1,120, 1,160; and the probe
        assertThat(measures.exposed()).isEqualTo(6);
        assertThat(measures.exposedBefore()).isEqualTo(5);
        assertThat(measures.isolateMillis()).isEqualTo(160);
        assertThat(measures.recoverMillis()).isZero();
        assertThat(measures.probePercent()).isEqualTo(100.0 / 201);
    }

    @Test
    void aBrokerThatKeepsItsShareIsNeverIsolated() {
        badThroughout(0);
        turns(0, 10_000, true);
        assertThat(open().isolateMillis()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(open().exposed()).isEqualTo(50);
        assertThat(open().exposedBefore()).isEqualTo(50);
        assertThat(open().probePercent()).isZero();
    }

    /** Three turns in a row may be lost by chance where there are few sends. */
    @Test
    void whoseProducerSaysThatItAvoidsNobodyIsNotIsolated() {
        Samples said = new Samples(4, true);
        badThroughout(0);
        for (long at = 0; at < 10_000; at += 10) {
            said.attempt(at * MILLI, at >= 1_200 && at < 3_000 ? 1 : (int) (at / 10 % 4), false);
        }
        said.isolated(1_300 * MILLI, 1);
        said.isolated(3_000 * MILLI, 0); // after the heal
        Measures measures = Measures.of(said, truth, PHASES, false, GOOD);
        assertThat(measures.isolateMillis()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(measures.recoverMillis()).isZero();
        assertThat(measures.exposedBefore()).isEqualTo(5);
        said.isolated(1_180 * MILLI, 0);
        assertThat(Measures.of(said, truth, PHASES, false, GOOD).isolateMillis())
                .isEqualTo(160);
    }

    @Test
    void aPhaseTooShortForAShareSaysNothingOfIt() {
        badThroughout(0);
        samples.attempt(0, 0, false); // four attempts on a broker take sixteen seconds
        samples.attempt(1_500 * MILLI, 0, false);
        assertThat(open().isolateMillis()).isNaN();
        assertThat(open().recoverMillis()).isNaN();
        assertThat(open().exposedBefore()).isEqualTo(1);
    }

    @Test
    void recoveredIsWhoHasMostOfItsShareAgain() {
        badThroughout(0);
        turns(0, 1_000, true);
        turns(1_000, 4_000, false);
        turns(4_000, 10_000, true);
        // The while of 250 ms from 3,920 on has 5 of 25, below 70 % of 6.25 are 4 and fewer: from 3,900 on it has 4.
        assertThat(open().recoverMillis()).isEqualTo(920);
        assertThat(open().isolateMillis()).isZero();
    }

    @Test
    void whoNeverComesBackHasNotRecovered() {
        badThroughout(0);
        turns(0, 1_000, true);
        turns(1_000, 10_000, false);
        assertThat(open().recoverMillis()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** A probe every 200 ms is no share of 25 in 250 ms; where that is all there are, it is. */
    @Test
    void probesAreNoShareUnlessTheyTakeTheNextTurn() {
        badThroughout(0);
        turns(0, 1_050, true);
        for (long at = 1_050; at < 3_000; at += 10) {
            samples.attempt(at * MILLI, at % 300 == 0 ? 0 : 1, false);
        }
        assertThat(open().isolateMillis()).isEqualTo(40);
        assertThat(open().exposedBefore()).isEqualTo(2);
        assertThat(open().exposed()).isEqualTo(2 + 6);
    }

    @Test
    void theMeanGapIsThatOfOneBroker() {
        samples.attempt(0, 0, false);
        samples.attempt(500 * MILLI, 1, false);
        samples.attempt(1_500 * MILLI, 1, false); // no longer before the fault
        assertThat(Measures.gapNanos(samples, PHASES)).isEqualTo(2_000 * MILLI);
    }

    @Test
    void whereAllAreBadNobodyIsToBeIsolated() {
        for (int i = 0; i < 4; i++) {
            badThroughout(i);
        }
        turns(0, 10_000, true);
        assertThat(open().isolateMillis()).isNaN();
        assertThat(open().exposedBefore()).isNaN();
        assertThat(open().exposed()).isEqualTo(200);
    }

    @Test
    void whereOnlySomeSendsAreHitThoseThatWereHitAreExposed() {
        truth.add(new Truth.Spell(0, PHASES.beginNanos(), PHASES.healNanos(), PHASES.healNanos(), Truth.Sent::large));
        turns(0, 10_000, true);
        samples.hit(1_500 * MILLI);
        samples.hit(1_600 * MILLI);
        assertThat(open().exposed()).isEqualTo(2);
        assertThat(open().isolateMillis()).isNaN();
    }

    @Test
    void anIsolationIsFalseUnlessSomethingIsOrJustWasWrongWithTheBroker() {
        badThroughout(0);
        samples.isolated(1_500 * MILLI, 0);
        samples.isolated(5_999 * MILLI, 0); // 2,999 ms after the heal
        samples.isolated(6_000 * MILLI, 0);
        samples.isolated(1_500 * MILLI, 1);
        samples.isolated(500 * MILLI, 0);
        Measures measures = open();
        assertThat(measures.isolations()).isEqualTo(5);
        assertThat(measures.falseIsolations()).isEqualTo(3);
    }

    @Test
    void amplificationCountsRetriesForSendsThatWereDue() {
        for (int i = 0; i < 10; i++) {
            send(1_000 + i, 5, Samples.OK);
        }
        samples.attempt(500 * MILLI, 0, true); // before
        samples.attempt(1_500 * MILLI, 0, false);
        samples.attempt(1_600 * MILLI, 1, true);
        samples.attempt(5_900 * MILLI, 1, true); // the last that a send due before the heal can make
        samples.attempt(6_000 * MILLI, 1, true);
        assertThat(open().amplification()).isEqualTo(1.2);
    }

    @Test
    void copiesBeyondTheFirstAreAttributableToAnAttemptNobodyKnowsTheEndOf() {
        for (int i = 0; i < 10; i++) {
            send(1_000 + i, 5, Samples.OK);
        }
        samples.stored(0, "a");
        samples.stored(0, "a");
        samples.stored(0, "a");
        samples.stored(1, "b");
        samples.stored(1, "b");
        samples.stored(2, "c");
        samples.unknownIds.add("a");
        Measures measures = open();
        assertThat(measures.duplicatePercent()).isEqualTo(30);
        assertThat(measures.unattributable()).isEqualTo(1);
    }

    @Test
    void fairnessIsTheMostUsedBrokersPartOfTheMeanBeforeTheFault() {
        for (int i = 0; i < 8; i++) {
            samples.attempt(i * MILLI, i < 5 ? 0 : i - 4, false);
        }
        samples.attempt(1_500 * MILLI, 3, false);
        assertThat(open().fairness()).isEqualTo(2.5);
    }

    @Test
    void mediansLeaveOutWhatMeansNothingAndSumWhatMustNotHappen() {
        badThroughout(0);
        send(1_000, 5, Samples.OK);
        samples.isolated(500 * MILLI, 1);
        Measures one = open();
        send(1_010, 5, Samples.FAILED);
        Measures two = open();
        assertThat(Metric.GOODPUT.of(List.of(one, two))).isEqualTo(75);
        assertThat(Metric.GOODPUT.of(List.of(one, two, two))).isEqualTo(50);
        assertThat(Metric.FALSE_ISOLATIONS.of(List.of(one, two))).isEqualTo(2);
        assertThat(Metric.AFTER.of(List.of(one, two))).isNaN();
    }

    @Test
    void callersOfWhomNoneWasServedBeforeAreNoMeasure() {
        send(1_500, 5, Samples.OK);
        assertThat(Measures.of(samples, truth, PHASES, true, GOOD).goodPercent())
                .isNaN();
    }

    @Test
    void numbersBelowZeroReadLikeOthers() {
        assertThat(Metric.GOODPUT.show(-0.25)).isEqualTo("-0.25");
        assertThat(Metric.GOODPUT.show(-0.004)).isEqualTo("-0.0040");
        assertThat(Metric.P99.show(-123.4)).isEqualTo("-123");
    }

    @Test
    void whatIsOpenOrCutOffIsNotMeasuredAsIfItWereDone() {
        Phases odd = Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(50));
        samples.due(150 * MILLI);
        send(3_010, 5, Samples.OK);
        samples.due(3_020 * MILLI);
        samples.attempt(3_010 * MILLI, 0, false);
        Curves curves = Curves.of(samples, odd, GOOD);
        assertThat(curves.p99Millis().get(1)).isNaN();
        assertThat(curves.p99Millis().get(30)).isEqualTo(5);
        assertThat(curves.attemptsPerSecond().get(0).get(30)).isEqualTo(20); // one in 50 ms
    }

    @Test
    void curvesHaveASliceForEachPartOfTheRun() {
        Curves curves = Curves.of(samples, PHASES, GOOD);
        assertThat(curves.sliceNanos()).isEqualTo(100 * MILLI);
        assertThat(curves.goodPercent()).hasSize(100).allMatch(value -> Double.isNaN(value));
        send(150, 5, Samples.OK);
        send(160, 500, Samples.OK);
        samples.attempt(150 * MILLI, 2, false);
        Curves filled = Curves.of(samples, PHASES, GOOD);
        assertThat(filled.goodPercent().get(1)).isEqualTo(50);
        assertThat(filled.p99Millis().get(1)).isEqualTo(500);
        assertThat(filled.attemptsPerSecond().get(2).get(1)).isEqualTo(10);
        assertThat(filled.attemptsPerSecond().get(1).get(1)).isZero();
    }
}

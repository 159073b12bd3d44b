// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Settings;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.runtime.RandomSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The adaptive policy, piece of evidence by piece of evidence, at exact times. */
class AdaptiveHealthTest {
    private static final long MILLI = 1_000_000;
    private static final String A = "broker-a";
    private static final String B = "broker-b";
    private static final String C = "broker-c";

    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> pulses = new ArrayList<>();
    private boolean known = true;
    private boolean answering = true;
    private final AdaptiveHealth health = new AdaptiveHealth(
            deadlines,
            new BrokerHealth.Listener() {
                @Override
                public void onIsolated(String brokerName, long untilNanos, String reason) {
                    assertThat(untilNanos).isGreaterThan(time.nanoTime());
                    told.add("isolated " + brokerName + ": " + reason);
                }

                @Override
                public void onReleased(String brokerName) {
                    told.add("released " + brokerName);
                }

                @Override
                public void onStandingChanged(String brokerName) {
                    told.add("changed " + brokerName);
                }
            },
            (brokerName, timeoutNanos, onAnswer) -> {
                pulses.add(onAnswer);
                if (known && answering) {
                    time.loop().execute(onAnswer);
                }
                return known;
            },
            RandomSource.seeded(1),
            settings(20));

    private static Settings settings(long patienceMillis) {
        return new Settings(LatencyTable.DEFAULT, false, 2_000 * MILLI, 200 * MILLI, patienceMillis * MILLI);
    }

    /** Millisecond by millisecond: a jump would look as if this process had stood still. */
    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            time.advance(Duration.ofMillis(1));
            time.turn();
        }
    }

    private long start(String broker) {
        health.onStart(broker, Kind.ASYNC, time.nanoTime());
        return time.nanoTime();
    }

    private void end(String broker, Ending ending, long startedNanos) {
        health.onAttempt(broker, Kind.ASYNC, ending, "why", startedNanos, time.nanoTime());
    }

    private void attempt(String broker, Ending ending, long tookMillis) {
        long started = start(broker);
        pass(tookMillis);
        end(broker, ending, started);
    }

    /** Ten answers after 2 ms from each: their limit is 8 × 2 ms and a little, below the patience of 20 ms. */
    private void warm(String... brokers) {
        for (String broker : brokers) {
            for (int i = 0; i < 20; i++) {
                attempt(broker, Ending.STORED, 2);
            }
        }
    }

    private Standing standing(String broker) {
        return health.standing(broker);
    }

    private boolean ticket(String broker) {
        return health.load(broker).takeTicket();
    }

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
        assertThat(told.get(0)).matches("isolated broker-a: silent for 2[0-5] ms with 3 attempts under way");
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
        pass(15);
        assertThat(told).isEmpty();
        pass(10);
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
    void threeInARowWithoutAnAnswerAreEnough() {
        warm(A, B);
        attempt(A, Ending.UNREACHED, 1);
        attempt(A, Ending.UNREACHED, 1);
        attempt(A, Ending.STORED, 2);
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

    @Test
    void aFifthOfFailuresIsTooMuchAndATwentiethIsNot() {
        warm(A, B);
        for (int i = 0; i < 400; i++) {
            attempt(A, i % 20 == 0 ? Ending.UNREACHED : Ending.STORED, 2);
        }
        assertThat(told).isEmpty();
        for (int i = 0; i < 400 && told.isEmpty(); i++) {
            attempt(A, i % 5 == 0 ? Ending.UNREACHED : Ending.STORED, 2);
        }
        assertThat(told).containsExactly("isolated broker-a: too many failures, the last: why");
    }

    @Test
    void theLastOneIsNeverAvoided() {
        warm(A, B);
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.UNREACHED, 1);
        }
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        for (int i = 0; i < 3; i++) {
            attempt(B, Ending.UNREACHED, 1);
        }
        // Bad is better than none, and none is better than another.
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        assertThat(standing(B)).isEqualTo(Standing.GOOD);
        assertThat(told).hasSize(2).last().isEqualTo("released broker-a");
        // The first that is well again makes a difference.
        for (int i = 0; i < 3; i++) {
            attempt(B, Ending.STORED, 2);
        }
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        assertThat(standing(B)).isEqualTo(Standing.GOOD);
    }

    private void avoidA() {
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.UNREACHED, 1);
        }
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        told.clear();
    }

    /** When a message could be sent to A within this time, while B stores one in so many milliseconds; none helps. */
    private List<Long> tickets(int seconds, int everyMillis) {
        List<Long> at = new ArrayList<>();
        for (int millis = 1; millis <= seconds * 1_000; millis++) {
            pass(1);
            if (millis % everyMillis == 0) {
                attempt(B, Ending.STORED, 0);
            }
            if (ticket(A)) {
                at.add((long) millis);
                assertThat(ticket(A)).as("one ticket, one send").isFalse();
                attempt(A, Ending.UNREACHED, 0);
            }
        }
        return at;
    }

    @Test
    void singleSendsTryItAgainAtGrowingIntervals() {
        warm(A, B);
        avoidA();
        List<Long> at = tickets(10, 1);
        long before = 0;
        assertThat(at).hasSizeBetween(8, 11);
        for (int i = 0; i < at.size(); i++) {
            long least = Math.min(1_200, 100L << i);
            assertThat(at.get(i) - before).as("interval %s of %s", i, at).isBetween(least, least * 5 / 4 + 1);
            before = at.get(i);
        }
    }

    /** Each try is late for somebody, and may make a second copy. */
    @Test
    void ofLittleTrafficFewSendsTryIt() {
        warm(A, B);
        avoidA();
        // Four that are saved up; then one for 200 messages, which is ten seconds here, and two for a minute's time.
        assertThat(tickets(60, 50)).hasSizeBetween(9, 12);
    }

    @Test
    void aBrokerThatIsDeadIsSpared() {
        warm(A, B);
        avoidA();
        answering = false;
        List<Long> at = tickets(30, 1);
        assertThat(at).hasSizeBetween(3, 5);
        answering = true;
        assertThat(tickets(1, 1))
                .as("the first sign of life")
                .hasSizeGreaterThanOrEqualTo(1)
                .first()
                .satisfies(millis -> assertThat(millis).isLessThanOrEqualTo(350));
    }

    @Test
    void whoTriesWaitsLongerThanOthers() {
        warm(A, B, C);
        avoidA();
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(40 * MILLI);
        assertThat(health.patienceNanos(B, time.nanoTime())).isEqualTo(20 * MILLI);
    }

    @Test
    void threeGoodProbesBringItBackByAndBy() {
        warm(A, B);
        avoidA();
        pass(126);
        for (int i = 0; i < 3; i++) {
            assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
            assertThat(ticket(A)).isTrue();
            attempt(A, Ending.STORED, 2);
        }
        assertThat(told).containsExactly("released broker-a");
        assertThat(ticket(A)).isFalse();
        for (int quarters = 1; quarters <= 4; quarters++) {
            int turns = 0;
            for (int i = 0; i < 16; i++) {
                turns += health.load(A).takesTurn() ? 1 : 0;
            }
            assertThat(turns).isEqualTo(quarters * 4);
            pass(50);
        }
    }

    @Test
    void whatWasSentBeforeTheSuspicionDoesNotClearIt() {
        warm(A, B);
        long early = start(A);
        avoidA();
        start(A);
        start(A);
        pass(5);
        end(A, Ending.STORED, early);
        end(A, Ending.STORED, early);
        end(A, Ending.STORED, early);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
    }

    @Test
    void aSignOfLifeAfterNoneHurriesTheNextProbe() {
        answering = false;
        warm(A, B);
        avoidA();
        pass(1_000 * 20);
        ticket(A);
        pulses.clear();
        pass(400);
        assertThat(pulses).hasSizeGreaterThanOrEqualTo(1);
        ticket(A);
        pulses.get(pulses.size() - 1).run();
        assertThat(ticket(A)).isTrue();
        // That it lives is known now; only sends can tell whether it is well.
        pass(200);
        pulses.get(pulses.size() - 1).run();
        assertThat(ticket(A)).isFalse();
    }

    @Test
    void whoRelapsesHasToProveMore() {
        warm(A, B);
        avoidA();
        int needed = release();
        assertThat(needed).isEqualTo(3);
        avoidA();
        assertThat(release()).isEqualTo(6);
        avoidA();
        assertThat(release()).isEqualTo(12);
        pass(1_000 * 31);
        warm(A, B);
        avoidA();
        assertThat(release()).isEqualTo(3);
    }

    private int release() {
        int good = 0;
        while (standing(A) == Standing.AVOIDED) {
            attempt(A, Ending.STORED, 2);
            good++;
        }
        return good;
    }

    @Test
    void anAttemptIsGivenUpWhenPeersWouldLongHaveAnswered() {
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
        warm(A);
        // There is nobody to compare it with.
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
        warm(B);
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(20 * MILLI);
        for (int i = 0; i < 50; i++) {
            attempt(B, Ending.STORED, 10);
        }
        pass(6);
        assertThat(health.patienceNanos(A, time.nanoTime())).isBetween(75 * MILLI, 85 * MILLI);
        // The quicker one is measured by the slower one.
        assertThat(health.patienceNanos(B, time.nanoTime())).isEqualTo(20 * MILLI);
        health.settings(settings(3_000));
        assertThat(health.patienceNanos(B, time.nanoTime())).isEqualTo(3_000 * MILLI);
    }

    @Test
    void retriesAreATenthOfWhatIsStoredAndTenASecond() {
        warm(A, B);
        int allowed = 0;
        while (health.allowsRetry(A, time.nanoTime())) {
            allowed++;
        }
        assertThat(allowed).isEqualTo(100);
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
        for (int i = 0; i < 10; i++) {
            attempt(A, Ending.STORED, 0);
        }
        assertThat(health.allowsRetry(A, time.nanoTime())).isTrue();
        assertThat(health.allowsRetry(A, time.nanoTime())).isFalse();
        pass(1_000 * 1);
        for (int i = 0; i < 10; i++) {
            assertThat(health.allowsRetry(A, time.nanoTime())).as("%s", i).isTrue();
        }
        assertThat(health.allowsRetry(A, time.nanoTime())).isFalse();
    }

    /** All that is under way to a broker may fail at once, for it died: that is nobody's storm. */
    @Test
    void whatWentToABrokerThatIsAvoidedIsRetriedWithoutABudget() {
        warm(A, B);
        int allowed = 0;
        while (health.allowsRetry(B, time.nanoTime())) {
            allowed++;
        }
        assertThat(allowed).isEqualTo(100);
        assertThat(health.allowsRetry(A, time.nanoTime())).isFalse();
        avoidA();
        for (int i = 0; i < 1_000; i++) {
            assertThat(health.allowsRetry(A, time.nanoTime())).isTrue();
        }
        assertThat(health.patienceNanos(A, time.nanoTime())).isNotEqualTo(BrokerHealth.NO_LIMIT);
        assertThat(health.allowsRetry(B, time.nanoTime())).isFalse();
    }

    /** Where many attempts take long though no broker is suspected, it is the network or the load, and copies are no help. */
    @Test
    void earlyEndsOfAttemptsHaveABudgetToo() {
        warm(A, B, C);
        int givenUp = 0;
        while (health.patienceNanos(A, time.nanoTime()) != BrokerHealth.NO_LIMIT) {
            attempt(A, Ending.UNREACHED, 25);
            for (int i = 0; i < 20; i++) {
                attempt(A, Ending.STORED, 0);
            }
            givenUp++;
        }
        assertThat(givenUp).isEqualTo(20);
        assertThat(told).isEmpty();
        // One more for each 3,000 messages, or 5 s.
        pass(3_000);
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
        pass(1_000);
        assertThat(health.patienceNanos(A, time.nanoTime())).isNotEqualTo(BrokerHealth.NO_LIMIT);
    }

    @Test
    void whoTriesAnAvoidedBrokerNeedsNoBudget() {
        warm(A, B, C);
        avoidA();
        for (int i = 0; i < 30; i++) {
            attempt(A, Ending.UNREACHED, 25);
        }
        assertThat(health.patienceNanos(B, time.nanoTime())).isNotEqualTo(BrokerHealth.NO_LIMIT);
        assertThat(health.patienceNanos(A, time.nanoTime())).isNotEqualTo(BrokerHealth.NO_LIMIT);
    }

    /** However long all were silent, what is owed is paid back in a minute or two. */
    @Test
    void aLongSilenceOfAllIsNotHeldAgainstLaterFaults() {
        warm(A, B);
        for (int i = 0; i < 10_000; i++) {
            attempt(A, Ending.UNREACHED, 25);
            attempt(B, Ending.UNREACHED, 25);
        }
        for (int i = 0; i < 20; i++) {
            attempt(A, Ending.STORED, 2);
            attempt(B, Ending.STORED, 2);
        }
        assertThat(health.patienceNanos(A, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
        for (int second = 0; second < 110; second++) {
            pass(1_000);
            attempt(A, Ending.STORED, 2);
            attempt(B, Ending.STORED, 2);
        }
        assertThat(health.patienceNanos(A, time.nanoTime())).isNotEqualTo(BrokerHealth.NO_LIMIT);
    }

    @Test
    void aFirstGoodPeerIsReasonEnoughToAvoidWhoWasSuspectedBefore() {
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.UNREACHED, 0);
        }
        assertThat(standing(A)).as("there is no other").isEqualTo(Standing.GOOD);
        attempt(B, Ending.STORED, 2);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
    }

    @Test
    void whoIsGoneFromAllRoutesIsForgotten() {
        warm(A, B);
        avoidA();
        known = false;
        pass(200);
        assertThat(told).containsExactly("released broker-a");
        int timers = deadlines.size();
        pass(5_000);
        assertThat(deadlines.size()).isLessThanOrEqualTo(timers);
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
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
        start(A);
        health.onDropped(A, Kind.ASYNC);
        assertThat(health.load(A).underWay()).isEqualTo(2);
        pass(1_000 * 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aCloseEndsAllTimers() {
        warm(A, B);
        start(B);
        avoidA();
        assertThat(deadlines.size()).isPositive();
        health.close();
        assertThat(deadlines.size()).isZero();
    }
}

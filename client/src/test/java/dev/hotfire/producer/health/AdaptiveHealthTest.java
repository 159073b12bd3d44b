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
    private static final String D = "broker-d";

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

    /** Of an attempt that begins now. */
    private long patience(String broker) {
        return health.patienceNanos(broker, time.nanoTime(), time.nanoTime());
    }

    private void giveUp(String broker, long tookMillis) {
        long started = start(broker);
        pass(tookMillis);
        health.onGivenUp(broker, started, time.nanoTime());
        end(broker, Ending.UNREACHED, started);
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
    private List<Long> tickets(int seconds, int everyMillis, Ending ending) {
        List<Long> at = new ArrayList<>();
        for (int millis = 1; millis <= seconds * 1_000; millis++) {
            pass(1);
            if (millis % everyMillis == 0) {
                attempt(B, Ending.STORED, 0);
            }
            if (ticket(A)) {
                at.add((long) millis);
                assertThat(ticket(A)).as("one ticket, one send").isFalse();
                attempt(A, ending, 0);
            }
        }
        return at;
    }

    @Test
    void singleSendsTryItAgainAtGrowingIntervals() {
        warm(A, B);
        avoidA();
        List<Long> at = tickets(10, 1, Ending.TROUBLED);
        long before = 0;
        assertThat(at).hasSizeBetween(7, 8);
        long least = 100;
        for (int i = 0; i < at.size(); i++) {
            assertThat(at.get(i) - before).as("interval %s of %s", i, at).isBetween(least, least * 9 / 8 + 1);
            before = at.get(i);
            least = Math.min(1_750, least * 3);
        }
    }

    /** Each try is late for somebody, and may make a second copy. */
    @Test
    void ofLittleTrafficFewSendsTryIt() {
        warm(A, B);
        avoidA();
        // Two there are at first; then one for 2,000 messages, which is more than a minute here, and two for a minute's
        // time.
        assertThat(tickets(60, 50, Ending.UNREACHED)).hasSizeBetween(4, 5);
    }

    /** It costs nobody anything but a moment. */
    @Test
    void triesThatAreRefusedInTimeNeedNoBudget() {
        warm(A, B);
        avoidA();
        assertThat(tickets(60, 50, Ending.TROUBLED)).hasSizeGreaterThan(30);
    }

    @Test
    void aBrokerThatIsDeadIsSpared() {
        warm(A, B);
        avoidA();
        answering = false;
        List<Long> at = tickets(30, 1, Ending.UNREACHED);
        assertThat(at).hasSizeBetween(2, 4);
        answering = true;
        assertThat(tickets(1, 1, Ending.UNREACHED))
                .as("the first sign of life")
                .hasSizeGreaterThanOrEqualTo(1)
                .first()
                .satisfies(millis -> assertThat(millis).isLessThanOrEqualTo(350));
    }

    @Test
    void whoTriesWaitsLongerThanOthers() {
        warm(A, B, C);
        long before = time.nanoTime();
        avoidA();
        assertThat(patience(A)).isEqualTo(500 * MILLI);
        assertThat(health.patienceNanos(A, before, time.nanoTime()))
                .as("no try")
                .isEqualTo(20 * MILLI);
        assertThat(patience(B)).isEqualTo(20 * MILLI);
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
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        warm(A);
        // There is nobody to compare it with.
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        warm(B);
        assertThat(patience(A)).isEqualTo(20 * MILLI);
        for (int i = 0; i < 50; i++) {
            attempt(B, Ending.STORED, 10);
        }
        pass(6);
        assertThat(patience(A)).isBetween(75 * MILLI, 85 * MILLI);
        // The quicker one is measured by the slower one.
        assertThat(patience(B)).isEqualTo(20 * MILLI);
        health.settings(settings(3_000));
        assertThat(patience(B)).isEqualTo(3_000 * MILLI);
    }

    @Test
    void retriesAreATenthOfWhatIsStoredAndTenASecond() {
        warm(A, B);
        int allowed = 0;
        while (health.allowsRetry(A, time.nanoTime())) {
            allowed++;
        }
        assertThat(allowed).isEqualTo(100);
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
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
        long before = time.nanoTime();
        avoidA();
        for (int i = 0; i < 1_000; i++) {
            assertThat(health.allowsRetry(A, time.nanoTime())).isTrue();
        }
        assertThat(health.patienceNanos(A, before, time.nanoTime())).isEqualTo(20 * MILLI);
        assertThat(health.allowsRetry(B, time.nanoTime())).isFalse();
    }

    /** Each may make a second copy; where many attempts take long though nobody is suspected, others are no better. */
    @Test
    void earlyEndsOfAttemptsHaveABudgetToo() {
        warm(A, B, C);
        for (int i = 0; i < 10; i++) {
            assertThat(patience(A)).as("%s", i).isEqualTo(20 * MILLI);
            giveUp(A, 25);
            store(20);
        }
        assertThat(told).isEmpty();
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        // One more for each 1,500 messages, of which there have been 260, or for a minute.
        store(1_200);
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        store(50);
        assertThat(patience(A)).isEqualTo(20 * MILLI);
        giveUp(A, 25);
        store(1);
        pass(55_000);
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        pass(5_000);
        assertThat(patience(A)).isEqualTo(20 * MILLI);
    }

    private void store(int messages) {
        for (int i = 0; i < messages; i++) {
            attempt(A, Ending.STORED, 0);
        }
    }

    /** Of what is under way to a broker when it comes to be avoided, too: it may have stored all of it. */
    @Test
    void whatIsUnderWayToAnAvoidedBrokerIsGivenUpWithinTheBudget() {
        warm(A, B, C);
        List<Long> underWay = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            underWay.add(start(A));
        }
        pass(25);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        int givenUp = 0;
        for (long started : underWay) {
            if (health.patienceNanos(A, started, time.nanoTime()) != BrokerHealth.NO_LIMIT) {
                health.onGivenUp(A, started, time.nanoTime());
                end(A, Ending.UNREACHED, started);
                givenUp++;
            }
        }
        assertThat(givenUp).isEqualTo(10);
    }

    @Test
    void whoTriesAnAvoidedBrokerNeedsNoBudgetForThat() {
        warm(A, B, C);
        avoidA();
        for (int i = 0; i < 30; i++) {
            giveUp(A, 25);
        }
        assertThat(patience(B)).isEqualTo(20 * MILLI);
        assertThat(patience(A)).isEqualTo(500 * MILLI);
    }

    /** However long all were silent, there is something again in a minute. */
    @Test
    void aLongSilenceOfAllIsNotHeldAgainstLaterFaults() {
        warm(A, B);
        for (int i = 0; i < 10_000; i++) {
            giveUp(A, 25);
            giveUp(B, 25);
        }
        for (int i = 0; i < 20; i++) {
            attempt(A, Ending.STORED, 2);
            attempt(B, Ending.STORED, 2);
        }
        for (int second = 0; second < 61; second++) {
            pass(1_000);
            attempt(A, Ending.STORED, 2);
            attempt(B, Ending.STORED, 2);
        }
        assertThat(patience(A)).isNotEqualTo(BrokerHealth.NO_LIMIT);
    }

    private void spread(int times, long quickMillis, long others) {
        for (int i = 0; i < times; i++) {
            attempt(A, Ending.STORED, quickMillis);
            attempt(B, Ending.STORED, others);
            attempt(C, Ending.STORED, others);
            attempt(D, Ending.STORED, others);
        }
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

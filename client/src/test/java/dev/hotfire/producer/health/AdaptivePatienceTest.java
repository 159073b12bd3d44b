// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the adaptive policy waits for an attempt, and what the budgets for giving up and for retries allow. */
class AdaptivePatienceTest extends AdaptiveBench {
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

    /** Who waits longer for those has little traffic late, and saves hardly a copy. */
    @Test
    void whoTriesIsAsImpatientAsOthers() {
        warm(A, B, C);
        avoidA();
        assertThat(patience(A)).isEqualTo(20 * MILLI);
        assertThat(patience(B)).isEqualTo(20 * MILLI);
    }

    @Test
    void retriesAreATenthOfWhatIsStoredAndFourASecond() {
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
        for (int i = 0; i < 4; i++) {
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
        for (int i = 0; i < 16; i++) {
            assertThat(patience(A)).as("%s", i).isEqualTo(20 * MILLI);
            giveUp(A, 25);
            store(100);
        }
        assertThat(told).isEmpty();
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        // One more for each 3,750 messages, of which there have been 1,660, or for a minute.
        store(2_050);
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        store(100);
        assertThat(patience(A)).isEqualTo(20 * MILLI);
        giveUp(A, 25);
        store(1);
        pass(55_000);
        assertThat(patience(A)).isEqualTo(BrokerHealth.NO_LIMIT);
        pass(5_000);
        assertThat(patience(A)).isEqualTo(20 * MILLI);
    }

    /** Of what is under way to a broker when it comes to be avoided, too: it may have stored all of it. */
    @Test
    void whatIsUnderWayToAnAvoidedBrokerIsGivenUpWithinTheBudget() {
        warm(A, B, C);
        List<Long> underWay = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            underWay.add(start(A));
        }
        pass(25);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        int givenUp = 0;
        for (long started : underWay) {
            if (health.patienceNanos(A, started, time.nanoTime()) != BrokerHealth.NO_LIMIT) {
                end(A, Ending.GIVEN_UP, started);
                givenUp++;
            }
        }
        assertThat(givenUp).isEqualTo(16);
    }

    /** Tries have one of their own, so that what is saved up for the next fault is not spent on the last one. */
    @Test
    void whoTriesAnAvoidedBrokerTakesNothingFromOthers() {
        warm(A, B, C);
        avoidA();
        for (int i = 0; i < 2; i++) {
            assertThat(patience(A)).isEqualTo(20 * MILLI);
            giveUp(A, 0);
        }
        for (int i = 0; i < 16; i++) {
            assertThat(patience(B)).isEqualTo(20 * MILLI);
            end(B, Ending.GIVEN_UP, start(B));
            for (int j = 0; j < 20; j++) {
                attempt(B, Ending.STORED, 0);
            }
        }
        assertThat(patience(B)).isEqualTo(BrokerHealth.NO_LIMIT);
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

    /** It was sent because there was nobody better. When there is, it counts as any other attempt that is given up. */
    @Test
    void whatBeganWhenAllWereSuspectIsNoTry() {
        warm(A, B, C);
        for (String broker : List.of(A, B, C)) {
            for (int i = 0; i < 3; i++) {
                attempt(broker, Ending.UNREACHED, 1);
            }
        }
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        List<Long> underWay = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            underWay.add(start(A));
        }
        pass(1);
        // They come back, and are known again.
        for (int i = 0; i < 15; i++) {
            attempt(B, Ending.STORED, 2);
            attempt(C, Ending.STORED, 2);
        }
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        int givenUp = 0;
        for (long started : underWay) {
            long patienceNanos = health.patienceNanos(A, started, time.nanoTime());
            if (patienceNanos != BrokerHealth.NO_LIMIT) {
                assertThat(patienceNanos).isEqualTo(20 * MILLI);
                end(A, Ending.GIVEN_UP, started);
                givenUp++;
            }
        }
        assertThat(givenUp).isEqualTo(16);
    }

    /** Every second copy that impatience makes is within a budget, whoever it is of. */
    @Test
    void aTryThatCannotBePaidForIsWaitedFor() {
        warm(A, B, C);
        avoidA();
        long started = start(A);
        int givenUp = 0;
        while (patience(A) != BrokerHealth.NO_LIMIT && givenUp < 100) {
            giveUp(A, 0);
            givenUp++;
        }
        // Those for tries, and then those for all others.
        assertThat(givenUp).isEqualTo(18);
        assertThat(patience(B)).isEqualTo(BrokerHealth.NO_LIMIT);
        assertThat(health.patienceNanos(A, started, time.nanoTime())).isEqualTo(BrokerHealth.NO_LIMIT);
    }
}

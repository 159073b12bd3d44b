// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the adaptive policy avoids, how it tries them again, and what brings them back. */
class AdaptiveReturnTest extends AdaptiveBench {
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
    void singleSendsTryItAgainAtGrowingIntervals() {
        warm(A, B);
        avoidA();
        List<Long> at = tickets(10, 1, Ending.TROUBLED);
        long before = 0;
        assertThat(at).hasSizeBetween(8, 9);
        long least = 100;
        for (int i = 0; i < at.size(); i++) {
            assertThat(at.get(i) - before).as("interval %s of %s", i, at).isBetween(least, least * 9 / 8 + 1);
            before = at.get(i);
            least = Math.min(1_300, least * 3);
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

    /** It was sent when all knew that the broker was ill, and tells nothing new. */
    @Test
    void aFailureOfWhatWasSentBeforeTheReturnIsNoRelapse() {
        warm(A, B);
        List<Long> early = List.of(start(A), start(A), start(A), start(A));
        avoidA();
        release();
        for (long started : early) {
            end(A, Ending.UNREACHED, started);
        }
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
    }

    /** It is asked for a sign of life at once, so that no message is lost on one that is known to be dead. */
    @Test
    void whoAnswersNothingIsNotTriedAtFirst() {
        answering = false;
        warm(A, B);
        avoidA();
        assertThat(pulses).hasSize(1);
        for (int i = 0; i < 100; i++) {
            pass(10);
            assertThat(ticket(A)).as("after %s ms", (i + 1) * 10).isFalse();
        }
        pulses.get(pulses.size() - 1).run();
        assertThat(ticket(A)).isTrue();
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
    void aCloseEndsAllTimers() {
        warm(A, B);
        start(B);
        avoidA();
        assertThat(deadlines.size()).isPositive();
        health.close();
        assertThat(deadlines.size()).isZero();
    }

    /** Two tries may go badly at first, whoever they are of. */
    @Test
    void triesOfSeveralBrokersShareTheirBudget() {
        warm(A, B, C, D);
        for (String broker : List.of(A, B, C)) {
            for (int i = 0; i < 3; i++) {
                attempt(broker, Ending.UNREACHED, 0);
            }
            assertThat(standing(broker)).isEqualTo(Standing.AVOIDED);
        }
        pass(200);
        List<String> tried = new ArrayList<>();
        List<Long> started = new ArrayList<>();
        for (int millis = 0; millis < 400; millis++) {
            for (String broker : List.of(A, B, C)) {
                if (ticket(broker)) {
                    tried.add(broker);
                    started.add(start(broker));
                }
            }
            pass(1);
        }
        assertThat(tried).hasSize(2);
        // As soon as one of them turns out well there is room for another.
        end(tried.get(0), Ending.TROUBLED, started.get(0));
        pass(1_500);
        assertThat(List.of(A, B, C).stream().filter(this::ticket)).hasSize(1);
    }

    /** A broker whose signs of life come and go was tried each time that they came. */
    @Test
    void aSignOfLifeHasNoTryOfItsOwn() {
        warm(A, B);
        avoidA();
        int tried = 0;
        for (int i = 0; i < 100; i++) {
            answering = i % 2 == 1;
            pass(450);
            if (ticket(A)) {
                attempt(A, Ending.UNREACHED, 0);
                tried++;
            }
        }
        // Two at first, and two for a minute's time; it is three quarters of a minute.
        assertThat(tried).isBetween(2, 3);
        for (int i = 0; i < 2_000; i++) {
            attempt(B, Ending.STORED, 0);
        }
        pass(450);
        assertThat(ticket(A)).as("its turn came as soon as enough was stored").isTrue();
    }

    /** It makes no second copy. */
    @Test
    void aLateAnswerToATryCostsHalf() {
        warm(A, B);
        avoidA();
        // Two at first, one and a little for 2,400 messages, and two for a minute's time: nine or ten halves.
        assertThat(tickets(60, 25, Ending.STORED, 100)).hasSizeBetween(9, 11);
    }

    /** Bad is better than none, also when the other one has become none since. */
    @Test
    void whoIsAvoidedIsUsedAgainWhenTheOthersStoreNothingAnyMore() {
        warm(A, B);
        avoidA();
        pass(59_000);
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        pass(1_500);
        assertThat(standing(A)).isEqualTo(Standing.GOOD);
        assertThat(told).contains("released " + A);
    }
}

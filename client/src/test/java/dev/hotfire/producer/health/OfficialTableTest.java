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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official table, statement by statement. */
class OfficialTableTest {
    private static final Settings PLAIN = settings(false);
    private static final Settings DETECTING = settings(true);

    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> probes = new ArrayList<>();
    private boolean known = true;
    private final OfficialTable table = new OfficialTable(
            deadlines,
            new BrokerHealth.Listener() {
                @Override
                public void onIsolated(String brokerName, long untilNanos, String reason) {
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
                assertThat(timeoutNanos).isEqualTo(200_000_000);
                probes.add(onAnswer);
                return known;
            },
            PLAIN);

    private static Settings settings(boolean detector) {
        return new Settings(LatencyTable.DEFAULT, detector, 2_000_000_000L, 200_000_000L, 20_000_000L);
    }

    private void end(Kind kind, Ending ending, long tookMillis) {
        long now = time.nanoTime();
        table.onAttempt("broker-a", kind, ending, "why", now - tookMillis * 1_000_000, now);
    }

    private Standing standing() {
        return table.standing("broker-a");
    }

    @Test
    @Tag("B-FAULT-06")
    void whoWasNeverHeardOfIsGood() {
        assertThat(standing()).isEqualTo(Standing.GOOD);
        end(Kind.SYNC, Ending.STORED, 549);
        assertThat(standing()).isEqualTo(Standing.GOOD);
        assertThat(told).isEmpty();
    }

    @Test
    @Tag("B-FAULT-04")
    void anIsolationLastsTenSeconds() {
        end(Kind.SYNC, Ending.UNREACHED, 0);
        time.advance(Duration.ofNanos(9_999_999_999L));
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
        time.advance(Duration.ofNanos(1));
        assertThat(standing()).isEqualTo(Standing.GOOD);
        assertThat(told).containsExactly("isolated broker-a: why", "released broker-a");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    @Tag("B-FAULT-05")
    void theTimeIsOnlyEverExtended() {
        end(Kind.SYNC, Ending.UNREACHED, 0);
        time.advance(Duration.ofSeconds(1));
        end(Kind.SYNC, Ending.STORED, 1);
        end(Kind.SYNC, Ending.STORED, 600);
        time.advance(Duration.ofMillis(8_999));
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
        end(Kind.SYNC, Ending.STORED, 600);
        time.advance(Duration.ofMillis(1_999));
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
        time.advance(Duration.ofMillis(1));
        assertThat(standing()).isEqualTo(Standing.GOOD);
        assertThat(told)
                .containsExactly(
                        "isolated broker-a: why", "isolated broker-a: answered after 600 ms", "released broker-a");
    }

    /** What each end of an attempt makes of a broker: unavailable or not, reached or not. */
    @ParameterizedTest
    @CsvSource({
        "SYNC, STORED, false, GOOD",
        "SYNC, UNREACHED, false, AVOIDED",
        "SYNC, UNREACHED, true, SHUNNED",
        "SYNC, REFUSED, false, SHUNNED",
        "SYNC, TROUBLED, false, SHUNNED",
        "SYNC, TROUBLED, true, SHUNNED",
        "ASYNC, STORED, false, GOOD",
        "ASYNC, REFUSED, true, AVOIDED",
        "ASYNC, TROUBLED, false, AVOIDED",
        "ASYNC, UNREACHED, true, AVOIDED",
        "ASYNC_CHOSEN, UNREACHED, false, AVOIDED",
        "ONEWAY, UNREACHED, false, GOOD",
        "ONEWAY, SUBMITTED, false, GOOD",
        "CHOSEN, UNREACHED, false, GOOD",
        "CHOSEN, TROUBLED, false, GOOD"
    })
    @Tag("B-FAULT-08")
    @Tag("B-FAULT-09")
    @Tag("B-FAULT-10")
    void isUpdatedByTheOfficialRules(Kind kind, Ending ending, boolean detector, Standing expected) {
        table.settings(settings(detector));
        end(kind, ending, 1);
        assertThat(standing()).isEqualTo(expected);
    }

    /** B-FAULT-09: handing over counts as a success, before anybody knows. */
    @ParameterizedTest
    @CsvSource({"ASYNC, AVOIDED", "ONEWAY, AVOIDED", "ASYNC_CHOSEN, SHUNNED", "CHOSEN, SHUNNED", "SYNC, SHUNNED"})
    @Tag("B-FAULT-09")
    void handingOverCountsAsReached(Kind kind, Standing expected) {
        end(Kind.SYNC, Ending.TROUBLED, 1);
        end(kind, Ending.SUBMITTED, 0);
        assertThat(standing()).isEqualTo(expected);
    }

    /** B-FAULT-08's hazard: without a detector only a success shows that the broker is there. */
    @Test
    @Tag("B-FAULT-08")
    void withoutDetectorOnlyASuccessMakesABrokerReached() {
        end(Kind.SYNC, Ending.TROUBLED, 1);
        time.advance(Duration.ofSeconds(9));
        end(Kind.SYNC, Ending.STORED, 2_000);
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
        assertThat(probes).isEmpty();
    }

    @Test
    @Tag("B-FAULT-08")
    void staysUnreachedBeyondItsIsolation() {
        end(Kind.SYNC, Ending.TROUBLED, 1);
        time.advance(Duration.ofSeconds(10));
        assertThat(standing()).as("available is enough").isEqualTo(Standing.GOOD);
        end(Kind.SYNC, Ending.UNREACHED, 1);
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
    }

    @Test
    @Tag("B-FAULT-11")
    void theDetectorAsksWhoWasNotReachedUntilThereIsAnAnswer() {
        table.settings(DETECTING);
        end(Kind.SYNC, Ending.UNREACHED, 1);
        time.advance(Duration.ofMillis(1_999));
        assertThat(probes).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(probes).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(probes).hasSize(2);
        assertThat(standing()).isEqualTo(Standing.SHUNNED);
        probes.get(1).run();
        assertThat(standing()).as("reached, and still unavailable").isEqualTo(Standing.AVOIDED);
        time.advance(Duration.ofSeconds(20));
        assertThat(probes).hasSize(2);
        assertThat(told).containsExactly("isolated broker-a: why", "changed broker-a", "released broker-a");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    @Tag("B-FAULT-11")
    void theDetectorForgetsABrokerThatNobodyKnows() {
        known = false;
        table.settings(DETECTING);
        end(Kind.SYNC, Ending.UNREACHED, 1);
        time.advance(Duration.ofSeconds(2));
        assertThat(standing()).isEqualTo(Standing.GOOD);
        assertThat(told).last().isEqualTo("released broker-a");
        assertThat(deadlines.size()).isZero();
    }

    /** B-FAULT-13: settings were copied when the producer was constructed. */
    @Test
    @Tag("B-FAULT-13")
    void theDetectorCanBeSwitchedOnWhileABrokerIsNotReached() {
        end(Kind.SYNC, Ending.TROUBLED, 1);
        time.advance(Duration.ofSeconds(3));
        assertThat(probes).isEmpty();
        table.settings(DETECTING);
        time.advance(Duration.ofSeconds(2));
        assertThat(probes).hasSize(1);
        table.settings(PLAIN);
        time.advance(Duration.ofSeconds(4));
        assertThat(probes).hasSize(1);
        table.settings(
                new Settings(LatencyTable.ofMillis(new long[] {1}, new long[] {70_000}), false, 1_000_000, 1, 1));
        end(Kind.SYNC, Ending.STORED, 1);
        time.advance(Duration.ofSeconds(69));
        assertThat(standing()).isEqualTo(Standing.AVOIDED);
    }

    @Test
    @Tag("B-FAULT-15")
    void leavesNoTimerAndHeedsNoAnswerWhenClosed() {
        table.settings(DETECTING);
        end(Kind.SYNC, Ending.UNREACHED, 1);
        time.advance(Duration.ofSeconds(2));
        table.close();
        assertThat(deadlines.size()).isZero();
        told.clear();
        probes.get(0).run();
        assertThat(told).isEmpty();
    }
}

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
import org.junit.jupiter.params.provider.EnumSource;

class IsolationTableTest {
    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<String> told = new ArrayList<>();
    private final IsolationTable table = new IsolationTable(
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
            new Settings(LatencyTable.DEFAULT, false, 1, 1, 1));

    private boolean isAvoided(String brokerName) {
        return table.standing(brokerName) != Standing.GOOD;
    }

    private void onFailure(String reason) {
        table.onAttempt("broker-a", Kind.SYNC, Ending.UNREACHED, reason, time.nanoTime(), time.nanoTime());
    }

    private void onAnswer(long startedNanos) {
        table.onAttempt("broker-a", Kind.ASYNC, Ending.STORED, "", startedNanos, time.nanoTime());
    }

    @Test
    void aFailureIsolatesForTenSecondsHoweverQuickItWas() {
        onFailure("connection refused");
        time.advance(Duration.ofNanos(9_999_999_999L));
        assertThat(isAvoided("broker-a")).isTrue();
        time.advance(Duration.ofNanos(1));
        assertThat(isAvoided("broker-a")).isFalse();
        assertThat(told).containsExactly("isolated broker-a: connection refused", "released broker-a");
        assertThat(deadlines.size()).isZero();
    }

    /** B-FAULT-05: a success never shortened an isolation in the official table. */
    @Test
    void anAnswerInTimeToANewRequestEndsTheIsolation() {
        onFailure("silent");
        time.advance(Duration.ofMillis(100));
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(3));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isFalse();
        assertThat(told).last().isEqualTo("released broker-a");
    }

    @Test
    void anAnswerToSomethingSentBeforeTheFailureSaysNothingNew() {
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(5));
        onFailure("silent");
        time.advance(Duration.ofMillis(5));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isTrue();
    }

    @Test
    void aShorterIsolationDoesNotReplaceALongerOne() {
        onFailure("silent");
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(600));
        onAnswer(started);
        time.advance(Duration.ofSeconds(9));
        assertThat(isAvoided("broker-a")).isTrue();
    }

    @Test
    void brokersAreJudgedOneByOne() {
        onFailure("silent");
        assertThat(isAvoided("broker-b")).isFalse();
    }

    /** The official table isolates a healthy broker for ten seconds because a message was too large (B-FAULT-08). */
    @Test
    void anAnswerAboutTheMessageIsAnAnswerLikeAny() {
        onFailure("silent");
        time.advance(Duration.ofMillis(1));
        table.onAttempt("broker-a", Kind.SYNC, Ending.REFUSED, "MESSAGE_ILLEGAL", time.nanoTime(), time.nanoTime());
        assertThat(isAvoided("broker-a")).isFalse();
    }

    /** All kinds of sends teach the same: the official client learns nothing from those to a chosen queue (B-FAULT-10). */
    @ParameterizedTest
    @EnumSource
    void aTroubledBrokerIsAvoidedWhateverKindOfSendMetIt(Kind kind) {
        table.onAttempt("broker-a", kind, Ending.SUBMITTED, "", time.nanoTime(), time.nanoTime());
        assertThat(isAvoided("broker-a")).isFalse();
        table.onAttempt("broker-a", kind, Ending.TROUBLED, "SYSTEM_BUSY", time.nanoTime(), time.nanoTime());
        assertThat(isAvoided("broker-a")).isTrue();
    }

    /** B-FAULT-13: they were frozen when the producer was constructed. */
    @Test
    @Tag("B-FAULT-13")
    void otherSettingsCountFromTheNextAttemptOn() {
        table.settings(new Settings(LatencyTable.ofMillis(new long[] {5}, new long[] {70}), false, 1, 1, 1));
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(5));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isTrue();
        time.advance(Duration.ofMillis(70));
        assertThat(isAvoided("broker-a")).isFalse();
        table.settings(new Settings(LatencyTable.ofMillis(new long[] {0}, new long[] {0}), false, 1, 1, 1));
        onFailure("silent");
        assertThat(isAvoided("broker-a")).isFalse();
    }

    /** Rows need not rise: what is slower than a row without isolation is not isolated either. */
    @Test
    void eachRowOfTheTableIsLookedAtByItself() {
        table.settings(
                new Settings(LatencyTable.ofMillis(new long[] {5, 10, 20}, new long[] {0, 50, 0}), false, 1, 1, 1));
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(10).minusNanos(1));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isFalse();
        time.advance(Duration.ofNanos(1));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isTrue();
        time.advance(Duration.ofMillis(50));
        onAnswer(started);
        assertThat(isAvoided("broker-a")).isFalse();
        assertThat(told).containsExactly("isolated broker-a: answered after 10 ms", "released broker-a");
    }

    @Test
    void leavesNoTimerWhenClosed() {
        onFailure("silent");
        table.close();
        assertThat(deadlines.size()).isZero();
    }
}

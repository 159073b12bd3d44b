// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolationTableTest {
    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final List<String> told = new ArrayList<>();
    private final IsolationTable table = new IsolationTable(deadlines, new IsolationTable.Listener() {
        @Override
        public void onIsolated(String brokerName, long untilNanos, String reason) {
            told.add("isolated " + brokerName + ": " + reason);
        }

        @Override
        public void onReleased(String brokerName) {
            told.add("released " + brokerName);
        }
    });

    /** B-FAULT-02 and -03: the boundary is part of the upper row. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "49, 0",
        "100, 0",
        "549, 0",
        "550, 2000",
        "1799, 2000",
        "1800, 5000",
        "2999, 5000",
        "3000, 6000",
        "4999, 6000",
        "5000, 10000",
        "14999, 10000",
        "15000, 30000",
        "99999999, 30000"
    })
    void isolatesForAsLongAsTheOfficialTableSays(long tookMillis, long isolatedMillis) {
        assertThat(IsolationTable.isolationNanos(tookMillis * 1_000_000)).isEqualTo(isolatedMillis * 1_000_000);
    }

    @Test
    void aFailureIsolatesForTenSecondsHoweverQuickItWas() {
        table.onFailure("broker-a", "connection refused", time.nanoTime());
        time.advance(Duration.ofNanos(9_999_999_999L));
        assertThat(table.isIsolated("broker-a")).isTrue();
        time.advance(Duration.ofNanos(1));
        assertThat(table.isIsolated("broker-a")).isFalse();
        assertThat(told).containsExactly("isolated broker-a: connection refused", "released broker-a");
        assertThat(deadlines.size()).isZero();
    }

    /** B-FAULT-05: a success never shortened an isolation in the official table. */
    @Test
    void anAnswerInTimeToANewRequestEndsTheIsolation() {
        table.onFailure("broker-a", "silent", time.nanoTime());
        time.advance(Duration.ofMillis(100));
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(3));
        table.onAnswer("broker-a", started, time.nanoTime());
        assertThat(table.isIsolated("broker-a")).isFalse();
        assertThat(told).last().isEqualTo("released broker-a");
    }

    @Test
    void anAnswerToSomethingSentBeforeTheFailureSaysNothingNew() {
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(5));
        table.onFailure("broker-a", "silent", time.nanoTime());
        time.advance(Duration.ofMillis(5));
        table.onAnswer("broker-a", started, time.nanoTime());
        assertThat(table.isIsolated("broker-a")).isTrue();
    }

    @Test
    void aShorterIsolationDoesNotReplaceALongerOne() {
        table.onFailure("broker-a", "silent", time.nanoTime());
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(600));
        table.onAnswer("broker-a", started, time.nanoTime());
        time.advance(Duration.ofSeconds(9));
        assertThat(table.isIsolated("broker-a")).isTrue();
    }

    @Test
    void brokersAreJudgedOneByOne() {
        table.onFailure("broker-a", "silent", time.nanoTime());
        assertThat(table.isIsolated("broker-b")).isFalse();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTableTest {
    /** The boundary is part of the upper row. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "49, 0",
        "50, 0",
        "100, 0",
        "549, 0",
        "550, 2000",
        "1799, 2000",
        "1800, 5000",
        "2999, 5000",
        "3000, 6000",
        "4999, 6000",
        "5000, 10000",
        "10000, 10000",
        "14999, 10000",
        "15000, 30000",
        "99999999, 30000"
    })
    @Tag("B-FAULT-02")
    @Tag("B-FAULT-03")
    void isolatesForAsLongAsTheOfficialTableSays(long tookMillis, long isolatedMillis) {
        assertThat(LatencyTable.DEFAULT.isolationNanos(tookMillis * 1_000_000)).isEqualTo(isolatedMillis * 1_000_000);
        assertThat(LatencyTable.DEFAULT.isolationNanos(tookMillis * 1_000_000 + 999_999))
                .isEqualTo(isolatedMillis * 1_000_000);
    }

    /** The official client takes any two arrays, and meets an index error in the middle of a send (B-FAULT-14). */
    @Test
    @Tag("B-FAULT-14")
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> LatencyTable.ofMillis(new long[] {1, 2}, new long[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("latencies, isolations: 2 and 1 rows (expected: as many of both, at least one)");
        assertThatThrownBy(() -> LatencyTable.ofMillis(new long[0], new long[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LatencyTable.ofMillis(new long[] {5, 4}, new long[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("latencies[1]: PT0.004S (expected: at least PT0.005S)");
        assertThatThrownBy(() -> LatencyTable.ofMillis(new long[] {-1}, new long[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LatencyTable.ofMillis(new long[] {1}, new long[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("isolations[0]: PT-0.001S (expected: not negative)");
    }

    @Test
    void isAValue() {
        assertThat(LatencyTable.ofMillis(new long[] {1, 1}, new long[] {0, 7}).isolations())
                .containsExactly(Duration.ZERO, Duration.ofMillis(7));
    }
}

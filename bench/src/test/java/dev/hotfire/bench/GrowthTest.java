// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes, for a moment: that all is measured, not how much. */
class GrowthTest {
    private static final Duration MOMENT = Duration.ofMillis(100);

    @ParameterizedTest
    @CsvSource({"BROKERS, 3", "TOPICS, 5", "PRODUCERS, 3", "CALLERS, 2"})
    void aPointIsMeasuredInAProcessOfItsOwn(Curve curve, int size) throws IOException {
        GrowthPoint point = new Growth(MOMENT, MOMENT).point(curve, size);
        assertThat(point.size()).isEqualTo(size);
        assertThat(point.perSecond()).isPositive();
        assertThat(point.cpuMicros()).isPositive();
        assertThat(point.p50Micros()).isPositive();
    }

    @Test
    void whatWaitsForAnAnswerIsHeld() throws IOException {
        GrowthPoint point = new Growth(MOMENT, MOMENT).point(Curve.UNANSWERED, 5_000);
        // Each has a body of 100 bytes that nobody may forget.
        assertThat(point.heldBytes()).isBetween(100.0, 5_000.0);
        assertThat(point.perSecond()).isZero();
        assertThat(BenchTable.of(point)).contains("unanswered", "5,000");
        assertThat(BenchTable.growthJson(List.of(point))).contains("\"curve\": \"unanswered\", \"size\": 5000");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchingTest {
    /** The official getter of the total returns the size of a batch. */
    @Test
    @Tag("B-ACCUM-02")
    void theDefaultsAreThoseOfTheOfficialClientAndEachIsItself() {
        assertThat(Batching.DEFAULTS.delay()).isEqualTo(Duration.ofMillis(10));
        assertThat(Batching.DEFAULTS.batchBytes()).isEqualTo(32 * 1024);
        assertThat(Batching.DEFAULTS.totalBytes()).isEqualTo(32L * 1024 * 1024);
        Batching changed = Batching.DEFAULTS
                .withDelay(Duration.ofSeconds(30))
                .withBatchBytes(2 << 20)
                .withTotalBytes(Long.MAX_VALUE);
        assertThat(changed).isEqualTo(new Batching(Duration.ofSeconds(30), 2 << 20, Long.MAX_VALUE, true));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 999_999, 30_000_000_001L})
    @Tag("B-ACCUM-02")
    void aDelayBelowAMillisecondOrAboveHalfAMinuteIsRefused(long nanos) {
        assertThatThrownBy(() -> Batching.DEFAULTS.withDelay(Duration.ofNanos(nanos)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batching.delay: " + Duration.ofNanos(nanos) + " (expected: 1 ms to 30 s)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (2 << 20) + 1})
    @Tag("B-ACCUM-02")
    void aBatchOfNothingOrOfMoreThanTwoMebibytesIsRefused(int bytes) {
        assertThatThrownBy(() -> Batching.DEFAULTS.withBatchBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batching.batchBytes: " + bytes + " (expected: 1 to 2097152)");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    @Tag("B-ACCUM-02")
    void aTotalOfNothingIsRefused(long bytes) {
        assertThatThrownBy(() -> Batching.DEFAULTS.withTotalBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batching.totalBytes: " + bytes + " (expected: >= 1)");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final List<String> lines = new ArrayList<>();
    private long nowNanos = -5;

    private Progress of(long max) {
        return Progress.plain(new Progress.PlainLines("swarm", max, " runs", lines::add, () -> nowNanos));
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void logsGetALineNowAndThenWithRateAndTimeLeft() {
        Progress progress = of(20_000);
        pass(9_999);
        progress.stepTo(100);
        assertThat(lines).isEmpty();
        pass(1);
        progress.stepTo(2_000);
        pass(9_000);
        progress.stepTo(3_000);
        pass(31_000);
        progress.stepTo(4_000);
        assertThat(lines)
                .containsExactly(
                        "swarm: 2000 of 20000 runs, 200 a second, 0:01:30 left",
                        "swarm: 4000 of 20000 runs, 80 a second, 0:03:20 left");
    }

    @Test
    void slowOnesShowTenthsAndHours() {
        Progress progress = of(1_000);
        pass(10_000);
        progress.stepTo(2);
        assertThat(lines).containsExactly("swarm: 2 of 1000 runs, 0.2 a second, 1:23:10 left");
    }

    /** Threads that step at once may come in any order. */
    @Test
    void neverGoesBack() {
        Progress progress = of(10);
        pass(10_000);
        progress.stepTo(5);
        pass(10_000);
        progress.stepTo(4);
        progress.stepTo(12);
        assertThat(lines)
                .containsExactly(
                        "swarm: 5 of 10 runs, 0.5 a second, 0:00:10 left",
                        "swarm: 12 of 10 runs, 0.6 a second, 0:00:00 left");
    }
}

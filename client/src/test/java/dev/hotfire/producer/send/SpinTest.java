// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpinTest {
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 20);

    @Test
    void goesOnUntilTheEndIsThere() {
        Spin.spin(end, 1_000, () -> {
            if (clock.get() - Long.MAX_VALUE + 20 >= 40) {
                end.complete("stored");
            }
            return clock.getAndAdd(10);
        });

        assertThat(end).isCompleted();
        assertThat(clock.get() - Long.MAX_VALUE + 20).isEqualTo(50);
    }

    @Test
    void givesUpAfterItsTime() {
        Spin.spin(end, 1_000, () -> clock.getAndAdd(10));

        assertThat(end).isNotDone();
        assertThat(clock.get() - Long.MAX_VALUE + 20).isEqualTo(1_010);
    }

    @Test
    void leavesAnInterruptToWhoWaits() {
        Thread.currentThread().interrupt();
        Spin.spin(end, 1_000, () -> clock.getAndAdd(10));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(clock.get() - Long.MAX_VALUE + 20).isEqualTo(20);
    }
}

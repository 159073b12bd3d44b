// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.time.Duration;

/**
 * When the fault is there, counted from the first send.
 *
 * @param beginNanos from here on, above 0
 * @param healNanos  until here, later than the begin
 * @param endNanos   the last send is before this, later than the heal
 */
public record Phases(long beginNanos, long healNanos, long endNanos) {
    /** 5 s without the fault, 30 s with it, 10 s without it. */
    public static final Phases DEFAULT = of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10));

    public Phases {
        if (beginNanos <= 0 || healNanos <= beginNanos || endNanos <= healNanos) {
            throw new IllegalArgumentException("phases: " + beginNanos + ", " + healNanos + ", " + endNanos
                    + " (expected: growing, the first above 0)");
        }
    }

    /** Phases of these lengths. */
    public static Phases of(Duration before, Duration fault, Duration after) {
        long begin = before.toNanos();
        long heal = begin + fault.toNanos();
        return new Phases(begin, heal, heal + after.toNanos());
    }

    /** How long the fault lasts. */
    public long faultNanos() {
        return healNanos - beginNanos;
    }
}

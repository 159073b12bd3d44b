// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.runtime.MachineClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Says when something was that was noted in nanoseconds without an origin. */
final class WallClock {
    private final long epochMillis;
    private final long nanos;

    /** By a clock that the servers share. */
    WallClock(MachineClock clock) {
        this.epochMillis = clock.currentTimeMillis();
        this.nanos = clock.nanoTime();
    }

    /** As of the beginning: corrections of the system's time don't move what was noted. */
    String at(long thenNanos) {
        return Instant.ofEpochMilli(epochMillis + TimeUnit.NANOSECONDS.toMillis(thenNanos - nanos))
                .toString();
    }
}

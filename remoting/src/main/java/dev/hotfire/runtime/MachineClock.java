// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.time.ZoneId;
import java.time.ZoneOffset;

/** One machine's two clocks. Durations and deadlines use the first, stamps on messages use the second. */
public interface MachineClock {
    /** Monotonic nanoseconds from an arbitrary origin: subtract, then compare with zero. */
    long nanoTime();

    /** Wall clock, milliseconds since the epoch; may jump. */
    long currentTimeMillis();

    /** The zone of local time, which message ids count their months in (W-13.1). */
    default ZoneId zone() {
        return ZoneOffset.UTC;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

/** The one time that all machines of a world live in: nanoseconds since the world began. Only the world moves it. */
final class VirtualClock {
    private long nanos;

    long nanos() {
        return nanos;
    }

    void advanceTo(long newNanos) {
        if (newNanos < nanos) {
            throw new IllegalArgumentException("newNanos: " + newNanos + " (expected: >= " + nanos + ")");
        }
        nanos = newNanos;
    }
}

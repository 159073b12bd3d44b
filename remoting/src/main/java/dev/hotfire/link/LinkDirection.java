// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What happens to bytes that travel one way.
 *
 * @param latency       how long they take; later bytes never overtake earlier ones
 * @param blackhole     whether they vanish: the sender notices nothing (T08, T09)
 * @param maxSliceBytes the most that arrives in one read, so that frames are cut anywhere (T13); 0 leaves reads whole
 * @param sliceIntervalNanos how long after one slice the next arrives at the earliest, which caps the bandwidth (T11, T12);
 *     without slices it has no effect
 */
public record LinkDirection(Latency latency, boolean blackhole, int maxSliceBytes, long sliceIntervalNanos) {
    /** Nothing happens to bytes. */
    public static final LinkDirection CLEAR = new LinkDirection(Latency.none(), false, 0, 0);

    public LinkDirection {
        requireNonNull(latency, "latency");
        if (maxSliceBytes < 0) {
            throw new IllegalArgumentException("maxSliceBytes: " + maxSliceBytes + " (expected: >= 0)");
        }
        if (sliceIntervalNanos < 0) {
            throw new IllegalArgumentException("sliceIntervalNanos: " + sliceIntervalNanos + " (expected: >= 0)");
        }
    }

    public LinkDirection withLatency(Latency newLatency) {
        return new LinkDirection(newLatency, blackhole, maxSliceBytes, sliceIntervalNanos);
    }

    public LinkDirection withBlackhole(boolean newBlackhole) {
        return new LinkDirection(latency, newBlackhole, maxSliceBytes, sliceIntervalNanos);
    }

    public LinkDirection withMaxSliceBytes(int newMaxSliceBytes) {
        return new LinkDirection(latency, blackhole, newMaxSliceBytes, sliceIntervalNanos);
    }

    public LinkDirection withSliceInterval(Duration interval) {
        return new LinkDirection(latency, blackhole, maxSliceBytes, interval.toNanos());
    }
}

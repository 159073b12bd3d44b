// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import static java.util.Objects.requireNonNull;

/**
 * What happens to bytes that travel one way.
 *
 * @param latency       how long they take; later bytes never overtake earlier ones
 * @param blackhole     whether they vanish: the sender notices nothing (T08, T09)
 * @param maxSliceBytes the most that arrives in one read, so that frames are cut anywhere (T13); 0 leaves reads whole
 */
public record LinkDirection(Latency latency, boolean blackhole, int maxSliceBytes) {
    /** Nothing happens to bytes. */
    public static final LinkDirection CLEAR = new LinkDirection(Latency.none(), false, 0);

    public LinkDirection {
        requireNonNull(latency, "latency");
        if (maxSliceBytes < 0) {
            throw new IllegalArgumentException("maxSliceBytes: " + maxSliceBytes + " (expected: >= 0)");
        }
    }

    public LinkDirection withLatency(Latency newLatency) {
        return new LinkDirection(newLatency, blackhole, maxSliceBytes);
    }

    public LinkDirection withBlackhole(boolean newBlackhole) {
        return new LinkDirection(latency, newBlackhole, maxSliceBytes);
    }

    public LinkDirection withMaxSliceBytes(int newMaxSliceBytes) {
        return new LinkDirection(latency, blackhole, newMaxSliceBytes);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.batch.Accumulator.Accumulation;
import org.jspecify.annotations.Nullable;

/** A message that waits for others of its kind. Made on any thread, then confined to the loop. */
public abstract class Member {
    private final BatchKey key;
    private final int bodyBytes;
    private final int encodedBytes;

    /** Whom it waits with; null before and after. */
    @Nullable
    Accumulation<?> company;

    /**
     * @param bodyBytes    what limits count
     * @param encodedBytes what it takes in a batch, body included
     */
    protected Member(BatchKey key, int bodyBytes, int encodedBytes) {
        this.key = requireNonNull(key, "key");
        this.bodyBytes = bodyBytes;
        this.encodedBytes = encodedBytes;
    }

    public final BatchKey key() {
        return key;
    }

    public final int bodyBytes() {
        return bodyBytes;
    }

    public final int encodedBytes() {
        return encodedBytes;
    }

    /** A batch goes once it has more bytes of bodies than the limit of the member that came last. */
    protected abstract int batchBytes();

    /** The most encoded bytes that a batch with this member may have, at least its own. */
    protected abstract int maxEncodedBytes();

    /** Whether it had rather go than wait, while no other batch of its key is under way. */
    protected abstract boolean eager();

    /** When it goes at the latest, on the monotonic clock. */
    protected abstract long departureNanos();
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How messages that are sent one by one are gathered into batches (B-ACCUM). Each message waits a moment for others of its
 * kind, and they travel and are stored together; every caller gets its own message's result.
 *
 * <p>Worth it for many small messages: fewer requests for the same messages. Bytes are those of bodies.
 *
 * @param delay      how long the first message of a batch waits at most, 1 ms to 30 s; never longer than half of its timeout;
 *                   10 ms as the official client
 * @param batchBytes a batch goes as soon as it has more than this, 1 to 2 MiB; 32 KiB as the official client
 * @param totalBytes how much may wait in all, above zero; messages beyond it are sent alone at once; 32 MiB as the official
 *                   client
 * @param eager      whether a batch goes at once while no other of its kind is under way. Then messages only wait for as long
 *                   as the one before them takes to be answered, however long {@code delay} is, and the busier a producer is,
 *                   the larger its batches are. If not, the first message always waits for all of {@code delay}.
 */
public record Batching(Duration delay, int batchBytes, long totalBytes, boolean eager) {
    private static final Duration MIN_DELAY = Duration.ofMillis(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);
    private static final int MAX_BATCH_BYTES = 2 << 20;

    /** As the official client does it once it is told to: every batch waits for its whole delay. */
    public static final Batching OFFICIAL = new Batching(Duration.ofMillis(10), 32 << 10, 32L << 20, false);

    /** With the sizes of the official client, and eager. */
    public static final Batching DEFAULTS = OFFICIAL.withEager(true);

    public Batching {
        requireNonNull(delay, "delay");
        if (delay.compareTo(MIN_DELAY) < 0 || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("batching.delay: " + delay + " (expected: 1 ms to 30 s)");
        }
        if (batchBytes < 1 || batchBytes > MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "batching.batchBytes: " + batchBytes + " (expected: 1 to " + MAX_BATCH_BYTES + ")");
        }
        if (totalBytes < 1) {
            throw new IllegalArgumentException("batching.totalBytes: " + totalBytes + " (expected: >= 1)");
        }
    }

    /** The same with another delay. */
    public Batching withDelay(Duration newDelay) {
        return new Batching(newDelay, batchBytes, totalBytes, eager);
    }

    /** The same with another size of batches. */
    public Batching withBatchBytes(int newBatchBytes) {
        return new Batching(delay, newBatchBytes, totalBytes, eager);
    }

    /** The same with another bound on what waits in all. */
    public Batching withTotalBytes(long newTotalBytes) {
        return new Batching(delay, batchBytes, newTotalBytes, eager);
    }

    /** The same, eager or not. */
    public Batching withEager(boolean newEager) {
        return new Batching(delay, batchBytes, totalBytes, newEager);
    }
}

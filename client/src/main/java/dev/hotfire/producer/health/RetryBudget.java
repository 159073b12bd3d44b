// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

/**
 * How many further attempts may be made: so many for each message stored, and a few a second whatever happens. Retries help
 * while others succeed; when nobody does, they only keep an overloaded cluster from coming back. Confined to the loop.
 */
final class RetryBudget {
    /** In units, so that all is whole numbers. */
    private static final int RETRY = 1_000;

    private static final int PER_STORED = RETRY / 10;
    private static final int PER_SECOND = 10 * RETRY;
    private static final int MOST = 100 * RETRY;
    private static final long UNIT_NANOS = 1_000_000_000 / PER_SECOND;

    private long left = MOST;
    private long filledNanos;
    private boolean begun;

    void onStored() {
        left = Math.min(MOST, left + PER_STORED);
    }

    boolean hasOne(long nowNanos) {
        fill(nowNanos);
        return left >= RETRY;
    }

    boolean take(long nowNanos) {
        if (!hasOne(nowNanos)) {
            return false;
        }
        left -= RETRY;
        return true;
    }

    private void fill(long nowNanos) {
        if (!begun) {
            begun = true;
            filledNanos = nowNanos;
            return;
        }
        long passedNanos = nowNanos - filledNanos;
        left = Math.min(MOST, left + passedNanos / UNIT_NANOS);
        filledNanos = nowNanos - passedNanos % UNIT_NANOS;
    }
}

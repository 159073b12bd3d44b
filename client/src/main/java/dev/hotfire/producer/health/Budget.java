// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

/**
 * How often something may be done that helps while others succeed, and harms when nobody does: so often for each message that
 * is stored, and a little as time passes, whatever happens. Confined to the loop.
 */
final class Budget {
    /** One time, in units, so that all is whole numbers. */
    private static final long ONCE = 30_000;

    private final long most;
    private final long perStored;
    private final long unitNanos;
    private long left;
    private long filledNanos;
    private boolean begun;

    /**
     * @param first        how often at the beginning
     * @param most         how often at once
     * @param storedForOne how many stored messages allow for one time more, up to 30,000
     * @param nanosForOne  how long it takes without any
     */
    Budget(int first, int most, int storedForOne, long nanosForOne) {
        this.most = most * ONCE;
        this.perStored = ONCE / storedForOne;
        this.unitNanos = nanosForOne / ONCE;
        this.left = first * ONCE;
    }

    void onStored() {
        left = Math.min(most, left + perStored);
    }

    boolean hasOne(long nowNanos) {
        // Most of the time there are some, and how many does not matter.
        if (left < ONCE) {
            fill(nowNanos);
        }
        return left >= ONCE;
    }

    boolean take(long nowNanos) {
        fill(nowNanos);
        if (left < ONCE) {
            return false;
        }
        left -= ONCE;
        return true;
    }

    private void fill(long nowNanos) {
        if (!begun) {
            begun = true;
            filledNanos = nowNanos;
            return;
        }
        long passedNanos = nowNanos - filledNanos;
        left = Math.min(most, left + passedNanos / unitNanos);
        filledNanos = nowNanos - passedNanos % unitNanos;
    }
}

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

    /**
     * @param first        how often at the beginning
     * @param most         how often at once
     * @param storedForOne how many stored messages allow for one time more, up to 30,000
     * @param nanosForOne  how long it takes without any
     * @param nowNanos     since when time counts
     */
    Budget(int first, int most, int storedForOne, long nanosForOne, long nowNanos) {
        this.most = most * ONCE;
        this.perStored = ONCE / storedForOne;
        this.unitNanos = nanosForOne / ONCE;
        this.left = first * ONCE;
        this.filledNanos = nowNanos;
    }

    void onStored() {
        left = Math.min(most, left + perStored);
    }

    boolean hasOne(long nowNanos) {
        return has(1, nowNanos);
    }

    boolean has(int times, long nowNanos) {
        // Most of the time there are some. What time brings may be added later: nothing is lost by it before something
        // is taken.
        if (left < times * ONCE) {
            fill(nowNanos);
        }
        return left >= times * ONCE;
    }

    /** Takes one time, if there is one. */
    boolean take(long nowNanos) {
        return take(ONCE, nowNanos);
    }

    /** Takes half of a time, if there is so much. */
    boolean takeHalf(long nowNanos) {
        return take(ONCE / 2, nowNanos);
    }

    private boolean take(long units, long nowNanos) {
        fill(nowNanos);
        if (left < units) {
            return false;
        }
        left -= units;
        return true;
    }

    private void fill(long nowNanos) {
        long passedNanos = nowNanos - filledNanos;
        left = Math.min(most, left + passedNanos / unitNanos);
        filledNanos = nowNanos - passedNanos % unitNanos;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

/** How long answers take: mean and mean deviation, newer ones weighing more, as TCP keeps its round trips (RFC 6298). */
final class Latency {
    private static final int MEAN_SHIFT = 3;
    private static final int DEVIATION_SHIFT = 2;

    /** Before so many answers nothing is concluded. */
    private static final int ENOUGH = 8;

    /** An answer later than so many times the mean, and so many deviations more, is out of the ordinary. */
    static final int MEANS = 8;

    private static final int DEVIATIONS = 4;

    private long meanNanos;
    private long deviationNanos;
    private int answers;

    void add(long tookNanos) {
        if (answers == 0) {
            meanNanos = tookNanos;
            deviationNanos = tookNanos / 2;
        } else {
            deviationNanos += (Math.abs(tookNanos - meanNanos) - deviationNanos) >> DEVIATION_SHIFT;
            meanNanos += (tookNanos - meanNanos) >> MEAN_SHIFT;
        }
        if (answers < ENOUGH) {
            answers++;
        }
    }

    /** No answer came within that time: it would have taken longer. */
    void addAtLeast(long waitedNanos) {
        if (isKnown() && waitedNanos > meanNanos) {
            add(waitedNanos);
        }
    }

    void forget() {
        answers = 0;
    }

    boolean isKnown() {
        return answers >= ENOUGH;
    }

    long meanNanos() {
        return meanNanos;
    }

    /** What an answer hardly ever takes. */
    long limitNanos() {
        return MEANS * meanNanos + DEVIATIONS * deviationNanos;
    }
}

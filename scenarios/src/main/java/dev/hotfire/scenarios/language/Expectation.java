// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.testkit.yaml.Durations;
import java.time.Duration;

/**
 * A bound on one number of a run.
 *
 * @param measure which number
 * @param min     the least that is right
 * @param max     the most that is right, not below {@code min}
 */
public record Expectation(Measure measure, long min, long max) {
    /** What can be expected. Durations are in nanoseconds. */
    public enum Measure {
        ACCEPTED("accepted", false),
        STORED("stored", false),
        ACKNOWLEDGED("acknowledged", false),
        FAILED("failed", false),
        UNKNOWN("unknown", false),
        TIMED_OUT("timedOut", false),
        LOST("lost", false),
        DUPLICATED("duplicated", false),
        RETRIED("retried", false),
        /** Copies beyond the first of sends none of whose attempts may have left one unseen. */
        DUPLICATES("duplicates", false),
        SLOWEST("slowest", true),
        /** Of the sends that ended stored, how long they took: half of them at most this. */
        P50("p50", true),
        P99("p99", true),
        P999("p999", true);

        private final String field;
        private final boolean duration;

        Measure(String field, boolean duration) {
            this.field = field;
            this.duration = duration;
        }

        /** Its name in scenario files and reports. */
        public String field() {
            return field;
        }

        /** Whether it is a time rather than a count. */
        public boolean isDuration() {
            return duration;
        }

        private String show(long value) {
            return duration ? Durations.format(Duration.ofNanos(value)) : Long.toString(value);
        }
    }

    public Expectation {
        requireNonNull(measure, "measure");
        if (max < min) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= min, which is " + min + ")");
        }
    }

    /** What files write for no duplicates but those that an unknown attempt explains. */
    public static final String ONLY_AFTER_UNKNOWN = "only after unknown";

    /** Whether the value is right. */
    public boolean allows(long value) {
        return value >= min && value <= max;
    }

    /** Who wrote that it is to be below 50 ms does not want to read that it is to be at most 49999999 ns. */
    private String atMost() {
        String bound = measure.show(max);
        String next = measure.isDuration() ? measure.show(max + 1) : bound;
        return next.length() < bound.length() ? " < " + next : " <= " + bound;
    }

    /** The value as reports show it. */
    public String show(long value) {
        return measure.show(value);
    }

    /** What is expected, in words. */
    @Override
    public String toString() {
        if (measure == Measure.DUPLICATES && max == 0) {
            return "duplicates " + ONLY_AFTER_UNKNOWN;
        }
        if (min == max) {
            return measure.field() + " = " + measure.show(min);
        }
        if (max == Long.MAX_VALUE) {
            return measure.field() + " >= " + measure.show(min);
        }
        return min == Long.MIN_VALUE
                ? measure.field() + atMost()
                : measure.show(min) + " <= " + measure.field() + " <= " + measure.show(max);
    }
}

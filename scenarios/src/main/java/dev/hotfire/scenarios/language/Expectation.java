// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.testkit.yaml.Durations;
import java.math.BigDecimal;
import java.math.MathContext;
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

    /** As many as a time in nanoseconds can have. */
    private static final int MAX_DIGITS = 19;

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

    /** Likewise of what is to be above 50 ms. */
    private String atLeast() {
        String bound = measure.show(min);
        String before = measure.isDuration() && min > 0 ? measure.show(min - 1) : bound;
        return before.length() < bound.length() ? " > " + before : " >= " + bound;
    }

    /** The value as files have it. */
    public String show(long value) {
        return measure.show(value);
    }

    /** What a run gave that is not right, and what was expected, in words: {@code p99 is 403.5 ms (expected: < 100 ms)}. */
    public String broken(long value) {
        return measure.field() + " is " + (measure.isDuration() ? took(value) : Long.toString(value)) + " (expected: "
                + expected() + ")";
    }

    /** A time with four digits, and with more where those would look as if they were right. */
    private String took(long nanos) {
        for (int digits = 4; ; digits++) {
            BigDecimal rounded = BigDecimal.valueOf(nanos).round(new MathContext(digits));
            if (!allows(rounded.longValue()) || digits == MAX_DIGITS) {
                int unit = rounded.longValue() >= 1_000_000_000 ? 9 : rounded.longValue() >= 1_000_000 ? 6 : 3;
                BigDecimal shown = rounded.movePointLeft(unit).stripTrailingZeros();
                return shown.toPlainString() + (unit == 9 ? " s" : unit == 6 ? " ms" : " us");
            }
        }
    }

    private String expected() {
        if (measure == Measure.DUPLICATES && max == 0) {
            return ONLY_AFTER_UNKNOWN;
        }
        String bounds;
        if (min == max) {
            bounds = measure.show(min);
        } else if (max == Long.MAX_VALUE) {
            bounds = atLeast().strip();
        } else {
            bounds = (min == Long.MIN_VALUE ? "" : atLeast().strip() + " and ") + atMost().strip();
        }
        // A number and its unit, as the value before it has them.
        return measure.isDuration() ? bounds.replaceAll("(?<=\\d)(?=[a-z])", " ") : bounds;
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
            return measure.field() + atLeast();
        }
        return min == Long.MIN_VALUE
                ? measure.field() + atMost()
                : measure.show(min) + " <= " + measure.field() + " <= " + measure.show(max);
    }
}

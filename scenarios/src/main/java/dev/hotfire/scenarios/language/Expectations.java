// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.scenarios.language.Expectation.Measure;

/**
 * What is expected of a scenario in Java, by the words of files; made to be imported statically. A bound is a number, or a
 * sign and a value as in files: {@code "> 0"}, {@code "<= 3"}, {@code "< 50 ms"}. Whatever is no bound is refused with an
 * {@link IllegalArgumentException}.
 */
public final class Expectations {
    private Expectations() {}

    /** Sends that were called. */
    public static Expectation accepted(long count) {
        return exactly(Measure.ACCEPTED, count);
    }

    /** Sends that were called. */
    public static Expectation accepted(String bound) {
        return ScenarioReader.bound(Measure.ACCEPTED, bound);
    }

    /** Sends with a copy in a broker's log. */
    public static Expectation stored(long count) {
        return exactly(Measure.STORED, count);
    }

    /** Sends with a copy in a broker's log. */
    public static Expectation stored(String bound) {
        return ScenarioReader.bound(Measure.STORED, bound);
    }

    /** Sends whose callers were told: stored. */
    public static Expectation acknowledged(long count) {
        return exactly(Measure.ACKNOWLEDGED, count);
    }

    /** Sends whose callers were told: stored. */
    public static Expectation acknowledged(String bound) {
        return ScenarioReader.bound(Measure.ACKNOWLEDGED, bound);
    }

    /** Sends whose callers were told: not stored. */
    public static Expectation failed(long count) {
        return exactly(Measure.FAILED, count);
    }

    /** Sends whose callers were told: not stored. */
    public static Expectation failed(String bound) {
        return ScenarioReader.bound(Measure.FAILED, bound);
    }

    /** Sends whose callers were told: nobody can tell. */
    public static Expectation unknown(long count) {
        return exactly(Measure.UNKNOWN, count);
    }

    /** Sends whose callers were told: nobody can tell. */
    public static Expectation unknown(String bound) {
        return ScenarioReader.bound(Measure.UNKNOWN, bound);
    }

    /** Sends whose callers were told: time is up. */
    public static Expectation timedOut(long count) {
        return exactly(Measure.TIMED_OUT, count);
    }

    /** Sends whose callers were told: time is up. */
    public static Expectation timedOut(String bound) {
        return ScenarioReader.bound(Measure.TIMED_OUT, bound);
    }

    /** Sends that were acknowledged, and have no copy. */
    public static Expectation lost(long count) {
        return exactly(Measure.LOST, count);
    }

    /** Sends that were acknowledged, and have no copy. */
    public static Expectation lost(String bound) {
        return ScenarioReader.bound(Measure.LOST, bound);
    }

    /** Copies beyond the first. */
    public static Expectation duplicated(long count) {
        return exactly(Measure.DUPLICATED, count);
    }

    /** Copies beyond the first. */
    public static Expectation duplicated(String bound) {
        return ScenarioReader.bound(Measure.DUPLICATED, bound);
    }

    /** Attempts beyond the first. */
    public static Expectation retried(long count) {
        return exactly(Measure.RETRIED, count);
    }

    /** Attempts beyond the first. */
    public static Expectation retried(String bound) {
        return ScenarioReader.bound(Measure.RETRIED, bound);
    }

    /** Copies beyond the first only of sends with an attempt that may have left one unseen. */
    public static Expectation duplicatesOnlyAfterUnknown() {
        return exactly(Measure.DUPLICATES, 0);
    }

    /** The longest time from a call to its end. */
    public static Expectation slowest(String bound) {
        return ScenarioReader.bound(Measure.SLOWEST, bound);
    }

    /** What half of the sends that ended stored took at most. */
    public static Expectation p50(String bound) {
        return ScenarioReader.bound(Measure.P50, bound);
    }

    /** What 99 of 100 sends that ended stored took at most. */
    public static Expectation p99(String bound) {
        return ScenarioReader.bound(Measure.P99, bound);
    }

    /** What 999 of 1,000 sends that ended stored took at most. */
    public static Expectation p999(String bound) {
        return ScenarioReader.bound(Measure.P999, bound);
    }

    private static Expectation exactly(Measure measure, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(measure.field() + ": " + count + " (expected: >= 0)");
        }
        return new Expectation(measure, count, count);
    }
}

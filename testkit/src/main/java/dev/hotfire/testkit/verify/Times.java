// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

/**
 * How often something is to have happened.
 *
 * @param min at least 0
 * @param max at least {@code min}; {@link Integer#MAX_VALUE} for no end
 */
public record Times(int min, int max) {
    public Times {
        if (min < 0) {
            throw new IllegalArgumentException("min: " + min + " (expected: >= 0)");
        }
        if (max < min) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= min, which is " + min + ")");
        }
    }

    /** Exactly so often. */
    public static Times times(int n) {
        return new Times(n, n);
    }

    /** Exactly once. */
    public static Times once() {
        return times(1);
    }

    /** Not at all. */
    public static Times never() {
        return times(0);
    }

    /** So often or more. */
    public static Times atLeast(int n) {
        return new Times(n, Integer.MAX_VALUE);
    }

    /** So often or less. */
    public static Times atMost(int n) {
        return new Times(0, n);
    }

    /** From so often to so often. */
    public static Times between(int min, int max) {
        return new Times(min, max);
    }

    /** Whether this is often enough and not too often. */
    public boolean allow(int count) {
        return count >= min && count <= max;
    }

    @Override
    public String toString() {
        if (min == max) {
            return "exactly " + min;
        }
        if (max == Integer.MAX_VALUE) {
            return "at least " + min;
        }
        return min == 0 ? "at most " + max : min + " to " + max;
    }
}

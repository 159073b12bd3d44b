// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import dev.hotfire.runtime.RandomSource;
import java.time.Duration;

/** How long bytes are on their way in one direction (fault T10). */
public sealed interface Latency {
    /** One draw, in nanoseconds, never negative. */
    long drawNanos(RandomSource random);

    /** Bytes arrive as fast as the machine underneath allows. */
    record None() implements Latency {
        @Override
        public long drawNanos(RandomSource random) {
            return 0;
        }
    }

    /** Every byte takes {@code nanos}. */
    record Constant(long nanos) implements Latency {
        public Constant {
            requireNotNegative("nanos", nanos);
        }

        @Override
        public long drawNanos(RandomSource random) {
            return nanos;
        }
    }

    /** Anything from {@code minNanos} to {@code maxNanos}, both included, equally likely. */
    record Uniform(long minNanos, long maxNanos) implements Latency {
        public Uniform {
            requireNotNegative("minNanos", minNanos);
            if (maxNanos < minNanos) {
                throw new IllegalArgumentException(
                        "maxNanos: " + maxNanos + " (expected: >= minNanos, which is " + minNanos + ")");
            }
        }

        @Override
        public long drawNanos(RandomSource random) {
            return minNanos + random.nextLong(maxNanos - minNanos + 1);
        }
    }

    /** Log-normal, the shape of healthy networks: half of the draws are below the median, and the tail is long. */
    record LogNormal(long medianNanos, double sigma) implements Latency {
        /** A bound on the tail, so that one draw can't outlast a run: an hour. */
        private static final double MAX_NANOS = 3_600e9;

        public LogNormal {
            if (medianNanos <= 0) {
                throw new IllegalArgumentException("medianNanos: " + medianNanos + " (expected: > 0)");
            }
            if (!(sigma >= 0 && sigma <= 5)) {
                throw new IllegalArgumentException("sigma: " + sigma + " (expected: 0 to 5)");
            }
        }

        @Override
        public long drawNanos(RandomSource random) {
            return (long) Math.min(MAX_NANOS, medianNanos * StrictMath.exp(sigma * random.nextGaussian()));
        }
    }

    static Latency none() {
        return new None();
    }

    static Latency constant(Duration latency) {
        return new Constant(latency.toNanos());
    }

    static Latency uniform(Duration min, Duration max) {
        return new Uniform(min.toNanos(), max.toNanos());
    }

    static Latency logNormal(Duration median, double sigma) {
        return new LogNormal(median.toNanos(), sigma);
    }

    private static void requireNotNegative(String name, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(name + ": " + nanos + " (expected: >= 0)");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.nio.charset.StandardCharsets;

/**
 * A stream of random numbers that can be forked by purpose.
 *
 * <p>SplitMix64 (Steele, Lea, Flood 2014), written out here because the bounded draws of {@code java.util.random} may
 * change between releases, and a seed must give the same run on any JDK. Not for secrets. Confined to one thread.
 */
public final class RandomSource {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    private RandomSource(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** The stream that belongs to {@code seed}: the same numbers everywhere, always. */
    public static RandomSource seeded(long seed) {
        return new RandomSource(seed);
    }

    /** A stream for one purpose. It depends on this source's seed and the name, not on what was drawn so far. */
    public RandomSource fork(String purpose) {
        long hash = seed ^ 0xCBF29CE484222325L;
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001B3L;
        }
        return new RandomSource(mix(hash));
    }

    /** Any long, all equally likely. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A long from 0 to {@code bound} - 1. */
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
        }
        // Reject the ragged end of the range: a modulo alone favours small numbers.
        long draw = nextLong() >>> 1;
        long result = draw % bound;
        while (draw - result + (bound - 1) < 0) {
            draw = nextLong() >>> 1;
            result = draw % bound;
        }
        return result;
    }

    /** An int from 0 to {@code bound} - 1. */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** A double from 0 (included) to 1 (excluded). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** True with the given probability: never at 0, always at 1. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** A draw from the standard normal distribution. */
    public double nextGaussian() {
        // Box-Muller with StrictMath: bit for bit the same on every machine.
        double u = 1.0 - nextDouble();
        double v = nextDouble();
        return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * StrictMath.PI * v);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

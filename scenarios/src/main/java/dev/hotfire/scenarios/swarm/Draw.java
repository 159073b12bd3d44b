// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import dev.hotfire.runtime.RandomSource;
import java.time.Duration;
import java.util.List;

/** Draws values of the kinds that plans consist of. Round ones, which people can read. */
final class Draw {
    private final RandomSource random;

    Draw(RandomSource random) {
        this.random = random;
    }

    boolean chance(double probability) {
        return random.chance(probability);
    }

    /** From min to max, both included. */
    int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    /** Whole milliseconds from min to max, both included, small ones more often than large ones. */
    Duration millis(int min, int max) {
        double log = StrictMath.log(min) + random.nextDouble() * (StrictMath.log(max) - StrictMath.log(min));
        return Duration.ofMillis(Math.max(min, Math.min(max, Math.round(StrictMath.exp(log)))));
    }

    /** Anywhere from min to max, in whole milliseconds. */
    Duration evenly(Duration min, Duration max) {
        long span = max.toMillis() - min.toMillis();
        return Duration.ofMillis(min.toMillis() + (span <= 0 ? 0 : random.nextLong(span + 1)));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

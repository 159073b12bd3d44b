// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Waits for an end without parking: {@link dev.hotfire.producer.ProducerConfig#spin()}. */
final class Spin {
    /** On a single processor nobody else could bring the end meanwhile. */
    private static final boolean PAYS = Runtime.getRuntime().availableProcessors() > 1;

    private Spin() {}

    /**
     * Returns as soon as it has ended, the thread is interrupted, or so much time has gone by.
     *
     * @param clock nanoseconds from anywhere
     */
    static void until(Future<?> end, Duration atMost, LongSupplier clock) {
        if (PAYS && !atMost.isZero()) {
            spin(end, atMost.toNanos(), clock);
        }
    }

    static void spin(Future<?> end, long atMostNanos, LongSupplier clock) {
        long begun = clock.getAsLong();
        while (!end.isDone()
                && clock.getAsLong() - begun < atMostNanos
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}

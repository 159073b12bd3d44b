// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Where a case runs: over TCP, where waiting is waiting, or in a simulated world, where it is stepping. */
public interface Lab {
    /** Starts a cluster. */
    FakeCluster start(FakeCluster.Builder cluster);

    /** Ends a cluster. */
    void stop(FakeCluster cluster);

    /**
     * Waits for a future.
     *
     * @throws LimitException   if it is not done in time
     * @throws RuntimeException what it failed with
     */
    <T> T await(CompletableFuture<T> future, Duration limit);

    /** Waits until something is so; tells whether it is, in time. */
    boolean until(BooleanSupplier condition, Duration limit);

    /** The clock by which all of this is timed. */
    long nanoTime();

    /** Lets time pass. */
    default void pass(Duration duration) {
        until(() -> false, duration);
    }

    /** A limit has passed. */
    final class LimitException extends RuntimeException {
        public LimitException(String message) {
            super(message);
        }
    }
}

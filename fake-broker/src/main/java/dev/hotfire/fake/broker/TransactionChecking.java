// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import java.time.Duration;

/**
 * When a broker asks producers by itself how their transactions ended, on its own clock.
 *
 * @param after    how long after a half message it asks first, unless that says otherwise; not negative
 * @param interval how long it waits for the end before it asks again; above 0
 * @param times    how often it asks before it gives the half message up, at least 1
 */
public record TransactionChecking(Duration after, Duration interval, int times) {
    /** As in the official broker: after 6 s, then every 30 s, 15 times. */
    public static final TransactionChecking OFFICIAL =
            new TransactionChecking(Duration.ofSeconds(6), Duration.ofSeconds(30), 15);

    public TransactionChecking {
        if (after.isNegative()) {
            throw new IllegalArgumentException("after: " + after + " (expected: not negative)");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: > 0)");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
        }
    }
}

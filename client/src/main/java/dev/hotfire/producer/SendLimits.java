// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

/**
 * How much may be in flight at a time, from the call of a send to its outcome. Sends of all kinds count; a batch is one
 * send, but messages that the producer gathers by itself ({@link Batching}) count each. A single send may always go when nothing else is in flight, however large it is.
 *
 * @param maxInFlight      sends, 1 to 1,048,576
 * @param maxInFlightBytes bytes of their bodies as they are sent, compressed if that pays, 1 to 2^40; a body counts at
 *                         least one
 * @param whenFull         what becomes of a send beyond either
 */
public record SendLimits(int maxInFlight, long maxInFlightBytes, WhenFull whenFull) {
    private static final int MOST_IN_FLIGHT = 1 << 20;
    static final long MOST_BYTES_IN_FLIGHT = 1L << 40;

    public SendLimits {
        requireRange("maxInFlight", maxInFlight, MOST_IN_FLIGHT);
        requireRange("maxInFlightBytes", maxInFlightBytes, MOST_BYTES_IN_FLIGHT);
        requireNonNull(whenFull, "whenFull");
    }

    static void requireRange(String name, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + max + ")");
        }
    }
}

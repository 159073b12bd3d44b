// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/**
 * One try to store a message on one broker.
 *
 * @param number        1 for the first
 * @param queue         where it was to go
 * @param brokerAddress the address it went to, as {@code host:port}
 * @param startedNanos  when it began, on the producer's monotonic clock
 * @param tookNanos     how long it took
 * @param outcome       what is known about it
 */
public record Attempt(
        int number,
        MessageQueue queue,
        String brokerAddress,
        long startedNanos,
        long tookNanos,
        AttemptOutcome outcome) {
    @Override
    public String toString() {
        String failure = outcome.failure();
        return "#" + number + " " + queue + " (" + brokerAddress + ") after " + tookNanos / 1_000_000 + " ms "
                + (failure == null ? "stored" : failure);
    }
}

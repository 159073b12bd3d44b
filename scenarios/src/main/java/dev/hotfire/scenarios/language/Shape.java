// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a workload's sends come, beyond their rate.
 *
 * @param arrival how they are spread over time
 * @param callers how many callers a synchronous workload has, each with one send at a time; at least 1
 * @param keys    how many keys an ordered workload has, whose messages go to the queue of their key; 0 for any queue
 * @param batch   how many messages a batch has, at least 1
 * @param only    the numbers, from 0, of the sends that are made; all when empty. So that a run can be told with fewer
 */
public record Shape(Arrival arrival, int callers, int keys, int batch, Optional<List<Long>> only) {
    /** Evenly spaced, one caller, any queue. */
    public static final Shape PLAIN = new Shape(Arrival.EVEN, 1, 0, 1, Optional.empty());

    /** How sends are spread over time. */
    public enum Arrival {
        /** One after another at equal distances. */
        EVEN,
        /** At random: each moment is as likely as any other. */
        POISSON,
        /** Ten at once, then nothing for as long as ten take. */
        BURST
    }

    public Shape {
        requireNonNull(arrival, "arrival");
        only = requireNonNull(only, "only").map(List::copyOf);
        if (callers < 1) {
            throw new IllegalArgumentException("callers: " + callers + " (expected: >= 1)");
        }
        if (keys < 0) {
            throw new IllegalArgumentException("keys: " + keys + " (expected: >= 0)");
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch: " + batch + " (expected: >= 1)");
        }
    }

    public Shape withOnly(List<Long> sends) {
        return new Shape(arrival, callers, keys, batch, Optional.of(sends));
    }
}

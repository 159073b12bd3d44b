// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * For how long a broker is avoided that took this long to answer: the isolation in the row of the largest latency that was
 * reached (B-FAULT-02, -03). Below the smallest: not at all.
 *
 * @param latencies  rising, none negative; at least one
 * @param isolations one for each latency, none negative; zero avoids nobody
 */
public record LatencyTable(List<Duration> latencies, List<Duration> isolations) {
    /** The official table: 50, 100, 550, 1800, 3000, 5000, 15000 ms lead to 0, 0, 2, 5, 6, 10, 30 s. */
    public static final LatencyTable DEFAULT = ofMillis(
            new long[] {50, 100, 550, 1_800, 3_000, 5_000, 15_000},
            new long[] {0, 0, 2_000, 5_000, 6_000, 10_000, 30_000});

    public LatencyTable {
        latencies = List.copyOf(requireNonNull(latencies, "latencies"));
        isolations = List.copyOf(requireNonNull(isolations, "isolations"));
        // The official client finds out with an index error in the middle of a send (hazard of B-FAULT-14).
        if (latencies.isEmpty() || latencies.size() != isolations.size()) {
            throw new IllegalArgumentException("latencies, isolations: " + latencies.size() + " and "
                    + isolations.size() + " rows (expected: as many of both, at least one)");
        }
        for (int i = 0; i < latencies.size(); i++) {
            Duration floor = i == 0 ? Duration.ZERO : latencies.get(i - 1);
            if (latencies.get(i).compareTo(floor) < 0) {
                throw new IllegalArgumentException(
                        "latencies[" + i + "]: " + latencies.get(i) + " (expected: at least " + floor + ")");
            }
            if (isolations.get(i).isNegative()) {
                throw new IllegalArgumentException(
                        "isolations[" + i + "]: " + isolations.get(i) + " (expected: not negative)");
            }
        }
    }

    /** A table in milliseconds. */
    public static LatencyTable ofMillis(long[] latencies, long[] isolations) {
        return new LatencyTable(
                Arrays.stream(latencies).mapToObj(Duration::ofMillis).toList(),
                Arrays.stream(isolations).mapToObj(Duration::ofMillis).toList());
    }

    /** For how long a broker is avoided that took so long, in nanoseconds; 0 for not at all. */
    public long isolationNanos(long latencyNanos) {
        for (int i = latencies.size() - 1; i >= 0; i--) {
            if (latencyNanos >= latencies.get(i).toNanos()) {
                return isolations.get(i).toNanos();
            }
        }
        return 0;
    }
}

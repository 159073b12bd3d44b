// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a run went, in slices of equal length from the first send on.
 *
 * @param sliceNanos        how long a slice is
 * @param goodPercent       of the sends due in a slice, how many were good; NaN where none was due
 * @param p99Millis         of the sends due in a slice that came to an end; NaN where none did
 * @param attemptsPerSecond for each broker, attempts that began in a slice
 */
public record Curves(
        long sliceNanos, List<Double> goodPercent, List<Double> p99Millis, List<List<Double>> attemptsPerSecond) {
    private static final int SLICES = 120;
    private static final long LEAST_SLICE_NANOS = 100_000_000;

    public Curves {
        goodPercent = List.copyOf(goodPercent);
        p99Millis = List.copyOf(p99Millis);
        attemptsPerSecond = List.copyOf(attemptsPerSecond);
    }

    static Curves of(Samples samples, Phases phases, long goodNanos) {
        long slice = Math.max(LEAST_SLICE_NANOS, (phases.endNanos() + SLICES - 1) / SLICES);
        int slices = (int) ((phases.endNanos() + slice - 1) / slice);
        int[] due = new int[slices];
        int[] good = new int[slices];
        for (int i = 0; i < samples.sends(); i++) {
            int at = Math.min(slices - 1, (int) (samples.dueNanos(i) / slice));
            due[at]++;
            if (samples.outcome(i) == Samples.OK && samples.endNanos(i) - samples.dueNanos(i) <= goodNanos) {
                good[at]++;
            }
        }
        List<Double> goodPercent = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        int first = 0;
        for (int at = 0; at < slices; at++) {
            goodPercent.add(due[at] == 0 ? Double.NaN : 100.0 * good[at] / due[at]);
            p99.add(p99Millis(samples, first, due[at]));
            first += due[at];
        }
        List<List<Double>> attempts = new ArrayList<>();
        for (int broker = 0; broker < samples.brokers; broker++) {
            long[] times = samples.attemptTimes(broker);
            List<Double> perSecond = new ArrayList<>();
            for (int at = 0; at < slices; at++) {
                long end = Math.min((at + 1) * slice, phases.endNanos());
                perSecond.add(Measures.count(times, at * slice, end) / ((end - at * slice) / 1e9));
            }
            attempts.add(List.copyOf(perSecond));
        }
        return new Curves(slice, goodPercent, p99, attempts);
    }

    private static double p99Millis(Samples samples, int first, int count) {
        long[] took = IntStream.range(first, first + count)
                .filter(send -> samples.outcome(send) != Samples.OPEN)
                .mapToLong(send -> samples.endNanos(send) - samples.dueNanos(send))
                .sorted()
                .toArray();
        return took.length == 0 ? Double.NaN : took[(int) Math.ceil(0.99 * took.length) - 1] / 1e6;
    }
}

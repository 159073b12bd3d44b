// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one round measured, as a worker tells it in one line of {@code name=value} pairs.
 *
 * @param messages        how many were acknowledged, or delivered
 * @param nanos           how long it took
 * @param cpuNanos        the client process's CPU time meanwhile
 * @param allocatedBytes  by the client process meanwhile
 * @param contextSwitches of the client process meanwhile
 * @param threads         of the client process at the end
 * @param p50Nanos        half of the sends took no longer; 0 if nobody measured
 * @param p99Nanos        99 % took no longer
 * @param p999Nanos       99.9 % took no longer
 * @param brokerCpuNanos  the CPU time meanwhile of the process that was sent to; 0 until {@link #withBroker} says it
 */
record Round(
        long messages,
        long nanos,
        long cpuNanos,
        long allocatedBytes,
        long contextSwitches,
        int threads,
        long p50Nanos,
        long p99Nanos,
        long p999Nanos,
        long brokerCpuNanos) {

    static Round of(long messages, Usage before, Usage after, Histogram latency) {
        return new Round(
                messages,
                after.nanos() - before.nanos(),
                after.cpuNanos() - before.cpuNanos(),
                after.allocatedSince(before),
                after.contextSwitches() - before.contextSwitches(),
                Usage.threads(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9),
                0);
    }

    /** The same, beside what the broker took. */
    Round withBroker(long cpuNanos) {
        return new Round(
                messages,
                nanos,
                this.cpuNanos,
                allocatedBytes,
                contextSwitches,
                threads,
                p50Nanos,
                p99Nanos,
                p999Nanos,
                cpuNanos);
    }

    /** The same, but that so many threads don't count. */
    Round withoutThreads(int others) {
        return new Round(
                messages,
                nanos,
                cpuNanos,
                allocatedBytes,
                contextSwitches,
                threads - others,
                p50Nanos,
                p99Nanos,
                p999Nanos,
                brokerCpuNanos);
    }

    double perSecond() {
        return messages * 1e9 / nanos;
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / messages;
    }

    double brokerCpuMicros() {
        return brokerCpuNanos / 1e3 / messages;
    }

    double bytesPerMessage() {
        return (double) allocatedBytes / messages;
    }

    String toLine() {
        return String.format(
                Locale.ROOT,
                "round messages=%d nanos=%d cpu=%d allocated=%d switches=%d threads=%d p50=%d p99=%d p999=%d",
                messages,
                nanos,
                cpuNanos,
                allocatedBytes,
                contextSwitches,
                threads,
                p50Nanos,
                p99Nanos,
                p999Nanos);
    }

    static Round parse(String line) {
        Map<String, Long> values = new TreeMap<>();
        for (String pair : line.substring("round ".length()).split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
        return new Round(
                value(values, "messages"),
                value(values, "nanos"),
                value(values, "cpu"),
                value(values, "allocated"),
                value(values, "switches"),
                (int) value(values, "threads"),
                value(values, "p50"),
                value(values, "p99"),
                value(values, "p999"),
                0);
    }

    private static long value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("round: no " + name + " (expected: " + name + "=...)");
        }
        return value;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.points.Points;
import dev.hotfire.scenarios.swarm.SeedResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;

/** What a swarm adds up to. Safe from any thread. */
final class SwarmTotals {
    private static final double NANOS_PER_SECOND = 1e9;

    // Guarded by this.
    private final EnumMap<FaultId, Long> fired = new EnumMap<>(FaultId.class);
    private final long[] points = new long[Points.all().size()];
    private long seeds;
    private long sends;
    private long faults;
    private long violations;
    private Duration simulated = Duration.ZERO;

    SwarmTotals() {}

    synchronized void add(SeedResult result) {
        seeds++;
        sends += result.sends();
        faults += result.faults();
        violations += result.violations().isEmpty() ? 0 : 1;
        simulated = simulated.plus(result.simulated());
        result.fired().forEach((id, times) -> fired.merge(id, times, Long::sum));
        result.points().stream().forEach(point -> points[point]++);
    }

    synchronized long seeds() {
        return seeds;
    }

    /** How many runs broke an invariant. */
    synchronized long violations() {
        return violations;
    }

    synchronized long fired(FaultId id) {
        return fired.getOrDefault(id, 0L);
    }

    /** In how many runs a point was come by. */
    synchronized long runsAt(int point) {
        return points[point];
    }

    /** The faults that runs can have and that never hit anything. */
    synchronized List<FaultId> silent() {
        return Arrays.stream(FaultId.values())
                .filter(id -> id.exclusion().isEmpty() && fired(id) == 0)
                .toList();
    }

    /** The names of the points that no run came by. */
    synchronized List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (int point = 0; point < points.length; point++) {
            if (points[point] == 0) {
                missed.add(Points.all().get(point));
            }
        }
        return missed;
    }

    /**
     * The line for scripts.
     *
     * @param cpu       processor time of the whole process
     * @param wallNanos time on the wall
     */
    synchronized String summary(Duration cpu, long wallNanos) {
        double cpuSeconds = Math.max(1, cpu.toNanos()) / NANOS_PER_SECOND;
        double wallSeconds = Math.max(1, wallNanos) / NANOS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                "seeds=%d sends=%d faults=%d violations=%d sends-per-core-second=%.0f sim-seconds-per-second=%.0f"
                        + " silent-faults=%d points=%d/%d",
                seeds,
                sends,
                faults,
                violations,
                sends / cpuSeconds,
                simulated.toMillis() / 1000.0 / wallSeconds,
                silent().size(),
                points.length - missed().size(),
                points.length);
    }
}

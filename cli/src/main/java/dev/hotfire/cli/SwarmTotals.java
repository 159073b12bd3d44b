// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.swarm.SeedResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;

/** What a swarm adds up to. Safe from any thread. */
final class SwarmTotals {
    private static final double NANOS_PER_SECOND = 1e9;

    // Guarded by this.
    private final EnumMap<FaultId, Long> fired = new EnumMap<>(FaultId.class);
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
                "seeds=%d sends=%d faults=%d violations=%d sends-per-core-second=%.0f sim-seconds-per-second=%.0f",
                seeds,
                sends,
                faults,
                violations,
                sends / cpuSeconds,
                simulated.toMillis() / 1000.0 / wallSeconds);
    }
}

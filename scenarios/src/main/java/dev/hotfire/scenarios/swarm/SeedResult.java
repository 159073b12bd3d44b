// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.run.RunException;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.WorldKind;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What came of one run of a swarm.
 *
 * @param scenario   the run
 * @param sends      how many sends were called
 * @param attempts   how many attempts these made; 0 of a run that came to no end, as of sends
 * @param simulated  how much simulated time passed, from the run's begin until sending was over
 * @param fired      how often each fault hit something
 * @param points     which points it came by, see {@link dev.hotfire.scenarios.points.Points#all()}
 * @param trace      the hash over all that happened
 * @param violations the invariants that did not hold
 */
public record SeedResult(
        Scenario scenario,
        long sends,
        long attempts,
        Duration simulated,
        Map<FaultId, Long> fired,
        BitSet points,
        String trace,
        List<Verdict> violations) {
    /** The id that a run has violated which came to no end: something waits for what never comes (L3). */
    private static final String STALLED = "L3";

    public SeedResult {
        points = BitSet.valueOf(points.toLongArray());
        violations = List.copyOf(violations);
    }

    @Override
    public BitSet points() {
        return BitSet.valueOf(points.toLongArray());
    }

    /** Runs what the seed stands for. */
    public static SeedResult of(long seed, SwarmProfile profile) throws InterruptedException {
        return of(PlanGenerator.generate(seed, profile), WorldKind.SIM);
    }

    /** Runs a scenario with its own seed. */
    public static SeedResult of(Scenario scenario, WorldKind world) throws InterruptedException {
        long seed = scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED);
        return of(scenario, () -> ScenarioRunner.run(scenario, world, seed, RunListener.NONE));
    }

    /** As {@link #of}, in virtual time, judged as if it had been over TCP. */
    static SeedResult judgedAsOverTcp(Scenario scenario) throws InterruptedException {
        long seed = scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED);
        return of(scenario, () -> ScenarioRunner.simulateJudgedAsOverTcp(scenario, seed));
    }

    private interface Running {
        RunReport report() throws RunException, InterruptedException;
    }

    private static SeedResult of(Scenario scenario, Running run) throws InterruptedException {
        try {
            RunReport report = run.report();
            return new SeedResult(
                    scenario,
                    report.ledger().accepted(),
                    report.ledger().accepted() + report.ledger().retried(),
                    scenario.length(),
                    report.fired(),
                    report.points(),
                    report.trace().orElse("none"),
                    report.invariants().stream()
                            .filter(verdict -> !verdict.holds())
                            .toList());
        } catch (RunException e) {
            return new SeedResult(
                    scenario,
                    0,
                    0,
                    scenario.length(),
                    Map.of(),
                    new BitSet(),
                    "none",
                    List.of(new Verdict(STALLED, "the run comes to an end", 1, List.of(String.valueOf(e)))));
        }
    }

    /** How often faults hit something. */
    public long faults() {
        return fired.values().stream().mapToLong(Long::longValue).sum();
    }
}

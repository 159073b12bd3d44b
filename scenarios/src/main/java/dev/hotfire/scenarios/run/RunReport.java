// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.util.Objects.requireNonNull;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.Ledger;
import dev.hotfire.scenarios.language.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param scenario     what was run
 * @param world        where
 * @param seed         with which seed
 * @param trace        the hash over all that happened, as 16 hexadecimal digits; only of simulated runs
 * @param ledger       the books
 * @param fired        how often each fault of the catalogue hit something, those that did
 * @param rules        how often each rule of the timeline acted on something, in the order of the timeline
 * @param points       which points the run came by, see {@link dev.hotfire.scenarios.points.Points#all()}
 * @param invariants   what each checker found
 * @param expectations what became of the scenario's own expectations, and rules that had to act and never did; none of a run
 *     that was stopped
 * @param stopped      when it was told to stop, after its beginning; empty if it went to its end
 */
public record RunReport(
        Scenario scenario,
        WorldKind world,
        long seed,
        Optional<String> trace,
        Ledger ledger,
        Map<FaultId, Long> fired,
        List<RuleUse> rules,
        BitSet points,
        List<Verdict> invariants,
        List<Verdict> expectations,
        Optional<Duration> stopped) {
    public RunReport {
        EnumMap<FaultId, Long> copy = new EnumMap<>(FaultId.class);
        copy.putAll(fired);
        fired = Collections.unmodifiableMap(copy);
        rules = List.copyOf(rules);
        points = BitSet.valueOf(points.toLongArray());
        invariants = List.copyOf(invariants);
        expectations = List.copyOf(expectations);
        requireNonNull(stopped, "stopped");
    }

    @Override
    public BitSet points() {
        return BitSet.valueOf(points.toLongArray());
    }

    /** The same report with one more invariant. */
    RunReport with(Verdict invariant) {
        List<Verdict> all = new ArrayList<>(invariants);
        all.add(invariant);
        return new RunReport(scenario, world, seed, trace, ledger, fired, rules, points, all, expectations, stopped);
    }

    /** Whether everything held that was checked. */
    public boolean passed() {
        return invariants.stream().allMatch(Verdict::holds)
                && expectations.stream().allMatch(Verdict::holds);
    }

    /**
     * For tests: returns this report if everything held that was checked.
     *
     * @throws AssertionError if not, with what broke, and what the run was
     */
    public RunReport verify() {
        if (!passed()) {
            StringBuilder text = new StringBuilder("scenario '" + scenario.name() + "' in world " + world.label()
                    + " with seed " + seed + " broke what was expected of it:");
            for (Verdict invariant : invariants) {
                if (!invariant.holds()) {
                    text.append("\n  ").append(invariant.id()).append(", ").append(invariant.title());
                    invariant.examples().forEach(example -> text.append("\n    ")
                            .append(example));
                }
            }
            for (Verdict expectation : expectations) {
                // What was found says what was expected, too.
                expectation.examples().forEach(example -> text.append("\n  ").append(example));
            }
            throw new AssertionError(text.append("\n  ").append(summary()).toString());
        }
        return this;
    }

    /** All in one line, for scripts. */
    public String summary() {
        return "verdict=" + (!passed() ? "fail" : stopped.isPresent() ? "stopped" : "pass") + " seed=" + seed
                + " world=" + world.label() + " trace="
                + trace.orElse("none") + " accepted=" + ledger.accepted() + " stored=" + ledger.stored()
                + " acknowledged=" + ledger.acknowledged() + " lost=" + ledger.lost() + " duplicated="
                + ledger.duplicated() + " unknown=" + ledger.unknown();
    }
}

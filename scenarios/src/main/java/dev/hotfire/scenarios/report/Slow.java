// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.language.Expectation;
import dev.hotfire.scenarios.language.Expectation.Measure;
import dev.hotfire.scenarios.run.RunReport;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which sends of a run a reader means who asks for the slow ones: those beyond a bound of the scenario's, or else the slowest.
 *
 * @param fromNanos sends that took this long are slow
 * @param what      which these are, in words
 * @param broken    whether the scenario expected a bound of time that did not hold
 */
record Slow(long fromNanos, String what, boolean broken) {
    /** Without a bound, so many. */
    private static final int SLOWEST = 100;

    /** Whose bounds are about what few sends take. */
    private static final Set<Measure> TAILS = EnumSet.of(Measure.P99, Measure.P999, Measure.SLOWEST);

    static Slow of(RunReport report, History history) {
        List<Send> slowest = history.sends().stream()
                .filter(send -> !send.terminals().isEmpty())
                .sorted(Comparator.comparingLong(Slow::tookNanos).reversed())
                .limit(SLOWEST)
                .toList();
        boolean broken = report.expectations().stream()
                .filter(verdict -> !verdict.holds())
                .map(Verdict::id)
                .anyMatch(id -> TAILS.stream().anyMatch(tail -> tail.field().equals(id)));
        Optional<Expectation> bound = report.scenario().expectations().stream()
                .filter(expectation -> TAILS.contains(expectation.measure()) && expectation.max() < Long.MAX_VALUE)
                .min(Comparator.comparingLong(Expectation::max));
        if (bound.isPresent()
                && !slowest.isEmpty()
                && tookNanos(slowest.get(0)) > bound.get().max()) {
            return new Slow(bound.get().max() + 1, "beyond " + bound.get(), broken);
        }
        return new Slow(
                slowest.isEmpty() ? Long.MAX_VALUE : tookNanos(slowest.get(slowest.size() - 1)),
                "the slowest " + slowest.size(),
                broken);
    }

    boolean isSlow(Send send) {
        return !send.terminals().isEmpty() && tookNanos(send) >= fromNanos;
    }

    private static long tookNanos(Send send) {
        return send.terminals().get(0).atNanos() - send.invocation().atNanos();
    }
}

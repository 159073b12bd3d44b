// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What came of many cells: for each kind of trouble and load one entry with all policies. Immutable.
 *
 * @param goodTime what a send may take to be good
 * @param seeds    how many runs each number is made of
 */
public record ArenaReport(List<Entry> entries, Duration goodTime, int seeds) {
    public ArenaReport {
        entries = List.copyOf(entries);
    }

    /**
     * One fault and load.
     *
     * @param cell     it, with whichever policy
     * @param standing what came of each policy, in the order of their running
     */
    public record Entry(ArenaCell cell, List<Standing> standing) {
        public Entry {
            standing = List.copyOf(standing);
        }
    }

    /**
     * One policy in one entry.
     *
     * @param runs   what came of each seed
     * @param regret points of goodput by which the omniscient policy is better, by the medians; NaN without it
     * @param curves of the first seed
     */
    public record Standing(ArenaPolicy policy, List<Measures> runs, double regret, Curves curves) {
        public Standing {
            runs = List.copyOf(runs);
        }

        /** A number over all seeds, see {@link Metric}. */
        public double value(Metric metric) {
            return metric.of(runs);
        }

        /** The least of all seeds; NaN if it means nothing for any. */
        double least(Metric metric) {
            return values(metric).min().orElse(Double.NaN);
        }

        /** The most of all seeds; NaN if it means nothing for any. */
        double most(Metric metric) {
            return values(metric).max().orElse(Double.NaN);
        }

        private DoubleStream values(Metric metric) {
            return runs.stream().mapToDouble(metric::of).filter(one -> !Double.isNaN(one));
        }
    }

    /** Puts together what belongs together; the order is that of the results. */
    public static ArenaReport of(List<CellResult> results, Duration goodTime, int seeds) {
        Map<ArenaCell, Map<ArenaPolicy, List<CellResult>>> byCell = new LinkedHashMap<>();
        for (CellResult result : results) {
            byCell.computeIfAbsent(result.cell().with(ArenaPolicy.ORACLE), cell -> new LinkedHashMap<>())
                    .computeIfAbsent(result.cell().policy(), policy -> new ArrayList<>())
                    .add(result);
        }
        List<Entry> entries = new ArrayList<>();
        byCell.forEach((cell, byPolicy) -> {
            List<CellResult> omniscient = byPolicy.getOrDefault(ArenaPolicy.ORACLE, List.of());
            double best = Metric.GOODPUT.of(measures(omniscient));
            List<Standing> standing = new ArrayList<>();
            byPolicy.forEach((policy, runs) -> standing.add(new Standing(
                    policy,
                    measures(runs),
                    best - Metric.GOODPUT.of(measures(runs)),
                    runs.get(0).curves())));
            entries.add(new Entry(cell, standing));
        });
        return new ArenaReport(entries, goodTime, seeds);
    }

    private static List<Measures> measures(List<CellResult> runs) {
        return runs.stream().map(CellResult::measures).toList();
    }

    /** The policies that took part, in the order of their first appearance. */
    public List<ArenaPolicy> policies() {
        return entries.stream()
                .flatMap(entry -> entry.standing().stream())
                .map(Standing::policy)
                .distinct()
                .toList();
    }
}

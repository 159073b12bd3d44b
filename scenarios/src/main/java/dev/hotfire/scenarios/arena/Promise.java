// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.scenarios.arena.ArenaCell.Load;
import dev.hotfire.scenarios.arena.ArenaCell.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the adaptive policy is to reach: in which cells, with how many seeds, and which figures are to be at most or at least
 * how much. 4 brokers with 250 sends a second each, and {@link Phases#DEFAULT}, unless said otherwise; a send is good within
 * {@link #GOOD_TIME}; a figure is the median over all seeds unless it says "sum", "most" or "least".
 */
public enum Promise {
    /** One silent broker. */
    SILENT("a silent broker costs next to nothing") {
        @Override
        public List<Part> parts() {
            return List.of(new Part(open(ArenaFault.SILENT, USUAL_RATE), 100));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            List<Measures> runs = results.apply(open(ArenaFault.SILENT, USUAL_RATE));
            return List.of(
                    atMost("failed or unknown, %", 0.01, median(runs, run -> 100 - run.okPercent())),
                    atMost("p99, of the healthy one", 2, median(runs, run -> run.p99Millis() / run.healthyP99Millis())),
                    atMost("exposed sends", 25, Metric.EXPOSED.of(runs)));
        }
    },
    /** One slow broker. */
    BROWN_OUT("a broker that takes 400 ms costs little") {
        @Override
        public List<Part> parts() {
            return List.of(
                    new Part(open(ArenaFault.BROWN_OUT, USUAL_RATE), 100),
                    new Part(open(ArenaFault.BROWN_OUT, 12), 100));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            return List.of(
                    atLeast("good, %", 99.9, Metric.GOODPUT.of(results.apply(open(ArenaFault.BROWN_OUT, USUAL_RATE)))),
                    atLeast(
                            "good at 12 sends/s each, %",
                            98.5, Metric.GOODPUT.of(results.apply(open(ArenaFault.BROWN_OUT, 12)))));
        }
    },
    /** One that loses some. */
    GRAY("a broker that loses one send in five costs no message") {
        @Override
        public List<Part> parts() {
            return List.of(new Part(open(ArenaFault.GRAY, USUAL_RATE), MILLION));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            List<Measures> runs = results.apply(open(ArenaFault.GRAY, USUAL_RATE));
            return List.of(
                    atMost("failed or unknown, sum", 0, sum(runs, Promise::lost))
                            .of(sends(runs)),
                    atLeast("good, %", 99.7, Metric.GOODPUT.of(runs)));
        }
    },
    /** Callers who wait. */
    CALLERS("64 callers who wait hardly notice a silent broker") {
        @Override
        public List<Part> parts() {
            return List.of(new Part(waiting(), 100));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            return List.of(atLeast("goodput, % of the healthy one", 99, Metric.GOODPUT.of(results.apply(waiting()))));
        }

        private ArenaCell waiting() {
            return new ArenaCell(
                    ArenaFault.SILENT,
                    ArenaPolicy.ADAPTIVE,
                    BROKERS,
                    USUAL_RATE,
                    Load.BLOCKING,
                    Traffic.MIXED,
                    CALLERS_WAITING,
                    Phases.DEFAULT);
        }
    },
    /** How fast. */
    ISOLATION("a silent broker is avoided at once, and used again soon") {
        private static final List<Integer> ISOLATION_RATES = List.of(5, 50, USUAL_RATE);

        @Override
        public List<Part> parts() {
            return ISOLATION_RATES.stream()
                    .map(rate -> new Part(open(ArenaFault.SILENT, rate), 100))
                    .toList();
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            List<Measures> usual = results.apply(open(ArenaFault.SILENT, USUAL_RATE));
            List<Clause> clauses = new ArrayList<>();
            clauses.add(atMost("until isolated, ms", 50, Metric.ISOLATE.of(usual)));
            for (int rate : ISOLATION_RATES) {
                clauses.add(atMost(
                        "sends until isolated, at " + rate + "/s each",
                        3,
                        Metric.EXPOSED_BEFORE.of(results.apply(open(ArenaFault.SILENT, rate)))));
            }
            clauses.add(atMost("until it has its share again, ms", 1_000, Metric.RECOVER.of(usual)));
            return clauses;
        }
    },
    /** Who is well stays. */
    NO_FALSE_ALARM("nobody is avoided for nothing") {
        @Override
        public List<Part> parts() {
            return List.of(
                    new Part(open(ArenaFault.HEALTHY, USUAL_RATE), MILLION),
                    new Part(open(ArenaFault.POISON, USUAL_RATE), MILLION),
                    new Part(pause(), 100));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            List<Measures> healthy = results.apply(open(ArenaFault.HEALTHY, USUAL_RATE));
            List<Measures> poison = results.apply(open(ArenaFault.POISON, USUAL_RATE));
            return List.of(
                    atMost("isolations of healthy brokers, sum", 0, sum(healthy, Measures::isolations))
                            .of(sends(healthy)),
                    atMost("isolations for messages that all refuse, sum", 0, sum(poison, Measures::isolations))
                            .of(sends(poison)),
                    atMost("isolations for a pause of 600 ms, most", 1, most(results.apply(pause()))));
        }

        private ArenaCell pause() {
            return cell(ArenaFault.PAUSE, ArenaPolicy.ADAPTIVE, USUAL_RATE, phases(2, 3, 2));
        }

        private static double most(List<Measures> runs) {
            return runs.stream().mapToDouble(Measures::isolations).max().orElse(Double.NaN);
        }
    },
    /** Attempts and copies. */
    NO_STORM("no fault multiplies the load or the messages") {
        @Override
        public List<Part> parts() {
            return Arrays.stream(ArenaFault.values())
                    .map(fault -> new Part(open(fault, USUAL_RATE), 100))
                    .toList();
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            Function<ArenaFault, List<Measures>> of = fault -> results.apply(open(fault, USUAL_RATE));
            double unattributable = Arrays.stream(ArenaFault.values())
                    .mapToDouble(fault -> sum(of.apply(fault), Measures::unattributable))
                    .sum();
            return List.of(
                    atMost(
                            "attempts for each send where all are busy",
                            1.05,
                            Metric.AMPLIFICATION.of(of.apply(ArenaFault.ALL_BUSY))),
                    worst(
                            "attempts for each send",
                            1.10,
                            EnumSet.complementOf(EnumSet.of(ArenaFault.ALL_GRAY)),
                            fault -> Metric.AMPLIFICATION.of(of.apply(fault))),
                    atMost(
                            "attempts for each send where all lose one in five",
                            ALL_TRY_AGAIN,
                            Metric.AMPLIFICATION.of(of.apply(ArenaFault.ALL_GRAY))),
                    worst("second copies, %", 0.1, fault -> Metric.DUPLICATES.of(of.apply(fault))),
                    atMost("second copies that nothing explains, sum", 0, unattributable));
        }
    },
    /** Metastability. */
    OVERLOAD("what breaks under too much load is whole again after it") {
        @Override
        public List<Part> parts() {
            return List.of(new Part(overload(), 1_000));
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            return List.of(atLeast(
                    "good 5 s afterwards, %, least",
                    99,
                    results.apply(overload()).stream()
                            .mapToDouble(Measures::afterPercent)
                            .min()
                            .orElse(Double.NaN)));
        }

        private ArenaCell overload() {
            return cell(ArenaFault.CAPACITY_HALF, ArenaPolicy.ADAPTIVE, USUAL_RATE, phases(2, 10, 8));
        }
    },
    /** Beside others. */
    REGRET("it is nearly as good as who knows everything, and never worse than the table") {
        private static final List<Integer> RATES = List.of(5, 12, 50, 100, USUAL_RATE);

        @Override
        public List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (int rate : RATES) {
                for (ArenaFault fault : ArenaFault.values()) {
                    for (ArenaPolicy policy :
                            List.of(ArenaPolicy.ADAPTIVE, ArenaPolicy.ORACLE, ArenaPolicy.OFFICIAL_TABLE)) {
                        parts.add(new Part(cell(fault, policy, rate, Phases.DEFAULT), 100));
                    }
                }
            }
            return parts;
        }

        @Override
        public List<Clause> judge(Function<ArenaCell, List<Measures>> results) {
            List<Clause> clauses = new ArrayList<>();
            for (Metric metric : List.of(Metric.GOODPUT, Metric.OK)) {
                for (int rate : RATES) {
                    String at = metric.title() + ", at " + rate + "/s each";
                    clauses.add(worst(
                            "points below the omniscient policy, " + at,
                            0.2,
                            fault -> lead(metric, results, fault, ArenaPolicy.ORACLE, rate)));
                    clauses.add(worst(
                            "points below the official table, " + at,
                            0.1,
                            fault -> lead(metric, results, fault, ArenaPolicy.OFFICIAL_TABLE, rate)));
                }
            }
            return clauses;
        }

        private static double lead(
                Metric metric,
                Function<ArenaCell, List<Measures>> results,
                ArenaFault fault,
                ArenaPolicy other,
                int rate) {
            return metric.of(results.apply(cell(fault, other, rate, Phases.DEFAULT)))
                    - metric.of(results.apply(cell(fault, ArenaPolicy.ADAPTIVE, rate, Phases.DEFAULT)));
        }
    };

    /** What a send may take to be good. */
    public static final Duration GOOD_TIME = Duration.ofMillis(100);

    private static final int BROKERS = 4;
    private static final int USUAL_RATE = 250;
    private static final int CALLERS_WAITING = 64;

    /** Where each attempt is lost with one in five there is no other way to store all than to try so often. */
    private static final double ALL_TRY_AGAIN = 1 / (1 - 0.2);

    /** So many seeds of 30 s with 1,000 sends each are a million sends. */
    private static final int MILLION = 34;

    private final String title;

    Promise(String title) {
        this.title = title;
    }

    /**
     * Runs of one kind.
     *
     * @param seeds how many are asked for
     */
    public record Part(ArenaCell cell, int seeds) {}

    /**
     * A figure and its bound.
     *
     * @param what   which figure, with its unit
     * @param most   whether the bound is the most that it may be, and not the least
     * @param bound  to be kept
     * @param figure what came of the runs; NaN, which keeps nothing, if it means nothing for any
     * @param note   what else is to be said, or nothing
     */
    public record Clause(String what, boolean most, double bound, double figure, String note) {
        /** Whether the figure keeps the bound. */
        public boolean holds() {
            return most ? figure <= bound : figure >= bound;
        }

        private Clause of(String newNote) {
            return new Clause(what, most, bound, figure, newNote);
        }
    }

    /** What it is called on command lines and in reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is promised, in a sentence. */
    public String title() {
        return title;
    }

    /** The runs that show whether it is kept. */
    public abstract List<Part> parts();

    /**
     * What came of it.
     *
     * @param results the runs of each cell of {@link #parts()}, at least one
     */
    public abstract List<Clause> judge(Function<ArenaCell, List<Measures>> results);

    /** A clause as a line of a report. */
    public static String line(Clause clause) {
        return String.format(
                Locale.ROOT,
                "  %-48s %s %-8s %-10s %s%s",
                clause.what(),
                clause.most() ? "<=" : ">=",
                number(clause.bound()),
                number(clause.figure()),
                clause.holds() ? "holds" : "short",
                clause.note().isEmpty() ? "" : " (" + clause.note() + ")");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return "never";
        }
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 200 ? "%.0f" : "%.3f", value);
    }

    private static ArenaCell open(ArenaFault fault, int rate) {
        return cell(fault, ArenaPolicy.ADAPTIVE, rate, Phases.DEFAULT);
    }

    private static ArenaCell cell(ArenaFault fault, ArenaPolicy policy, int rate, Phases phases) {
        return new ArenaCell(fault, policy, BROKERS, rate, Load.OPEN, Traffic.MIXED, CALLERS_WAITING, phases);
    }

    private static Phases phases(int before, int fault, int after) {
        return Phases.of(Duration.ofSeconds(before), Duration.ofSeconds(fault), Duration.ofSeconds(after));
    }

    private static Clause atMost(String what, double bound, double figure) {
        return new Clause(what, true, bound, figure, "");
    }

    private static Clause atLeast(String what, double bound, double figure) {
        return new Clause(what, false, bound, figure, "");
    }

    private static Clause worst(String what, double bound, ToDoubleFunction<ArenaFault> figure) {
        return worst(what, bound, EnumSet.allOf(ArenaFault.class), figure);
    }

    /** The largest figure of these faults, and which of them don't keep the bound. */
    private static Clause worst(
            String what, double bound, Set<ArenaFault> faults, ToDoubleFunction<ArenaFault> figure) {
        double most = Double.NEGATIVE_INFINITY;
        List<String> above = new ArrayList<>();
        for (ArenaFault fault : faults) {
            double one = figure.applyAsDouble(fault);
            most = Math.max(most, one);
            // Not "above": what is no number keeps no bound.
            if (!(one <= bound)) {
                above.add(fault.id() + " " + number(one));
            }
        }
        return atMost(what + ", worst of " + faults.size(), bound, most)
                .of(above.isEmpty() ? "" : above.size() + ": " + String.join(", ", above));
    }

    private static double median(List<Measures> runs, ToDoubleFunction<Measures> figure) {
        return Metric.median(runs.stream().mapToDouble(figure));
    }

    private static double sum(List<Measures> runs, ToDoubleFunction<Measures> figure) {
        return runs.stream().mapToDouble(figure).sum();
    }

    private static double lost(Measures run) {
        return Math.rint(run.offered() * (100 - run.okPercent()) / 100);
    }

    private static String sends(List<Measures> runs) {
        return String.format(
                Locale.ROOT,
                "of %,d sends",
                runs.stream().mapToLong(Measures::offered).sum());
    }
}

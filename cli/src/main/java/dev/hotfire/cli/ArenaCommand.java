// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.bench.ArenaOverTcp;
import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaFault;
import dev.hotfire.scenarios.arena.ArenaPage;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.ArenaReport;
import dev.hotfire.scenarios.arena.ArenaText;
import dev.hotfire.scenarios.arena.Phases;
import dev.hotfire.scenarios.arena.Promise;
import dev.hotfire.testkit.yaml.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures policies that choose queues against faults. */
@Command(
        name = "arena",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measures how well policies choose queues and avoid brokers: every policy against every fault, in simulated time.",
            "",
            "The real client sends to fake brokers that take time to serve. Options that may be given more than once are "
                    + "combined, each with each. The same command line gives the same numbers. docs/arena.md says what each "
                    + "number means."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":all was measured; with --promise: all that was looked at is kept",
            ExitCode.VIOLATED + ":with --promise: one was not kept",
            ExitCode.BAD_INPUT + ":the command line is wrong, nothing was run",
            ExitCode.BROKEN + ":the arena could not be brought to its end",
            ExitCode.STOPPED + ":it was told to stop, by Ctrl-C or SIGTERM; what was complete by then is in the pages"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} arena --html arena.html",
            "  ${ROOT-COMMAND-NAME} arena --fault silent --fault gray --policy table --seeds 100",
            "  ${ROOT-COMMAND-NAME} arena --promise all --seeds 5",
            "  ${ROOT-COMMAND-NAME} arena --over-tcp apache:5.5.0 --fault silent-sends --fault gray --policy table",
            "  ${ROOT-COMMAND-NAME} arena --fault silent --load blocking --fault-time 5s --before 2s --after 2s"
        })
final class ArenaCommand implements Callable<Integer> {
    private static final String APACHE = "apache:";
    private static final String ALL = "all";
    private static final List<String> GO_WITH_PROMISES = List.of("--promise", "--seeds", "--first-seed", "--jobs");
    private static final List<String> NOT_OVER_TCP =
            List.of("--json", "--html", "--seeds", "--first-seed", "--jobs", "--callers", "--no-oracle");
    private static final int MAX_RATE = 100_000;
    private static final Duration LEAST_TIME = Duration.ofMillis(1);
    private static final Duration MOST_TIME = Duration.ofHours(24);
    private static final long MOST_SENDS = 20_000_000;

    /** Each client is told all of its sends beforehand. */
    private static final long MOST_SENDS_OVER_TCP = 100_000;

    private static final int MAX_CALLERS = 10_000;
    private static final int MAX_SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--fault", paramLabel = "NAME", description = "A fault; default: all. --list says which there are.")
    private List<String> faults = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "A policy; default: all. The omniscient one takes part, too.")
    private List<String> policies = List.of();

    @Option(names = "--no-oracle", description = "Leaves the omniscient policy out, and so all regret.")
    private boolean noOracle;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Sends a second for each broker. Default: 250, over TCP 50.")
    private List<Integer> rates = List.of();

    @Option(names = "--brokers", paramLabel = "N", description = "How many brokers, 1 to 26. Default: 4.")
    private List<Integer> brokers = List.of(4);

    @Option(
            names = "--load",
            paramLabel = "open|blocking",
            description =
                    "open: sends come whatever becomes of those before. blocking: from callers who wait. Default: open.")
    private List<String> loads = List.of("open");

    @Option(
            names = "--traffic",
            paramLabel = "mixed|skewed|ordered",
            description = "mixed: one by one. skewed: in bursts of 20. ordered: keys fix the queue. Default: mixed.")
    private List<String> traffic = List.of("mixed");

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many callers wait, with --load blocking. Default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many runs of each, each with a seed of its own; medians are shown, and below them the least and the "
                            + "most. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The first of these seeds; the others follow. Default: ${DEFAULT-VALUE}.")
    private int firstSeed;

    @Option(
            names = "--before",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "How long all is well at first. Default: ${DEFAULT-VALUE}.")
    private Duration before;

    @Option(
            names = "--fault-time",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long the fault is there. Default: ${DEFAULT-VALUE}.")
    private Duration faultTime;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long all is well again. Default: ${DEFAULT-VALUE}.")
    private Duration after;

    @Option(
            names = "--good",
            paramLabel = "TIME",
            defaultValue = "100ms",
            converter = DurationConverter.class,
            description = "What an acknowledged send may take to count as good. Default: ${DEFAULT-VALUE}.")
    private Duration good;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many runs at a time, each on a thread of its own. Default: as many as there are processors.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all numbers and curves there.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes a page with leaderboard, tables and curves there.")
    private @Nullable Path html;

    @Option(
            names = "--promise",
            paramLabel = "NAME|all",
            description = {
                "Measures what the adaptive policy is to reach, and says which bounds it keeps. --list says which there are.",
                "With --seeds, --first-seed and --jobs only. Without --seeds as many as each asks for, which takes hours."
            })
    private List<String> promises = List.of();

    @Option(
            names = "--over-tcp",
            paramLabel = "apache:VERSION",
            description = {
                "Plays each fault over TCP in real time, with the official client of this version, fetched with Maven, and "
                        + "ours beside it, all at once, each in a JVM of its own.",
                "Open load, mixed traffic, one seed, a table only."
            })
    private @Nullable String overTcp;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Where official clients are kept. Default: a folder of the user's.")
    private @Nullable Path cache;

    @Option(names = "--list", description = "Says which faults and policies there are, and runs nothing.")
    private boolean list;

    ArenaCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            list(out);
            return ExitCode.PASSED;
        }
        if (!promises.isEmpty()) {
            return keepPromises(out);
        }
        List<ArenaCell> cells = cells();
        if (overTcp != null) {
            return playOverTcp(cells, overTcp, out);
        }
        requireNotGiven(List.of("--cache"), "only with --over-tcp");
        OutputFile.require(spec, "--json", json);
        OutputFile.require(spec, "--html", html);
        QuietLog.begin();
        List<ArenaReport.Entry> shown = new ArrayList<>();
        ArenaRuns runs = new ArenaRuns(cells, seeds, firstSeed, jobs, good);
        boolean well = true;
        // Open until all is written.
        try (Interruption interruption = Interruption.expected()) {
            try (Progress progress = Progress.of("arena", runs.count(), " runs")) {
                runs.run(
                        entry -> {
                            shown.add(entry);
                            out.print(ArenaText.table(entry));
                            out.flush();
                        },
                        progress,
                        interruption);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                spec.commandLine().getErr().println("hotfire: the arena failed: " + cause.getMessage());
                well = false;
            }
            // Whoever is stopped before anything was complete has nothing to look at.
            if (!shown.isEmpty()) {
                ArenaReport report = new ArenaReport(shown, good, seeds);
                well &= write(json, () -> ArenaText.json(report));
                well &= write(html, () -> ArenaPage.of(report));
            }
        }
        int complete = shown.stream().mapToInt(entry -> entry.standing().size()).sum();
        out.println("cells=" + complete + " seeds=" + seeds);
        return well ? ExitCode.PASSED : ExitCode.BROKEN;
    }

    /** Whether there was no trouble with it. */
    private boolean write(@Nullable Path file, Supplier<String> text) {
        if (file == null) {
            return true;
        }
        try {
            OutputFile.write(file, text.get());
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().println("hotfire: " + file + " could not be written: " + FileTrouble.of(e));
            return false;
        }
    }

    private static void list(PrintWriter out) {
        out.println("Faults:");
        for (ArenaFault fault : ArenaFault.values()) {
            out.println(String.format(Locale.ROOT, "  %-18s %s", fault.id(), fault.title()));
        }
        out.println("Promises:");
        for (Promise promise : Promise.values()) {
            out.println(String.format(Locale.ROOT, "  %-18s %s", promise.id(), promise.title()));
        }
        out.println("Policies:");
        for (ArenaPolicy policy : ArenaPolicy.values()) {
            out.println(String.format(Locale.ROOT, "  %-18s %s", policy.id(), policy.title()));
        }
    }

    // ---- what is asked for ----

    private List<ArenaCell> cells() {
        List<ArenaFault> chosenFaults = chosen("--fault", faults, ArenaFault.values(), ArenaFault::id);
        List<ArenaPolicy> chosenPolicies =
                new ArrayList<>(chosen("--policy", policies, ArenaPolicy.values(), ArenaPolicy::id));
        if (noOracle) {
            chosenPolicies.remove(ArenaPolicy.ORACLE);
        } else if (!chosenPolicies.contains(ArenaPolicy.ORACLE)) {
            chosenPolicies.add(ArenaPolicy.ORACLE);
        }
        if (chosenPolicies.isEmpty()) {
            throw wrong("--policy: oracle with --no-oracle (expected: another one as well)");
        }
        List<ArenaCell.Load> chosenLoads = chosen("--load", loads, ArenaCell.Load.values(), ArenaCell.Load::id);
        List<ArenaCell.Traffic> chosenTraffic =
                chosen("--traffic", traffic, ArenaCell.Traffic.values(), ArenaCell.Traffic::id);
        List<Integer> chosenRates = rates.isEmpty()
                ? List.of(overTcp == null ? 250 : 50)
                : rates.stream().distinct().toList();
        rates.forEach(rate -> requireRange("--rate", rate, MAX_RATE));
        brokers.forEach(count -> requireRange("--brokers", count, ArenaCell.MAX_BROKERS));
        requireRange("--callers", callers, MAX_CALLERS);
        requireRange("--seeds", seeds, MAX_SEEDS);
        requireRange("--first-seed", firstSeed, MAX_SEEDS);
        requireRange("--jobs", jobs, MAX_CALLERS);
        requireTime("--before", before);
        requireTime("--fault-time", faultTime);
        requireTime("--after", after);
        requireTime("--good", good);
        Phases phases = Phases.of(before, faultTime, after);
        Set<ArenaCell> cells = new LinkedHashSet<>();
        for (ArenaFault fault : chosenFaults) {
            for (int count : brokers) {
                for (ArenaCell.Load load : chosenLoads) {
                    for (int rate : chosenRates) {
                        requireFew(count, rate, load, phases);
                        for (ArenaCell.Traffic kind : chosenTraffic) {
                            for (ArenaPolicy policy : chosenPolicies) {
                                boolean matters = load == ArenaCell.Load.OPEN || fault.boundsRoom();
                                cells.add(new ArenaCell(
                                        fault,
                                        policy,
                                        count,
                                        matters ? rate : chosenRates.get(0),
                                        load,
                                        kind,
                                        callers,
                                        phases));
                            }
                        }
                    }
                }
            }
        }
        return List.copyOf(cells);
    }

    /** What is remembered of each send has to find room. */
    private void requireFew(int count, int rate, ArenaCell.Load load, Phases phases) {
        long sends = load == ArenaCell.Load.OPEN ? (long) (phases.endNanos() / 1e9 * rate * count) : 0;
        long most = overTcp == null ? MOST_SENDS : MOST_SENDS_OVER_TCP;
        if (sends > most) {
            throw wrong("--rate: " + rate + " with " + count + (count == 1 ? " broker" : " brokers") + " for "
                    + Durations.format(Duration.ofNanos(phases.endNanos())) + " makes " + sends
                    + " sends (expected: at most " + most + " a run)");
        }
    }

    private void requireTime(String option, Duration value) {
        if (value.compareTo(LEAST_TIME) < 0 || value.compareTo(MOST_TIME) > 0) {
            // Of what is too long there may be more than nanoseconds can count.
            String shown = value.compareTo(MOST_TIME) > 0 ? value.toHours() + "h" : Durations.format(value);
            throw wrong(option + ": " + shown + " (expected: " + Durations.format(LEAST_TIME) + " to "
                    + Durations.format(MOST_TIME) + ")");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Refuses options that would mean nothing. */
    private void requireNotGiven(Collection<String> options, String why) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (options.contains(option.longestName())) {
                throw wrong(option.longestName() + ": " + why);
            }
        }
    }

    /** Those that are named, or all. */
    private <T> List<T> chosen(String option, List<String> names, T[] all, Function<T, String> id) {
        return names.isEmpty()
                ? Arrays.asList(all)
                : names.stream()
                        .map(name -> Choice.of(spec, option, Arrays.asList(all), id, name))
                        .distinct()
                        .toList();
    }

    private void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong(option + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    // ---- promises ----

    private int keepPromises(PrintWriter out) throws InterruptedException {
        List<String> named = promises.stream().filter(name -> !name.equals(ALL)).toList();
        List<Promise> some = chosen("--promise", named, Promise.values(), Promise::id);
        List<Promise> chosen = promises.contains(ALL) ? Arrays.asList(Promise.values()) : some;
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!GO_WITH_PROMISES.contains(option.longestName())) {
                throw wrong(option.longestName() + ": not with --promise, which has cells of its own (expected: "
                        + String.join(", ", GO_WITH_PROMISES) + ")");
            }
        }
        requireRange("--seeds", seeds, MAX_SEEDS);
        requireRange("--first-seed", firstSeed, MAX_SEEDS);
        requireRange("--jobs", jobs, MAX_CALLERS);
        int most = spec.commandLine().getParseResult().hasMatchedOption("--seeds") ? seeds : MAX_SEEDS;
        QuietLog.begin();
        try {
            boolean kept = new PromiseRuns(most, firstSeed, jobs, out).run(chosen);
            return kept ? ExitCode.PASSED : ExitCode.VIOLATED;
        } catch (ExecutionException e) {
            spec.commandLine().getErr().println("hotfire: the arena failed: " + e.getCause());
            return ExitCode.BROKEN;
        }
    }

    // ---- over TCP ----

    private int playOverTcp(List<ArenaCell> cells, String client, PrintWriter out) throws InterruptedException {
        if (!client.startsWith(APACHE)) {
            throw wrong("--over-tcp: '" + client + "' (expected: apache:VERSION)");
        }
        requireNotGiven(NOT_OVER_TCP, "not with --over-tcp, which plays one seed of each and prints a table");
        if (cells.stream()
                .anyMatch(cell -> cell.load() != ArenaCell.Load.OPEN || cell.traffic() != ArenaCell.Traffic.MIXED)) {
            throw wrong("--over-tcp: with open load and mixed traffic only");
        }
        QuietLog.begin();
        List<ArenaOverTcp.Entrant> entrants;
        try {
            entrants = new ArrayList<>(ArenaOverTcp.official(
                    client.substring(APACHE.length()), cache == null ? ConformanceCommand.cache() : cache));
        } catch (IllegalArgumentException e) {
            throw wrong("--over-tcp: " + e.getMessage());
        } catch (IOException e) {
            spec.commandLine().getErr().println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        try {
            cells.stream()
                    .map(ArenaCell::policy)
                    .distinct()
                    .filter(policy -> policy != ArenaPolicy.ORACLE)
                    .forEach(policy -> entrants.add(ArenaOverTcp.ours(policy)));
            List<ArenaCell> distinct = cells.stream()
                    .map(cell -> cell.with(ArenaPolicy.ORACLE))
                    .distinct()
                    .toList();
            for (ArenaCell cell : distinct) {
                out.println(cell.title() + ", over TCP: " + cell.fault().title());
                out.print(ArenaText.tcpHead());
                for (ArenaOverTcp.Outcome outcome : ArenaOverTcp.run(cell, entrants, 1, good)) {
                    out.print(ArenaText.tcpRow(outcome.entrant().name(), outcome.result()));
                }
                out.println();
                out.flush();
            }
            out.println("cells=" + distinct.size() + " clients=" + entrants.size());
            return ExitCode.PASSED;
        } catch (IOException e) {
            spec.commandLine().getErr().println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.bench.ArenaOverTcp;
import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaFault;
import dev.hotfire.scenarios.arena.ArenaPage;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.ArenaReport;
import dev.hotfire.scenarios.arena.ArenaRun;
import dev.hotfire.scenarios.arena.ArenaText;
import dev.hotfire.scenarios.arena.CellResult;
import dev.hotfire.scenarios.arena.Phases;
import dev.hotfire.scenarios.arena.Promise;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final int MAX_RATE = 100_000;
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
        QuietLog.begin();
        if (overTcp != null) {
            return playOverTcp(cells, overTcp, out);
        }
        List<ArenaReport.Entry> shown = new ArrayList<>();
        try (Interruption interruption = Interruption.expected();
                Progress progress = Progress.of("arena", (long) cells.size() * seeds, " runs")) {
            run(cells, progress, shown, out, interruption);
            ArenaReport report = new ArenaReport(shown, good, seeds);
            // Whoever is stopped before anything was complete has nothing to look at.
            if (!shown.isEmpty()) {
                write(json, () -> ArenaText.json(report));
                write(html, () -> ArenaPage.of(report));
            }
        } catch (ExecutionException e) {
            spec.commandLine().getErr().println("hotfire: the arena failed: " + e.getCause());
            return ExitCode.BROKEN;
        } catch (IOException e) {
            spec.commandLine().getErr().println("hotfire: " + e);
            return ExitCode.BROKEN;
        }
        int complete = shown.stream().mapToInt(entry -> entry.standing().size()).sum();
        out.println("cells=" + complete + " seeds=" + seeds);
        return ExitCode.PASSED;
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
        List<ArenaCell.Load> chosenLoads = chosen("--load", loads, ArenaCell.Load.values(), ArenaCell.Load::id);
        List<ArenaCell.Traffic> chosenTraffic =
                chosen("--traffic", traffic, ArenaCell.Traffic.values(), ArenaCell.Traffic::id);
        List<Integer> chosenRates = !rates.isEmpty() ? rates : List.of(overTcp == null ? 250 : 50);
        rates.forEach(rate -> requireRange("--rate", rate, MAX_RATE));
        brokers.forEach(count -> requireRange("--brokers", count, ArenaCell.MAX_BROKERS));
        requireRange("--callers", callers, MAX_CALLERS);
        requireRange("--seeds", seeds, MAX_SEEDS);
        requireRange("--first-seed", firstSeed, MAX_SEEDS);
        requireRange("--jobs", jobs, MAX_CALLERS);
        Phases phases = Phases.of(before, faultTime, after);
        List<ArenaCell> cells = new ArrayList<>();
        for (ArenaFault fault : chosenFaults) {
            for (int count : brokers) {
                for (ArenaCell.Load load : chosenLoads) {
                    for (int rate : chosenRates) {
                        for (ArenaCell.Traffic kind : chosenTraffic) {
                            for (ArenaPolicy policy : chosenPolicies) {
                                cells.add(new ArenaCell(fault, policy, count, rate, load, kind, callers, phases));
                            }
                        }
                    }
                }
            }
        }
        return cells;
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
            throw new ParameterException(spec.commandLine(), option + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    // ---- promises ----

    private int keepPromises(PrintWriter out) throws InterruptedException {
        List<Promise> chosen = promises.contains(ALL)
                ? Arrays.asList(Promise.values())
                : chosen("--promise", promises, Promise.values(), Promise::id);
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!GO_WITH_PROMISES.contains(option.longestName())) {
                throw new ParameterException(
                        spec.commandLine(),
                        option.longestName() + ": not with --promise, which has cells of its own (expected: "
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
            throw new ParameterException(spec.commandLine(), "--over-tcp: '" + client + "' (expected: apache:VERSION)");
        }
        if (json != null || html != null) {
            throw new ParameterException(spec.commandLine(), "--over-tcp: neither with --json nor with --html");
        }
        if (cells.stream()
                .anyMatch(cell -> cell.load() != ArenaCell.Load.OPEN || cell.traffic() != ArenaCell.Traffic.MIXED)) {
            throw new ParameterException(spec.commandLine(), "--over-tcp: with open load and mixed traffic only");
        }
        try {
            List<ArenaOverTcp.Entrant> entrants = new ArrayList<>(ArenaOverTcp.official(
                    client.substring(APACHE.length()), cache == null ? ConformanceCommand.cache() : cache));
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
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--over-tcp: " + e.getMessage());
        } catch (IOException e) {
            spec.commandLine().getErr().println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
    }

    // ---- how it is done ----

    /** Runs are independent of each other; results are taken in the order of the cells, whichever ends first. */
    private void run(
            List<ArenaCell> cells,
            Progress progress,
            List<ArenaReport.Entry> shown,
            PrintWriter out,
            Interruption interruption)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            ArrayDeque<Future<CellResult>> all = new ArrayDeque<>();
            for (ArenaCell cell : cells) {
                for (int seed = 0; seed < seeds; seed++) {
                    long thisSeed = (long) firstSeed + seed;
                    all.add(threads.submit(() -> ArenaRun.run(cell, thisSeed, good)));
                }
            }
            List<CellResult> entry = new ArrayList<>();
            long done = 0;
            for (int i = 0; i < cells.size(); i++) {
                for (int seed = 0; seed < seeds; seed++) {
                    if (interruption.happened()) {
                        return;
                    }
                    entry.add(all.remove().get());
                    progress.stepTo(++done);
                }
                boolean last = i + 1 == cells.size()
                        || !cells.get(i + 1)
                                .with(ArenaPolicy.ORACLE)
                                .equals(cells.get(i).with(ArenaPolicy.ORACLE));
                if (last) {
                    ArenaReport.Entry complete =
                            ArenaReport.of(entry, good, seeds).entries().get(0);
                    entry.clear();
                    shown.add(complete);
                    progress.pause();
                    out.print(ArenaText.table(complete));
                    out.flush();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(@Nullable Path file, Supplier<String> text) throws IOException {
        if (file != null) {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text.get(), StandardCharsets.UTF_8);
        }
    }
}

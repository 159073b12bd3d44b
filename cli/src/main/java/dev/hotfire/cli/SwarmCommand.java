// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.ScenarioWriter;
import dev.hotfire.scenarios.points.Points;
import dev.hotfire.scenarios.swarm.SeedResult;
import dev.hotfire.scenarios.swarm.Shrinker;
import dev.hotfire.scenarios.swarm.SwarmProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs many seeds. */
@Command(
        name = "swarm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Makes up a run from each of many seeds, runs it in virtual time, and says which broke an invariant.",
            "",
            "A run that did is shrunk to a small scenario file, which '${ROOT-COMMAND-NAME} replay' takes. The last line is for scripts."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":every invariant held in every run",
            ExitCode.VIOLATED + ":one did not, or --complete was asked for and something was missed",
            ExitCode.BAD_INPUT + ":the command line is wrong, nothing was run",
            ExitCode.BROKEN + ":the swarm could not be brought to its end",
            ExitCode.STOPPED
                    + ":it was told to stop, by Ctrl-C or SIGTERM; the last line is about the runs that were made by then"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} swarm --seeds 1..20000",
            "  ${ROOT-COMMAND-NAME} swarm --seeds 1..1000000 --budget 60s --profile brief",
            "      as many as fit into a minute",
            "  ${ROOT-COMMAND-NAME} swarm --seeds 1..20000 --keep-going --complete",
            "      every night: fails if a fault or a point was missed, too"
        })
final class SwarmCommand implements Callable<Integer> {
    /** A year. */
    private static final Duration MOST_TIME = Duration.ofDays(365);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            required = true,
            paramLabel = "N|A..B",
            converter = SeedRange.Converter.class,
            description = "Seeds 1 to N, or the first and the last.")
    private SeedRange seeds;

    @Option(
            names = "--profile",
            paramLabel = "brief|full",
            defaultValue = "full",
            converter = ProfileConverter.class,
            description = "full: 3,000 sends or 60 simulated seconds each. brief: 300 sends or 20 seconds. "
                    + "Default: ${DEFAULT-VALUE}.")
    private SwarmProfile profile;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many runs at a time, each on a thread of its own. Default: as many as there are processors.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "No run begins after this time. Default: all seeds are run.")
    private @Nullable Duration budget;

    @Option(names = "--keep-going", description = "Goes on after a violation. Default: the first ends the swarm.")
    private boolean keepGoing;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "violations",
            description = "Where shrunk scenarios are written. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(
            names = "--coverage",
            description =
                    "Also says how often each fault of the catalogue hit something, and in how many runs each point "
                            + "was come by.")
    private boolean coverage;

    @Option(
            names = "--missed",
            description = "Also says which faults never hit anything, and which points no run came by.")
    private boolean showMissed;

    @Option(
            names = "--complete",
            description =
                    "As --missed, and fails if there are any: for swarms that are large enough, such as a nightly one.")
    private boolean complete;

    SwarmCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs: " + jobs + " (expected: >= 1)");
        }
        if (budget != null && budget.compareTo(MOST_TIME) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--budget: " + budget.toHours() + "h (expected: at most " + MOST_TIME.toHours() + "h)");
        }
        OutputFile.requireFolder(spec, "--out", directory);
        QuietLog.begin();
        PrintWriter out = spec.commandLine().getOut();
        long startNanos = System.nanoTime();
        Duration cpuBefore = cpuTime();
        SwarmTotals totals = new SwarmTotals();
        try (Interruption interruption = Interruption.expected()) {
            try (Progress progress = Progress.of("swarm", seeds.size(), " runs")) {
                runAll(out, progress, totals, startNanos, interruption);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                spec.commandLine().getErr().println("hotfire: the swarm failed: " + cause.getMessage());
                sumUp(out, totals, cpuBefore, startNanos);
                return ExitCode.BROKEN;
            }
            return sumUp(out, totals, cpuBefore, startNanos);
        }
    }

    private int sumUp(PrintWriter out, SwarmTotals totals, Duration cpuBefore, long startNanos) {
        if (coverage) {
            printCoverage(out, totals);
        }
        if (showMissed || complete) {
            totals.silent().forEach(id -> out.println("missed: fault " + id.id() + ", " + id.title()));
            totals.missed().forEach(point -> out.println("missed: point " + point));
        }
        out.println(totals.summary(cpuTime().minus(cpuBefore), System.nanoTime() - startNanos));
        boolean isComplete = totals.silent().isEmpty() && totals.missed().isEmpty();
        return totals.violations() == 0 && (isComplete || !complete) ? ExitCode.PASSED : ExitCode.VIOLATED;
    }

    private void runAll(
            PrintWriter out, Progress progress, SwarmTotals totals, long startNanos, Interruption interruption)
            throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong(seeds.first());
        AtomicBoolean stop = new AtomicBoolean();
        int workersWanted = (int) Math.min(jobs, seeds.size());
        ExecutorService threads = Executors.newFixedThreadPool(workersWanted);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < workersWanted; i++) {
                workers.add(threads.submit(() -> {
                    work(out, progress, totals, startNanos, next, interruption::happened, stop);
                    return null;
                }));
            }
            ExecutionException first = null;
            for (Future<?> worker : workers) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    first = first == null ? e : first;
                }
            }
            if (first != null) {
                throw first;
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private void work(
            PrintWriter out,
            Progress progress,
            SwarmTotals totals,
            long startNanos,
            AtomicLong next,
            BooleanSupplier interrupted,
            AtomicBoolean stop)
            throws InterruptedException {
        while (!stop.get()
                && !interrupted.getAsBoolean()
                && (budget == null || System.nanoTime() - startNanos < budget.toNanos())) {
            long seed = next.getAndIncrement();
            if (seed > seeds.last()) {
                return;
            }
            try {
                SeedResult result = SeedResult.of(seed, profile);
                totals.add(result);
                progress.stepTo(totals.seeds());
                if (!result.violations().isEmpty()) {
                    if (!keepGoing) {
                        stop.set(true);
                    }
                    // Shrinking takes a while, in which the process may be told to stop.
                    print(out, progress, describe(seed, result.violations()));
                    print(out, progress, shrink(seed, result, interrupted));
                }
            } catch (RuntimeException | Error e) {
                stop.set(true);
                throw new IllegalStateException("seed " + seed + ", profile " + profile.label() + ": " + e, e);
            }
        }
    }

    private synchronized void print(PrintWriter out, Progress progress, String text) {
        progress.pause();
        out.print(text);
        out.flush();
    }

    private String describe(long seed, List<Verdict> violations) {
        Colours colours = Colours.of(spec);
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : violations) {
            text.append(colours.bad("seed " + seed + " violates " + verdict.id()));
            text.append(", ").append(verdict.title()).append(": ");
            text.append(verdict.examples().isEmpty() ? "" : verdict.examples().get(0))
                    .append('\n');
        }
        return text.toString();
    }

    private String shrink(long seed, SeedResult result, BooleanSupplier interrupted) throws InterruptedException {
        String invariant = result.violations().get(0).id();
        Shrinker.Shrunk shrunk = Shrinker.shrink(result.scenario(), invariant, interrupted);
        Path file = directory.resolve("seed-" + seed + "-" + invariant + ".yaml");
        StringBuilder text = new StringBuilder("  ")
                .append(shrunk.events())
                .append(" events left after ")
                .append(shrunk.runs())
                .append(" runs");
        try {
            OutputFile.write(file, ScenarioWriter.write(shrunk.scenario()));
            text.append(": " + Invocation.command() + " replay ")
                    .append(Invocation.shellWord(file.toString()))
                    .append('\n');
        } catch (IOException e) {
            text.append("; could not be written: ")
                    .append(FileTrouble.of(e))
                    .append("; whole: ")
                    .append(Invocation.command())
                    .append(" swarm --seeds " + seed + ".." + seed + " --profile " + profile.label() + "\n");
        }
        return text.toString();
    }

    private static void printCoverage(PrintWriter out, SwarmTotals totals) {
        for (FaultId id : FaultId.values()) {
            long fired = totals.fired(id);
            out.println(id.id() + " "
                    + (id.exclusion().isPresent()
                            ? "excluded: " + id.exclusion().get()
                            : "" + fired) + (id.exclusion().isEmpty() && fired == 0 ? " never" : ""));
        }
        for (int point = 0; point < Points.all().size(); point++) {
            out.println(Points.all().get(point) + ": " + totals.runsAt(point));
        }
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.cases.RealCluster;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.driver.ProcessTree;
import dev.hotfire.conformance.report.HtmlMatrix;
import dev.hotfire.conformance.report.JunitReport;
import dev.hotfire.conformance.report.RunRecord;
import dev.hotfire.conformance.report.TextReport;
import dev.hotfire.conformance.run.Clients;
import dev.hotfire.conformance.run.DriverCheck;
import dev.hotfire.conformance.run.KnownFailures;
import dev.hotfire.conformance.run.Launch;
import dev.hotfire.conformance.run.Limits;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.run.SuiteRunner;
import dev.hotfire.conformance.run.TcpLab;
import dev.hotfire.conformance.run.TopicClient;
import dev.hotfire.conformance.run.TopicSession;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the conformance suite. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs a RocketMQ producer client, in any language, through the cases of the conformance suite.",
            "",
            "Prints a verdict for each case and what went over the wire where one failed. The last line is for scripts."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED
                    + ":all cases pass, or fail as the list of known failures says; the client lacks what the others need",
            ExitCode.VIOLATED
                    + ":a case fails that was not known to, or passes that was; nothing was tested, for lack of all that cases need; "
                    + "the client's process ended where no single case made it end; or the driver that was checked does not keep to "
                    + "the protocol",
            ExitCode.BAD_INPUT + ":the command line is wrong, or the client is no driver; nothing was run",
            ExitCode.BROKEN + ":the run could not be brought to its end"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} conformance --client hotfire",
            "  ${ROOT-COMMAND-NAME} conformance --client apache:5.5.0 --client apache:4.9.8 --html matrix.html",
            "      the official client, fetched from Maven Central, and one page for all",
            "  ${ROOT-COMMAND-NAME} conformance --client exec:'python3 driver.py' --case retry/busy",
            "      a driver of your own; docs/conformance.md says what it reads and writes",
            "  ${ROOT-COMMAND-NAME} conformance --listen",
            "      no driver: any client sends to topics, and is judged by what servers saw"
        })
final class ConformanceCommand implements Callable<Integer> {
    private static final int MAX_WORKERS = 64;

    @Spec
    private CommandSpec spec;

    @Option(names = "--client", paramLabel = "CLIENT", description = "One or more of: " + Clients.EXPECTED + ".")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--case",
            paramLabel = "ID",
            description = "Only this case, or those whose ids begin so. May be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--area", paramLabel = "AREA", description = "Only the cases of this area. May be repeated.")
    private List<String> areas = new ArrayList<>();

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results, for later matrices.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes one self-contained page with all clients and all cases.")
    private @Nullable Path html;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "Puts the results of an earlier run, written by --json, into the page too. May be repeated.")
    private List<Path> earlier = new ArrayList<>();

    @Option(
            names = "--check-driver",
            paramLabel = "COMMAND",
            description = "Checks whether a driver keeps to the protocol, and runs no case.")
    private @Nullable String checkedDriver;

    @Option(names = "--list", description = "Lists the cases, and runs none.")
    private boolean list;

    @Option(
            names = "--known-failing",
            paramLabel = "FILE",
            description = "Cases that are known to fail: an id a line, # and a reason.")
    private @Nullable Path knownFailing;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "" + SuiteRunner.DEFAULT_WORKERS,
            description = "How many cases run at once. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "When no further case of a client is begun: those that are left fail. Default: 270, and in "
                    + "proportion more with fewer than " + SuiteRunner.DEFAULT_WORKERS + " workers.")
    private @Nullable Integer limit;

    @Option(names = "--no-traces", description = "Leaves out what went over the wire where a case failed.")
    private boolean noTraces;

    @Option(
            names = "--listen",
            description =
                    "Starts a cluster for the cases that need no driver, says where, and judges when --for is over "
                            + "or a line comes from standard input.")
    private boolean listen;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to listen, or how long a topics: client may take. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    ConformanceCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Case> cases = chosen();
        if (list) {
            cases.forEach(item -> out.println(item.id() + "  " + String.join(" ", item.restsOn())));
            return ExitCode.PASSED;
        }
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--for: " + seconds + " (expected: 1 or more)");
        }
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new ParameterException(
                    spec.commandLine(), "--workers: " + workers + " (expected: 1 to " + MAX_WORKERS + ")");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: " + limit + " (expected: 1 or more)");
        }
        // Whatever ends this process, a signal most of all, ends those that it started.
        Thread hook = new Thread(ProcessTree::killAll, "hotfire-kill");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run(cases, out, err);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is at work.
            }
        }
    }

    private int run(List<Case> cases, PrintWriter out, PrintWriter err) throws InterruptedException {
        if (checkedDriver != null) {
            return check(checkedDriver, out);
        }
        List<RunRecord> columns = earlierRuns();
        if (clients.isEmpty() && !listen && columns.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--client is missing (expected: " + Clients.EXPECTED + ")");
        }
        KnownFailures known = known();
        // Whoever can't be had is known before anybody is run for minutes.
        Map<String, Launch> launches = new LinkedHashMap<>();
        for (String client : clients) {
            try {
                if (!Clients.isWithoutDriver(client)) {
                    launches.put(client, Clients.launch(client, Version.number(), cache()));
                }
            } catch (IllegalArgumentException | IOException e) {
                err.println("hotfire: " + client + ": " + e.getMessage());
                return ExitCode.BAD_INPUT;
            }
        }
        List<RunResult> runs = new ArrayList<>();
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("conformance");
            if (listen) {
                runs.add(listened(cases, machine, out));
            }
            for (String client : clients) {
                RunResult run;
                try {
                    run = run(client, launches.get(client), cases, known, machine, err);
                } catch (IllegalArgumentException | IOException | DriverGoneException e) {
                    err.println("hotfire: " + client + ": " + e.getMessage());
                    return ExitCode.BAD_INPUT;
                }
                runs.add(run);
            }
        }
        Colours colours = Colours.of(spec);
        runs.forEach(run -> TextReport.write(run, !noTraces, (verdict, word) -> painted(colours, verdict, word), out));
        try {
            write(runs, columns);
        } catch (IOException e) {
            err.println("hotfire: a report cannot be written: " + FileTrouble.of(e));
            return ExitCode.BROKEN;
        }
        return runs.stream().allMatch(RunResult::passed) ? ExitCode.PASSED : ExitCode.VIOLATED;
    }

    /** @param launch how its driver is started, null if it has none */
    private RunResult run(
            String client,
            @Nullable Launch launch,
            List<Case> cases,
            KnownFailures known,
            Machine machine,
            PrintWriter err)
            throws IOException, InterruptedException {
        if (launch == null) {
            try (TopicSession session = TopicSession.start(cases, machine)) {
                String end = TopicClient.run(session, Clients.withoutDriver(client), Duration.ofSeconds(seconds));
                err.println("hotfire: " + client + ": " + end);
                return known.applied(session.judge(client));
            }
        }
        AtomicLong done = new AtomicLong();
        try (Progress progress = Progress.of(client, cases.size(), " cases")) {
            return new SuiteRunner(
                            machine,
                            client,
                            () -> launch.start(machine),
                            workers,
                            Limits.DEFAULT.withWhole(whole()),
                            result -> {
                                progress.stepTo(done.incrementAndGet());
                                if (result.verdict() == Verdict.FAIL) {
                                    progress.pause();
                                    err.println("hotfire: fail " + result.item().id());
                                    err.flush();
                                }
                            })
                    .run(cases, known);
        }
    }

    private static String painted(Colours colours, Verdict verdict, String word) {
        return switch (verdict) {
            case PASS -> colours.good(word);
            case FAIL -> colours.bad(word);
            default -> colours.noted(word);
        };
    }

    private Duration whole() {
        if (limit != null) {
            return Duration.ofSeconds(limit);
        }
        Duration usual = Limits.DEFAULT.whole();
        return workers >= SuiteRunner.DEFAULT_WORKERS
                ? usual
                : usual.multipliedBy(SuiteRunner.DEFAULT_WORKERS).dividedBy(workers);
    }

    /** Waits for a stranger's client, which is told where to send by whoever reads this. */
    private RunResult listened(List<Case> cases, Machine machine, PrintWriter out) throws InterruptedException {
        try (TopicSession session = TopicSession.start(cases, machine)) {
            out.println("name server: " + session.nameServerAddresses());
            out.println("Send to each topic so many messages, one after the other, synchronously:");
            out.print(TopicClient.lines(session.messagesByTopic()));
            out.println("Judging in " + seconds + " s, or after a line from standard input.");
            out.flush();
            CountDownLatch line = new CountDownLatch(1);
            machine.executor("standard input", 1).execute(() -> {
                try {
                    if (System.in.read() >= 0) {
                        line.countDown();
                    }
                } catch (IOException e) {
                    // Then it takes as long as it was told to.
                }
            });
            line.await(seconds, TimeUnit.SECONDS);
            return session.judge("listen");
        }
    }

    private void write(List<RunResult> runs, List<RunRecord> columns) throws IOException {
        runs.forEach(run -> columns.add(RunRecord.of(run)));
        if (junit != null) {
            Files.writeString(junit, JunitReport.write(runs));
        }
        if (json != null) {
            Files.writeString(json, RunRecord.write(columns));
        }
        if (html != null) {
            Set<String> shown = new TreeSet<>();
            columns.forEach(run -> shown.addAll(run.results().keySet()));
            List<Case> rows = Catalogue.all().stream()
                    .filter(item -> shown.contains(item.id()))
                    .toList();
            Files.writeString(html, HtmlMatrix.write(rows, columns, RealCluster.backed()));
        }
    }

    private List<RunRecord> earlierRuns() {
        List<RunRecord> runs = new ArrayList<>();
        for (Path file : earlier) {
            try {
                runs.addAll(RunRecord.read(Files.readString(file)));
            } catch (IOException | IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--with: " + file + ": " + e.getMessage());
            }
        }
        return runs;
    }

    private int check(String command, PrintWriter out) {
        Colours colours = Colours.of(spec);
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("conformance");
            Launch launch = Clients.launchOfCommand(command);
            DriverCheck.Result result = DriverCheck.run(() -> launch.start(machine), new TcpLab(machine));
            result.passed().forEach(text -> out.println("  " + colours.good("right") + "  " + text));
            result.lacks().forEach(text -> out.println("  " + colours.noted("lacks") + "  " + text));
            result.problems().forEach(text -> out.println("  " + colours.bad("WRONG") + "  " + text));
            out.println("driver=" + (result.problems().isEmpty() ? "good" : "bad") + " right="
                    + result.passed().size() + " lacks=" + result.lacks().size() + " wrong="
                    + result.problems().size());
            return result.problems().isEmpty() ? ExitCode.PASSED : ExitCode.VIOLATED;
        }
    }

    private List<Case> chosen() {
        List<Case> all = Catalogue.all();
        for (String area : areas) {
            Choice.of(spec, "--area", Arrays.asList(Area.values()), Area::word, area);
        }
        for (String id : ids) {
            if (all.stream().noneMatch(item -> item.id().startsWith(id))) {
                throw new ParameterException(
                        spec.commandLine(), "--case: '" + id + "' (expected: a case's id, see --list)");
            }
        }
        return all.stream()
                .filter(item -> areas.isEmpty() || areas.contains(item.area().word()))
                .filter(item ->
                        ids.isEmpty() || ids.stream().anyMatch(id -> item.id().startsWith(id)))
                .toList();
    }

    private KnownFailures known() {
        if (knownFailing == null) {
            return KnownFailures.NONE;
        }
        Set<String> all = new TreeSet<>();
        Catalogue.all().forEach(item -> all.add(item.id()));
        try {
            return KnownFailures.read(knownFailing, all);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--known-failing: " + e.getMessage());
        }
    }

    /** Where fetched clients are kept unless the user says otherwise. */
    static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path root = base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return root.resolve("hotfire");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.report.RunReportFiles;
import dev.hotfire.scenarios.run.Happening;
import dev.hotfire.scenarios.run.RunException;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.Second;
import dev.hotfire.scenarios.run.WorldKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one scenario. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs a scenario and says whether every invariant held.",
            "",
            "Prints a row for each second, then what was sent, stored and acknowledged, then the verdict on each invariant, "
                    + "and writes a report to look at in a browser. The last line is for scripts."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":every invariant and expectation held",
            ExitCode.VIOLATED + ":one did not",
            ExitCode.BAD_INPUT + ":the command line or the scenario is wrong, nothing was run",
            ExitCode.BROKEN + ":the run could not be brought to its end, or its report not be written",
            ExitCode.STOPPED + ":it was told to stop, by Ctrl-C or SIGTERM; what had happened by then is in the report"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml",
            "      in virtual time, with the scenario's seed: always the same run",
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml --seed 42",
            "      the same story with other chances: network delays, who is first",
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml --world tcp",
            "      over real sockets on loopback, in real time",
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml --html outage.html",
            "      with the report there, and its data in outage.json"
        })
final class RunCommand implements Callable<Integer> {
    private static final String REPORTS = "hotfire-reports";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private String file;

    @Option(
            names = "--world",
            paramLabel = "sim|tcp",
            defaultValue = "sim",
            converter = WorldKindConverter.class,
            description = "sim: in memory and in virtual time, reproducible. tcp: over real sockets, in real time. "
                    + "Default: ${DEFAULT-VALUE}.")
    private WorldKind world;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = SeedConverter.class,
            description = "Decides everything that is left to chance. Default: the scenario's, or 1.")
    private @Nullable Long seed;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where the report goes; its data goes beside it, as .json. "
                    + "Default: hotfire-reports/NAME.html.")
    private @Nullable Path html;

    @Option(names = "--no-report", description = "Writes no report.")
    private boolean noReport;

    RunCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Scenario scenario;
        try {
            scenario = ScenarioFiles.read(file);
        } catch (ScenarioException e) {
            err.println(e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        if (ScenarioFiles.cannotBeHad(scenario, world, file, err)) {
            return ExitCode.BAD_INPUT;
        }
        Path page = html != null ? html : Path.of(REPORTS, scenario.name() + ".html");
        if (!noReport) {
            OutputFile.require(spec, "--html", page);
        }
        // What failed, the table and the report say; between their lines a log would be in the way.
        QuietLog.begin();
        long chosenSeed = seed != null ? seed : scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED);
        ReportWriter writer = new ReportWriter(out, Colours.of(spec));
        RunReportFiles files = new RunReportFiles(Invocation.command() + " run " + Invocation.shellWord(file));
        writer.begin(scenario, world, chosenSeed);
        try (Interruption interruption = Interruption.expected()) {
            return run(scenario, chosenSeed, writer, files, page, interruption);
        }
    }

    private int run(
            Scenario scenario,
            long chosenSeed,
            ReportWriter writer,
            RunReportFiles files,
            Path page,
            Interruption interruption)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        RunReport report;
        try (Progress progress = Progress.of(scenario)) {
            report = ScenarioRunner.run(
                    scenario, world, chosenSeed, new Listener(progress, writer, files, interruption));
        } catch (RunException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        Path written = null;
        IOException trouble = null;
        if (!noReport) {
            try {
                written = written(files, page, report);
            } catch (IOException e) {
                trouble = e;
            }
        }
        // What came of the run is told in any case.
        writer.end(report, written);
        if (trouble != null) {
            err.println("hotfire: " + page + ": the report cannot be written: " + FileTrouble.of(trouble));
            return ExitCode.BROKEN;
        }
        return report.passed() ? ExitCode.PASSED : ExitCode.VIOLATED;
    }

    private static Path written(RunReportFiles files, Path page, RunReport report) throws IOException {
        String name = page.toString();
        files.writePage(page, report);
        files.writeJson(
                Path.of((name.endsWith(".html") ? name.substring(0, name.length() - ".html".length()) : name)
                        + ".json"),
                report);
        return page;
    }

    /** Shows the run while it lasts, and keeps it for the report. */
    private record Listener(Progress progress, ReportWriter writer, RunReportFiles files, Interruption interruption)
            implements RunListener {
        @Override
        public boolean wantsEnd() {
            return interruption.happened();
        }

        @Override
        public void onSecond(Second second) {
            progress.pause();
            writer.onSecond(second);
            files.onSecond(second);
            progress.stepTo(second.number() + 1);
        }

        @Override
        public void onEnd(History history, List<Happening> happenings) {
            files.onEnd(history, happenings);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.run.WorldKind;
import dev.hotfire.scenarios.swarm.SeedResult;
import dev.hotfire.scenarios.swarm.Shrinker;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a scenario again, without the table. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs a scenario that a swarm has found, and says which invariants it breaks.",
            "",
            "In virtual time it is the same run each time, down to the trace hash. The last line is for scripts."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":every invariant held",
            ExitCode.VIOLATED + ":one did not",
            ExitCode.BAD_INPUT + ":the command line or the scenario is wrong, nothing was run",
            ExitCode.BROKEN + ":the run could not be brought to its end"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} replay violations/seed-17-I4.yaml",
            "  ${ROOT-COMMAND-NAME} replay violations/seed-17-I4.yaml --world tcp",
            "      over real sockets, if all its faults can be brought about there"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private String file;

    @Option(
            names = "--world",
            paramLabel = "sim|tcp",
            defaultValue = "sim",
            converter = WorldKindConverter.class,
            description = "sim: in memory and in virtual time. tcp: over real sockets, in real time. "
                    + "Default: ${DEFAULT-VALUE}.")
    private WorldKind world;

    ReplayCommand() {}

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
        Colours colours = Colours.of(spec);
        QuietLog.begin();
        SeedResult result = SeedResult.of(scenario, world);
        result.violations().forEach(verdict -> {
            out.println(colours.bad(verdict.id() + ", " + verdict.title()) + ": " + verdict.violations() + " times");
            verdict.examples().forEach(example -> out.println("  " + example));
        });
        out.println("verdict=" + (result.violations().isEmpty() ? "pass" : "fail") + " world=" + world.label()
                + " trace=" + result.trace() + " sends=" + result.sends() + " faults=" + result.faults() + " events="
                + Shrinker.events(scenario) + " violations="
                + result.violations().size());
        return result.violations().isEmpty() ? ExitCode.PASSED : ExitCode.VIOLATED;
    }
}

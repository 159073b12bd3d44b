// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioWriter;
import dev.hotfire.scenarios.run.WorldKind;
import dev.hotfire.scenarios.swarm.SeedResult;
import dev.hotfire.scenarios.swarm.Shrinker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a failing scenario smaller. */
@Command(
        name = "shrink",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Makes a scenario that breaks an invariant smaller, as long as it breaks the same one.",
            "",
            "What is left goes beside the file, with '.small' before its ending, unless told otherwise."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":it breaks no invariant: there is nothing to shrink",
            ExitCode.VIOLATED + ":it breaks one, and was shrunk",
            ExitCode.BAD_INPUT + ":the command line or the scenario is wrong, nothing was run",
            ExitCode.BROKEN + ":the result could not be written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} shrink violations/seed-17-I4.yaml",
            "      to violations/seed-17-I4.small.yaml",
            "  ${ROOT-COMMAND-NAME} shrink outage.yaml --out smallest.yaml"
        })
final class ShrinkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private String file;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the smaller scenario goes.")
    private @Nullable Path target;

    ShrinkCommand() {}

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
        Path small = target == null ? Path.of(file.replaceFirst("(\\.ya?ml)?$", ".small.yaml")) : target;
        OutputFile.require(spec, "--out", small);
        QuietLog.begin();
        SeedResult result = SeedResult.of(scenario, WorldKind.SIM);
        if (result.violations().isEmpty()) {
            out.println("verdict=pass events=" + Shrinker.events(scenario));
            return ExitCode.PASSED;
        }
        String invariant = result.violations().get(0).id();
        Shrinker.Shrunk shrunk = Shrinker.shrink(scenario, invariant);
        try {
            OutputFile.write(small, ScenarioWriter.write(shrunk.scenario()));
        } catch (IOException e) {
            // It took a while to find it.
            out.println(ScenarioWriter.write(shrunk.scenario()));
            err.println("hotfire: " + small + " could not be written: " + FileTrouble.of(e));
            return ExitCode.BROKEN;
        }
        out.println(Invocation.command() + " replay " + Invocation.shellWord(small.toString()));
        out.println("verdict=fail invariant=" + invariant + " events-before=" + Shrinker.events(scenario) + " events="
                + shrunk.events() + " runs=" + shrunk.runs());
        return ExitCode.VIOLATED;
    }
}

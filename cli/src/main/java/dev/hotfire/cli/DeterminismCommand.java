// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.scenarios.swarm.SeedResult;
import dev.hotfire.scenarios.swarm.SwarmProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs seeds in two JVMs that differ in all that must not matter, and compares. */
@Command(
        name = "determinism",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs each seed in two JVMs with different garbage collectors, identity hashes and numbers of processors, and says "
                    + "whether the same happened in both, down to the trace hash.",
            "",
            "The last line is for scripts."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":every seed gave the same run twice",
            ExitCode.VIOLATED + ":one did not",
            ExitCode.BAD_INPUT + ":the command line is wrong, nothing was run",
            ExitCode.BROKEN + ":a JVM did not come to its end"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} determinism",
            "  ${ROOT-COMMAND-NAME} determinism --seeds 1000 --profile full",
            "      longer runs, and more of them"
        })
final class DeterminismCommand implements Callable<Integer> {
    /** On its one processor the optimising compiler would take as much time as the runs: it is left out. */
    private static final List<String> ONE = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=2",
            "-XX:ActiveProcessorCount=1",
            "-XX:TieredStopAtLevel=1");

    private static final List<String> OTHER = List.of(
            "-XX:+UseParallelGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=3",
            "-XX:ActiveProcessorCount=4",
            "-Duser.language=tr",
            "-Duser.timezone=Asia/Kolkata");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "Seeds 1 to N. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--profile",
            paramLabel = "brief|full",
            defaultValue = "brief",
            converter = ProfileConverter.class,
            description = "As of '${ROOT-COMMAND-NAME} swarm'. Default: ${DEFAULT-VALUE}.")
    private SwarmProfile profile;

    /** What the two JVMs are started with. */
    @Option(names = "--print-traces", hidden = true)
    private boolean printTraces;

    DeterminismCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds: " + seeds + " (expected: >= 1)");
        }
        QuietLog.begin();
        PrintWriter out = spec.commandLine().getOut();
        if (printTraces) {
            for (int seed = 1; seed <= seeds; seed++) {
                SeedResult result = SeedResult.of(seed, profile);
                out.println(seed + " " + result.trace() + " " + result.sends() + " " + result.faults() + " "
                        + Integer.toHexString(result.points().hashCode()) + " "
                        + Integer.toHexString(result.violations().toString().hashCode()));
                if (out.checkError()) {
                    // Nobody reads it any more.
                    return ExitCode.BROKEN;
                }
            }
            return ExitCode.PASSED;
        }
        Process one = start(ONE);
        Process other = start(OTHER);
        try (Progress progress = Progress.of("determinism", seeds, " runs");
                BufferedReader ofOne = new BufferedReader(new InputStreamReader(one.getInputStream(), UTF_8));
                BufferedReader ofOther = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
            return compare(out, progress, ofOne, ofOther);
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private int compare(PrintWriter out, Progress progress, BufferedReader ofOne, BufferedReader ofOther)
            throws IOException {
        int identical = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            @Nullable String a = ofOne.readLine();
            @Nullable String b = ofOther.readLine();
            if (a == null || b == null || !a.startsWith(seed + " ") || !b.startsWith(seed + " ")) {
                spec.commandLine().getErr().println("hotfire: a JVM ended before seed " + seed + ": " + a + ", " + b);
                return ExitCode.BROKEN;
            }
            progress.stepTo(seed);
            if (a.equals(b)) {
                identical++;
            } else {
                progress.pause();
                out.println(Colours.of(spec).bad("seed " + seed + " gave two runs") + ": " + a + " and " + b);
            }
        }
        out.println("identical=" + identical + "/" + seeds);
        return identical == seeds ? ExitCode.PASSED : ExitCode.VIOLATED;
    }

    private Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("determinism", "--print-traces", "--seeds", "" + seeds, "--profile", profile.label()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

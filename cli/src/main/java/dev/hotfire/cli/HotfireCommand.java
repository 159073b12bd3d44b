// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself, of which everything else is a part. */
@Command(
        name = "hotfire",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CompareCommand.class,
            InitCommand.class,
            ServeCommand.class,
            SwarmCommand.class,
            ReplayCommand.class,
            ShrinkCommand.class,
            DeterminismCommand.class,
            ConformanceCommand.class,
            BenchCommand.class,
            ArenaCommand.class,
            GenerateCompletion.class,
            CommandLine.HelpCommand.class
        },
        description = "Runs a RocketMQ producer against a fake cluster that fails on command.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hotfire run scenarios/broker-outage.yaml",
            "  hotfire run scenarios/broker-outage.yaml --world tcp",
            "  hotfire init --package com.example.orders",
            "  source <(hotfire generate-completion)",
            "",
            "Every command ends with 0 if all is well, 1 if something broke what was expected of it, 2 if it was not",
            "understood and did nothing, 3 if it could not be brought to its end.",
            "",
            "'hotfire run --help' says more."
        })
public final class HotfireCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    HotfireCommand() {}

    /**
     * Runs a command line.
     *
     * @param out what was asked for
     * @param err what went wrong, and progress
     * @return the exit code
     */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new HotfireCommand())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(HotfireCommand::refuse)
                .setExecutionExceptionHandler((e, where, parsed) -> fail(err, e));
        int exitCode;
        try {
            exitCode = commandLine.execute(args);
        } catch (Error e) {
            // Out of memory, most of all: a scenario may ask for more sends than there is room for.
            exitCode = fail(err, e);
        }
        if (out.checkError() && exitCode == ExitCode.PASSED) {
            err.println("hotfire: the report could not be written to its end");
            return ExitCode.BROKEN;
        }
        return exitCode;
    }

    /** Whatever it was, it must not end like a run that broke an invariant. */
    private static int fail(PrintWriter err, Throwable thrown) {
        err.println("hotfire: " + thrown);
        if (!(thrown instanceof VirtualMachineError)) {
            thrown.printStackTrace(err);
        }
        return ExitCode.BROKEN;
    }

    /** One line: whoever mistypes an option doesn't want to scroll back past the manual to see which. */
    private static int refuse(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        StringBuilder line = new StringBuilder("hotfire: ")
                .append(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                line.append(" (did you mean ").append(String.join(" or ", near)).append("?)");
            }
        }
        line.append("; see '")
                .append(commandLine.getCommandSpec().qualifiedName())
                .append(" --help'");
        commandLine.getErr().println(line);
        return ExitCode.BAD_INPUT;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "nothing to do (expected: a command)");
    }
}

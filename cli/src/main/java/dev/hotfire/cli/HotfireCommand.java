// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
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
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        description = "Runs a RocketMQ producer against a fake cluster that fails on command.",
        exitCodeListHeading = "%nExit codes of all commands; what each means by them, its own help says:%n",
        exitCodeList = {
            ExitCode.PASSED + ":all is well",
            ExitCode.VIOLATED + ":something broke what was expected of it",
            ExitCode.BAD_INPUT + ":the command line or a file was not understood; nothing was done",
            ExitCode.BROKEN + ":it could not be brought to its end, or what came of it not be written",
            ExitCode.STOPPED + ":it was told to stop, by Ctrl-C or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml",
            "  ${ROOT-COMMAND-NAME} run scenarios/broker-outage.yaml --world tcp",
            "  ${ROOT-COMMAND-NAME} init --package com.example.orders",
            "  ${ROOT-COMMAND-NAME} run --help",
            "      says more, as each command does"
        })
public final class HotfireCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    HotfireCommand() {}

    /**
     * Runs a command line, without colours.
     *
     * @param out what was asked for
     * @param err what went wrong, and progress
     * @return the exit code
     */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(Ansi.OFF, out, err, args);
    }

    /** @param ansi whether what is asked for gets colours */
    static int execute(Ansi ansi, PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new HotfireCommand())
                .setCommandName(Invocation.command())
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setOut(out)
                .setErr(err)
                .registerConverter(int.class, HotfireCommand::wholeNumber)
                .registerConverter(Integer.class, HotfireCommand::wholeNumber)
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

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' (expected: a whole number)");
        }
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
    private static int refuse(ParameterException refused, String[] args) {
        CommandLine commandLine = refused.getCommandLine();
        List<String> unmatched = commandLine.getUnmatchedArguments();
        // Who mistypes the option that is required is better told of what there is than of what there is not.
        ParameterException e = refused instanceof MissingParameterException && !unmatched.isEmpty()
                ? new UnmatchedArgumentException(commandLine, new ArrayList<>(unmatched))
                : refused;
        StringBuilder line = new StringBuilder("hotfire: ")
                .append(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        if (e instanceof UnmatchedArgumentException unknown) {
            List<String> near = unknown.getSuggestions();
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

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the script by which shells complete command lines. */
@Command(
        name = "generate-completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints a script by which bash and zsh complete commands, options and file names.",
            "",
            "It is for the name 'hotfire', whichever folder that is called from."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":the script was printed",
            ExitCode.BAD_INPUT + ":the command line is wrong, nothing was printed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(${ROOT-COMMAND-NAME} generate-completion)",
            "      for this shell, from now on",
            "  ${ROOT-COMMAND-NAME} generate-completion > /etc/bash_completion.d/hotfire",
            "      for everybody's"
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    CompletionCommand() {}

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        // Shells want the script as it is, with line feeds, whatever the system's own line ends are.
        root.getOut().print(AutoComplete.bash(Invocation.NAME, root) + "\n");
        root.getOut().flush();
    }
}

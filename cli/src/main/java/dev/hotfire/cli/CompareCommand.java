// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.report.RunComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts two runs side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Compares two runs by the data that '${ROOT-COMMAND-NAME} run' wrote beside its reports.",
            "",
            "Prints the books and percentiles of both with their differences, then what holds in one and not in the other."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.PASSED + ":whatever held in the first run holds in the second",
            ExitCode.VIOLATED + ":something that held in the first run is broken in the second",
            ExitCode.BAD_INPUT + ":the command line is wrong, or a file is not the data of a run",
            ExitCode.BROKEN + ":the page could not be written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} compare hotfire-reports/before.json hotfire-reports/after.json",
            "  ${ROOT-COMMAND-NAME} compare table.json adaptive.json --html compared.html",
            "      and a page with the charts of both, to the same scale"
        })
final class CompareCommand implements Callable<Integer> {
    private static final String ROW = "%-20s %12s %12s %12s";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FIRST", description = "The data of a run, a JSON file.")
    private Path first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "The data of another one.")
    private Path second;

    @Option(names = "--html", paramLabel = "FILE", description = "Where a page goes that shows both.")
    private @Nullable Path html;

    CompareCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunComparison comparison;
        try {
            comparison = RunComparison.of(first, second);
        } catch (IOException e) {
            err.println("hotfire: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        out.println("first:  " + comparison.title(false));
        out.println("second: " + comparison.title(true));
        out.println();
        out.println(String.format(Locale.ROOT, ROW, "", "first", "second", "difference"));
        for (RunComparison.Row row : comparison.rows()) {
            Double before = row.first();
            Double after = row.second();
            String difference = before == null || after == null ? "-" : signed(after - before);
            out.println(String.format(Locale.ROOT, ROW, row.name(), number(before), number(after), difference));
        }
        out.println();
        Colours colours = Colours.of(spec);
        comparison.newlyBroken().forEach(title -> out.println(colours.bad("holds in the first only:") + "   " + title));
        comparison.newlyKept().forEach(title -> out.println(colours.good("holds in the second only:") + "  " + title));
        if (html != null) {
            try {
                comparison.writePage(html);
            } catch (IOException e) {
                err.println("hotfire: " + html + ": the page cannot be written: " + FileTrouble.of(e));
                return ExitCode.BROKEN;
            }
            out.println("page: " + html);
        }
        return comparison.newlyBroken().isEmpty() ? ExitCode.PASSED : ExitCode.VIOLATED;
    }

    private static String signed(double difference) {
        return difference > 0 ? "+" + number(difference) : number(difference);
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "-";
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}

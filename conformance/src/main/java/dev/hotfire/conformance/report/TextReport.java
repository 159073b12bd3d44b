// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.report;

import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Verdict;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** A run, for people at a terminal: the table of verdicts, and what went over the wire where something failed. */
public final class TextReport {
    private TextReport() {}

    /**
     * Prints a run.
     *
     * @param traces whether traces of failures are wanted too
     * @param paint  makes of a verdict's word, which has blanks behind it, what is printed
     */
    public static void write(
            RunResult run, boolean traces, BiFunction<Verdict, String, String> paint, PrintWriter out) {
        out.println(run.client() + (run.name().isEmpty() ? "" : ": " + run.name()));
        Area area = null;
        for (CaseResult result : run.results()) {
            if (result.item().area() != area) {
                area = result.item().area();
                out.println();
                out.println(area.title());
            }
            out.println(String.format(
                    Locale.ROOT,
                    "  %s %-44s %6d ms",
                    paint.apply(
                            result.verdict(),
                            String.format(Locale.ROOT, "%-11s", result.verdict().word())),
                    result.item().id(),
                    result.millis()));
            result.findings().forEach(finding -> out.println("              " + shortened(finding)));
        }
        if (traces) {
            traces(run, out);
        }
        out.println();
        run.complaints().forEach(complaint -> out.println("complaint: " + complaint));
        out.println(run.summary());
        out.flush();
    }

    private static void traces(RunResult run, PrintWriter out) {
        List<CaseResult> failed = run.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .toList();
        for (CaseResult result : failed) {
            out.println();
            out.println("--- " + result.item().id() + " rests on "
                    + String.join(", ", result.item().restsOn()));
            out.println(result.item().text());
            result.findings().forEach(finding -> out.println("  " + finding));
            result.trace().forEach(line -> out.println("  " + line));
        }
    }

    private static String shortened(String finding) {
        return finding.length() <= 300 ? finding : finding.substring(0, 300) + "...";
    }
}

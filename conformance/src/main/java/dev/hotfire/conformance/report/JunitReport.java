// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.report;

import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.suite.Verdict;
import java.util.List;
import java.util.Locale;

/** Runs as JUnit XML, for CI servers: a suite for each client, a test case for each case. */
public final class JunitReport {
    private JunitReport() {}

    /** The whole document. */
    public static String write(List<RunResult> runs) {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hotfire conformance\">\n");
        for (RunResult run : runs) {
            xml.append(String.format(
                    Locale.ROOT,
                    "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%.3f\">\n",
                    escaped(run.client()),
                    run.results().size(),
                    run.count(Verdict.FAIL),
                    run.count(Verdict.UNSUPPORTED) + run.count(Verdict.KNOWN_FAIL),
                    run.millis() / 1000.0));
            run.results().forEach(result -> testCase(run, result, xml));
            for (String complaint : run.complaints()) {
                xml.append("    <system-err>").append(escaped(complaint)).append("</system-err>\n");
            }
            xml.append("  </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void testCase(RunResult run, CaseResult result, StringBuilder xml) {
        xml.append(String.format(
                Locale.ROOT,
                "    <testcase classname=\"%s.%s\" name=\"%s\" time=\"%.3f\">\n",
                escaped(run.client()),
                result.item().area().word(),
                escaped(result.item().id()),
                result.millis() / 1000.0));
        String findings = String.join("\n", result.findings());
        switch (result.verdict()) {
            case FAIL ->
                xml.append("      <failure message=\"")
                        .append(escaped(
                                result.findings().isEmpty()
                                        ? ""
                                        : result.findings().get(0)))
                        .append("\">")
                        .append(escaped(findings + "\n" + String.join("\n", result.trace())))
                        .append("</failure>\n");
            case UNSUPPORTED, KNOWN_FAIL ->
                xml.append("      <skipped message=\"")
                        .append(escaped(result.verdict().word() + ": " + findings))
                        .append("\"/>\n");
            case NON_STRICT ->
                xml.append("      <system-out>")
                        .append(escaped("non-strict: " + findings))
                        .append("</system-out>\n");
            case PASS -> {}
        }
        xml.append("    </testcase>\n");
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                default -> {
                    // XML 1.0 has no way to write the others, not even escaped.
                    boolean allowed =
                            c == '\t' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
                    out.appendCodePoint(allowed ? c : '?');
                }
            }
        });
        return out.toString();
    }
}

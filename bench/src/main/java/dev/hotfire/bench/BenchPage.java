// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.scenarios.report.PageStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured as one HTML page that needs nothing else: no script, no other file. */
public final class BenchPage {
    private static final String CSS = """
            .bar { display: inline-block; height: 10px; border-radius: 2px; background: var(--ok); min-width: 1px; }
            tr:not(:nth-child(2)) .bar { background: var(--soft); }
            .growth tr .bar { background: var(--ok); }
            td.bars { width: 34%; }
            td:first-child { white-space: nowrap; overflow-wrap: normal; }
            .scroll { overflow-x: auto; }
            @media (max-width: 600px) { td.bars, th:last-child { display: none; } td, th { font-size: 13px; padding-right: 12px; } }
            """;

    private BenchPage() {}

    /**
     * Cases, each with its contenders.
     *
     * @param facts  what was measured, where and how, a line each
     * @param all    in any order; those of one case stand together
     */
    public static String of(List<String> facts, List<Measured> all) {
        Map<Case, List<Measured>> cases = new LinkedHashMap<>();
        for (Measured one : all) {
            cases.computeIfAbsent(one.which(), which -> new ArrayList<>()).add(one);
        }
        StringBuilder page = begin("What a message costs", facts);
        cases.forEach((which, contenders) -> addCase(page, which, contenders));
        return end(page);
    }

    /** As {@link #of}, for how cost grows. */
    public static String ofGrowth(List<String> facts, List<GrowthPoint> all) {
        Map<Curve, List<GrowthPoint>> curves = new LinkedHashMap<>();
        for (GrowthPoint one : all) {
            curves.computeIfAbsent(one.curve(), curve -> new ArrayList<>()).add(one);
        }
        StringBuilder page = begin("How cost grows", facts);
        curves.forEach((curve, points) -> addCurve(page, curve, points));
        return end(page);
    }

    private static StringBuilder begin(String title, List<String> facts) {
        StringBuilder page = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
                <title>Hotfire bench</title>
                <link rel="icon" href="data:,">
                <style>
                """);
        page.append(PageStyle.css()).append(CSS).append("</style>\n</head>\n<body>\n<main>\n<header>\n<h1>");
        page.append(title).append("</h1>\n");
        facts.forEach(
                fact -> page.append("<p class=\"soft\">").append(escaped(fact)).append("</p>\n"));
        return page.append("</header>\n");
    }

    private static String end(StringBuilder page) {
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void addCase(StringBuilder page, Case which, List<Measured> contenders) {
        boolean start = which.isStart();
        beginTable(page, which.id(), which.title(), "");
        head(
                page,
                "",
                start ? "ms" : "messages/s",
                start ? "threads" : "CPU \u00b5s",
                "bytes",
                "p50 \u00b5s",
                "p99 \u00b5s",
                "switches",
                "broker \u00b5s",
                "spread",
                start ? "time" : "CPU");
        double most = contenders.stream().mapToDouble(BenchPage::cost).max().orElse(0);
        for (Measured one : contenders) {
            row(
                    page,
                    one.contender(),
                    start
                            ? BenchTable.number(one.p50Micros() / 1e3)
                            : String.format(Locale.ROOT, "%,.0f", one.perSecond()),
                    start ? String.format(Locale.ROOT, "%.0f", one.threads()) : BenchTable.number(one.cpuMicros()),
                    BenchTable.number(one.bytes()),
                    start || one.p50Micros() == 0 ? "" : BenchTable.number(one.p50Micros()),
                    start || one.p99Micros() == 0 ? "" : BenchTable.number(one.p99Micros()),
                    start ? "" : BenchTable.number(one.switches()),
                    one.brokerCpuMicros() == 0 ? "" : BenchTable.number(one.brokerCpuMicros()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * one.spread()));
            bar(page, cost(one), most);
        }
        page.append("</table></div>\n</section>\n");
    }

    private static double cost(Measured one) {
        return one.which().isStart() ? one.p50Micros() : one.cpuMicros();
    }

    private static void addCurve(StringBuilder page, Curve curve, List<GrowthPoint> points) {
        boolean driven = curve.isDriven();
        beginTable(page, curve.id(), curve.title(), " class=\"growth\"");
        head(
                page,
                "size",
                "messages/s",
                "CPU \u00b5s",
                "bytes",
                "p50 \u00b5s",
                "held bytes of one",
                driven ? "CPU" : "held");
        double most = points.stream()
                .mapToDouble(point -> driven ? point.cpuMicros() : point.heldBytes())
                .max()
                .orElse(0);
        for (GrowthPoint point : points) {
            row(
                    page,
                    String.format(Locale.ROOT, "%,d", point.size()),
                    driven ? String.format(Locale.ROOT, "%,.0f", point.perSecond()) : "",
                    driven ? BenchTable.number(point.cpuMicros()) : "",
                    driven ? BenchTable.number(point.bytes()) : "",
                    driven ? BenchTable.number(point.p50Micros()) : "",
                    point.heldBytes() == 0 ? "" : String.format(Locale.ROOT, "%,.0f", point.heldBytes()));
            bar(page, driven ? point.cpuMicros() : point.heldBytes(), most);
        }
        page.append("</table></div>\n</section>\n");
    }

    private static void beginTable(StringBuilder page, String id, String title, String attributes) {
        page.append("<section id=\"")
                .append(id)
                .append("\">\n<h2><code>")
                .append(id)
                .append("</code> ");
        page.append(escaped(title))
                .append("</h2>\n<div class=\"scroll\"><table")
                .append(attributes)
                .append(">\n");
    }

    /** The first is text, the others are numbers, and the last is a bar's. */
    private static void head(StringBuilder page, String... names) {
        page.append("<tr>");
        for (int i = 0; i < names.length; i++) {
            boolean number = i > 0 && i < names.length - 1;
            page.append(number ? "<th class=\"n\">" : "<th>").append(names[i]).append("</th>");
        }
        page.append("</tr>\n");
    }

    private static void row(StringBuilder page, String name, String... numbers) {
        page.append("<tr><td>").append(escaped(name)).append("</td>");
        for (String number : numbers) {
            page.append("<td class=\"n\">").append(number).append("</td>");
        }
    }

    private static void bar(StringBuilder page, double value, double most) {
        page.append("<td class=\"bars\"><span class=\"bar\" style=\"width: ")
                .append(String.format(Locale.ROOT, "%.0f", most > 0 ? 100 * value / most : 0))
                .append("%\"></span></td></tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

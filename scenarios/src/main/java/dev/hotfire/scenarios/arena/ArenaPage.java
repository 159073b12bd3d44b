// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.scenarios.arena.ArenaReport.Entry;
import dev.hotfire.scenarios.arena.ArenaReport.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;

/** A report as one HTML page that needs nothing else: a leaderboard, a table for each entry, and curves over time. */
public final class ArenaPage {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 120;
    private static final int COLOURS = 8;

    private ArenaPage() {}

    /** The page. */
    public static String of(ArenaReport report) {
        StringBuilder body = new StringBuilder();
        body.append("<p class=note>")
                .append(report.entries().size())
                .append(" kinds of trouble and load, ")
                .append(report.seeds())
                .append(report.seeds() == 1 ? " seed" : " seeds")
                .append(" each; a send is good within ")
                .append(ArenaText.millis(report.goodTime().toNanos()))
                .append(" ms. Tables have medians over the seeds, curves are those of the first.</p>\n");
        leaderboard(body, report);
        body.append("<h2>One by one</h2>\n<nav>");
        for (int i = 0; i < report.entries().size(); i++) {
            body.append("<a href=\"#c")
                    .append(i)
                    .append("\">")
                    .append(escape(report.entries().get(i).cell().title()))
                    .append("</a> ");
        }
        body.append("</nav>\n");
        for (int i = 0; i < report.entries().size(); i++) {
            entry(body, i, report.entries().get(i), report.policies());
        }
        return template().replace("<!--body-->", body);
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(ArenaPage.class.getResourceAsStream("arena.html"), "arena.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the leaderboard ----

    private static void leaderboard(StringBuilder body, ArenaReport report) {
        body.append("<h2>Leaderboard</h2>\n<div class=scroll><table>\n<tr><th>policy</th><th>mean goodput %</th>")
                .append("<th>worst goodput %</th><th>mean regret</th><th>worst regret</th><th>where</th>")
                .append("<th>worst amplification</th><th>exposed, mean</th><th>false isolations</th>")
                .append("<th>unattributable copies</th></tr>\n");
        List<ArenaPolicy> ranked = new ArrayList<>(report.policies());
        ranked.sort((a, b) -> Double.compare(mean(report, b), mean(report, a)));
        for (ArenaPolicy policy : ranked) {
            row(body, report, policy);
        }
        body.append("</table></div>\n");
    }

    private static double mean(ArenaReport report, ArenaPolicy policy) {
        return all(report, policy).stream()
                .mapToDouble(standing -> standing.value(Metric.GOODPUT))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static List<Standing> all(ArenaReport report, ArenaPolicy policy) {
        return report.entries().stream()
                .flatMap(entry -> entry.standing().stream())
                .filter(standing -> standing.policy() == policy)
                .toList();
    }

    private static void row(StringBuilder body, ArenaReport report, ArenaPolicy policy) {
        List<Standing> all = all(report, policy);
        double worstRegret = Double.NEGATIVE_INFINITY;
        String where = "-";
        for (Entry entry : report.entries()) {
            for (Standing standing : entry.standing()) {
                if (standing.policy() == policy && standing.regret() > worstRegret) {
                    worstRegret = standing.regret();
                    where = entry.cell().title();
                }
            }
        }
        body.append("<tr><th title=\"")
                .append(escape(policy.title()))
                .append("\">")
                .append(policy.id())
                .append("</th>");
        cell(body, Metric.GOODPUT.show(mean(report, policy)));
        cell(body, Metric.GOODPUT.show(least(all, Metric.GOODPUT)));
        cell(
                body,
                Metric.GOODPUT.show(all.stream()
                        .mapToDouble(Standing::regret)
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN)));
        cell(body, worstRegret == Double.NEGATIVE_INFINITY ? "-" : Metric.GOODPUT.show(worstRegret));
        body.append("<td class=text>").append(escape(where)).append("</td>");
        cell(body, Metric.AMPLIFICATION.show(most(all, Metric.AMPLIFICATION)));
        cell(body, Metric.EXPOSED.show(values(all, Metric.EXPOSED).average().orElse(Double.NaN)));
        cell(
                body,
                Metric.FALSE_ISOLATIONS.show(
                        values(all, Metric.FALSE_ISOLATIONS).sum()));
        cell(body, Metric.UNATTRIBUTABLE.show(values(all, Metric.UNATTRIBUTABLE).sum()));
        body.append("</tr>\n");
    }

    private static DoubleStream values(List<Standing> all, Metric metric) {
        return all.stream().mapToDouble(standing -> standing.value(metric)).filter(value -> !Double.isNaN(value));
    }

    private static double least(List<Standing> all, Metric metric) {
        return values(all, metric).min().orElse(Double.NaN);
    }

    private static double most(List<Standing> all, Metric metric) {
        return values(all, metric).max().orElse(Double.NaN);
    }

    private static void cell(StringBuilder body, String text) {
        body.append("<td>").append(text).append("</td>");
    }

    // ---- one entry ----

    private static void entry(StringBuilder body, int number, Entry entry, List<ArenaPolicy> policies) {
        body.append("<section id=c")
                .append(number)
                .append("><h3>")
                .append(escape(entry.cell().title()))
                .append("</h3>\n<p>")
                .append(escape(entry.cell().fault().title()))
                .append("</p>\n")
                .append("<div class=scroll><table>\n<tr><th>policy</th><th>regret</th>");
        for (Metric metric : Metric.values()) {
            body.append("<th>").append(metric.title());
            if (!metric.unit().isEmpty()) {
                body.append("<br><small>").append(metric.unit()).append("</small>");
            }
            body.append("</th>");
        }
        body.append("</tr>\n");
        for (Standing standing : entry.standing()) {
            body.append("<tr><th><i class=\"key p")
                    .append(policies.indexOf(standing.policy()) % COLOURS)
                    .append("\"></i>")
                    .append(standing.policy().id())
                    .append("</th>");
            cell(body, Metric.GOODPUT.show(standing.regret()));
            for (Metric metric : Metric.values()) {
                cell(body, metric.show(standing.value(metric)));
            }
            body.append("</tr>\n");
        }
        body.append(
                        "</table></div>\n<figure><figcaption>Goodput over time, in percent; the fault is there in the shaded ")
                .append("while</figcaption>");
        chart(
                body,
                entry.cell(),
                entry.standing().stream().map(one -> one.curves().goodPercent()).toList(),
                entry.standing().stream()
                        .map(one -> policies.indexOf(one.policy()) % COLOURS)
                        .toList(),
                entry.standing().stream().map(one -> one.policy().id()).toList(),
                "goodput of each policy");
        body.append(
                "</figure>\n<details><summary>Attempts a second on each broker; a line says whose it is when it is pointed at</summary><div class=grid>\n");
        for (Standing standing : entry.standing()) {
            List<List<Double>> brokers = standing.curves().attemptsPerSecond();
            List<Integer> colours = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < brokers.size(); i++) {
                colours.add(i % COLOURS);
                names.add("broker-" + (char) ('a' + i));
            }
            body.append("<figure><figcaption>").append(standing.policy().id()).append("</figcaption>");
            chart(
                    body,
                    entry.cell(),
                    brokers,
                    colours,
                    names,
                    "attempts on each broker with " + standing.policy().id());
            body.append("</figure>\n");
        }
        body.append("</div></details></section>\n");
    }

    private static void chart(
            StringBuilder body,
            ArenaCell cell,
            List<List<Double>> lines,
            List<Integer> colours,
            List<String> names,
            String label) {
        double most = lines.stream()
                .flatMap(List::stream)
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double top = most <= 0 ? 1 : most;
        double end = cell.phases().endNanos();
        double from = cell.phases().beginNanos() / end * WIDTH;
        double to = cell.phases().healNanos() / end * WIDTH;
        body.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT + 16)
                .append("\" role=img aria-label=\"")
                .append(escape(label))
                .append("\"><rect class=fault x=")
                .append(shortened(from))
                .append(" y=0 width=")
                .append(shortened(to - from))
                .append(" height=")
                .append(HEIGHT)
                .append(" /><path class=axis d=\"M0 ")
                .append(HEIGHT)
                .append('H')
                .append(WIDTH)
                .append("\" />");
        for (int i = 0; i < lines.size(); i++) {
            body.append("<path class=\"line p").append(colours.get(i)).append("\" d=\"");
            path(body, lines.get(i), top);
            body.append("\"><title>").append(escape(names.get(i))).append("</title></path>");
        }
        body.append("<text x=2 y=20>")
                .append(shortened(top))
                .append("</text><text x=2 y=")
                .append(HEIGHT + 13)
                .append(">0 s</text><text x=")
                .append(WIDTH - 2)
                .append(" y=")
                .append(HEIGHT + 13)
                .append(" text-anchor=end>")
                .append(shortened(end / 1e9))
                .append(" s</text></svg>");
    }

    private static void path(StringBuilder body, List<Double> line, double top) {
        boolean drawing = false;
        for (int i = 0; i < line.size(); i++) {
            double value = line.get(i);
            if (Double.isNaN(value)) {
                drawing = false;
                continue;
            }
            body.append(drawing ? 'L' : 'M')
                    .append(shortened((i + 0.5) * WIDTH / line.size()))
                    .append(' ')
                    .append(shortened(HEIGHT - value / top * (HEIGHT - 4)));
            if (!drawing && (i + 1 == line.size() || Double.isNaN(line.get(i + 1)))) {
                // A point with nothing beside it.
                body.append("h0");
            }
            drawing = true;
        }
    }

    private static String shortened(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.1f", number);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

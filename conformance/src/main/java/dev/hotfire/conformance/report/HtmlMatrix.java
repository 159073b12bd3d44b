// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.report;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One page that shows how several clients do: a row for each case, a column for each client. Needs no network. */
public final class HtmlMatrix {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#fbfbf9;--fg:#1d1f21;--soft:#6b7075;--line:#dfe1de;--head:#f1f2ee;
            --pass:#1a7f4b;--non-strict:#9a6a00;--unsupported:#80868b;--known-fail:#8250a0;--fail:#c0322b}
            @media(prefers-color-scheme:dark){:root{--bg:#16181a;--fg:#e4e6e3;--soft:#9aa0a6;--line:#2e3235;--head:#1f2224;
            --pass:#4cc38a;--non-strict:#e2b04a;--unsupported:#7d838a;--known-fail:#c08be0;--fail:#ff7a70}}
            *{box-sizing:border-box}body{margin:0;padding:2rem;background:var(--bg);color:var(--fg);
            font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}main{max-width:1180px;margin:auto}
            h1{font-size:1.6rem;margin:0 0 .2rem}p{margin:.3rem 0 1rem;color:var(--soft);max-width:75ch}
            table{border-collapse:collapse;width:100%;margin:0 0 2rem}th,td{padding:.32rem .6rem;text-align:left;
            border-bottom:1px solid var(--line);vertical-align:top}thead th{position:sticky;top:0;background:var(--head);z-index:1}
            tbody th{font-weight:400}tr.area th{font-weight:600;padding-top:1.4rem;background:none;border-bottom:2px solid var(--line)}
            table.m{table-layout:fixed}table.m thead th{overflow-wrap:anywhere}table.m thead th:first-child{width:24rem}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            code{font:13px/1.45 ui-monospace,Menlo,Consolas,monospace}details summary{cursor:pointer;list-style:none}
            details summary::-webkit-details-marker{display:none}details p{margin:.4rem 0 .2rem}
            .rests{color:var(--soft);font-size:12.5px}.real{color:var(--soft);font-size:12.5px}
            .dot::before{content:"";display:inline-block;width:.62em;height:.62em;border-radius:50%;margin-right:.5em;background:currentColor}
            .pass{color:var(--pass)}.non-strict{color:var(--non-strict)}.unsupported{color:var(--unsupported)}
            .known-fail{color:var(--known-fail)}.fail{color:var(--fail);font-weight:600}
            pre{margin:.5rem 0;padding:.7rem;overflow:auto;max-height:26rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--head);color:var(--fg);border-radius:6px;
            font:12px/1.45 ui-monospace,Menlo,Consolas,monospace;font-weight:400}
            .why{color:var(--fg);font-weight:400;white-space:normal;overflow-wrap:anywhere}
            @media(max-width:700px){body{padding:1rem .8rem}.scroll{overflow-x:auto}thead th{position:static}th,td{padding:.3rem .4rem}
            table.m thead th:first-child{width:12.5rem}table.m thead th+th{width:7rem}code{font-size:11px;overflow-wrap:anywhere}
            table.m tbody th:not([colspan]){position:sticky;left:0;background:var(--bg)}table.t{font-size:13px}}
            """;

    private HtmlMatrix() {}

    /**
     * The whole page.
     *
     * @param cases  the rows
     * @param runs   the columns
     * @param backed the ids of cases that a real cluster backs
     */
    public static String write(List<Case> cases, List<RunRecord> runs, Set<String> backed) {
        StringBuilder html = new StringBuilder(1 << 16);
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>RocketMQ producer conformance</title><style>")
                .append(STYLE)
                .append("</style></head><body><main>\n<h1>RocketMQ producer conformance</h1>\n")
                .append("<p>")
                .append(cases.size())
                .append(
                        " cases, each on a fake cluster of its own. Open a case for its text, a verdict for what was seen and for"
                                + " what went over the wire. <span class=\"real\">◆</span> marks cases whose expectation a real RocketMQ"
                                + " cluster backs.</p>\n");
        totals(runs, html);
        html.append("<div class=\"scroll\"><table class=\"m\"><thead><tr><th>case</th>");
        runs.forEach(run -> html.append("<th>").append(escaped(run.client())).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        Area area = null;
        for (Case item : cases) {
            if (item.area() != area) {
                area = item.area();
                html.append("<tr class=\"area\"><th colspan=\"")
                        .append(runs.size() + 1)
                        .append("\">")
                        .append(escaped(area.title()))
                        .append("</th></tr>\n");
            }
            row(item, runs, backed.contains(item.id()), html);
        }
        return html.append("</tbody></table></div>\n</main></body></html>\n").toString();
    }

    private static void totals(List<RunRecord> runs, StringBuilder html) {
        html.append("<div class=\"scroll\"><table class=\"t\"><thead><tr><th>client</th>");
        for (Verdict verdict : Verdict.values()) {
            html.append("<th class=\"n ")
                    .append(verdict.word())
                    .append("\">")
                    .append(verdict.word())
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (RunRecord run : runs) {
            html.append("<tr><th>").append(escaped(run.client()));
            if (!run.name().equals(run.client())) {
                html.append(" <span class=\"rests\">")
                        .append(escaped(run.name()))
                        .append("</span>");
            }
            html.append("</th>");
            for (Verdict verdict : Verdict.values()) {
                long count = run.results().values().stream()
                        .filter(entry -> entry.verdict() == verdict)
                        .count();
                html.append("<td class=\"n\">").append(count).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private static void row(Case item, List<RunRecord> runs, boolean backed, StringBuilder html) {
        html.append("<tr id=\"")
                .append(item.id().replace('/', '-'))
                .append("\"><th><details><summary><code>")
                .append(escaped(item.id()))
                .append("</code>")
                .append(backed ? " <span class=\"real\" title=\"a real cluster backs it\">◆</span>" : "")
                .append("</summary><p>")
                .append(escaped(item.text()))
                .append("</p><span class=\"rests\">")
                .append(escaped(String.join(" · ", item.restsOn())))
                .append("</span></details></th>");
        for (RunRecord run : runs) {
            cell(run.results().get(item.id()), html);
        }
        html.append("</tr>\n");
    }

    private static void cell(RunRecord.@Nullable Entry entry, StringBuilder html) {
        if (entry == null) {
            html.append("<td class=\"v rests\">not run</td>");
            return;
        }
        String word = entry.verdict().word();
        html.append("<td class=\"v ").append(word).append("\">");
        if (entry.findings().isEmpty()) {
            html.append("<span class=\"dot\">").append(word).append("</span></td>");
            return;
        }
        html.append("<details><summary class=\"dot\">").append(word).append("</summary><div class=\"why\">");
        List<String> findings = new ArrayList<>(entry.findings());
        findings.forEach(finding -> html.append("<p>").append(escaped(finding)).append("</p>"));
        if (!entry.trace().isEmpty()) {
            html.append("<pre>")
                    .append(escaped(String.join("\n", entry.trace())))
                    .append("</pre>");
        }
        html.append("</div></details></td>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

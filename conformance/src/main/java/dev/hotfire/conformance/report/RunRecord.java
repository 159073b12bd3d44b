// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.report;

import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.suite.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as a file keeps it, for matrices of clients that ran at different times. Immutable.
 *
 * @param client  as it was named on the command line
 * @param name    what it called itself
 * @param results by case, in the order of the run
 */
public record RunRecord(String client, String name, Map<String, Entry> results) {
    /** How it did in one case. Immutable. */
    public record Entry(Verdict verdict, List<String> findings, List<String> trace, long millis) {
        public Entry {
            findings = List.copyOf(findings);
            trace = List.copyOf(trace);
        }
    }

    public RunRecord {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /** What is kept of a run. */
    public static RunRecord of(RunResult run) {
        Map<String, Entry> results = new LinkedHashMap<>();
        for (CaseResult result : run.results()) {
            results.put(
                    result.item().id(),
                    new Entry(result.verdict(), result.findings(), result.trace(), result.millis()));
        }
        return new RunRecord(run.client(), run.name(), results);
    }

    /** The document for some runs. */
    public static String write(List<RunRecord> runs) {
        List<Object> all = new ArrayList<>();
        for (RunRecord run : runs) {
            List<Object> cases = new ArrayList<>();
            run.results.forEach((id, entry) -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("id", id);
                fields.put("verdict", entry.verdict().word());
                fields.put("millis", entry.millis());
                fields.put("findings", entry.findings());
                fields.put("trace", entry.trace());
                cases.add(fields);
            });
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("client", run.client);
            fields.put("name", run.name);
            fields.put("cases", cases);
            all.add(fields);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", "hotfire-conformance-1");
        document.put("runs", all);
        return Json.write(document) + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<RunRecord> read(String text) {
        Fields document = new Fields(Json.object(text));
        if (!"hotfire-conformance-1".equals(document.text("format"))) {
            throw new IllegalArgumentException(
                    "format: '" + document.text("format") + "' (expected: hotfire-conformance-1)");
        }
        List<RunRecord> runs = new ArrayList<>();
        for (Fields run : document.objects("runs")) {
            Map<String, Entry> results = new LinkedHashMap<>();
            for (Fields item : run.objects("cases")) {
                results.put(
                        item.need("id"),
                        new Entry(
                                Verdict.ofWord(item.need("verdict")),
                                item.texts("findings"),
                                item.texts("trace"),
                                item.number("millis")));
            }
            runs.add(new RunRecord(run.need("client"), run.need("name"), results));
        }
        return runs;
    }
}

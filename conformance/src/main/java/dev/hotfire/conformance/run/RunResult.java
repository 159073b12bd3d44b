// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.suite.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How one client did. Immutable.
 *
 * @param client     as it was named on the command line
 * @param name       what it calls itself
 * @param results    by the order of the cases
 * @param complaints about the run as a whole: known failures that pass, ends of the process, nothing tested
 * @param millis     how long it took in all
 */
public record RunResult(String client, String name, List<CaseResult> results, List<String> complaints, long millis) {
    public RunResult {
        results = List.copyOf(results);
        complaints = List.copyOf(complaints);
    }

    /** A run, with a complaint if nothing was tested in it. */
    public static RunResult of(
            String client, String name, List<CaseResult> results, List<String> complaints, long millis) {
        List<String> all = new ArrayList<>(complaints);
        if (results.stream().allMatch(result -> result.verdict() == Verdict.UNSUPPORTED)) {
            all.add("nothing was tested: "
                    + (results.isEmpty()
                            ? "there is no case to run"
                            : "each case is unsupported, the first: "
                                    + String.join("; ", results.get(0).findings())));
        }
        return new RunResult(client, name, results, all, millis);
    }

    public long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Nothing fails that was not known to, and there is nothing to complain about. */
    public boolean passed() {
        return count(Verdict.FAIL) == 0 && complaints.isEmpty();
    }

    /** The last line of a report, for scripts. */
    public String summary() {
        StringBuilder line = new StringBuilder("client=").append(client.replace(' ', '_'));
        for (Verdict verdict : Verdict.values()) {
            line.append(' ').append(verdict.word()).append('=').append(count(verdict));
        }
        return line.append(String.format(Locale.ROOT, " seconds=%.1f", millis / 1000.0))
                .toString();
    }
}

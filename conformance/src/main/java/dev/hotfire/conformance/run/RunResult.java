// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.suite.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * How one client did. Immutable.
 *
 * @param client     as it was named on the command line
 * @param name       what it calls itself
 * @param results    by the order of the cases
 * @param complaints about the list of known failures: those that pass
 * @param millis     how long it took in all
 */
public record RunResult(String client, String name, List<CaseResult> results, List<String> complaints, long millis) {
    public RunResult {
        results = List.copyOf(results);
        complaints = List.copyOf(complaints);
    }

    public long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Nothing fails that was not known to, and nothing passes that was. */
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

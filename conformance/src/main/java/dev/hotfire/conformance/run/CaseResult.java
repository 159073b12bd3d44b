// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import java.util.List;

/**
 * How one client did in one case. Immutable.
 *
 * @param item     the case
 * @param verdict  how it did
 * @param findings why, one a line; empty for a pass
 * @param trace    what went over the wire and what the client was told and told, in order; empty for a pass
 * @param millis   how long it took
 */
public record CaseResult(Case item, Verdict verdict, List<String> findings, List<String> trace, long millis) {
    public CaseResult {
        findings = List.copyOf(findings);
        trace = List.copyOf(trace);
    }

    CaseResult knownToFail(String reason) {
        return new CaseResult(
                item,
                Verdict.KNOWN_FAIL,
                java.util.stream.Stream.concat(
                                findings.stream(),
                                java.util.stream.Stream.of("known" + (reason.isEmpty() ? "" : ": " + reason)))
                        .toList(),
                trace,
                millis);
    }
}

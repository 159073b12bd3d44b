// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.suite.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known to fail: a case's id a line, and after a {@code #} the reason. Immutable. */
public final class KnownFailures {
    public static final KnownFailures NONE = new KnownFailures(Map.of());

    private final Map<String, String> reasons;

    private KnownFailures(Map<String, String> reasons) {
        this.reasons = new TreeMap<>(reasons);
    }

    /**
     * Reads a list.
     *
     * @param ids of all cases that there are
     * @throws IllegalArgumentException if a line names no case
     * @throws IOException              if it can't be read
     */
    public static KnownFailures read(Path file, Set<String> ids) throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, UTF_8)) {
            number++;
            int hash = line.indexOf('#');
            String id = (hash < 0 ? line : line.substring(0, hash)).strip();
            if (id.isEmpty()) {
                continue;
            }
            if (!ids.contains(id)) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": '" + id + "' (expected: the id of a case, see --list)");
            }
            reasons.put(id, hash < 0 ? "" : line.substring(hash + 1).strip());
        }
        return new KnownFailures(reasons);
    }

    /** The same results, with what was known told apart. */
    public RunResult applied(RunResult run) {
        List<CaseResult> results = new ArrayList<>();
        List<String> complaints = new ArrayList<>(run.complaints());
        for (CaseResult result : run.results()) {
            String reason = reasons.get(result.item().id());
            if (reason == null) {
                results.add(result);
            } else if (result.verdict() == Verdict.FAIL) {
                results.add(result.knownToFail(reason));
            } else {
                results.add(result);
                complaints.add(result.item().id() + " is listed as a known failure, and its verdict is "
                        + result.verdict().word());
            }
        }
        return new RunResult(run.client(), run.name(), results, complaints, run.millis());
    }
}

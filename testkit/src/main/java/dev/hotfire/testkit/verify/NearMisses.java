// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.RequestPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The requests that came nearest to a pattern without meeting it: what came, what was wanted, and which part didn't match.
 *
 * @param looked  how many requests were compared
 * @param nearest those with the fewest mismatches, among equals the latest, at most {@value #MAX}
 */
public record NearMisses(int looked, List<NearMiss> nearest) {
    /** More are no help. */
    public static final int MAX = 3;

    public NearMisses {
        nearest = List.copyOf(nearest);
    }

    /**
     * One of them.
     *
     * @param entry      what came
     * @param mismatches what didn't match
     */
    public record NearMiss(JournalEntry entry, List<RequestPattern.Mismatch> mismatches) {
        public NearMiss {
            mismatches = List.copyOf(mismatches);
        }

        /** A request of another kind is farther off than one for another topic. */
        private int distance() {
            int distance = 0;
            for (RequestPattern.Mismatch mismatch : mismatches) {
                distance += mismatch.field().equals("on") ? 10 : 1;
            }
            return distance;
        }
    }

    /** Compares all requests that don't match. */
    public static NearMisses of(List<JournalEntry> entries, RequestPattern pattern) {
        List<NearMiss> all = new ArrayList<>();
        for (JournalEntry entry : entries) {
            List<RequestPattern.Mismatch> mismatches = pattern.mismatches(entry);
            if (!mismatches.isEmpty()) {
                all.add(new NearMiss(entry, mismatches));
            }
        }
        int looked = all.size();
        all.sort(Comparator.comparingInt(NearMiss::distance)
                .thenComparing(miss -> miss.entry().sequence(), Comparator.reverseOrder()));
        return new NearMisses(looked, all.subList(0, Math.min(MAX, looked)));
    }

    /** Lines for people. */
    @Override
    public String toString() {
        if (nearest.isEmpty()) {
            return "  no other request came";
        }
        StringBuilder text =
                new StringBuilder("  nearest of " + looked + (looked == 1 ? " other request:" : " other requests:"));
        for (NearMiss miss : nearest) {
            text.append("\n    ").append(miss.entry());
            miss.mismatches().forEach(mismatch -> text.append("\n        ").append(mismatch));
        }
        return text.toString();
    }
}

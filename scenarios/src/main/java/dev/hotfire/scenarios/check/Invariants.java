// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The invariants that can be checked over a history. */
public final class Invariants {
    private Invariants() {}

    /**
     * All of them, in the order of the reference.
     *
     * @param grace how much later than its timeout a send may end: nothing in virtual time, a little over TCP
     */
    public static List<Invariant> all(Duration grace) {
        return List.of(
                new NoAckedMessageLost(),
                new TruthfulResult(),
                new DuplicatesOnlyAfterUnknown(),
                new NoFalseCertainty(),
                new NoPhantom(),
                new ExactlyOneCompletion(),
                new RetryBudget(),
                new TimeoutHonoured(grace),
                new NoWorkAfterTerminal());
    }

    /** Checks a history: send by send, as each is large, and there are many. */
    public static List<Verdict> verdictsOn(History history, List<Invariant> invariants) {
        Violations[] violations = new Violations[invariants.size()];
        Arrays.setAll(violations, i -> new Violations());
        for (Fate fate : history.fates()) {
            for (int i = 0; i < violations.length; i++) {
                invariants.get(i).check(fate, history, violations[i]);
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < violations.length; i++) {
            Invariant invariant = invariants.get(i);
            invariant.checkStored(history, violations[i]);
            verdicts.add(violations[i].verdict(invariant.id(), invariant.title()));
        }
        return verdicts;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import java.time.Duration;
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
}

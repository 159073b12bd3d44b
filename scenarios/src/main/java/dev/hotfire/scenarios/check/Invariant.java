// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import java.util.List;

/** Something that must hold in every run, whatever went wrong in it. Stateless. */
public interface Invariant {
    /** Its id in the reference, such as I1. */
    String id();

    /** What it says, in a few words. */
    String title();

    /** Looks for violations of one send, and reports each with enough to find it in the history. */
    void check(Fate fate, History history, Violations violations);

    /** Looks for violations in what was stored, whoever sent it. */
    default void checkStored(History history, Violations violations) {}

    /** Checks a history. */
    default Verdict verdictOn(History history) {
        return Invariants.verdictsOn(history, List.of(this)).get(0);
    }
}

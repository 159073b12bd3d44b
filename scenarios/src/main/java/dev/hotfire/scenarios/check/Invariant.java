// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.History;

/** Something that must hold in every run, whatever went wrong in it. Stateless. */
public interface Invariant {
    /** Its id in the reference, such as I1. */
    String id();

    /** What it says, in a few words. */
    String title();

    /** Looks for violations and reports each with enough to find it in the history. */
    void check(History history, Violations violations);

    /** Checks a history. */
    default Verdict verdictOn(History history) {
        Violations violations = new Violations();
        check(history, violations);
        return violations.verdict(id(), title());
    }
}

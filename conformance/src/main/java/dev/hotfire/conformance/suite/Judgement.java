// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is held against a client so far. Safe from any thread. */
public final class Judgement {
    private final List<String> failures = new ArrayList<>();
    private final List<String> weaknesses = new ArrayList<>();

    /** What is held against it, in words. */
    public synchronized void fail(String what) {
        failures.add(what);
    }

    /** What must be so. */
    public synchronized boolean expect(boolean holds, String what, @Nullable Object seen) {
        if (!holds) {
            failures.add(told(what, seen));
        }
        return holds;
    }

    /** What had better be so. */
    public synchronized void better(boolean holds, String what, @Nullable Object seen) {
        if (!holds) {
            weaknesses.add(told(what, seen));
        }
    }

    /** What was wanted, and what came. */
    static String told(String what, @Nullable Object seen) {
        boolean nothing = seen == null || (seen instanceof Collection<?> several && several.isEmpty());
        return "expected " + what + "; seen: " + (nothing ? "nothing" : seen);
    }

    /** What was not so, and must. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** What was not so, and had better be. */
    public synchronized List<String> weaknesses() {
        return List.copyOf(weaknesses);
    }
}

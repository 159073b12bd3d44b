// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what a checker finds: counts all, keeps the first few. */
public final class Violations {
    /** Whoever reads more of one kind learns nothing new. */
    private static final int KEPT = 10;

    private final List<String> shown = new ArrayList<>();
    private long count;

    public void add(String violation) {
        count++;
        if (shown.size() < KEPT) {
            shown.add(violation);
        }
    }

    /** The verdict that follows from what was added so far. */
    public Verdict verdict(String id, String title) {
        return new Verdict(id, title, count, shown);
    }
}

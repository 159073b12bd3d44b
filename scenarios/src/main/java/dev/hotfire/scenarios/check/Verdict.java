// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a checker found.
 *
 * @param id         the invariant's or expectation's id
 * @param title      what had to hold
 * @param violations how often it did not
 * @param examples   the first violations, in words
 */
public record Verdict(String id, String title, long violations, List<String> examples) {
    public Verdict {
        requireNonNull(id, "id");
        requireNonNull(title, "title");
        examples = List.copyOf(examples);
    }

    public boolean holds() {
        return violations == 0;
    }
}

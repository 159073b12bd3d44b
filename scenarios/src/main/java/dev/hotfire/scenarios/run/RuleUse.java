// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.util.Objects.requireNonNull;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.testkit.yaml.Durations;
import java.time.Duration;
import java.util.List;

/**
 * What became of one rule of the timeline.
 *
 * @param at       when it was to be added
 * @param what     what it does to which requests, in words
 * @param fired    on how many requests it acted
 * @param optional whether it is all right if there are none
 */
public record RuleUse(Duration at, String what, long fired, boolean optional) {
    public RuleUse {
        requireNonNull(at, "at");
        requireNonNull(what, "what");
    }

    /** Whether a run shows something else than it says, since the rule did nothing in it. */
    boolean isMissing() {
        return fired == 0 && !optional;
    }

    /** A {@linkplain #isMissing() missing} one as what was expected and is not so. */
    Verdict verdict() {
        String name = "rule at " + Durations.format(at);
        return new Verdict(
                "rule",
                name + " fires: " + what,
                1,
                List.of(name + " never fired: " + what
                        + " (expected: at least once, or 'optional: true' in the rule)"));
    }
}

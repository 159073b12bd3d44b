// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One entry of the timeline.
 *
 * @param at     when, after the run began
 * @param action what
 */
public record TimedAction(Duration at, Action action) {
    public TimedAction {
        requireNonNull(action, "action");
        if (at.isNegative()) {
            throw new IllegalArgumentException("at: " + at + " (expected: not negative)");
        }
    }
}

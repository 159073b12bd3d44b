// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.testkit.yaml.Durations;
import java.time.Duration;

/** Durations in Java as files have them: {@code "250ms"}, {@code "10s"}, {@code "2m"}, {@code "0"}. */
final class Times {
    private Times() {}

    /** @throws IllegalArgumentException if it is none */
    static Duration of(String field, String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        field + ": '" + text + "' (expected: a duration such as 250ms, 10s or 2m)"));
    }
}

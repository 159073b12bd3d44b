// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Isolation;
import java.time.Duration;

/**
 * A producer, in a process of its own.
 *
 * @param group     its producer group, which also names its machine
 * @param timeout   the time that one send has, all attempts included
 * @param retries   attempts after the first, 0 or more
 * @param isolation whether it avoids brokers that failed
 * @param tuning    its other settings
 */
public record ProducerSpec(String group, Duration timeout, int retries, Isolation isolation, Tuning tuning) {
    public ProducerSpec {
        requireNonNull(group, "group");
        requireNonNull(isolation, "isolation");
        requireNonNull(tuning, "tuning");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than zero)");
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: >= 0)");
        }
    }

    /** A producer whose other settings are its defaults. */
    public ProducerSpec(String group, Duration timeout, int retries, Isolation isolation) {
        this(group, timeout, retries, isolation, Tuning.NONE);
    }
}

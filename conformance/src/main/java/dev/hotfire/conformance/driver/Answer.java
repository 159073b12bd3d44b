// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

import dev.hotfire.conformance.kit.Fields;

/**
 * What a driver said about one command.
 *
 * @param fields  all of it
 * @param atNanos when it came, on the clock of whoever waits
 */
public record Answer(Fields fields, long atNanos) {
    /** {@code done}, {@code stored}, {@code sent}, {@code replied}, {@code failed}, {@code unsupported}, or nonsense. */
    public String outcome() {
        String outcome = fields.text("outcome");
        return outcome == null ? "" : outcome;
    }
}

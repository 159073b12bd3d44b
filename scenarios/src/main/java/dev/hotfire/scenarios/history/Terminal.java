// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One end of a send, as its caller was told.
 *
 * @param told      what the caller was told
 * @param atNanos   when, after the run began
 * @param timedOut  whether the caller was told that time was up
 * @param messageId the unique id that the producer returned, null with a failure and for a one-way send
 * @param place     where the producer said that the message is, null likewise
 * @param failure   the failure's text, null without one
 */
public record Terminal(
        TerminalClass told,
        long atNanos,
        boolean timedOut,
        @Nullable String messageId,
        @Nullable Place place,
        @Nullable String failure) {
    public Terminal {
        requireNonNull(told, "told");
    }
}

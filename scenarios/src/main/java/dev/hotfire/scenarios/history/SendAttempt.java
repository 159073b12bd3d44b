// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.MessageQueue;

/**
 * One attempt of a send that is over.
 *
 * @param number    1 for the first
 * @param queue     where it went
 * @param startedAt when it began, in nanoseconds after the run began
 * @param endedAt   when it was over
 * @param outcome   what the producer knows about it
 */
public record SendAttempt(int number, MessageQueue queue, long startedAt, long endedAt, AttemptOutcome outcome) {
    public SendAttempt {
        requireNonNull(queue, "queue");
        requireNonNull(outcome, "outcome");
    }

    /** Whether it may have left a copy that nobody knows of, or left one that the producer did not settle for. */
    public boolean mayHaveLeftACopy() {
        return !(outcome instanceof AttemptOutcome.Refused);
    }
}

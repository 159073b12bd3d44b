// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/** What the producer knows once one send attempt is over: stored, refused, or it cannot tell. */
public sealed interface AttemptOutcome {
    /**
     * The broker stored the message.
     *
     * @param status      how durable that copy is
     * @param queueOffset its offset in the attempt's queue
     */
    record Stored(SendStatus status, long queueOffset) implements AttemptOutcome {}

    /**
     * This attempt left no copy: the broker refused before touching its log, or the request never left.
     *
     * @param responseCode the broker's response code, or 10001 if no connection came about (W-6)
     * @param remark       the reason in words
     */
    record Refused(int responseCode, String remark) implements AttemptOutcome {}

    /**
     * The message may or may not be stored: no answer in time, the connection died, or the answer leaves it open.
     * A retry may store it twice.
     *
     * @param responseCode the code of an answer that leaves it open, 10002 for silence, -1 for a lost connection
     * @param reason       what happened, in words
     */
    record Unknown(int responseCode, String reason) implements AttemptOutcome {}

    /** The text of a failure; null for a stored message. */
    default @Nullable String failure() {
        if (this instanceof Refused refused) {
            return "refused with " + refused.responseCode() + ": " + refused.remark();
        }
        return this instanceof Unknown unknown ? "unknown: " + unknown.reason() : null;
    }
}

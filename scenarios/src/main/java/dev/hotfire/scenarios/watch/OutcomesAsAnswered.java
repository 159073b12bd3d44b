// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.wire.frame.ResponseCode;
import org.jspecify.annotations.Nullable;

/** X22: an attempt that ended with an answer ended as the broker said: with that code, and as durable as that. */
final class OutcomesAsAnswered extends Watcher {
    /** Codes from here on are the producer's own. */
    private static final int OWN_CODES = 10_000;

    OutcomesAsAnswered() {
        super("X22", "attempts end as brokers answered");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Integer answered = attempt.answered;
        Integer told = codeOf(attempt.outcome);
        if (answered != null && told != null && !told.equals(answered)) {
            violated(attempt + ": ended with " + attempt.outcome + ", and its broker had answered " + answered);
        }
    }

    /** The code that its broker must have answered; null if it ended without an answer, or as nobody's answer says. */
    private static @Nullable Integer codeOf(@Nullable AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored stored) {
            return codeOf(stored.status());
        }
        int code = -1;
        if (outcome instanceof AttemptOutcome.Refused refused) {
            code = refused.responseCode();
        } else if (outcome instanceof AttemptOutcome.Unknown unknown) {
            code = unknown.responseCode();
        }
        return code < 0 || code >= OWN_CODES ? null : code;
    }

    private static int codeOf(SendStatus status) {
        return switch (status) {
            case SEND_OK -> ResponseCode.SUCCESS;
            case FLUSH_DISK_TIMEOUT -> ResponseCode.FLUSH_DISK_TIMEOUT;
            case FLUSH_SLAVE_TIMEOUT -> ResponseCode.FLUSH_SLAVE_TIMEOUT;
            case SLAVE_NOT_AVAILABLE -> ResponseCode.SLAVE_NOT_AVAILABLE;
        };
    }
}

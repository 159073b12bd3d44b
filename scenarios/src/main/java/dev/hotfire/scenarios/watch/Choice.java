// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Profile;
import dev.hotfire.wire.frame.ResponseCode;

/** Where the producer itself chose the queue of an attempt. */
final class Choice {
    private Choice() {}

    /** Whether the producer could have taken any queue for this attempt. */
    static boolean isFree(SeenAttempt attempt) {
        SeenCall call = attempt.send.call;
        if (call == null || call.isBound()) {
            return false;
        }
        // Officially GO_AWAY is followed to the same broker.
        return attempt.number == 1
                || call.config.profile() != Profile.COMPATIBLE
                || !(before(attempt).outcome instanceof AttemptOutcome.Refused refused
                        && refused.responseCode() == ResponseCode.GO_AWAY);
    }

    /** The attempt before one that is not the first. */
    static SeenAttempt before(SeenAttempt attempt) {
        return attempt.send.attempts.get(attempt.number - 2);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Set;

/**
 * X22, what follows from an answer: one that brokers only give before they store anything says that the message is not
 * stored, and is told so; all others that are no success leave it open. By the list of docs/reference/response-codes.md.
 */
final class CertaintyAsListed extends Watcher {
    /** Codes from here on are the producer's own. */
    private static final int OWN_CODES = 10_000;

    /** After these no copy exists. */
    private static final Set<Integer> NOT_STORED = Set.of(
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
            ResponseCode.TRANSACTION_FAILED,
            ResponseCode.MESSAGE_ILLEGAL,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.VERSION_NOT_SUPPORTED,
            ResponseCode.NO_PERMISSION,
            ResponseCode.TOPIC_NOT_EXIST,
            ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
            ResponseCode.INVALID_PARAMETER,
            ResponseCode.NO_BUYER_ID,
            ResponseCode.NOT_IN_CURRENT_UNIT,
            ResponseCode.FLOW_CONTROL,
            ResponseCode.NOT_LEADER_FOR_QUEUE,
            ResponseCode.ILLEGAL_OPERATION,
            ResponseCode.GO_AWAY);

    CertaintyAsListed() {
        super("X22-certainty", "answers say about a message what is listed, and no more");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        AttemptOutcome outcome = attempt.outcome;
        if (outcome instanceof AttemptOutcome.Unknown unknown && isNotStored(unknown.responseCode())) {
            violated(attempt + ": ended with " + outcome + ", though nothing is stored with such an answer");
        } else if (outcome instanceof AttemptOutcome.Refused refused
                && refused.responseCode() >= 0
                && refused.responseCode() < OWN_CODES
                && !isNotStored(refused.responseCode())) {
            violated(attempt + ": ended with " + outcome + ", though a copy may be stored with such an answer");
        }
    }

    /** With 2000 to 2017 controllers and brokers refuse. */
    private static boolean isNotStored(int code) {
        return NOT_STORED.contains(code) || (code >= 2_000 && code <= 2_017);
    }
}

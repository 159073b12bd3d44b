// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendAttempt;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.List;

/**
 * I9: no send makes more attempts than it was given. A broker that answers GO_AWAY asks for the same request once more,
 * on a new connection (W-6); that one is not counted.
 */
public final class RetryBudget implements Invariant {
    @Override
    public String id() {
        return "I9";
    }

    @Override
    public String title() {
        return "no more attempts than configured";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        int maxAttempts = send.invocation().maxAttempts() + followed(send.attempts());
        if (send.attempts().size() > maxAttempts) {
            violations.add("send " + send.sendId() + ": " + send.attempts().size() + " attempts (expected: at most "
                    + maxAttempts + ")");
        }
    }

    /**
     * How many GO_AWAY answers may have been followed without being counted: not those to requests that follow one
     * themselves. A producer with decisions of its own follows one a send, which the specification of retries (M1) holds;
     * the official client's decisions are to follow one an attempt.
     */
    private static int followed(List<SendAttempt> attempts) {
        int followed = 0;
        boolean follows = false;
        for (SendAttempt attempt : attempts) {
            follows = !follows
                    && attempt.outcome() instanceof AttemptOutcome.Refused refused
                    && refused.responseCode() == ResponseCode.GO_AWAY;
            followed += follows ? 1 : 0;
        }
        return followed;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.wire.frame.ResponseCode;

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
    public void check(History history, Violations violations) {
        for (Send send : history.sends()) {
            boolean toldToGoAway = send.attempts().stream()
                    .anyMatch(attempt -> attempt.outcome() instanceof AttemptOutcome.Refused refused
                            && refused.responseCode() == ResponseCode.GO_AWAY);
            int maxAttempts = send.invocation().maxAttempts() + (toldToGoAway ? 1 : 0);
            if (send.attempts().size() > maxAttempts) {
                violations.add("send " + send.sendId() + ": " + send.attempts().size() + " attempts (expected: at most "
                        + maxAttempts + ")");
            }
        }
    }
}

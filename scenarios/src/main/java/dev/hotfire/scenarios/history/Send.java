// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.AttemptOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * A send, from its call to its end.
 *
 * @param invocation the call
 * @param attempts   the attempts that are over, in order
 * @param terminals  what its caller was told, in order: one, if all is well
 */
public record Send(Invocation invocation, List<SendAttempt> attempts, List<Terminal> terminals) {
    public Send {
        requireNonNull(invocation, "invocation");
        attempts = List.copyOf(attempts);
        terminals = List.copyOf(terminals);
    }

    public String sendId() {
        return invocation.sendId();
    }

    /** What follows from the attempts, whatever the caller was told. */
    public TerminalClass concluded() {
        List<AttemptOutcome> outcomes = new ArrayList<>(attempts.size());
        for (SendAttempt attempt : attempts) {
            outcomes.add(attempt.outcome());
        }
        return TerminalClass.of(outcomes);
    }

    /** Whether the caller was told, at least once, that the message is stored. */
    public boolean isAcknowledged() {
        for (int i = 0; i < terminals.size(); i++) {
            if (terminals.get(i).told().isAcknowledged()) {
                return true;
            }
        }
        return false;
    }
}

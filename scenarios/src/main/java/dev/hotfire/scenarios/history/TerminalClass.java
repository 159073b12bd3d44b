// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.SendStatus;
import java.util.List;

/** How a send ended, as far as anyone can conclude from what was answered. */
public enum TerminalClass {
    /** Stored as durably as asked. */
    OK,
    /** Stored, with a copy fewer than asked: not flushed, or not replicated. */
    OK_WEAK,
    /** Not stored: every attempt is known to have left no copy, or there was none. */
    FAIL,
    /** Nobody can tell: at least one attempt may have left a copy, and none was answered with success. */
    INFO;

    /**
     * What follows from the outcomes of a send's attempts. Total: every list, the empty one too, has exactly one class.
     *
     * <p>A success outweighs all others, wherever it stands: the message is stored.
     */
    public static TerminalClass of(List<AttemptOutcome> outcomes) {
        TerminalClass found = FAIL;
        for (AttemptOutcome outcome : outcomes) {
            TerminalClass of = of(outcome);
            if (of == OK) {
                return OK;
            }
            if (of == OK_WEAK || (of == INFO && found == FAIL)) {
                found = of;
            }
        }
        return found;
    }

    /** What follows from one attempt alone. */
    public static TerminalClass of(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored stored) {
            return of(stored.status());
        }
        return outcome instanceof AttemptOutcome.Refused ? FAIL : INFO;
    }

    /** What a status that came with a success says. */
    public static TerminalClass of(SendStatus status) {
        return status == SendStatus.SEND_OK ? OK : OK_WEAK;
    }

    /** Whether a broker said that the message is stored. */
    public boolean isAcknowledged() {
        return this == OK || this == OK_WEAK;
    }
}

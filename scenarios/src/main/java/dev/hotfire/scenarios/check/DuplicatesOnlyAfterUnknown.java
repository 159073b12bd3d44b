// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;

/**
 * I3: a message has at most one copy, and one more for each attempt before the last that may have left one. In
 * particular, a send whose failed attempts were all refused can't duplicate.
 */
public final class DuplicatesOnlyAfterUnknown implements Invariant {
    @Override
    public String id() {
        return "I3";
    }

    @Override
    public String title() {
        return "duplicates only after an unknown attempt";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        // What waits is stored once more when its time has come: that is no second copy.
        int copies = Math.max(fate.copies().size(), fate.waiting().size());
        int allowed = 1;
        for (int i = 0; i < send.attempts().size() - 1; i++) {
            allowed += send.attempts().get(i).mayHaveLeftACopy() ? 1 : 0;
        }
        if (copies > allowed) {
            violations.add("send " + send.sendId() + ": " + copies + " copies (expected: at most " + allowed + " after "
                    + send.attempts() + ")");
        }
    }
}

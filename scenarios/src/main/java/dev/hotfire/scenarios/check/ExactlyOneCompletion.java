// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;

/** I6: every send ends, and only once. */
public final class ExactlyOneCompletion implements Invariant {
    @Override
    public String id() {
        return "I6";
    }

    @Override
    public String title() {
        return "every send ends exactly once";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        if (send.terminals().size() != 1) {
            violations.add("send " + send.sendId() + ": " + send.terminals().size() + " ends (expected: 1) "
                    + send.terminals().stream().map(Terminal::told).toList());
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import java.util.ArrayList;
import java.util.List;

/**
 * I4: a caller is told "not stored" only where that is certain: there is no copy, and no attempt that might have left
 * one, even if by luck it did not.
 */
public final class NoFalseCertainty implements Invariant {
    @Override
    public String id() {
        return "I4";
    }

    @Override
    public String title() {
        return "no false certainty about a failure";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        for (Terminal terminal : send.terminals()) {
            if (terminal.told() != TerminalClass.FAIL) {
                continue;
            }
            if (fate.isThere()) {
                List<Append> copies = new ArrayList<>(fate.copies());
                copies.addAll(fate.waiting());
                violations.add("send " + send.sendId() + ": called not stored (" + terminal.failure()
                        + "), and is there: " + copies);
            } else if (send.concluded() != TerminalClass.FAIL) {
                violations.add("send " + send.sendId() + ": called not stored (" + terminal.failure()
                        + ") after attempts that leave it open: " + send.attempts());
            }
        }
    }
}

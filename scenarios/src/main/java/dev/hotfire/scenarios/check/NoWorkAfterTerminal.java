// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendAttempt;

/** I11: once a send has ended, no attempt of it begins. */
public final class NoWorkAfterTerminal implements Invariant {
    @Override
    public String id() {
        return "I11";
    }

    @Override
    public String title() {
        return "no attempt begins after the end";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        if (send.terminals().isEmpty()) {
            return;
        }
        long endedAt = send.terminals().get(0).atNanos();
        for (SendAttempt attempt : send.attempts()) {
            if (attempt.startedAt() > endedAt) {
                violations.add("send " + send.sendId() + ": attempt " + attempt.number() + " began "
                        + (attempt.startedAt() - endedAt) + " ns after the end");
            }
        }
    }
}

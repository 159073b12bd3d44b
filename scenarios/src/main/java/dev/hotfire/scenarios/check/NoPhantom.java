// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Invocation;
import java.util.List;

/** I5: what is in the logs was sent: each message by a send of the run, under its topic, with its body. */
public final class NoPhantom implements Invariant {
    @Override
    public String id() {
        return "I5";
    }

    @Override
    public String title() {
        return "nothing is stored that was not sent";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        // It is about what was stored, whose send may be missing.
    }

    @Override
    public void checkStored(History history, Violations violations) {
        check(history.appends(), history, violations);
        check(history.waiting(), history, violations);
    }

    private static void check(List<Append> appends, History history, Violations violations) {
        for (Append append : appends) {
            Fate fate = append.sendId() == null ? null : history.fate(append.sendId());
            if (fate == null) {
                violations.add(append + ": nobody sent it");
                continue;
            }
            Invocation invocation = fate.send().invocation();
            if (!invocation.topic().equals(append.place().topic())) {
                violations.add(append + ": was sent to topic " + invocation.topic());
            } else if (invocation.bodyBytes() != append.bodyBytes() || invocation.bodyHash() != append.bodyHash()) {
                violations.add(
                        append + ": has another body than was sent, which had " + invocation.bodyBytes() + " bytes");
            }
        }
    }
}

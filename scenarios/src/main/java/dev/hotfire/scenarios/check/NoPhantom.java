// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Send;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public void check(History history, Violations violations) {
        Map<String, Invocation> sent = new LinkedHashMap<>();
        for (Send send : history.sends()) {
            sent.put(send.sendId(), send.invocation());
        }
        check(history.appends(), sent, violations);
        check(history.waiting(), sent, violations);
    }

    private static void check(List<Append> appends, Map<String, Invocation> sent, Violations violations) {
        for (Append append : appends) {
            Invocation invocation = append.sendId() == null ? null : sent.get(append.sendId());
            if (invocation == null) {
                violations.add(append + ": nobody sent it");
            } else if (!invocation.topic().equals(append.place().topic())) {
                violations.add(append + ": was sent to topic " + invocation.topic());
            } else if (invocation.bodyBytes() != append.bodyBytes() || invocation.bodyHash() != append.bodyHash()) {
                violations.add(
                        append + ": has another body than was sent, which had " + invocation.bodyBytes() + " bytes");
            }
        }
    }
}

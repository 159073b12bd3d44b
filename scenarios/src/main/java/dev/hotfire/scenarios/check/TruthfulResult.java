// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;
import java.util.List;
import java.util.Map;

/** I2: the broker, queue, offset and message id that a caller is given are those of a real copy of its message. */
public final class TruthfulResult implements Invariant {
    @Override
    public String id() {
        return "I2";
    }

    @Override
    public String title() {
        return "results tell the truth";
    }

    @Override
    public void check(History history, Violations violations) {
        Map<String, List<Append>> appends = history.appendsBySend();
        Map<String, List<Append>> waiting = history.waitingBySend();
        for (Send send : history.sends()) {
            List<Append> copies = appends.getOrDefault(send.sendId(), List.of());
            List<Append> unseen = waiting.getOrDefault(send.sendId(), List.of());
            for (Terminal terminal : send.terminals()) {
                Place place = terminal.place();
                if (!terminal.told().isAcknowledged() || place == null) {
                    continue;
                }
                boolean real = copies.stream()
                        .anyMatch(copy -> copy.place().equals(place)
                                && copy.messageId() != null
                                && copy.messageId().equals(terminal.messageId()));
                boolean waits = unseen.stream().anyMatch(copy -> WaitingCopies.isTold(copy, terminal, place));
                boolean forgotten = history.lostTails().stream()
                        .anyMatch(tail -> tail.ordered()
                                && (tail.covers(place)
                                        || (send.invocation().kind().waits() && tail.coversWaiting(place))));
                if (!real && !waits && !forgotten) {
                    violations.add("send " + send.sendId() + ": result says " + place + ", id " + terminal.messageId()
                            + "; its copies are " + copies + (unseen.isEmpty() ? "" : " and, waiting, " + unseen));
                }
            }
        }
    }
}

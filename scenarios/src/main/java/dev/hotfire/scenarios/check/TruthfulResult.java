// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;
import java.util.List;

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
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        List<Append> copies = fate.copies();
        List<Append> unseen = fate.waiting();
        for (Terminal terminal : send.terminals()) {
            Place place = terminal.place();
            if (!terminal.told().isAcknowledged() || place == null) {
                continue;
            }
            if (isReal(copies, terminal, place) || WaitingCopies.isAnyTold(unseen, terminal, place)) {
                continue;
            }
            boolean forgotten = history.lostTails().stream()
                    .anyMatch(tail -> tail.ordered()
                            && (tail.covers(place) || (send.invocation().kind().waits() && tail.coversWaiting(place))));
            if (!forgotten) {
                violations.add("send " + send.sendId() + ": result says " + place + ", id " + terminal.messageId()
                        + "; its copies are " + copies + (unseen.isEmpty() ? "" : " and, waiting, " + unseen));
            }
        }
    }

    private static boolean isReal(List<Append> copies, Terminal terminal, Place place) {
        for (int i = 0; i < copies.size(); i++) {
            Append copy = copies.get(i);
            if (copy.place().equals(place)
                    && copy.messageId() != null
                    && copy.messageId().equals(terminal.messageId())) {
                return true;
            }
        }
        return false;
    }
}

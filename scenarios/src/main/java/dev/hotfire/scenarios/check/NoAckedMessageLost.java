// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.LostTail;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import java.util.Map;

/** I1: a message that a producer called stored, and not just weakly, is where it was said to be. */
public final class NoAckedMessageLost implements Invariant {
    @Override
    public String id() {
        return "I1";
    }

    @Override
    public String title() {
        return "no acknowledged message is lost";
    }

    @Override
    public void check(History history, Violations violations) {
        Map<Place, Append> byPlace = history.appendsByPlace();
        for (Send send : history.sends()) {
            for (Terminal terminal : send.terminals()) {
                if (terminal.told() != TerminalClass.OK) {
                    continue;
                }
                Place place = terminal.place();
                if (place == null) {
                    violations.add("send " + send.sendId() + ": acknowledged without a place");
                    continue;
                }
                Append append = byPlace.get(place);
                boolean found = append != null
                        && append.messageId() != null
                        && append.messageId().equals(terminal.messageId());
                if (!found && history.lostTails().stream().noneMatch(tail -> isToBlame(tail, place))) {
                    violations.add("send " + send.sendId() + ": acknowledged at " + place + ", where "
                            + (append == null ? "nothing is" : "another message is"));
                }
            }
        }
    }

    /** A broker that was told to forget what it had promised: its fault, not the producer's. */
    private static boolean isToBlame(LostTail tail, Place place) {
        return tail.ordered() && tail.covers(place);
    }
}

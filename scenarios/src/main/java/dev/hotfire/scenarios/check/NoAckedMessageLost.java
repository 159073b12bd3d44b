// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.LostTail;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import java.util.List;

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
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        List<Append> copies = fate.copies();
        for (Terminal terminal : send.terminals()) {
            if (terminal.told() != TerminalClass.OK) {
                continue;
            }
            Place place = terminal.place();
            if (send.invocation().kind() == SendKind.REQUEST) {
                // Who has a reply has its message read; the reply does not say where.
                if (copies.isEmpty() && history.lostTails().stream().noneMatch(LostTail::ordered)) {
                    violations.add("send " + send.sendId() + ": replied to, and nowhere");
                }
                continue;
            }
            if (place == null) {
                violations.add("send " + send.sendId() + ": acknowledged without a place");
                continue;
            }
            boolean found = isAt(place, terminal, copies);
            boolean waits = WaitingCopies.isAnyTold(fate.waiting(), terminal, place);
            if (!found && !waits && history.lostTails().stream().noneMatch(tail -> isToBlame(tail, send, place))) {
                // Whatever key it carries: most runs never come here, and looking everybody's place up takes its
                // time.
                Append append = history.appendsByPlace().get(place);
                if (append == null || !isAt(place, terminal, List.of(append))) {
                    violations.add("send " + send.sendId() + ": acknowledged at " + place + ", where "
                            + (append == null ? "nothing is" : "another message is"));
                }
            }
            if (send.invocation().kind() == SendKind.DELAYED
                    && waits
                    && copies.isEmpty()
                    && history.lostTails().stream().noneMatch(LostTail::ordered)) {
                violations.add("send " + send.sendId() + ": acknowledged at " + place + ", and never delivered");
            }
        }
    }

    /** Whether one of these is the message that the terminal names, at the place that it names. */
    private static boolean isAt(Place place, Terminal terminal, List<Append> appends) {
        for (int i = 0; i < appends.size(); i++) {
            Append append = appends.get(i);
            if (append.messageId() != null
                    && append.messageId().equals(terminal.messageId())
                    && append.place().equals(place)) {
                return true;
            }
        }
        return false;
    }

    /** A broker that was told to forget what it had promised: its fault, not the producer's. */
    private static boolean isToBlame(LostTail tail, Send send, Place place) {
        return tail.ordered()
                && (tail.covers(place) || (send.invocation().kind().waits() && tail.coversWaiting(place)));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.LostTail;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import java.util.List;
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
        Map<String, List<Append>> appends = history.appendsBySend();
        Map<String, List<Append>> waiting = history.waitingBySend();
        for (Send send : history.sends()) {
            List<Append> copies = appends.getOrDefault(send.sendId(), List.of());
            List<Append> unseen = waiting.getOrDefault(send.sendId(), List.of());
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
                Append append = byPlace.get(place);
                boolean found = append != null
                        && append.messageId() != null
                        && append.messageId().equals(terminal.messageId());
                boolean waits = unseen.stream().anyMatch(copy -> WaitingCopies.isTold(copy, terminal, place));
                if (!found && !waits && history.lostTails().stream().noneMatch(tail -> isToBlame(tail, send, place))) {
                    violations.add("send " + send.sendId() + ": acknowledged at " + place + ", where "
                            + (append == null ? "nothing is" : "another message is"));
                }
                if (send.invocation().kind() == SendKind.DELAYED
                        && waits
                        && copies.isEmpty()
                        && history.lostTails().stream().noneMatch(LostTail::ordered)) {
                    violations.add("send " + send.sendId() + ": acknowledged at " + place + ", and never delivered");
                }
            }
        }
    }

    /** A broker that was told to forget what it had promised: its fault, not the producer's. */
    private static boolean isToBlame(LostTail tail, Send send, Place place) {
        return tail.ordered()
                && (tail.covers(place) || (send.invocation().kind().waits() && tail.coversWaiting(place)));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Terminal;
import java.util.List;

/** Messages that a broker keeps out of sight: what their senders are told of them. */
final class WaitingCopies {
    private WaitingCopies() {}

    /** Whether one of these is the copy that a result is about. */
    static boolean isAnyTold(List<Append> copies, Terminal terminal, Place place) {
        for (int i = 0; i < copies.size(); i++) {
            if (isTold(copies.get(i), terminal, place)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this is the copy that a result is about. Offsets of queues that are numbered across brokers are not those
     * where messages wait.
     */
    static boolean isTold(Append copy, Terminal terminal, Place place) {
        boolean there = place.isNumbered()
                ? copy.place().topic().equals(place.topic())
                : copy.place().equals(place);
        return there && copy.messageId() != null && copy.messageId().equals(terminal.messageId());
    }
}

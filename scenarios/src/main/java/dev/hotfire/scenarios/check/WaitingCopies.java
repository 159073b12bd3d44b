// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Terminal;

/** Messages that a broker keeps out of sight: what their senders are told of them. */
final class WaitingCopies {
    private WaitingCopies() {}

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

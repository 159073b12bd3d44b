// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import org.jspecify.annotations.Nullable;

/** The sends of a producer that have begun and not ended, linked through themselves. Confined to the loop. */
final class UnderWay {
    private @Nullable SendOperation first;

    void add(SendOperation send) {
        SendOperation after = first;
        send.next = after;
        if (after != null) {
            after.previous = send;
        }
        first = send;
    }

    void remove(SendOperation send) {
        SendOperation before = send.previous;
        SendOperation after = send.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        send.previous = null;
        send.next = null;
    }

    /** Ends all as the producer's close does, those too that begin while it does so. */
    void failClosed() {
        for (SendOperation send = first; send != null; send = first) {
            send.failClosed();
        }
    }
}

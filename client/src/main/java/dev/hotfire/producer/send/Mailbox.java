// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends on their way from callers' threads to the loop. Any number of threads put, and any one at a time takes all there is.
 * A send is its own link in the chain, so that putting it takes no memory and one atomic step.
 */
final class Mailbox {
    private final AtomicReference<@Nullable SendOperation> newest = new AtomicReference<>();

    /** Puts a send that is in no chain. */
    void put(SendOperation send) {
        SendOperation before;
        do {
            before = newest.get();
            send.next = before;
        } while (!newest.compareAndSet(before, send));
    }

    /** Takes all: the oldest, linked by {@link SendOperation#next} to those that came after it. Null if there are none. */
    @Nullable
    SendOperation takeAll() {
        SendOperation oldest = null;
        SendOperation send = newest.get() == null ? null : newest.getAndSet(null);
        while (send != null) {
            SendOperation before = send.next;
            send.next = oldest;
            oldest = send;
            send = before;
        }
        return oldest;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;

/**
 * Follows a journal as it is written.
 *
 * <p>Called by the thread that serves the request, outside the journal's and normally outside the server's lock, and
 * therefore concurrently where servers run on several loops: {@link JournalEntry#sequence()} gives the order. Must not
 * block.
 */
public interface JournalListener {
    /** A request was read. Before any rule or handler sees it. */
    default void requestReceived(JournalEntry entry) {}

    /** The outcome is known. Before the response, if there is one, is written. */
    default void requestSettled(JournalEntry entry) {}

    /**
     * A response is about to be written, as it is before a fault of the network or an altering rule's own bytes touch it.
     * After {@link #requestSettled}.
     */
    default void answered(JournalEntry entry, Frame response) {}
}

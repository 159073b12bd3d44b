// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

/** What kind of send was called: where its message must be, and what its end means, depends on it. */
public enum SendKind {
    /** A message by itself, answered by a broker. */
    PLAIN,
    /** A message by itself, unanswered. */
    ONEWAY,
    /** One of the messages of a batch. */
    BATCH,
    /** A half message and the word about its end: it gets into its topic when the transaction commits, and only then. */
    TRANSACTION,
    /** A message that asks for a reply: it can be stored, and the caller still be told that no reply came. */
    REQUEST,
    /** A message that gets into its topic later than the caller is told that it is stored. */
    DELAYED,
    /** A delayed message that was, or may have been, taken back: it gets into its topic later, or not at all. */
    RECALLED;

    /** Whether a broker stores its message out of sight first, where its topic does not show it. */
    public boolean waits() {
        return switch (this) {
            case PLAIN, ONEWAY, BATCH, REQUEST -> false;
            case TRANSACTION, DELAYED, RECALLED -> true;
        };
    }
}

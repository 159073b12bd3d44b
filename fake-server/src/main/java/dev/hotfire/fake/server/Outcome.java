// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.ResponseCode;
import org.jspecify.annotations.Nullable;

/** What became of a request at the server, as far as the server's side of the network goes. */
public sealed interface Outcome {
    /** Nothing yet. */
    record Pending() implements Outcome {
        @Override
        public String toString() {
            return "pending";
        }
    }

    /**
     * A response was written. Whether it arrived is the network's business.
     *
     * @param code    the response code
     * @param remark  the response's remark
     * @param atNanos when, on the clock of the server's machine
     */
    record Answered(int code, @Nullable String remark, long atNanos) implements Outcome {
        @Override
        public String toString() {
            return ResponseCode.nameOf(code) + '(' + code + ')' + (remark == null ? "" : " \"" + remark + '"');
        }
    }

    /**
     * No response was written, and none will be.
     *
     * @param reason  why
     * @param atNanos when that was settled, on the clock of the server's machine
     */
    record Unanswered(Reason reason, long atNanos) implements Outcome {
        public Unanswered {
            requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return "no answer: " + reason;
        }
    }

    /** Why there is no response. */
    enum Reason {
        /** The request did not want one. */
        ONEWAY,
        /** The handler had nothing to say. */
        NOTHING_TO_SAY,
        /** A fault rule kept silent. */
        SILENCED,
        /** A fault rule closed the connection instead. */
        CLOSED,
        /** A fault rule reset the connection instead. */
        RESET,
        /** A fault rule closed the server's half of the connection instead. */
        HALF_CLOSED,
        /** A fault rule let the connection go dead instead. */
        BLACKHOLED,
        /** The server went down first. */
        SERVER_DOWN,
        /** The client's connection was gone before the response was ready. */
        CLIENT_GONE
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.Frame;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server does to a request instead of simply serving it.
 *
 * <p>The names say on which side of the effect the fault lies: <i>store then …</i> means that the request is handled
 * first, so that the client can't tell what is true, and everything else that doesn't end with the ordinary answer
 * happens before, so that nothing is stored. A oneway request gets no answer from any of them.
 */
public sealed interface FaultAction {
    /** Refuses: this code and remark, and nothing is stored. */
    record Answer(int code, @Nullable String remark) implements FaultAction {}

    /** Waits, then serves the request as usual: late for the client, and late in the log. */
    record Delay(Latency latency) implements FaultAction {
        public Delay {
            requireNonNull(latency, "latency");
        }
    }

    /** Reads the request and forgets it. */
    record Silent() implements FaultAction {}

    /** Closes the connection with an end of stream; nothing is stored (B01 as seen by one client). */
    record CloseBefore() implements FaultAction {}

    /** Resets the connection; nothing is stored (T06). */
    record ResetBefore() implements FaultAction {}

    /** Dies with the request in hand; nothing is stored (B01). */
    record CrashBefore() implements FaultAction {}

    /** Stores, and says nothing (B02). */
    record StoreThenSilent() implements FaultAction {}

    /** Stores, and closes the connection in place of an answer (B02). */
    record StoreThenClose() implements FaultAction {}

    /** Stores, and resets the connection in place of an answer (B02). */
    record StoreThenReset() implements FaultAction {}

    /** Stores, and dies before it can answer (B02). */
    record StoreThenCrash() implements FaultAction {}

    /** Stores at once, and answers late (B04). */
    record StoreThenDelay(Latency latency) implements FaultAction {
        public StoreThenDelay {
            requireNonNull(latency, "latency");
        }
    }

    /**
     * Stores, and answers with this code and remark in place of the true ones. The true answer's header fields stay, so
     * that it also makes the weak successes 10, 11 and 12.
     */
    record StoreThenAnswer(int code, @Nullable String remark) implements FaultAction {}

    /** Serves the request as usual, and sends the answer twice (T18). */
    record AnswerTwice() implements FaultAction {}

    /** Serves the request as usual, and answers under an opaque that nobody waits for (T19). */
    record WrongOpaque() implements FaultAction {}

    /**
     * Serves the request as usual, and sends what {@code change} makes of the answer: a field missing, a wrong number.
     *
     * @param change must be quick, and return a frame that can be encoded
     */
    record Alter(UnaryOperator<Frame> change) implements FaultAction {
        public Alter {
            requireNonNull(change, "change");
        }
    }
}

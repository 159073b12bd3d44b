// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.Frame;
import java.time.Duration;
import java.util.function.Function;
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
    /**
     * Refuses: this code and remark, and nothing is stored. In the remark {@code {code}}, {@code {topic}}, {@code {queue}} and
     * {@code {server}} stand for those of the request.
     */
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

    /** Serves the request as usual, so that no rule of lower precedence gets it. */
    record Serve() implements FaultAction {}

    /** Leaves the request to the rules of lower precedence: what a {@link ControlFunction} says that has no opinion. */
    record PassOn() implements FaultAction {}

    /** Has a function look at each request and decide. */
    record Control(ControlFunction function) implements FaultAction {
        public Control {
            requireNonNull(function, "function");
        }
    }

    /**
     * Answers with what {@code answer} makes of the request; nothing is stored.
     *
     * @param answer must be quick, and return a response to the request, see {@link Request#respond}
     */
    record AnswerWith(Function<Request, Frame> answer) implements FaultAction {
        public AnswerWith {
            requireNonNull(answer, "answer");
        }
    }

    /**
     * Serves what {@code change} makes of the request, in its place: another topic, a property less. Journal and client
     * know the request as it came.
     *
     * @param change must be quick, and return a request of which a handler can make sense, or not
     */
    record Rewrite(UnaryOperator<Frame> change) implements FaultAction {
        public Rewrite {
            requireNonNull(change, "change");
        }
    }

    /** Holds the request back until somebody decides what becomes of it, see {@link FaultRules.ArmedRule#parked()}. */
    record Park() implements FaultAction {}

    /** Stores at once, and holds the answer back until somebody decides what becomes of it. */
    record StoreThenPark() implements FaultAction {}

    /** Closes the connection with an end of stream, and stores only after that, so long later (B01 that wasn't one). */
    record CloseThenStore(Latency after) implements FaultAction {
        public CloseThenStore {
            requireNonNull(after, "after");
        }
    }

    /** Resets the connection, and stores only after that, so long later. */
    record ResetThenStore(Latency after) implements FaultAction {
        public ResetThenStore {
            requireNonNull(after, "after");
        }
    }

    /**
     * Ends the server's side of the connection, and goes on to read; nothing is stored (T07). Where connections can't be
     * half closed, as in the simulator, answers just stop.
     */
    record HalfCloseBefore() implements FaultAction {}

    /** Stores, and ends the server's side of the connection in place of an answer (T07). */
    record StoreThenHalfClose() implements FaultAction {}

    /** From here on nothing gets through the connection in either direction; nothing is stored (T08). */
    record BlackholeBefore() implements FaultAction {}

    /** Stores, and from here on nothing gets through the connection in either direction (T08). */
    record StoreThenBlackhole() implements FaultAction {}

    /**
     * Serves two requests of a connection, and answers each under the other's opaque (T21). The first one's answer waits for
     * the second; if none comes, it waits for ever.
     */
    record SwapOpaques() implements FaultAction {}

    /**
     * Serves the request, and answers it over another connection to the same server, one of the same client if there is one
     * (T20). Without another connection there is no answer.
     */
    record AnswerElsewhere() implements FaultAction {}

    /** Serves the request, and answers with a success that is not well formed. */
    record Malform(Malformation malformation) implements FaultAction {
        public Malform {
            requireNonNull(malformation, "malformation");
        }
    }

    /** Serves the request, and does damage to the bytes of its answer (T14 to T17). */
    record Damage(AnswerDamage damage) implements FaultAction {
        public Damage {
            requireNonNull(damage, "damage");
        }
    }

    /** Serves the request, and sends its answer a few bytes at a time (T12); whatever else is to be sent waits. */
    record Dribble(int bytes, Duration every) implements FaultAction {
        public Dribble {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
            }
            if (every.isNegative()) {
                throw new IllegalArgumentException("every: " + every + " (expected: not negative)");
            }
        }
    }
}

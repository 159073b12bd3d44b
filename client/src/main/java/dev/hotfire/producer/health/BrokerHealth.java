// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.LatencyTable;

/**
 * What a producer concludes from how its attempts end: the policy that says which brokers to avoid. Confined to the loop.
 *
 * <p>Sends don't ask it. Whenever a broker's standing changes the policy says so to its {@link Listener}, and the queues
 * that sends choose from are sorted anew: choosing reads one immutable snapshot.
 */
public interface BrokerHealth {
    /** How willingly a broker is used. */
    enum Standing {
        /** Like any other. */
        GOOD,
        /** Only if no good one is left. */
        AVOIDED,
        /** Only if all else failed. */
        SHUNNED
    }

    /** What kind of send reports; the official client treats them differently (B-FAULT-08 to -10). */
    enum Kind {
        SYNC,
        ASYNC,
        ONEWAY,
        /** To a queue that the caller or a selector chose: synchronous or one-way. */
        CHOSEN,
        /** The same, asynchronous. */
        ASYNC_CHOSEN
    }

    /** How an attempt ended, as far as its broker is concerned. */
    enum Ending {
        /** Handed over; nothing is known yet. */
        SUBMITTED,
        STORED,
        /** Refused for a reason that lies in the message or the route. */
        REFUSED,
        /** Refused, or left open, because of the broker's own state. */
        TROUBLED,
        /** A broken connection, or no answer in time. */
        UNREACHED,
        /** The same, and given up after {@link #patienceNanos} for another broker, before its time; it may have been stored. */
        GIVEN_UP,
        /** No connection could be made, so nothing was sent. */
        UNCONNECTED
    }

    /** Told about changes, on the loop. */
    interface Listener {
        /** A broker is avoided from now on, or longer than was said before. */
        void onIsolated(String brokerName, long untilNanos, String reason);

        /** A broker is as good as any again. */
        void onReleased(String brokerName);

        /** A broker's standing changed otherwise. */
        void onStandingChanged(String brokerName);
    }

    /** What {@link #patienceNanos} says if an attempt may take all the time that it has. */
    long NO_LIMIT = Long.MAX_VALUE;

    /** Keeps nothing and avoids nobody. */
    BrokerHealth NONE = new BrokerHealth() {
        @Override
        public Standing standing(String brokerName) {
            return Standing.GOOD;
        }

        @Override
        public void onAttempt(
                String brokerName, Kind kind, Ending ending, String reason, long startedNanos, long nowNanos) {}

        @Override
        public void settings(Settings settings) {}

        @Override
        public void close() {}
    };

    /** Where a broker stands now; one that was never heard of is good (B-FAULT-06). */
    Standing standing(String brokerName);

    /**
     * An attempt ended.
     *
     * @param reason       of a failure, in words
     * @param startedNanos when the attempt began
     */
    void onAttempt(String brokerName, Kind kind, Ending ending, String reason, long startedNanos, long nowNanos);

    /** An attempt begins. Each ends with {@link #onAttempt} for another ending than SUBMITTED, or {@link #onDropped}. */
    default void onStart(String brokerName, Kind kind, long nowNanos) {}

    /**
     * An attempt ended for reasons that have nothing to do with its broker.
     *
     * @param startedNanos when it began
     */
    default void onDropped(String brokerName, Kind kind, long startedNanos) {}

    /**
     * How long an attempt that is not the last one may take before another broker is a better bet; or {@link #NO_LIMIT}.
     *
     * @param startedNanos when it began
     */
    default long patienceNanos(String brokerName, long startedNanos, long nowNanos) {
        return NO_LIMIT;
    }

    /**
     * Whether a copy elsewhere would hardly come sooner than the answer to an attempt: its broker has answered others since it
     * began, and hardly ever loses any, and brokers take longer as a rule than there is time for the copy. False if that is not
     * known.
     *
     * @param startedNanos when the attempt began
     * @param copyNanos    what time a copy would have
     */
    default boolean isWorthWaitingFor(String brokerName, long startedNanos, long copyNanos, long nowNanos) {
        return false;
    }

    /** What an answer of other brokers than this one takes at most, as a rule; 0 if that is not known. */
    default long usualNanos(String brokerName, long nowNanos) {
        return 0;
    }

    /** Whether one more attempt may be made for a send that had one on this broker. Who asks and is allowed to makes it. */
    default boolean allowsRetry(String brokerName, long nowNanos) {
        return true;
    }

    /** Other settings from now on; what is isolated stays so until the time that was said. */
    void settings(Settings settings);

    /** Ends all timers. Whoever is isolated stays so; nobody is told. */
    void close();

    /**
     * What may change while a producer runs.
     *
     * @param table                 how long to avoid whom
     * @param detector              whether brokers that were not reached are probed (B-FAULT-11)
     * @param detectorPeriodNanos   how often, above 0
     * @param detectorTimeoutNanos  how long a probe waits, above 0
     * @param patienceNanos         how long an attempt waits at least before it is given up for another broker, above 0
     */
    record Settings(
            LatencyTable table,
            boolean detector,
            long detectorPeriodNanos,
            long detectorTimeoutNanos,
            long patienceNanos) {}
}

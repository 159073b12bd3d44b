// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/**
 * Sees what a producer does, as it does it.
 *
 * <p>All methods are called on the producer's event loop, in order; they must be quick and must not block. What they
 * throw is logged and otherwise ignored. Times are those of the producer's monotonic clock, in nanoseconds.
 */
public interface SendObserver {
    /** Sees nothing. */
    SendObserver NONE = new SendObserver() {};

    /** A send was accepted. Sends that are refused at the door are never seen. */
    default void sendStarted(String messageId, String topic, long nowNanos) {}

    /** An attempt begins. */
    default void attemptStarted(
            String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {}

    /**
     * An attempt is over. A one-way attempt that was handed to the network has no outcome, and is reported by
     * {@link #onewayWritten} instead.
     */
    default void attemptEnded(String messageId, Attempt attempt) {}

    /**
     * A one-way attempt was handed to the network; nobody will say what became of it.
     *
     * @param tookNanos from the attempt's begin
     */
    default void onewayWritten(
            String messageId, int number, MessageQueue queue, String brokerAddress, long tookNanos) {}

    /**
     * A send is over: either the result or the failure is there. A one-way send ends with neither once it was handed
     * to the network.
     */
    default void sendEnded(
            String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {}

    /** A broker is avoided from now on. */
    default void brokerIsolated(String brokerName, long untilNanos, String reason) {}

    /** A broker is used again. */
    default void brokerReleased(String brokerName) {}
}

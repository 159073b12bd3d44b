// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user's observer that can't hurt the engine by throwing. */
record GuardedObserver(SendObserver observer) implements SendObserver {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedObserver.class);

    @Override
    public void sendStarted(String messageId, String topic, long nowNanos) {
        if (isWanted()) {
            guard(() -> observer.sendStarted(messageId, topic, nowNanos));
        }
    }

    @Override
    public void attemptStarted(String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
        if (isWanted()) {
            guard(() -> observer.attemptStarted(messageId, number, queue, brokerAddress, nowNanos));
        }
    }

    @Override
    public void attemptEnded(String messageId, Attempt attempt) {
        if (isWanted()) {
            guard(() -> observer.attemptEnded(messageId, attempt));
        }
    }

    @Override
    public void onewayWritten(String messageId, int number, MessageQueue queue, String brokerAddress, long tookNanos) {
        guard(() -> observer.onewayWritten(messageId, number, queue, brokerAddress, tookNanos));
    }

    @Override
    public void sendEnded(
            String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
        if (isWanted()) {
            guard(() -> observer.sendEnded(messageId, result, failure, nowNanos));
        }
    }

    @Override
    public void brokerIsolated(String brokerName, long untilNanos, String reason) {
        if (isWanted()) {
            guard(() -> observer.brokerIsolated(brokerName, untilNanos, reason));
        }
    }

    @Override
    public void brokerReleased(String brokerName) {
        if (isWanted()) {
            guard(() -> observer.brokerReleased(brokerName));
        }
    }

    /** Asked first, so that nothing is made for an observer that looks away. */
    private boolean isWanted() {
        return observer != NONE;
    }

    private void guard(Runnable notification) {
        try {
            notification.run();
        } catch (Throwable e) {
            // Also errors, such as a test's failed assertion: what is a user's own must not end a send or a timer of
            // ours.
            LOG.warn("observer {} threw", observer.getClass().getName(), e);
        }
    }
}

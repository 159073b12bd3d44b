// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import org.jspecify.annotations.Nullable;

/** Tells two observers, one after the other. */
record BothObservers(SendObserver first, SendObserver second) implements SendObserver {
    @Override
    public void sendStarted(String messageId, String topic, long nowNanos) {
        first.sendStarted(messageId, topic, nowNanos);
        second.sendStarted(messageId, topic, nowNanos);
    }

    @Override
    public void attemptStarted(String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
        first.attemptStarted(messageId, number, queue, brokerAddress, nowNanos);
        second.attemptStarted(messageId, number, queue, brokerAddress, nowNanos);
    }

    @Override
    public void attemptEnded(String messageId, Attempt attempt) {
        first.attemptEnded(messageId, attempt);
        second.attemptEnded(messageId, attempt);
    }

    @Override
    public void sendEnded(
            String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
        first.sendEnded(messageId, result, failure, nowNanos);
        second.sendEnded(messageId, result, failure, nowNanos);
    }

    @Override
    public void brokerIsolated(String brokerName, long untilNanos, String reason) {
        first.brokerIsolated(brokerName, untilNanos, reason);
        second.brokerIsolated(brokerName, untilNanos, reason);
    }

    @Override
    public void brokerReleased(String brokerName) {
        first.brokerReleased(brokerName);
        second.brokerReleased(brokerName);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.select.QueueSelection;
import org.jspecify.annotations.Nullable;

/**
 * How a send is to go. Settled when it is called: settings that change afterwards are for later sends. Sends that are to go
 * alike share one.
 *
 * @param config       the settings as they were when the send was called
 * @param timeoutNanos from then to the send's end, above zero
 * @param queue        the one queue to send to, or null
 * @param selection    who chooses the one queue, or null; at most one of the two is given
 * @param syncRules    whether an asynchronous send retries as one that waits
 */
record SendPlan(
        ProducerConfig config,
        long timeoutNanos,
        @Nullable MessageQueue queue,
        @Nullable QueueSelection<?> selection,
        boolean syncRules) {
    /** The same with less time, if {@code nanos} are less. */
    SendPlan within(long nanos) {
        return nanos >= timeoutNanos ? this : new SendPlan(config, nanos, queue, selection, syncRules);
    }

    /** Whether it is that of sends with these, and without a queue of their own choice. */
    @SuppressWarnings(
            "ReferenceEquality") // The same settings are the same object; to compare all for each send would cost.
    boolean isOf(ProducerConfig settings, long nanos, boolean bySyncRules) {
        return config == settings && timeoutNanos == nanos && syncRules == bySyncRules && !isBound();
    }

    /** Whether there is one attempt because the queue is the caller's choice. */
    boolean isBound() {
        return queue != null || selection != null;
    }
}

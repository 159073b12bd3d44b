// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.select.QueueSelection;
import org.jspecify.annotations.Nullable;

/**
 * How one send is to go. Made once, when it is called: what changes afterwards, settings or clock, is for later sends.
 *
 * @param config       the settings as they were when the send was called
 * @param startedNanos when that was
 * @param timeoutNanos from then to the send's end, above zero
 * @param queue        the one queue to send to, or null
 * @param selection    who chooses the one queue, or null; at most one of the two is given
 * @param syncRules    whether an asynchronous send retries as one that waits
 */
record SendPlan(
        ProducerConfig config,
        long startedNanos,
        long timeoutNanos,
        @Nullable MessageQueue queue,
        @Nullable QueueSelection<?> selection,
        boolean syncRules) {
    /** The same with less time, if {@code nanos} are less. */
    SendPlan within(long nanos) {
        return nanos >= timeoutNanos ? this : new SendPlan(config, startedNanos, nanos, queue, selection, syncRules);
    }

    /** Whether there is one attempt because the queue is the caller's choice. */
    boolean isBound() {
        return queue != null || selection != null;
    }
}

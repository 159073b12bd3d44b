// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the queue of a message, by a key that need not be part of it. {@link QueueSelectors} has the usual ones.
 *
 * <p>Called once per send: in the calling thread if the topic's route is known, which it is after the first send of a
 * topic, else on a callback thread. Must be safe for use from several threads if it serves several sends.
 *
 * @param <K> what the choice depends on, such as an order's number
 */
@FunctionalInterface
public interface QueueSelector<K extends @Nullable Object> {
    /**
     * The queue for this message.
     *
     * @param queues  all queues that can be written to, also those of brokers that are avoided at the moment, so that the
     *                choice for a key doesn't depend on it; by broker name, then id; at least one; unmodifiable
     * @param message the message to send
     * @param key     as it was given to the send
     * @return one of {@code queues}; with null, any other queue, or an exception, the send fails with
     *     {@link QueueSelectionException}
     */
    @Nullable
    MessageQueue select(List<MessageQueue> queues, Message message, K key);
}

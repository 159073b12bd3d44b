// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer.selector;

import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue at the argument's hash code modulo the number of queues, as the official client counts it (B-SELECT-08). */
public class SelectMessageQueueByHash implements MessageQueueSelector {
    /**
     * The queue of this argument.
     *
     * @throws IllegalArgumentException if the argument is null
     */
    @Override
    public MessageQueue select(List<MessageQueue> mqs, Message msg, @Nullable Object arg) {
        if (arg == null) {
            throw new IllegalArgumentException("arg: null (expected: what the queue is chosen by)");
        }
        // Of the remainder: the hash code itself may be the one number that has no positive.
        return mqs.get(Math.abs(arg.hashCode() % mqs.size()));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the queue that a message goes to. Must be safe for several threads if several sends use it at once. */
public interface MessageQueueSelector {
    /**
     * The queue for this message.
     *
     * @param mqs queues that can be written to, in a fixed order; at least one
     * @param msg the message
     * @param arg what the caller gave to the send
     * @return one of {@code mqs}; with anything else the send fails
     */
    @Nullable
    MessageQueue select(List<MessageQueue> mqs, Message msg, @Nullable Object arg);
}

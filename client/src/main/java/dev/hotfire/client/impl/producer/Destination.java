// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a send goes: wherever the producer likes, to one queue, or to the one that a selector chooses.
 *
 * @param queue    the one queue; null for any other way
 * @param selector who chooses; null for any other way
 * @param arg      handed to the selector
 */
public record Destination(
        @Nullable MessageQueue queue,
        @Nullable MessageQueueSelector selector,
        @Nullable Object arg) {
    /** Wherever the producer likes. */
    public static final Destination ANY = new Destination(null, null, null);

    /**
     * To one queue.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    public static Destination of(MessageQueue queue) {
        if (queue == null) {
            throw new IllegalArgumentException("mq: null (expected: a queue)");
        }
        return new Destination(queue, null, null);
    }

    /** To one queue, or wherever the producer likes if there is none. */
    public static Destination ofAny(@Nullable MessageQueue queue) {
        return queue == null ? ANY : of(queue);
    }

    /** To the queue that a selector chooses. None at all is one that fails, wherever the others' failures are told. */
    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    public static Destination of(MessageQueueSelector selector, @Nullable Object arg) {
        return new Destination(null, selector == null ? Destination::withoutSelector : selector, arg);
    }

    private static MessageQueue withoutSelector(List<MessageQueue> mqs, Message msg, @Nullable Object arg) {
        throw new NullPointerException("selector: null (expected: a selector)");
    }

    /** Whether the producer may choose, and choose again. */
    boolean isAny() {
        return queue == null && selector == null;
    }
}

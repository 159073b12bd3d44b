// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer.selector;

import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A queue in one of the given machine rooms, or any if none is there: the one at the argument's hash code, or the next in
 * turn if there is no argument. A broker's room is what stands before the {@code @} in its name. The official selector of
 * this name always returns null (B-SELECT-08).
 */
public class SelectMessageQueueByMachineRoom implements MessageQueueSelector {
    private static final char AFTER_ROOM = '@';

    private final AtomicInteger turn = new AtomicInteger();
    private volatile Set<String> consumeridcs = Set.of();

    @Override
    public MessageQueue select(List<MessageQueue> mqs, Message msg, @Nullable Object arg) {
        Set<String> rooms = consumeridcs;
        List<MessageQueue> near =
                mqs.stream().filter(queue -> rooms.contains(roomOf(queue))).toList();
        List<MessageQueue> candidates = near.isEmpty() ? mqs : near;
        int number = arg == null ? turn.getAndIncrement() : arg.hashCode();
        return candidates.get(Math.abs(number % candidates.size()));
    }

    private static String roomOf(MessageQueue queue) {
        String name = String.valueOf(queue.getBrokerName());
        int end = name.indexOf(AFTER_ROOM);
        return end < 0 ? "" : name.substring(0, end);
    }

    /** The rooms whose queues are preferred; unmodifiable, empty at first. */
    public Set<String> getConsumeridcs() {
        return consumeridcs;
    }

    /** The rooms whose queues are preferred; copied. */
    public void setConsumeridcs(Set<String> consumeridcs) {
        this.consumeridcs = Set.copyOf(consumeridcs);
    }
}

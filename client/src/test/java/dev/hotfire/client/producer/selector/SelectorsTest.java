// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B-SELECT-08")
class SelectorsTest {
    private static final Message MESSAGE = new Message("orders", new byte[] {1});

    private static List<MessageQueue> queues(String... brokers) {
        List<MessageQueue> queues = new ArrayList<>();
        for (String broker : brokers) {
            queues.add(new MessageQueue("orders", broker, 0));
            queues.add(new MessageQueue("orders", broker, 1));
        }
        return queues;
    }

    /** Integer.MIN_VALUE is the hash code that has no absolute value. */
    @Test
    void byHashEveryArgumentHasItsQueue() {
        SelectMessageQueueByHash selector = new SelectMessageQueueByHash();
        List<MessageQueue> queues = queues("a", "b", "c");
        for (int number : new int[] {0, 1, 5, 6, -1, -7, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(selector.select(queues, MESSAGE, number))
                    .isSameAs(queues.get(Math.abs(number % 6)))
                    .isSameAs(selector.select(queues, MESSAGE, number));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector.select(queues, MESSAGE, null))
                .withMessageStartingWith("arg: null");
    }

    @Test
    void byRandomEveryQueueHasItsTurn() {
        SelectMessageQueueByRandom selector = new SelectMessageQueueByRandom();
        List<MessageQueue> queues = queues("a", "b");
        Set<MessageQueue> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(selector.select(queues, MESSAGE, null));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(queues);
    }

    /** The official selector always answers null, which fails the send. */
    @Test
    void byMachineRoomQueuesOfTheRoomsArePreferred() {
        SelectMessageQueueByMachineRoom selector = new SelectMessageQueueByMachineRoom();
        selector.setConsumeridcs(Set.of("east", "north"));
        assertThat(selector.getConsumeridcs()).containsExactlyInAnyOrder("east", "north");
        List<MessageQueue> queues = queues("west@a", "east@b", "south@c");
        Set<MessageQueue> seen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            seen.add(selector.select(queues, MESSAGE, null));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(queues("east@b"));
        assertThat(selector.select(queues, MESSAGE, Integer.MIN_VALUE))
                .isSameAs(selector.select(queues, MESSAGE, Integer.MIN_VALUE));
    }

    @Test
    void byMachineRoomAnyQueueIsBetterThanNone() {
        SelectMessageQueueByMachineRoom selector = new SelectMessageQueueByMachineRoom();
        List<MessageQueue> queues = queues("west@a", "plain");
        assertThat(queues).contains(selector.select(queues, MESSAGE, "key"));
        selector.setConsumeridcs(Set.of("east"));
        assertThat(queues).contains(selector.select(queues, MESSAGE, null));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    @Test
    void isWhatItHolds() {
        MessageQueue queue = new MessageQueue("orders", "broker-a", 1);
        assertThat(queue)
                .hasToString("MessageQueue [topic=orders, brokerName=broker-a, queueId=1]")
                .isEqualTo(new MessageQueue(queue))
                .hasSameHashCodeAs(new MessageQueue(queue))
                .isNotEqualTo(new MessageQueue("orders", "broker-a", 2))
                .isNotEqualTo(new MessageQueue("orders", "broker-b", 1))
                .isNotEqualTo(new MessageQueue("refunds", "broker-a", 1))
                .isNotEqualTo(new MessageQueue())
                .isNotEqualTo(null);
    }

    /** Programs choose by it, so it must be the official one. */
    @Test
    void theHashCodeIsTheOfficialOne() {
        assertThat(new MessageQueue("t", "b", 1).hashCode()).isEqualTo(124116);
        assertThat(new MessageQueue().hashCode()).isEqualTo(29791);
    }

    @Test
    void isOrderedByTopicBrokerAndNumber() {
        List<MessageQueue> ordered = List.of(
                new MessageQueue(),
                new MessageQueue("a", null, 0),
                new MessageQueue("a", "x", 1),
                new MessageQueue("a", "x", 2),
                new MessageQueue("a", "y", 0),
                new MessageQueue("b", "a", 0));
        List<MessageQueue> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

/**
 * One queue of a topic on one broker: the unit a producer selects and within which order holds.
 *
 * @param topic      a valid topic name, see {@link TopicNames}
 * @param brokerName the broker group's name from the topic route, never an address
 * @param queueId    zero-based index, below the broker's {@code writeQueueNums} for the topic
 */
public record MessageQueue(String topic, String brokerName, int queueId) {
    public MessageQueue {
        TopicNames.requireValid(topic);
        requireNonNull(brokerName, "brokerName");
        if (queueId < 0) {
            throw new IllegalArgumentException("queueId: " + queueId + " (expected: >= 0)");
        }
    }

    @Override
    public String toString() {
        return topic + '@' + brokerName + '/' + queueId;
    }
}

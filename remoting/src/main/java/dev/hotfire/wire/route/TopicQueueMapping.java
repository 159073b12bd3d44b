// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of a static topic's global queues one broker holds (W-10).
 *
 * @param topic       the topic
 * @param scope       {@code __global__} unless the queues are numbered per zone
 * @param totalQueues how many queues the topic has, all brokers together, as of this epoch
 * @param brokerName  the broker; {@code bname} on the wire
 * @param epoch       the higher one is the newer one
 * @param dirty       whether the mapping is being changed
 * @param currIdMap   physical queue id on this broker by global queue id. Unmodifiable
 */
public record TopicQueueMapping(
        String topic,
        String scope,
        int totalQueues,
        String brokerName,
        long epoch,
        boolean dirty,
        SortedMap<Integer, Integer> currIdMap) {
    /** The scope of a topic whose queues are numbered across the whole cluster. */
    public static final String GLOBAL_SCOPE = "__global__";

    public TopicQueueMapping {
        requireNonNull(topic, "topic");
        requireNonNull(scope, "scope");
        requireNonNull(brokerName, "brokerName");
        QueueData.requireCount("totalQueues", totalQueues);
        currIdMap = Collections.unmodifiableSortedMap(new TreeMap<>(currIdMap));
    }
}

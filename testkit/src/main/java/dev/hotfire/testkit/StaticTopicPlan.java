// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.wire.route.TopicQueueMapping;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which broker holds which queue of a static topic. Immutable. On each broker a queue has the number that it has in the
 * whole.
 *
 * @param holders      broker names by queue id
 * @param nextOffsets  by queue id: where its offsets go on; 0 for those left out
 * @param epoch        the higher one is the newer one
 */
record StaticTopicPlan(String topic, SortedMap<Integer, String> holders, Map<Integer, Long> nextOffsets, long epoch) {
    /** The epochs of real clusters are milliseconds; a step of a thousand is theirs, too. */
    private static final long EPOCH_STEP = 1_000;

    static StaticTopicPlan of(String topic, Map<Integer, String> holders) {
        return new StaticTopicPlan(topic, new TreeMap<>(holders), Map.of(), EPOCH_STEP);
    }

    /** The plan that brokers follow at present, with the next offset of each queue as its first for whoever gets it. */
    static StaticTopicPlan read(String topic, List<FakeBroker> masters) {
        TreeMap<Integer, String> holders = new TreeMap<>();
        long epoch = 0;
        TreeMap<Integer, Long> nextOffsets = new TreeMap<>();
        for (FakeBroker broker : masters) {
            TopicQueueMapping mapping = broker.queueMapping(topic);
            if (mapping != null) {
                epoch = Math.max(epoch, mapping.epoch());
                for (int id : mapping.currIdMap().keySet()) {
                    holders.put(id, broker.brokerName());
                    nextOffsets.put(id, broker.nextOffset(topic, id));
                }
            }
        }
        if (holders.isEmpty()) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: a static topic)");
        }
        return new StaticTopicPlan(topic, holders, nextOffsets, epoch);
    }

    /** The plan with a queue elsewhere. */
    StaticTopicPlan move(int queueId, String toBrokerName) {
        if (!holders.containsKey(queueId)) {
            throw new IllegalArgumentException(
                    "queueId: " + queueId + " (expected: one of " + holders.keySet() + " of " + topic + ")");
        }
        TreeMap<Integer, String> changed = new TreeMap<>(holders);
        changed.put(queueId, toBrokerName);
        return new StaticTopicPlan(topic, changed, nextOffsets, epoch + EPOCH_STEP);
    }

    /** Has all brokers follow the plan. */
    void apply(List<FakeBroker> masters) {
        TopicConfig config = TopicConfig.of(topic, holders.size());
        for (FakeBroker broker : masters) {
            String name = broker.brokerName();
            TreeMap<Integer, Integer> ids = new TreeMap<>();
            TreeMap<Integer, Long> offsets = new TreeMap<>();
            holders.forEach((id, holder) -> {
                if (holder.equals(name)) {
                    ids.put(id, id);
                    // Counted from the broker's own queue, which may hold messages from an earlier time.
                    offsets.put(
                            id, nextOffsets.getOrDefault(id, 0L) - broker.log().maxOffset(topic, id));
                }
            });
            broker.topic(config);
            broker.staticTopic(
                    new TopicQueueMapping(
                            topic, TopicQueueMapping.GLOBAL_SCOPE, holders.size(), name, epoch, false, ids),
                    offsets);
        }
    }
}

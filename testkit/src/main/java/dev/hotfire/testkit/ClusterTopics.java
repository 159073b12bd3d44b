// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The topics of a cluster: those that every broker is to have, and what is changed about one on one broker. Static topics
 * are brokers' own affair, and read from there. Safe from any thread.
 */
final class ClusterTopics {
    /** Guarded by this: the topics that a new broker gets. */
    private final Map<String, TopicConfig> everywhere = new LinkedHashMap<>();

    ClusterTopics(List<TopicConfig> topics) {
        topics.forEach(topic -> everywhere.put(topic.topic(), topic));
    }

    /** What a new broker gets. */
    synchronized List<TopicConfig> everywhere() {
        return List.copyOf(everywhere.values());
    }

    void put(TopicConfig config, List<FakeBroker> masters) {
        synchronized (this) {
            everywhere.put(config.topic(), config);
        }
        masters.forEach(broker -> broker.topic(config));
    }

    void remove(String topic, List<FakeBroker> masters) {
        synchronized (this) {
            everywhere.remove(topic);
        }
        masters.forEach(broker -> broker.removeTopic(topic));
    }

    /** Changes a topic on one broker, which must have it. */
    static void change(String topic, FakeBroker broker, UnaryOperator<TopicConfig> change) {
        TopicConfig config = broker.topics().get(topic);
        if (config == null) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: one of "
                    + broker.topics().keySet() + " on " + broker.name() + ")");
        }
        broker.topic(change.apply(config));
    }

    /** Deals the queues of a static topic out to the masters in turn. */
    static void dealOut(String topic, int queues, List<FakeBroker> masters) {
        if (queues <= 0) {
            throw new IllegalArgumentException("queues: " + queues + " (expected: > 0)");
        }
        Map<Integer, String> holders = new LinkedHashMap<>();
        for (int id = 0; id < queues; id++) {
            holders.put(id, masters.get(id % masters.size()).brokerName());
        }
        StaticTopicPlan.of(topic, holders).apply(masters);
    }

    /** Moves a queue of a static topic. */
    static void moveQueue(String topic, int queueId, String toBrokerName, List<FakeBroker> masters) {
        StaticTopicPlan.read(topic, masters).move(queueId, toBrokerName).apply(masters);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a name server says about one topic (W-10). Its collections are unmodifiable.
 *
 * @param orderTopicConf {@code brokerA:4;brokerB:2} for a topic with a fixed set of queues, else null
 * @param queueDatas     one entry per broker that has the topic
 * @param brokerDatas    where those brokers are
 * @param queueMappings  of a static topic, by broker name; otherwise empty
 */
public record TopicRoute(
        @Nullable String orderTopicConf,
        List<QueueData> queueDatas,
        List<BrokerData> brokerDatas,
        Map<String, TopicQueueMapping> queueMappings) {
    public TopicRoute {
        queueDatas = List.copyOf(queueDatas);
        brokerDatas = List.copyOf(brokerDatas);
        queueMappings = Collections.unmodifiableMap(new TreeMap<>(queueMappings));
    }

    /** The route of an ordinary topic: no fixed order, no queue mapping. */
    public static TopicRoute of(List<QueueData> queueDatas, List<BrokerData> brokerDatas) {
        return new TopicRoute(null, queueDatas, brokerDatas, Map.of());
    }

    /** The broker with this name, or null when the route does not have it. */
    public @Nullable BrokerData broker(String brokerName) {
        for (BrokerData broker : brokerDatas) {
            if (broker.brokerName().equals(brokerName)) {
                return broker;
            }
        }
        return null;
    }
}

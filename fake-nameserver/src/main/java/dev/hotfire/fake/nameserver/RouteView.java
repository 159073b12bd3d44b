// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.nameserver;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.ClusterInfo;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one name server believes about the cluster. Immutable; beliefs may be stale, partial or wrong, that is the point.
 *
 * @param routes  the route of each known topic, by topic
 * @param cluster what it says about brokers, to those who ask for the cluster
 */
public record RouteView(SortedMap<String, TopicRoute> routes, ClusterInfo cluster) {
    /** A name server that no broker has registered with. */
    public static final RouteView EMPTY = of(new TreeMap<>());

    public RouteView {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        requireNonNull(cluster, "cluster");
    }

    /** These routes, and the brokers in them. */
    public static RouteView of(Map<String, TopicRoute> routes) {
        TreeMap<String, BrokerData> brokers = new TreeMap<>();
        for (TopicRoute route : new TreeMap<>(routes).values()) {
            route.brokerDatas().forEach(broker -> brokers.put(broker.brokerName(), broker));
        }
        return new RouteView(new TreeMap<>(routes), clusterOf(brokers));
    }

    /** What these brokers, by name, make up. */
    public static ClusterInfo clusterOf(SortedMap<String, BrokerData> brokers) {
        TreeMap<String, TreeSet<String>> names = new TreeMap<>();
        brokers.values().forEach(broker -> names.computeIfAbsent(broker.cluster(), cluster -> new TreeSet<>())
                .add(broker.brokerName()));
        TreeMap<String, List<String>> clusters = new TreeMap<>();
        names.forEach((cluster, members) -> clusters.put(cluster, List.copyOf(members)));
        return new ClusterInfo(brokers, clusters);
    }

    /** The topic's route, or null when it is not known. */
    public @Nullable TopicRoute route(String topic) {
        return routes.get(topic);
    }

    /** This view with another route for the topic; the cluster as it was. */
    public RouteView withRoute(String topic, TopicRoute route) {
        TreeMap<String, TopicRoute> changed = new TreeMap<>(routes);
        changed.put(topic, requireNonNull(route, "route"));
        return new RouteView(changed, cluster);
    }

    /** This view without the topic. */
    public RouteView withoutTopic(String topic) {
        TreeMap<String, TopicRoute> changed = new TreeMap<>(routes);
        changed.remove(topic);
        return new RouteView(changed, cluster);
    }

    /** This view without the broker: not in any route, and topics gone that only it had. */
    public RouteView withoutBroker(String brokerName) {
        TreeMap<String, TopicRoute> changed = new TreeMap<>();
        routes.forEach((topic, route) -> {
            List<QueueData> queues = new ArrayList<>(route.queueDatas());
            queues.removeIf(queue -> queue.brokerName().equals(brokerName));
            List<BrokerData> brokers = new ArrayList<>(route.brokerDatas());
            brokers.removeIf(broker -> broker.brokerName().equals(brokerName));
            if (!queues.isEmpty()) {
                changed.put(topic, new TopicRoute(route.orderTopicConf(), queues, brokers, route.queueMappings()));
            }
        });
        TreeMap<String, BrokerData> brokers = new TreeMap<>(cluster.brokers());
        brokers.remove(brokerName);
        return new RouteView(changed, clusterOf(brokers));
    }
}

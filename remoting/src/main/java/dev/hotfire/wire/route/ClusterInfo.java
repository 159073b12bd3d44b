// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every broker that a name server knows (response body of {@code GET_BROKER_CLUSTER_INFO}, W-5). Unmodifiable.
 *
 * @param brokers  by broker name
 * @param clusters the names of each cluster's brokers, by cluster name
 */
public record ClusterInfo(Map<String, BrokerData> brokers, Map<String, List<String>> clusters) {
    public ClusterInfo {
        brokers = Collections.unmodifiableMap(new TreeMap<>(brokers));
        TreeMap<String, List<String>> copy = new TreeMap<>();
        clusters.forEach((cluster, names) -> copy.put(cluster, List.copyOf(names)));
        clusters = Collections.unmodifiableMap(copy);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The fake cluster of a scenario.
 *
 * @param nameServers  how many name servers, at least 1
 * @param brokers      broker names, each once, at least one
 * @param topics       topics that exist from the start, each on all brokers; at least one
 * @param brokerExpiry how long name servers go on listing a broker that they hear nothing of
 */
public record ClusterSpec(int nameServers, List<String> brokers, List<TopicSpec> topics, Duration brokerExpiry) {
    /** What name servers are called on the timeline: this, and a number from 1. */
    public static final String NAME_SERVER_PREFIX = "namesrv-";

    public ClusterSpec {
        if (nameServers < 1) {
            throw new IllegalArgumentException("nameServers: " + nameServers + " (expected: >= 1)");
        }
        brokers = List.copyOf(brokers);
        topics = List.copyOf(topics);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("brokers: none (expected: at least one)");
        }
        if (new LinkedHashSet<>(brokers).size() < brokers.size()) {
            throw new IllegalArgumentException("brokers: " + brokers + " (expected: each name once)");
        }
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("topics: none (expected: at least one)");
        }
        if (brokerExpiry.isNegative() || brokerExpiry.isZero()) {
            throw new IllegalArgumentException("brokerExpiry: " + brokerExpiry + " (expected: more than zero)");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The fake cluster of a scenario.
 *
 * @param nameServers  how many name servers, at least 1
 * @param brokers      broker names, each once, at least one
 * @param topics       topics that exist from the start, each on all brokers; at least one
 * @param brokerExpiry how long name servers go on listing a broker that they hear nothing of
 * @param slaves       how many slaves each broker has, 0 or more
 * @param headers      how servers encode the headers of their answers
 */
public record ClusterSpec(
        int nameServers,
        List<String> brokers,
        List<TopicSpec> topics,
        Duration brokerExpiry,
        int slaves,
        HeaderEncoding headers) {
    /** What name servers are called on the timeline: this, and a number from 1. */
    public static final String NAME_SERVER_PREFIX = "namesrv-";

    public ClusterSpec {
        if (nameServers < 1) {
            throw new IllegalArgumentException("nameServers: " + nameServers + " (expected: >= 1)");
        }
        if (slaves < 0) {
            throw new IllegalArgumentException("slaves: " + slaves + " (expected: >= 0)");
        }
        requireNonNull(headers, "headers");
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

    /** A cluster without slaves. */
    public ClusterSpec(int nameServers, List<String> brokers, List<TopicSpec> topics, Duration brokerExpiry) {
        this(nameServers, brokers, topics, brokerExpiry, 0, HeaderEncoding.JSON);
    }

    /** The names of all servers: brokers, then name servers. */
    public List<String> nodes() {
        List<String> nodes = new ArrayList<>(brokers);
        nodes.addAll(nameServerNames());
        return nodes;
    }

    /** The names of the name servers. */
    public List<String> nameServerNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= nameServers; i++) {
            names.add(NAME_SERVER_PREFIX + i);
        }
        return names;
    }
}

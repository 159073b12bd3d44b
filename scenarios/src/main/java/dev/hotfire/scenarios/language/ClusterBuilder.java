// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what cluster a scenario has. One name server and no slaves, unless told otherwise; brokers and topics are required. */
public final class ClusterBuilder {
    private final List<TopicSpec> topics = new ArrayList<>();
    private int nameServers = 1;
    private List<String> brokers = List.of();
    private Duration brokerExpiry = FakeCluster.DEFAULT_BROKER_EXPIRY;
    private int slaves;
    private HeaderEncoding headers = HeaderEncoding.JSON;

    ClusterBuilder() {}

    /** How many name servers: {@code namesrv-1} and so on. */
    public ClusterBuilder nameServers(int count) {
        nameServers = count;
        return this;
    }

    /** The brokers' names. */
    public ClusterBuilder brokers(String... names) {
        brokers = List.of(names);
        return this;
    }

    /** A topic that has so many queues on each broker. */
    public ClusterBuilder topic(String name, int queues) {
        topics.add(new TopicSpec(name, queues));
        return this;
    }

    /** A topic that has another number of queues on some brokers, by their names. */
    public ClusterBuilder topic(String name, int queues, Map<String, Integer> except) {
        topics.add(new TopicSpec(name, queues, except, false));
        return this;
    }

    /** A topic whose queues are numbered across all brokers, so many in all. */
    public ClusterBuilder numberedTopic(String name, int queues) {
        topics.add(new TopicSpec(name, queues, Map.of(), true));
        return this;
    }

    /** How long name servers go on listing a broker that they hear nothing of, as in {@code "30s"}. */
    public ClusterBuilder brokerExpiry(String time) {
        brokerExpiry = Times.of("brokerExpiry", time);
        return this;
    }

    /** How many slaves each broker has. */
    public ClusterBuilder slaves(int count) {
        slaves = count;
        return this;
    }

    /** How servers encode the headers of their answers. */
    public ClusterBuilder headers(HeaderEncoding encoding) {
        headers = encoding;
        return this;
    }

    ClusterSpec build() {
        return new ClusterSpec(nameServers, brokers, topics, brokerExpiry, slaves, headers);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.MessageLog;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.broker.TransactionChecking;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.World;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.header.SendResponseHeader;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is to be like: what its builder collects, and what servers that join later are made by. Each field is
 * explained, and checked, at the builder's method of its name. For one thread until a cluster has its {@link #copy}, which
 * nobody changes.
 */
final class ClusterSettings {
    final List<TopicConfig> topics = new ArrayList<>();
    final List<AclCredentials> admitted = new ArrayList<>();

    @Nullable
    SslContext tls;

    List<String> brokerNames = List.of("broker-a");
    int slaves;

    @Nullable
    World world;

    @Nullable
    Long seed;

    int nameServers = 1;
    int firstPort;
    boolean autoCreateTopics;
    int retainedMessages = MessageLog.DEFAULT_RETAINED_MESSAGES;
    long retainedBytes = MessageLog.DEFAULT_RETAINED_BYTES;
    String clusterName = FakeBroker.DEFAULT_CLUSTER;
    Journal journal = new Journal();
    HeaderEncoding encoding = HeaderEncoding.JSON;
    int version = MqVersion.V5_5_0;
    String region = SendResponseHeader.DEFAULT_REGION;
    boolean traceOn = true;
    List<Duration> delayLevels = FakeBroker.DEFAULT_DELAY_LEVELS;

    @Nullable
    TransactionChecking transactionChecking = TransactionChecking.OFFICIAL;

    LinkConditions linkConditions = LinkConditions.CLEAR;
    Duration brokerExpiry = FakeCluster.DEFAULT_BROKER_EXPIRY;
    Duration clientExpiry = FakeBroker.DEFAULT_CLIENT_EXPIRY;

    /** What a cluster keeps: the user may go on with this one. */
    ClusterSettings copy() {
        ClusterSettings copy = new ClusterSettings();
        copy.topics.addAll(topics);
        copy.admitted.addAll(admitted);
        copy.tls = tls;
        copy.brokerNames = brokerNames;
        copy.slaves = slaves;
        copy.world = world;
        copy.seed = seed;
        copy.nameServers = nameServers;
        copy.firstPort = firstPort;
        copy.autoCreateTopics = autoCreateTopics;
        copy.retainedMessages = retainedMessages;
        copy.retainedBytes = retainedBytes;
        copy.clusterName = clusterName;
        copy.journal = journal;
        copy.encoding = encoding;
        copy.version = version;
        copy.region = region;
        copy.traceOn = traceOn;
        copy.delayLevels = delayLevels;
        copy.transactionChecking = transactionChecking;
        copy.linkConditions = linkConditions;
        copy.brokerExpiry = brokerExpiry;
        copy.clientExpiry = clientExpiry;
        return copy;
    }

    /** What the name servers are called. */
    List<String> nameServerNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= nameServers; i++) {
            names.add("namesrv-" + i);
        }
        return names;
    }

    /** What all servers of the beginning are called. */
    List<String> serverNames() {
        List<String> names = new ArrayList<>(nameServerNames());
        for (String broker : brokerNames) {
            names.add(broker);
            for (int i = 1; i <= slaves; i++) {
                names.add(slaveName(broker, i));
            }
        }
        return names;
    }

    /** What a broker's slave is called. */
    static String slaveName(String brokerName, int number) {
        return brokerName + "-slave-" + number;
    }
}

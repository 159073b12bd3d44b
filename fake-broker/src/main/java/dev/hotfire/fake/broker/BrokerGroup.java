// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the brokers of one name have in common, a master and its slaves: who of them is master, and what is on their
 * disks. That is one disk here, as if replication took no time and lost nothing. Safe from any thread.
 */
final class BrokerGroup {
    private final String brokerName;
    private final String clusterName;
    private final String region;
    private final boolean traceOn;
    private final Runnable onTopicsChanged;
    private final RouteLookup routes;
    private final Topics topics = new Topics();
    private final StaticTopics staticTopics = new StaticTopics();
    private final ConsumerOffsets offsets = new ConsumerOffsets();
    private final MessageLog log;
    private final BrokerTime time;
    private final Delays delays;
    private final Transactions transactions;
    private final AtomicInteger members = new AtomicInteger();
    private volatile FakeBroker master;
    private volatile @Nullable StoreHost storeHost;

    /** The disk of a broker that is the master until another one is. */
    BrokerGroup(FakeBroker master, FakeBroker.Builder builder) {
        this.master = master;
        this.brokerName = builder.machine.name();
        this.clusterName = builder.clusterName;
        this.region = builder.region;
        this.traceOn = builder.traceOn;
        this.onTopicsChanged = builder.onTopicsChanged;
        this.routes = builder.routes == null ? this::ownRoute : builder.routes;
        this.log = new MessageLog(builder.retainedMessages, builder.retainedBytes);
        this.time = new BrokerTime(builder.machine, step -> master().server().act(step));
        this.delays = new Delays(this, time, builder.delayLevels);
        this.transactions = new Transactions(this, builder.transactionChecking);
        log.addListener(new LogListener() {
            @Override
            public void lost(StoredMessage message) {
                transactions.forget(message);
                delays.forget(message);
            }

            @Override
            public void dropped(StoredMessage message) {
                lost(message);
            }
        });
        topics.addSystemTopics(clusterName, builder.autoCreateTopics);
    }

    /** What queues of any of them are known by. */
    String brokerName() {
        return brokerName;
    }

    String clusterName() {
        return clusterName;
    }

    String region() {
        return region;
    }

    /** Whether producers are told to trace their messages. */
    boolean traceOn() {
        return traceOn;
    }

    /** Numbers a new member: the first one is the master. */
    long join() {
        return members.getAndIncrement();
    }

    FakeBroker master() {
        return master;
    }

    /** Makes another one master; it must be told to {@linkplain BrokerTime#wake go on} with what is due. */
    void master(FakeBroker newMaster) {
        this.master = newMaster;
    }

    SortedMap<String, TopicConfig> topics() {
        return topics.all();
    }

    /** The topics, to be changed; who does calls {@link #topicsChanged}. */
    Topics topicTable() {
        return topics;
    }

    StaticTopics staticTopics() {
        return staticTopics;
    }

    ConsumerOffsets offsets() {
        return offsets;
    }

    /** Where the group learns of topics on all brokers. */
    RouteLookup routes() {
        return routes;
    }

    private @Nullable TopicRoute ownRoute(String topic) {
        TopicConfig config = topics.get(topic);
        if (config == null) {
            return null;
        }
        QueueData queues = new QueueData(brokerName, config.readQueueNums(), config.writeQueueNums(), config.perm(), 0);
        return new TopicRoute(null, List.of(queues), List.of(), Map.of());
    }

    void topicsChanged() {
        onTopicsChanged.run();
    }

    MessageLog log() {
        return log;
    }

    BrokerTime time() {
        return time;
    }

    Delays delays() {
        return delays;
    }

    Transactions transactions() {
        return transactions;
    }

    StoredMessage append(Incoming message) {
        return append(message, 0);
    }

    /** Stores a message, as the master; with it locked. */
    StoredMessage append(Incoming message, long preparedTransactionOffset) {
        IpPort host = storeHost();
        long now = time.currentTimeMillis();
        return log.append(
                message.topic(),
                message.queueId(),
                (queueOffset, commitLogOffset) ->
                        message.at(queueOffset, commitLogOffset, now, host, preparedTransactionOffset));
    }

    /** Stores messages for one queue, at least one, as one write; as the master, with it locked. */
    List<StoredMessage> append(String topic, int queueId, List<Incoming> messages) {
        IpPort host = storeHost();
        long now = time.currentTimeMillis();
        List<MessageLog.Draft> drafts = new ArrayList<>(messages.size());
        for (Incoming message : messages) {
            drafts.add((queueOffset, commitLogOffset) -> message.at(queueOffset, commitLogOffset, now, host, 0));
        }
        return log.append(topic, queueId, drafts);
    }

    private IpPort storeHost() {
        Address address = master.address();
        StoreHost known = storeHost;
        if (known == null || !known.address.equals(address)) {
            known = new StoreHost(address, new IpPort(ipAddressOf(address.host()), address.port()));
            storeHost = known;
        }
        return known.host;
    }

    /** What an address was last translated to. */
    private record StoreHost(Address address, IpPort host) {}

    /** Stored messages hold an IP address. For a broker that is known by a name only it is that of loopback. */
    private static IpAddress ipAddressOf(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)
                ? IpAddress.parse(host)
                : IpAddress.LOOPBACK;
    }
}

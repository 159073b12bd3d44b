// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of one topic that can be written to, as one version of its route says (W-10, B-ROUTE-13). Immutable.
 *
 * @param topic   the topic
 * @param targets the queues, in the order in which round robin takes them
 */
public record PublishRoute(String topic, List<Target> targets) {
    private static final Logger LOG = LoggerFactory.getLogger(PublishRoute.class);

    /** The broker name that the queues of a static topic carry in place of a real one. */
    private static final String LOGICAL_BROKER_PREFIX = "__syslo__";

    private static final String GLOBAL_SCOPE = "__global__";
    private static final String GLOBAL_SCOPE_SHORT = "global__";

    /** How far below a broker's port its second one is. */
    private static final int VIP_DISTANCE = 2;

    public PublishRoute {
        targets = List.copyOf(targets);
    }

    /** A queue with what it takes to reach it. Equal when all of that is equal. */
    public static final class Target {
        private final MessageQueue queue;
        private final String brokerName;
        private final byte[] wireName;
        private final Address brokerAddress;
        private final Address sendAddress;
        private final String shownAddress;

        Target(MessageQueue queue, String brokerName, Master master) {
            this.queue = queue;
            this.brokerName = brokerName;
            this.wireName = brokerName.getBytes(StandardCharsets.UTF_8);
            this.brokerAddress = master.address;
            this.sendAddress = master.sendAddress;
            this.shownAddress = sendAddress.toString();
        }

        /** The queue as its user sees it. */
        public MessageQueue queue() {
            return queue;
        }

        /** The real broker, which differs from the queue's for static topics. */
        public String brokerName() {
            return brokerName;
        }

        /** The real broker's name in UTF-8, as header field n carries it; not to be changed. */
        public byte[] wireName() {
            return wireName;
        }

        /** The broker's master. */
        public Address brokerAddress() {
            return brokerAddress;
        }

        /** Where the master takes sends: the same, unless that is its second port (B-VIP-01). */
        public Address sendAddress() {
            return sendAddress;
        }

        /** {@link #sendAddress} as people read it. */
        public String shownAddress() {
            return shownAddress;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Target that
                    && queue.equals(that.queue)
                    && brokerName.equals(that.brokerName)
                    && brokerAddress.equals(that.brokerAddress)
                    && sendAddress.equals(that.sendAddress);
        }

        @Override
        public int hashCode() {
            return queue.hashCode();
        }

        @Override
        public String toString() {
            return queue + " at " + sendAddress;
        }
    }

    /** A broker's master by its two addresses. */
    private record Master(Address address, Address sendAddress) {
        static Master of(Address address, boolean vipChannel) {
            return new Master(address, PublishRoute.sendAddress(address, vipChannel));
        }
    }

    /** Where a broker takes sends and questions: at the address in its route, or at its second port (B-VIP-01). */
    public static Address sendAddress(Address address, boolean vipChannel) {
        return vipChannel && address.port() > VIP_DISTANCE
                ? new Address(address.host(), address.port() - VIP_DISTANCE)
                : address;
    }

    /** As {@link #of(String, TopicRoute, boolean)}, at the addresses in the route. */
    public static PublishRoute of(String topic, TopicRoute route) {
        return of(topic, route, false);
    }

    /**
     * What a producer can write to, by the route's kind: ordered by configuration, static, or ordinary.
     *
     * @param vipChannel whether sends go to the masters' second port
     */
    public static PublishRoute of(String topic, TopicRoute route, boolean vipChannel) {
        Map<String, Master> masters = masters(route, vipChannel);
        List<Target> targets = new ArrayList<>();
        String order = route.orderTopicConf();
        if (order != null && !order.isEmpty()) {
            addOrdered(topic, order, masters, targets);
        } else if (!route.queueMappings().isEmpty()) {
            addStatic(topic, route.queueMappings(), masters, targets);
        } else {
            addOrdinary(topic, route.queueDatas(), masters, targets);
        }
        return new PublishRoute(topic, targets);
    }

    /** The same for a topic that does not exist yet: the template's brokers, with as many queues as will be created. */
    static PublishRoute ofTemplate(String topic, TopicRoute template, int queues, boolean vipChannel) {
        List<QueueData> cut = new ArrayList<>();
        for (QueueData data : template.queueDatas()) {
            int count = Math.min(queues, data.readQueueNums());
            cut.add(new QueueData(data.brokerName(), count, count, data.perm(), data.topicSysFlag()));
        }
        List<Target> targets = new ArrayList<>();
        addOrdinary(topic, cut, masters(template, vipChannel), targets);
        return new PublishRoute(topic, targets);
    }

    /** The target of a queue, or null if this route can't write to it. */
    public @Nullable Target find(MessageQueue queue) {
        for (Target target : targets) {
            if (target.queue().equals(queue)) {
                return target;
            }
        }
        return null;
    }

    private static Map<String, Master> masters(TopicRoute route, boolean vipChannel) {
        Map<String, Master> masters = new TreeMap<>();
        for (BrokerData broker : route.brokerDatas()) {
            String master = broker.masterAddress();
            if (master != null) {
                try {
                    masters.put(broker.brokerName(), Master.of(Address.parse(master), vipChannel));
                } catch (IllegalArgumentException e) {
                    LOG.warn("broker {} is left out: {}", broker.brokerName(), e.getMessage());
                }
            }
        }
        return masters;
    }

    private static void addOrdinary(
            String topic, List<QueueData> queueDatas, Map<String, Master> masters, List<Target> targets) {
        queueDatas.stream()
                .sorted(Comparator.comparing(QueueData::brokerName))
                .filter(data -> Permission.isWriteable(data.perm()))
                .forEach(data -> addQueues(topic, data.brokerName(), data.writeQueueNums(), masters, targets));
    }

    private static void addOrdered(String topic, String order, Map<String, Master> masters, List<Target> targets) {
        for (String item : order.split(";", -1)) {
            int colon = item.lastIndexOf(':');
            try {
                int count = Integer.parseInt(item.substring(colon + 1).strip());
                if (count > QueueData.MAX_QUEUES) {
                    throw new NumberFormatException("count: " + count);
                }
                addQueues(topic, item.substring(0, Math.max(0, colon)).strip(), count, masters, targets);
            } catch (NumberFormatException e) {
                // One malformed item (N12) must not take the others along.
                LOG.warn(
                        "order configuration of {}: '{}' is left out (expected: broker:count, count up to {})",
                        topic,
                        item,
                        QueueData.MAX_QUEUES);
            }
        }
    }

    private static void addQueues(
            String topic, String brokerName, int count, Map<String, Master> masters, List<Target> targets) {
        Master master = masters.get(brokerName);
        if (master != null) {
            for (int id = 0; id < count; id++) {
                targets.add(new Target(new MessageQueue(topic, brokerName, id), brokerName, master));
            }
        }
    }

    private static void addStatic(
            String topic, Map<String, TopicQueueMapping> mappings, Map<String, Master> masters, List<Target> targets) {
        long newestEpoch = Long.MIN_VALUE;
        int totalQueues = 0;
        for (TopicQueueMapping mapping : mappings.values()) {
            if (mapping.epoch() > newestEpoch) {
                newestEpoch = mapping.epoch();
                totalQueues = mapping.totalQueues();
            } else if (mapping.epoch() == newestEpoch) {
                totalQueues = Math.max(totalQueues, mapping.totalQueues());
            }
        }
        for (int id = 0; id < totalQueues; id++) {
            TopicQueueMapping owner = ownerOf(id, mappings);
            Master master = owner == null ? null : masters.get(owner.brokerName());
            if (owner != null && master != null) {
                targets.add(new Target(
                        new MessageQueue(topic, logicalBroker(owner.scope()), id), owner.brokerName(), master));
            }
        }
    }

    /** The newest mapping that lists the queue; null if no broker has it. */
    private static @Nullable TopicQueueMapping ownerOf(int queueId, Map<String, TopicQueueMapping> mappings) {
        TopicQueueMapping owner = null;
        for (TopicQueueMapping mapping : mappings.values()) {
            if (mapping.currIdMap().containsKey(queueId) && (owner == null || mapping.epoch() > owner.epoch())) {
                owner = mapping;
            }
        }
        return owner;
    }

    private static String logicalBroker(String scope) {
        return LOGICAL_BROKER_PREFIX + (scope.equals(GLOBAL_SCOPE) ? GLOBAL_SCOPE_SHORT : scope);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.MalformedRouteException;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What name servers told clients: all that ever was in a route, and who was in each of them. Worked out from the routes
 * as they were answered, on its own; what the producer makes of them is what is to be checked.
 */
final class RouteBook {
    /** The id of a master among a broker's addresses; only there may be sent to (W-10). */
    private static final long MASTER = 0;

    /** What one machine was told about one topic. */
    static final class Page {
        /** By broker, and by address, the queues that could be written to in some route. */
        private final Map<String, Map<String, BitSet>> legal = new HashMap<>();

        /** The brokers that could be written to in every route so far. */
        private Set<String> always = Set.of();

        /** By broker, the queues that can be written to in the latest route. */
        private Map<String, BitSet> latest = Map.of();

        /** By address, the same. */
        private Map<String, BitSet> latestThere = Map.of();

        private int routes;

        private boolean numbered;

        private @Nullable TopicRoute last;

        /** As it was told. */
        private byte @Nullable [] lastBody;

        private long changedAt;

        private final TreeSet<Long> toldAt = new TreeSet<>();

        boolean isLegal(String broker, String address, int queueId) {
            Map<String, BitSet> byAddress = legal.get(broker);
            BitSet queues = byAddress == null ? null : byAddress.get(address);
            return queues != null && queueId >= 0 && queues.get(queueId);
        }

        /** The brokers that the client could always write to. */
        Set<String> always() {
            return always;
        }

        /** By broker, the queues that can be written to in the latest route. */
        Map<String, BitSet> latest() {
            return latest;
        }

        /** Whether the latest route has a queue, whatever broker holds it if queues are numbered across brokers. */
        boolean hasQueue(String broker, int queueId) {
            if (numbered) {
                return latest.values().stream().anyMatch(queues -> queues.get(queueId));
            }
            BitSet queues = latest.get(broker);
            return queues != null && queues.get(queueId);
        }

        /** Whether the latest route leads to a queue at an address. */
        boolean leadsTo(String address, int queueId) {
            BitSet queues = latestThere.get(address);
            return queues != null && queueId >= 0 && queues.get(queueId);
        }

        int routes() {
            return routes;
        }

        /** Whether some route had queues that are numbered across brokers. */
        boolean isNumbered() {
            return numbered;
        }

        /** When a route was told that was not the one before. */
        long changedAt() {
            return changedAt;
        }

        /** Whether any route was told then, both ends included. */
        boolean wasTold(long from, long until) {
            Long next = toldAt.ceiling(from);
            return next != null && next <= until;
        }

        private void add(TopicRoute route, long now) {
            toldAt.add(now);
            if (!route.equals(last)) {
                last = route;
                changedAt = now;
            }
            Set<String> writable = new TreeSet<>();
            latest = new HashMap<>();
            latestThere = new HashMap<>();
            String order = route.orderTopicConf();
            if (order != null && !order.isEmpty()) {
                addOrdered(route, order, writable);
            } else if (!route.queueMappings().isEmpty()) {
                numbered = true;
                for (TopicQueueMapping mapping : route.queueMappings().values()) {
                    for (int id : mapping.currIdMap().keySet()) {
                        if (isNewest(route, mapping, id)) {
                            add(route, mapping.brokerName(), id, id + 1, writable);
                        }
                    }
                }
            } else {
                for (QueueData data : route.queueDatas()) {
                    if (Permission.isWriteable(data.perm())) {
                        add(route, data.brokerName(), 0, data.writeQueueNums(), writable);
                    }
                }
            }
            if (routes++ == 0) {
                always = writable;
            } else {
                always.retainAll(writable);
            }
        }

        /** Of several that claim a queue, the one counts that did so last. */
        private static boolean isNewest(TopicRoute route, TopicQueueMapping mapping, int queueId) {
            for (TopicQueueMapping other : route.queueMappings().values()) {
                if (other.epoch() > mapping.epoch() && other.currIdMap().containsKey(queueId)) {
                    return false;
                }
            }
            return true;
        }

        private void addOrdered(TopicRoute route, String order, Set<String> writable) {
            for (String item : order.split(";", -1)) {
                int colon = item.lastIndexOf(':');
                try {
                    int queues = Integer.parseInt(item.substring(colon + 1).strip());
                    add(route, item.substring(0, Math.max(0, colon)).strip(), 0, queues, writable);
                } catch (NumberFormatException e) {
                    // Malformed on purpose: nobody may write to what it does not say.
                    writable.remove("");
                }
            }
        }

        private void add(TopicRoute route, String broker, int from, int to, Set<String> writable) {
            BrokerData data = route.broker(broker);
            String master = data == null ? null : data.brokerAddrs().get(MASTER);
            if (master != null && to > from) {
                legal.computeIfAbsent(broker, key -> new HashMap<>())
                        .computeIfAbsent(master, key -> new BitSet())
                        .set(from, to);
                latest.computeIfAbsent(broker, key -> new BitSet()).set(from, to);
                latestThere.computeIfAbsent(master, key -> new BitSet()).set(from, to);
                writable.add(broker);
            }
        }
    }

    /** Who was told, and about which topic. */
    private record Title(String host, String topic) {}

    private final Map<Title, Page> pages = new HashMap<>();

    /** A name server answered a client. */
    void told(String host, String topic, TopicRoute route, long now) {
        pages.computeIfAbsent(new Title(host, topic), key -> new Page()).add(route, now);
    }

    /**
     * As {@link #told(String, String, TopicRoute, long)}, of a route as it was written. Most say what the one before said, and
     * that is read once.
     *
     * @throws MalformedRouteException if it makes no sense
     */
    void told(String host, String topic, byte[] body, long now) {
        Page page = page(host, topic);
        if (page != null && Arrays.equals(page.lastBody, body)) {
            page.routes++;
            page.toldAt.add(now);
            return;
        }
        told(host, topic, RouteCodec.decode(body), now);
        requireNonNull(page(host, topic)).lastBody = body;
    }

    @Nullable
    Page page(String host, String topic) {
        return pages.get(new Title(host, topic));
    }
}

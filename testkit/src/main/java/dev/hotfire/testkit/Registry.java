// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.nameserver.RouteView;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is listed where: what registrations and their expiry are in a real cluster.
 *
 * <p>Guarded by this object's lock, under which no server's lock is taken, because brokers call with theirs held.
 */
final class Registry {
    private final List<FakeNameServer> nameServers;
    private final EventLoop loop;
    private final long expiryNanos;
    private final Map<String, Registration> registrations = new LinkedHashMap<>();

    /** By topic, see {@link TopicRoute#orderTopicConf}. */
    private final Map<String, String> orders = new TreeMap<>();

    private boolean closed;

    Registry(List<FakeNameServer> nameServers, EventLoop loop, Duration expiry) {
        this.nameServers = nameServers;
        this.loop = loop;
        this.expiryNanos = expiry.toNanos();
    }

    /** One broker's standing. */
    private static final class Registration {
        final FakeBroker broker;
        String address;

        /** What name servers are told instead of the address, null for the truth. */
        @Nullable
        String advertised;

        /** By name server: whether it was told to leave the broker out. */
        final boolean[] unlisted;

        /** By name server: whether it was told to list the broker although it is down. */
        final boolean[] kept;

        /** Whether the broker is known to live, or its registration has not expired yet. */
        boolean registered = true;

        @Nullable
        ScheduledFuture<?> expiry;

        Registration(FakeBroker broker, int nameServers) {
            this.broker = broker;
            this.address = broker.address().toString();
            this.unlisted = new boolean[nameServers];
            this.kept = new boolean[nameServers];
        }

        boolean isListed(int nameServer) {
            return !unlisted[nameServer] && (registered || kept[nameServer]);
        }

        void cancelExpiry() {
            if (expiry != null) {
                expiry.cancel(false);
                expiry = null;
            }
        }
    }

    /** Takes in a broker that has just started, and lists it everywhere. */
    void add(FakeBroker broker) {
        Registration registration = new Registration(broker, nameServers.size());
        synchronized (this) {
            registrations.put(broker.name(), registration);
        }
        broker.server().addStateListener(state -> onState(registration, state));
    }

    private void onState(Registration registration, ServerState state) {
        // Asked before the lock is taken: a server's own lock is behind it.
        String address = registration.broker.address().toString();
        onState(registration, state, address);
    }

    private synchronized void onState(Registration registration, ServerState state, String address) {
        if (closed) {
            return;
        }
        switch (state) {
            case RUNNING -> {
                registration.address = address;
                registration.cancelExpiry();
                registration.registered = true;
                Arrays.fill(registration.kept, false);
                publish();
            }
            case SHUTTING_DOWN, STOPPED -> {
                registration.cancelExpiry();
                registration.registered = false;
                publish();
            }
            case CRASHED, POWERED_OFF -> {
                registration.cancelExpiry();
                registration.expiry = loop.schedule(() -> expire(registration), expiryNanos, TimeUnit.NANOSECONDS);
            }
            case STARTING, PAUSED, CLOSED -> {
                // Nothing that a name server would notice: short pauses don't outlast a registration.
            }
        }
    }

    private synchronized void expire(Registration registration) {
        registration.expiry = null;
        registration.registered = false;
        publish();
    }

    /** Lists a broker on one name server, or no longer. */
    synchronized void list(String brokerName, int nameServer, boolean on) {
        Registration registration = registrations.get(brokerName);
        if (registration != null) {
            registration.unlisted[nameServer] = !on;
            registration.kept[nameServer] = on;
            publish();
        }
    }

    /** Has name servers tell another address than the broker's, or with null the broker's again. */
    synchronized void advertise(String brokerName, @Nullable String address) {
        Registration registration = registrations.get(brokerName);
        if (registration != null) {
            registration.advertised = address;
            publish();
        }
    }

    /** Gives a topic a configured order, or with null none. */
    synchronized void order(String topic, @Nullable String orderTopicConf) {
        if (orderTopicConf == null) {
            orders.remove(topic);
        } else {
            orders.put(topic, orderTopicConf);
        }
        publish();
    }

    /** Gives each name server the view that the standing of the brokers calls for. */
    synchronized void publish() {
        for (int i = 0; i < nameServers.size(); i++) {
            nameServers.get(i).view(viewOf(i));
        }
    }

    /** The route of a topic as brokers learn it, by all who are registered; null when none of them has it. */
    synchronized @Nullable TopicRoute routeOf(String topic) {
        List<Registration> registered = new ArrayList<>();
        for (Registration registration : registrations.values()) {
            if (registration.registered) {
                registered.add(registration);
            }
        }
        TopicRoute route = routeOf(topic, registered, dataOf(registered));
        return route.queueDatas().isEmpty() ? null : route;
    }

    private RouteView viewOf(int nameServer) {
        List<Registration> listed = new ArrayList<>();
        TreeSet<String> topics = new TreeSet<>();
        for (Registration registration : registrations.values()) {
            if (registration.isListed(nameServer)) {
                listed.add(registration);
                topics.addAll(registration.broker.topics().keySet());
            }
        }
        SortedMap<String, BrokerData> brokers = dataOf(listed);
        TreeMap<String, TopicRoute> routes = new TreeMap<>();
        for (String topic : topics) {
            routes.put(topic, routeOf(topic, listed, brokers));
        }
        return new RouteView(routes, RouteView.clusterOf(brokers));
    }

    private TopicRoute routeOf(String topic, List<Registration> listed, SortedMap<String, BrokerData> brokers) {
        TreeMap<String, QueueData> queues = new TreeMap<>();
        List<BrokerData> having = new ArrayList<>();
        TreeMap<String, TopicQueueMapping> mappings = new TreeMap<>();
        for (Registration registration : listed) {
            FakeBroker broker = registration.broker;
            String name = broker.brokerName();
            TopicConfig config = broker.topics().get(topic);
            if (config != null && !queues.containsKey(name)) {
                queues.put(
                        name, new QueueData(name, config.readQueueNums(), config.writeQueueNums(), config.perm(), 0));
                having.add(requireNonNull(brokers.get(name), name));
                TopicQueueMapping mapping = broker.queueMapping(topic);
                if (mapping != null) {
                    mappings.put(name, mapping);
                }
            }
        }
        return new TopicRoute(orders.get(topic), new ArrayList<>(queues.values()), having, mappings);
    }

    /** The brokers by name, each with the addresses of those of its group that are listed. */
    private static SortedMap<String, BrokerData> dataOf(List<Registration> listed) {
        TreeMap<String, TreeMap<Long, String>> addresses = new TreeMap<>();
        TreeMap<String, String> clusters = new TreeMap<>();
        for (Registration registration : listed) {
            FakeBroker broker = registration.broker;
            String told = registration.advertised;
            addresses
                    .computeIfAbsent(broker.brokerName(), name -> new TreeMap<>())
                    .put(broker.brokerId(), told == null ? registration.address : told);
            clusters.put(broker.brokerName(), broker.clusterName());
        }
        TreeMap<String, BrokerData> brokers = new TreeMap<>();
        addresses.forEach((name, byId) ->
                brokers.put(name, new BrokerData(requireNonNull(clusters.get(name)), name, byId, null, false)));
        return brokers;
    }

    /** Ends all timers; nothing is published by itself any more. */
    synchronized void close() {
        closed = true;
        registrations.values().forEach(Registration::cancelExpiry);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.nameserver.RouteView;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private boolean closed;

    Registry(List<FakeNameServer> nameServers, EventLoop loop, Duration expiry) {
        this.nameServers = nameServers;
        this.loop = loop;
        this.expiryNanos = expiry.toNanos();
    }

    /** One broker's standing. */
    private static final class Registration {
        final FakeBroker broker;
        final String address;

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

    private synchronized void onState(Registration registration, ServerState state) {
        if (closed) {
            return;
        }
        switch (state) {
            case RUNNING -> {
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

    /** Gives each name server the view that the standing of the brokers calls for. */
    synchronized void publish() {
        for (int i = 0; i < nameServers.size(); i++) {
            nameServers.get(i).view(viewOf(i));
        }
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
        TreeMap<String, TopicRoute> routes = new TreeMap<>();
        for (String topic : topics) {
            routes.put(topic, routeOf(topic, listed));
        }
        TreeMap<String, BrokerData> brokers = new TreeMap<>();
        listed.forEach(registration -> brokers.put(registration.broker.name(), dataOf(registration)));
        return new RouteView(routes, RouteView.clusterOf(brokers));
    }

    private static TopicRoute routeOf(String topic, List<Registration> listed) {
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> brokers = new ArrayList<>();
        for (Registration registration : listed) {
            TopicConfig config = registration.broker.topics().get(topic);
            if (config != null) {
                queues.add(new QueueData(
                        registration.broker.name(), config.readQueueNums(), config.writeQueueNums(), config.perm(), 0));
                brokers.add(dataOf(registration));
            }
        }
        return TopicRoute.of(queues, brokers);
    }

    private static BrokerData dataOf(Registration registration) {
        TreeMap<Long, String> addresses = new TreeMap<>();
        addresses.put(BrokerData.MASTER_ID, registration.address);
        return new BrokerData(registration.broker.clusterName(), registration.broker.name(), addresses, null, false);
    }

    /** Ends all timers; nothing is published by itself any more. */
    synchronized void close() {
        closed = true;
        registrations.values().forEach(Registration::cancelExpiry);
    }
}

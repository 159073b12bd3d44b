// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.ConsumerGroupHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who told a broker about himself in heartbeats: members of groups, by connection. Who says nothing more for a while is
 * forgotten, and his connection is ended, as by the official broker, though at once, and not at its next look around, up to
 * 10 s later. Safe from any thread.
 */
final class Clients {
    /** The official broker's channelExpiredTimeout. */
    static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(2);

    /** When a process that stood still looks again, as often as the official broker looks around. */
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final MachineClock clock;
    private final long expiryNanos;
    private final Predicate<Runnable> process;

    // The rest is guarded by this. By connection id, which is unique and ordered.
    private final SortedMap<Integer, Client> clients = new TreeMap<>();

    /** By consumer group: the fingerprint of the last heartbeat that named it; 0 is version 1. */
    private final Map<String, Integer> fingerprints = new HashMap<>();

    /** What was heard over one connection. */
    private static final class Client {
        final Connection connection;
        HeartbeatData heartbeat;
        long heardNanos;

        @Nullable
        ScheduledFuture<?> timer;

        Client(Connection connection, HeartbeatData heartbeat) {
            this.connection = connection;
            this.heartbeat = heartbeat;
        }
    }

    /**
     * @param expiry  how long after his last heartbeat somebody is still there, above 0
     * @param process runs a step with the broker locked, or says no while its process is down or stands still
     */
    Clients(MachineClock clock, Duration expiry, Predicate<Runnable> process) {
        this.clock = clock;
        this.expiryNanos = expiry.toNanos();
        this.process = process;
    }

    /**
     * Notes who heartbeated.
     *
     * @return whether the client must tell its subscriptions again: always in version 1, in version 2 when a group's last
     *     heartbeat had another fingerprint
     */
    synchronized boolean heard(Connection connection, HeartbeatData heartbeat) {
        connection.clientId(heartbeat.clientId());
        Map<String, List<String>> membersBefore = members();
        Client client = clients.get(connection.id());
        if (client == null) {
            client = new Client(connection, heartbeat);
            clients.put(connection.id(), client);
            lookAfter(expiryNanos, client);
        } else {
            client.heartbeat = heartbeat.withoutSub() ? withSubscriptionsOf(client.heartbeat, heartbeat) : heartbeat;
        }
        client.heardNanos = clock.nanoTime();
        boolean changed = heartbeat.fingerprint() == 0;
        for (HeartbeatData.ConsumerGroup group : heartbeat.consumerGroups()) {
            Integer last = fingerprints.put(group.groupName(), heartbeat.fingerprint());
            changed |= last != null && last != heartbeat.fingerprint();
        }
        notifyOfChanges(membersBefore);
        return changed;
    }

    /** Under the lock. */
    private void lookAfter(long delayNanos, Client client) {
        client.timer = client.connection.schedule(() -> look(client), delayNanos);
    }

    private void look(Client client) {
        boolean[] silent = new boolean[1];
        if (!process.test(() -> silent[0] = forgetIfSilent(client))) {
            synchronized (this) {
                if (clients.get(client.connection.id()) == client) {
                    lookAfter(LOOK_AGAIN_NANOS, client);
                }
            }
        }
        if (silent[0]) {
            client.connection.close();
        }
    }

    private synchronized boolean forgetIfSilent(Client client) {
        if (clients.get(client.connection.id()) != client) {
            return false;
        }
        long leftNanos = client.heardNanos + expiryNanos - clock.nanoTime();
        if (leftNanos > 0) {
            lookAfter(leftNanos, client);
            return false;
        }
        forget(client.connection);
        return true;
    }

    /** A heartbeat that left subscriptions out, with those that came before. */
    private static HeartbeatData withSubscriptionsOf(HeartbeatData before, HeartbeatData heartbeat) {
        List<HeartbeatData.ConsumerGroup> groups = new ArrayList<>();
        for (HeartbeatData.ConsumerGroup group : heartbeat.consumerGroups()) {
            groups.add(before.consumerGroups().stream()
                    .filter(known -> known.groupName().equals(group.groupName()))
                    .findFirst()
                    .orElse(group));
        }
        return new HeartbeatData(
                heartbeat.clientId(), heartbeat.producerGroups(), groups, heartbeat.fingerprint(), true);
    }

    /** Takes a client out of one producer group, or one consumer group, on all its connections. */
    synchronized void unregister(String clientId, @Nullable String producerGroup, @Nullable String consumerGroup) {
        Map<String, List<String>> membersBefore = members();
        for (Client client : clients.values()) {
            HeartbeatData heartbeat = client.heartbeat;
            if (heartbeat.clientId().equals(clientId)) {
                List<String> producers = new ArrayList<>(heartbeat.producerGroups());
                producers.removeIf(group -> group.equals(producerGroup));
                List<HeartbeatData.ConsumerGroup> consumers = new ArrayList<>(heartbeat.consumerGroups());
                consumers.removeIf(group -> group.groupName().equals(consumerGroup));
                client.heartbeat = new HeartbeatData(
                        clientId, producers, consumers, heartbeat.fingerprint(), heartbeat.withoutSub());
            }
        }
        notifyOfChanges(membersBefore);
    }

    synchronized void forget(Connection connection) {
        Map<String, List<String>> membersBefore = members();
        Client gone = clients.remove(connection.id());
        if (gone != null) {
            cancelTimer(gone);
            notifyOfChanges(membersBefore);
        }
    }

    private static void cancelTimer(Client client) {
        ScheduledFuture<?> timer = client.timer;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private Map<String, List<String>> members() {
        TreeMap<String, List<String>> members = new TreeMap<>();
        for (Client client : clients.values()) {
            for (HeartbeatData.ConsumerGroup group : client.heartbeat.consumerGroups()) {
                members.computeIfAbsent(group.groupName(), name -> new ArrayList<>())
                        .add(client.heartbeat.clientId());
            }
        }
        return members;
    }

    /** Tells the members of each group whose members are others than before, but for those who broadcast. */
    private void notifyOfChanges(Map<String, List<String>> before) {
        Map<String, List<String>> after = members();
        for (Client client : clients.values()) {
            for (HeartbeatData.ConsumerGroup group : client.heartbeat.consumerGroups()) {
                String name = group.groupName();
                if (!"BROADCASTING".equals(group.messageModel())
                        && !after.getOrDefault(name, List.of()).equals(before.getOrDefault(name, List.of()))) {
                    client.connection.push(new ConsumerGroupHeader(name)
                            .writeTo(Frame.request(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED)));
                }
            }
        }
    }

    /** What the group's last heartbeat wants of a topic, or null when it did not say. */
    synchronized HeartbeatData.@Nullable Subscription subscription(String group, String topic) {
        for (Client client : clients.values()) {
            for (HeartbeatData.ConsumerGroup consumers : client.heartbeat.consumerGroups()) {
                if (consumers.groupName().equals(group)) {
                    for (HeartbeatData.Subscription subscription : consumers.subscriptions()) {
                        if (subscription.topic().equals(topic)) {
                            return subscription;
                        }
                    }
                }
            }
        }
        return null;
    }

    synchronized void forgetAll() {
        clients.values().forEach(Clients::cancelTimer);
        clients.clear();
        fingerprints.clear();
    }

    /** The client ids of each producer group, groups by name, ids in the order of their connections. */
    synchronized SortedMap<String, List<String>> producerGroups() {
        TreeMap<String, List<String>> groups = new TreeMap<>();
        for (Client client : clients.values()) {
            for (String group : client.heartbeat.producerGroups()) {
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(client.heartbeat.clientId());
            }
        }
        return groups;
    }

    /** The client ids of a consumer group. */
    synchronized List<String> consumersOf(String group) {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        for (Client client : clients.values()) {
            if (client.heartbeat.consumerGroups().stream()
                    .anyMatch(member -> member.groupName().equals(group))) {
                ids.put(client.heartbeat.clientId(), true);
            }
        }
        return List.copyOf(ids.keySet());
    }

    /** A connection of some member of the producer group, or null. */
    synchronized @Nullable Connection ofProducerGroup(String group) {
        for (Client client : clients.values()) {
            if (client.heartbeat.producerGroups().contains(group) && client.connection.isOpen()) {
                return client.connection;
            }
        }
        return null;
    }

    /** The connection of the client with this id, or null. */
    synchronized @Nullable Connection ofClient(String clientId) {
        for (Client client : clients.values()) {
            if (client.heartbeat.clientId().equals(clientId) && client.connection.isOpen()) {
                return client.connection;
            }
        }
        return null;
    }
}

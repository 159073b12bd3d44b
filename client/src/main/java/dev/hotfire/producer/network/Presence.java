// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Request;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets brokers know that a client's producer groups are there: a heartbeat as soon as a connection to a master is up
 * (B-HEART-03) and once per period, and a word of leave at the end (B-LIFE-15). With the same period servers that no route
 * names any more are let go (B-ROUTE-17).
 *
 * <p>Heartbeats go to all brokers at once, and none waits for a name server: so neither a slow broker nor a slow name
 * server makes a healthy broker forget the producer (hazard of B-LIFE-12). Confined to the loop.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** As the official client's mqClientApiTimeout. */
    private static final long HEARTBEAT_TIMEOUT_NANOS = 3_000_000_000L;

    /** Taking leave is a courtesy: a broker that does not answer in this time finds out by itself. */
    private static final long LEAVE_TIMEOUT_NANOS = 500_000_000L;

    /** Which servers the routes in use name. Asked on the loop. */
    interface Servers {
        /** The masters, in the order of their addresses. */
        Collection<Address> masters();

        /** All that may be connected to: name servers, and brokers by all their addresses. */
        Collection<Address> all();
    }

    private final MachineClock clock;
    private final Connections connections;
    private final Deadlines deadlines;
    private final Servers servers;
    private final String clientId;
    private final boolean versionTwo;
    private final ScheduledFuture<?> timer;
    private final Set<String> wireGroups = new LinkedHashSet<>();
    private HeartbeatData heartbeat;

    /** Masters that routes name. A name server may be among them: a proxy is both in one. */
    private final Set<Address> brokers = new LinkedHashSet<>();

    /** Everybody that was named since the last round. */
    private Set<Address> namedLately = new LinkedHashSet<>();

    /** By address, the fingerprint of the heartbeat of version 2 that the broker knows in full. */
    private final Map<Address, Integer> fingerprints = new HashMap<>();

    private final Set<Connection> unanswered = new HashSet<>();

    /** The groups for whose sake all masters are connected. */
    private final Set<String> reachingGroups = new HashSet<>();

    private boolean left;

    /**
     * Nothing is connected yet, and nobody is there: see {@link #join}.
     *
     * @param onLoopEnding called on the loop, at most once, when somebody ends it below this client
     */
    Presence(
            ProducerConfig config,
            Machine machine,
            EventLoop loop,
            Connections connections,
            Deadlines deadlines,
            Servers servers,
            Runnable onLoopEnding) {
        this.clock = machine.clock();
        this.connections = connections;
        this.deadlines = deadlines;
        this.servers = servers;
        this.clientId = ClientIds.of(config, machine);
        this.versionTwo = config.heartbeatV2();
        this.heartbeat = HeartbeatData.ofProducers(clientId, List.of());
        long periodNanos = config.heartbeat().toNanos();
        this.timer = loop.scheduleWithFixedDelay(this::beat, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
        // A loop that ends cancels its timers. That is the only sign it gives.
        this.timer.addListener(ended -> {
            if (ended.isCancelled() && !left) {
                onLoopEnding.run();
            }
        });
    }

    /** A producer group is there from now on; brokers that are connected are told at once. */
    void join(String wireGroup) {
        wireGroups.add(wireGroup);
        heartbeat = HeartbeatData.ofProducers(clientId, List.copyOf(wireGroups));
        beatAll();
    }

    /** A route names brokers. */
    void onRoute(PublishRoute route) {
        for (PublishRoute.Target target : route.targets()) {
            namedLately.add(target.sendAddress());
            namedLately.add(target.brokerAddress());
            if (brokers.add(target.brokerAddress())) {
                // Connected already, as a name server.
                for (Connection connection : connections.all()) {
                    if (connection.isActive() && connection.address().equals(target.brokerAddress())) {
                        beat(connection);
                    }
                }
            }
            if (isReaching()) {
                connections.to(target.brokerAddress());
            }
        }
    }

    /**
     * Has connections made to all masters, now and for as long as the group is there: they may have something to ask
     * although nothing is sent to them (B-HEART-01).
     */
    void reach(String wireGroup) {
        boolean wasReaching = isReaching();
        reachingGroups.add(wireGroup);
        if (!wasReaching) {
            servers.masters().forEach(connections::to);
        }
    }

    private boolean isReaching() {
        return !reachingGroups.isEmpty();
    }

    String clientId() {
        return clientId;
    }

    /** A connection has come about. */
    void onConnected(Connection connection) {
        // Whoever is there now may not be who was there before.
        fingerprints.remove(connection.address());
        if (isBroker(connection)) {
            beat(connection);
        }
    }

    private boolean isBroker(Connection connection) {
        return brokers.contains(connection.address());
    }

    private void beat() {
        letGo();
        if (isReaching()) {
            // Those that are connecting have their heartbeat once they are.
            servers.masters().forEach(connections::to);
        }
        beatAll();
    }

    /** Whoever was not named in a whole period is gone; a name server that blinks costs no connection. */
    private void letGo() {
        Set<Address> named = new LinkedHashSet<>(servers.all());
        Set<Address> used = new HashSet<>(named);
        used.addAll(namedLately);
        brokers.retainAll(used);
        fingerprints.keySet().retainAll(used);
        connections.retireAllBut(used);
        namedLately = named;
    }

    private void beatAll() {
        for (Connection connection : connections.all()) {
            if (isBroker(connection) && connection.isActive()) {
                beat(connection);
            }
        }
    }

    private void beat(Connection connection) {
        // One that is still waiting for an answer needs no second question (B-HEART-04).
        if (wireGroups.isEmpty() || !unanswered.add(connection)) {
            return;
        }
        Address address = connection.address();
        HeartbeatData sent = heartbeat;
        int fingerprint = versionTwo ? heartbeat.computeFingerprint() : 0;
        boolean known = versionTwo && fingerprints.getOrDefault(address, 0) == fingerprint;
        HeartbeatData said = versionTwo ? heartbeat.withFingerprint(known) : heartbeat;
        Frame request =
                Frame.request(RequestCode.HEART_BEAT).body(said.encode()).build();
        long deadlineNanos = clock.nanoTime() + HEARTBEAT_TIMEOUT_NANOS;
        Request.send(connection, deadlines, deadlineNanos, request, new Request.Listener() {
            @Override
            public void onReply(Frame reply) {
                unanswered.remove(connection);
                tellNews();
                if (reply.code() == ResponseCode.SUCCESS) {
                    noteVersionTwo(address, fingerprint, reply);
                } else if (reply.code() != ResponseCode.GO_AWAY) {
                    // A broker that is going says so to whatever it is asked; its connection is retired by then.
                    LOG.warn("{} answered a heartbeat with {}: {}", address, reply.code(), reply.remark());
                }
            }

            @Override
            public void onFailure(IOException cause) {
                unanswered.remove(connection);
                tellNews();
                // Says nothing about sends, which speak for themselves (B19).
                LOG.debug("heartbeat to {} failed: {}", address, cause.getMessage());
            }

            /** Who came while this heartbeat was under way is in none yet. */
            @SuppressWarnings("ReferenceEquality") // Each change of members makes a new heartbeat.
            private void tellNews() {
                if (sent != heartbeat && connection.isActive()) {
                    beat(connection);
                }
            }
        });
    }

    /** A broker that knows version 2 and saw no change need not be told the same again (W-11). */
    private void noteVersionTwo(Address address, int fingerprint, Frame reply) {
        if (fingerprint == 0) {
            return;
        }
        boolean knows =
                "true".equals(reply.field("IS_SUPPORT_HEART_BEAT_V2")) && !"true".equals(reply.field("IS_SUB_CHANGE"));
        if (knows) {
            fingerprints.put(address, fingerprint);
        } else {
            fingerprints.remove(address);
        }
    }

    /** Unregisters a group at every broker that is connected, then calls {@code done}, in any case and once. */
    void leave(String wireGroup, Runnable done) {
        wireGroups.remove(wireGroup);
        reachingGroups.remove(wireGroup);
        heartbeat = HeartbeatData.ofProducers(clientId, List.copyOf(wireGroups));
        List<Connection> connected = connections.all().stream()
                .filter(connection -> isBroker(connection) && connection.isActive())
                .toList();
        if (connected.isEmpty()) {
            done.run();
            return;
        }
        Frame unregister = new UnregisterClientHeader(clientId, wireGroup, null)
                .writeTo(Frame.request(RequestCode.UNREGISTER_CLIENT))
                .build();
        long deadlineNanos = clock.nanoTime() + LEAVE_TIMEOUT_NANOS;
        Countdown countdown = new Countdown(connected.size(), done);
        for (Connection broker : connected) {
            Request.send(broker, deadlines, deadlineNanos, unregister, countdown);
        }
    }

    /** Ends heartbeats for good. */
    void close() {
        left = true;
        timer.cancel(false);
    }

    /** Waits for as many ends as there are brokers. */
    private static final class Countdown implements Request.Listener {
        private final Runnable done;
        private int left;

        Countdown(int count, Runnable done) {
            this.left = count;
            this.done = done;
        }

        @Override
        public void onReply(Frame reply) {
            countDown();
        }

        @Override
        public void onFailure(IOException cause) {
            countDown();
        }

        private void countDown() {
            if (--left == 0) {
                done.run();
            }
        }
    }
}

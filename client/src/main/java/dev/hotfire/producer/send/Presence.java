// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets brokers know that this producer is there: a heartbeat as soon as a connection is up (B-HEART-03) and once per
 * period, and a word of leave at the end (B-LIFE-15). Confined to the loop.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** As the official client's mqClientApiTimeout. */
    private static final long HEARTBEAT_TIMEOUT_NANOS = 3_000_000_000L;

    /** Taking leave is a courtesy: a broker that does not answer in this time finds out by itself. */
    private static final long LEAVE_TIMEOUT_NANOS = 500_000_000L;

    private final MachineClock clock;
    private final Connections connections;
    private final Deadlines deadlines;
    private final String clientId;
    private final String wireGroup;
    private final Frame heartbeat;
    private final ScheduledFuture<?> timer;
    private Supplier<Collection<Address>> wanted = List::of;

    /** Every address that a route ever named. A name server may be among them: a proxy is both in one. */
    private final Set<Address> brokers = new LinkedHashSet<>();

    private boolean left;

    /**
     * Nothing is connected yet.
     *
     * @param onLoopEnding called on the loop, at most once, when somebody ends it below this producer
     */
    Presence(
            ProducerConfig config,
            Machine machine,
            EventLoop loop,
            Connections connections,
            Deadlines deadlines,
            Runnable onLoopEnding) {
        this.clock = machine.clock();
        this.connections = connections;
        this.deadlines = deadlines;
        this.wireGroup = config.namespace().wrap(config.producerGroup());
        long instance = machine.random("client id").nextLong() >>> 1;
        this.clientId = machine.host() + "@" + machine.processId() + "#" + instance;
        this.heartbeat = Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(clientId, List.of(wireGroup)).encode())
                .build();
        long periodNanos = config.heartbeat().toNanos();
        this.timer = loop.scheduleWithFixedDelay(this::beat, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
        // A loop that ends cancels its timers. That is the only sign it gives.
        this.timer.addListener(ended -> {
            if (ended.isCancelled() && !left) {
                onLoopEnding.run();
            }
        });
    }

    /** A route names brokers. */
    void onRoute(PublishRoute route) {
        for (PublishRoute.Target target : route.targets()) {
            if (brokers.add(target.brokerAddress())) {
                // Connected already, as a name server.
                for (Connection connection : connections.all()) {
                    if (connection.isActive() && connection.address().equals(target.brokerAddress())) {
                        beat(connection);
                    }
                }
            }
        }
    }

    /**
     * Has a connection to each of these brokers made with every period, if there is none: they may have something to ask
     * although nothing is sent to them (B-HEART-01).
     */
    void reach(Supplier<Collection<Address>> brokers) {
        wanted = brokers;
    }

    String clientId() {
        return clientId;
    }

    /** A connection has come about. */
    void onConnected(Connection connection) {
        if (isBroker(connection)) {
            beat(connection);
        }
    }

    private boolean isBroker(Connection connection) {
        return brokers.contains(connection.address());
    }

    private void beat() {
        // Those that are connecting have their heartbeat once they are.
        wanted.get().forEach(connections::to);
        for (Connection connection : connections.all()) {
            if (isBroker(connection) && connection.isActive()) {
                beat(connection);
            }
        }
    }

    private void beat(Connection connection) {
        long deadlineNanos = clock.nanoTime() + HEARTBEAT_TIMEOUT_NANOS;
        Request.send(connection, deadlines, deadlineNanos, heartbeat, new Request.Listener() {
            @Override
            public void onReply(Frame reply) {
                // A broker that is going says so to whatever it is asked; its connection is retired by then.
                if (reply.code() != ResponseCode.SUCCESS && reply.code() != ResponseCode.GO_AWAY) {
                    LOG.warn("{} answered a heartbeat with {}: {}", connection.address(), reply.code(), reply.remark());
                }
            }

            @Override
            public void onFailure(IOException cause) {
                // Says nothing about sends, which speak for themselves (B19).
                LOG.debug("heartbeat to {} failed: {}", connection.address(), cause.getMessage());
            }
        });
    }

    /** Unregisters at every broker that is connected, then calls {@code done}, in any case and once. */
    void leave(Runnable done) {
        left = true;
        timer.cancel(false);
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
        Countdown left = new Countdown(connected.size(), done);
        for (Connection broker : connected) {
            Request.send(broker, deadlines, deadlineNanos, unregister, left);
        }
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

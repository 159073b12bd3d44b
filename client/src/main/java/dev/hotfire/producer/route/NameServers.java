// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Request;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.MalformedRouteException;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers for routes. The one that last answered is asked first (B-NAMESRV-02); each of the others is asked
 * once before the answer is that there is none, so that one dead or lagging server is no outage (B-NAMESRV-03's hazard,
 * N07). Who takes longer than a moment is not given up, but no longer waited for alone: the next is asked beside it, and
 * the first route counts. So a send with little time reaches every server, too. Confined to the loop.
 */
public final class NameServers {
    /** How long a server may take, as with the official client's mqClientApiTimeout. */
    private static final long ANSWER_NANOS = 3_000_000_000L;

    /** How long one is waited for alone. */
    private static final long NEXT_NANOS = 200_000_000L;

    /** Once one has said that there is no such topic, or that it won't tell, those that said nothing yet have this long. */
    private static final long UNKNOWN_NANOS = 1_000_000_000L;

    private final Connections connections;
    private final Deadlines deadlines;
    private final MachineClock clock;
    private final RandomSource random;
    private List<Address> addresses;
    private boolean discovering;
    private @Nullable Address preferred;

    /**
     * Knows who to ask.
     *
     * @param addresses may be empty: then every answer is {@link RouteAnswer.NobodyToAsk} until {@link #update}
     */
    public NameServers(
            List<Address> addresses,
            Connections connections,
            Deadlines deadlines,
            MachineClock clock,
            RandomSource random) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.clock = clock;
        this.random = random;
        this.addresses = shuffled(addresses);
    }

    /** In a random order, so that a fleet that starts together spreads over the servers (B-NAMESRV-01). */
    private List<Address> shuffled(List<Address> list) {
        List<Address> left = new ArrayList<>(new LinkedHashSet<>(list));
        List<Address> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(random.nextInt(left.size())));
        }
        return List.copyOf(shuffled);
    }

    /** Who may be asked. */
    public List<Address> addresses() {
        return addresses;
    }

    /**
     * Asks these from now on. Nothing changes if they are the same or none; questions that are under way go on; the one
     * that last answered stays the first if it is among them (B-NAMESRV-01).
     *
     * @return whether anything changed
     */
    public boolean update(List<Address> newAddresses) {
        if (newAddresses.isEmpty() || new HashSet<>(newAddresses).equals(new HashSet<>(addresses))) {
            return false;
        }
        addresses = shuffled(newAddresses);
        return true;
    }

    /** Whether somebody is finding out who may be asked: without addresses, asking again may help then. */
    void discovering(boolean on) {
        discovering = on;
    }

    private List<Address> order() {
        Address first = preferred;
        if (first == null || !addresses.contains(first)) {
            return addresses;
        }
        List<Address> order = new ArrayList<>(addresses);
        order.remove(first);
        order.add(0, first);
        return order;
    }

    /**
     * Asks for a topic's route.
     *
     * @param wireTopic the topic as brokers know it, with its namespace
     * @param consumer  called once, on the loop; before this returns if there is nobody to ask
     */
    public void lookUp(String wireTopic, Consumer<RouteAnswer> consumer) {
        if (addresses.isEmpty()) {
            consumer.accept(
                    discovering
                            ? new RouteAnswer.Failed(new IOException("name servers are still being discovered"))
                            : RouteAnswer.NobodyToAsk.INSTANCE);
        } else {
            new LookUp(wireTopic, order(), consumer).askNext();
        }
    }

    /** One question to as many servers as it takes. Its deadline is when the next one is asked, whatever the others do. */
    private final class LookUp extends Deadlines.Entry {
        private final String topic;
        private final List<Address> servers;
        private final Consumer<RouteAnswer> consumer;
        private int asked;
        private int waitedFor;
        private boolean ended;
        private @Nullable IOException lastFailure;
        /** What is answered if no route comes: that there is no such topic, or that one of them won't tell. */
        private @Nullable RouteAnswer no;

        LookUp(String topic, List<Address> servers, Consumer<RouteAnswer> consumer) {
            this.topic = topic;
            this.servers = servers;
            this.consumer = consumer;
        }

        void askNext() {
            Address server = servers.get(asked++);
            waitedFor++;
            if (asked < servers.size()) {
                deadlines.set(this, clock.nanoTime() + NEXT_NANOS);
            } else {
                deadlines.remove(this);
                awaitOthers();
            }
            Frame request = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                    .field("topic", topic)
                    .field("acceptStandardJsonOnly", true)
                    .build();
            long deadlineNanos = clock.nanoTime() + ANSWER_NANOS;
            Request.send(connections.to(server), deadlines, deadlineNanos, request, new Question(server));
        }

        @Override
        protected void onDeadline(long nowNanos) {
            if (asked < servers.size()) {
                askNext();
            } else {
                conclude();
            }
        }

        /** Nobody is left to ask: a clear no does not wait for the silent ones to the end. */
        private void awaitOthers() {
            if (no != null) {
                deadlines.set(this, clock.nanoTime() + UNKNOWN_NANOS);
            }
        }

        private void onRoute(Address server, TopicRoute route) {
            preferred = server;
            end(new RouteAnswer.Found(route));
        }

        private void onUnknown(int responseCode, String remark) {
            waitedFor--;
            no = new RouteAnswer.Unknown(responseCode, remark);
            goOn();
        }

        private void onRefused(Address server, int responseCode, String remark) {
            waitedFor--;
            if (no == null) {
                no = new RouteAnswer.Refused(responseCode, said(server, responseCode, remark));
            }
            goOn();
        }

        private static String said(Address server, int responseCode, String remark) {
            return "name server " + server + " answered " + responseCode + ": " + remark;
        }

        private void onFailure(IOException cause) {
            waitedFor--;
            lastFailure = cause;
            goOn();
        }

        private void goOn() {
            if (asked < servers.size()) {
                askNext();
            } else if (waitedFor == 0) {
                conclude();
            } else {
                awaitOthers();
            }
        }

        private void conclude() {
            if (no != null) {
                end(no);
            } else if (lastFailure != null) {
                end(new RouteAnswer.Failed(lastFailure));
            } else {
                throw new IllegalStateException("asked: " + asked + " (expected: an answer or a failure from each)");
            }
        }

        private void end(RouteAnswer answer) {
            ended = true;
            deadlines.remove(this);
            consumer.accept(answer);
        }

        /** The question to one server. */
        private final class Question implements Request.Listener {
            private final Address server;

            Question(Address server) {
                this.server = server;
            }

            @Override
            public void onReply(Frame reply) {
                if (ended) {
                    return;
                }
                String remark = reply.remark() == null ? "" : reply.remark();
                switch (reply.code()) {
                    case ResponseCode.SUCCESS -> {
                        TopicRoute route;
                        try {
                            route = RouteCodec.decode(reply.body());
                        } catch (MalformedRouteException e) {
                            LookUp.this.onFailure(new IOException(server + " sent a malformed route of " + topic, e));
                            return;
                        }
                        onRoute(server, route);
                    }
                    case ResponseCode.TOPIC_NOT_EXIST -> onUnknown(reply.code(), remark);
                    // What is wrong here doesn't pass: credentials, or a broker's address in place of a name server's.
                    case ResponseCode.NO_PERMISSION, ResponseCode.REQUEST_CODE_NOT_SUPPORTED ->
                        onRefused(server, reply.code(), remark);
                    default -> LookUp.this.onFailure(new IOException(said(server, reply.code(), remark)));
                }
            }

            @Override
            public void onFailure(IOException cause) {
                if (!ended) {
                    LookUp.this.onFailure(cause);
                }
            }
        }
    }
}

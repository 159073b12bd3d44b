// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.producer.Namespace;
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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers for routes. The one that last answered is asked first (B-NAMESRV-02); each of the others is asked
 * once before the answer is that there is none, so that one dead or lagging server is no outage (B-NAMESRV-03's hazard,
 * N07). Confined to the loop.
 */
public final class NameServers {
    /** How long one server may take before the next is asked; all together get what the official client gives one, 3 s. */
    private static final long TOTAL_NANOS = 3_000_000_000L;

    private static final long LEAST_NANOS = 200_000_000L;

    private final List<Address> addresses;
    private final Namespace namespace;
    private final Connections connections;
    private final Deadlines deadlines;
    private final MachineClock clock;
    private int preferred;

    public NameServers(
            List<Address> addresses,
            Namespace namespace,
            Connections connections,
            Deadlines deadlines,
            MachineClock clock,
            RandomSource random) {
        this.addresses = addresses;
        this.namespace = namespace;
        this.connections = connections;
        this.deadlines = deadlines;
        this.clock = clock;
        // A fleet that starts together spreads over the servers.
        this.preferred = random.nextInt(addresses.size());
    }

    /** Asks for the topic's route; the consumer is called once, on the loop. */
    void lookUp(String topic, Consumer<RouteAnswer> consumer) {
        new LookUp(topic, consumer).askNext();
    }

    /** One question to as many servers as it takes. */
    private final class LookUp implements Request.Listener {
        private final String topic;
        private final Consumer<RouteAnswer> consumer;
        private final int first = preferred;
        private int asked;
        private @Nullable IOException lastFailure;
        private RouteAnswer.@Nullable Unknown unknown;

        LookUp(String topic, Consumer<RouteAnswer> consumer) {
            this.topic = topic;
            this.consumer = consumer;
        }

        void askNext() {
            if (asked == addresses.size()) {
                conclude();
                return;
            }
            Address server = addresses.get((first + asked) % addresses.size());
            asked++;
            Frame request = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                    .field("topic", namespace.wrap(topic))
                    .field("acceptStandardJsonOnly", true)
                    .build();
            long shareNanos = Math.max(LEAST_NANOS, TOTAL_NANOS / addresses.size());
            Request.send(connections.to(server), deadlines, clock.nanoTime() + shareNanos, request, this);
        }

        private void conclude() {
            if (unknown != null) {
                consumer.accept(unknown);
            } else if (lastFailure != null) {
                consumer.accept(new RouteAnswer.Failed(lastFailure));
            } else {
                throw new IllegalStateException("asked: " + asked + " (expected: an answer or a failure from each)");
            }
        }

        @Override
        public void onReply(Frame reply) {
            String remark = reply.remark() == null ? "" : reply.remark();
            switch (reply.code()) {
                case ResponseCode.SUCCESS -> {
                    try {
                        TopicRoute route = RouteCodec.decode(reply.body());
                        preferred = (first + asked - 1) % addresses.size();
                        consumer.accept(new RouteAnswer.Found(route));
                    } catch (MalformedRouteException e) {
                        onFailure(new IOException("name server sent a malformed route of " + topic, e));
                    }
                }
                case ResponseCode.TOPIC_NOT_EXIST -> {
                    unknown = new RouteAnswer.Unknown(reply.code(), remark);
                    askNext();
                }
                default -> onFailure(new IOException("name server answered " + reply.code() + ": " + remark));
            }
        }

        @Override
        public void onFailure(IOException cause) {
            lastFailure = cause;
            askNext();
        }
    }
}

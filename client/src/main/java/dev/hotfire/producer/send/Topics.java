// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.route.RouteTable;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.send.SendFrameWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The topics that a producer was asked to send to, each made at its first send. What does not say so is for the loop. */
final class Topics {
    private final Map<String, Topic> byName = new ConcurrentHashMap<>();
    private final String wireGroup;
    private final Network network;
    private final RouteTable routes;
    private final Supplier<Avoidance> avoidance;
    private final RandomSource positions;
    private final RandomSource brokers;

    /** As it is now. */
    private ProducerConfig config;

    /** @param avoidance asked at the first topic: it tells of changes before it is complete */
    Topics(ProducerConfig config, String wireGroup, Network network, RouteTable routes, Supplier<Avoidance> avoidance) {
        this.config = config;
        this.wireGroup = wireGroup;
        this.network = network;
        this.routes = routes;
        this.avoidance = avoidance;
        this.positions = network.machine().random("queue positions");
        this.brokers = network.machine().random("brokers to ask");
    }

    /** The topic of this name, without its namespace. Any thread. */
    Topic of(String name) {
        Topic known = byName.get(name);
        return known != null ? known : add(name);
    }

    /** Not while settings change: a topic that is made with the old ones is there when the new ones are handed round. */
    private synchronized Topic add(String name) {
        return byName.computeIfAbsent(name, this::newTopic);
    }

    private Topic newTopic(String name) {
        int firstPosition = positions.fork(name).nextInt(Integer.MAX_VALUE);
        return new Topic(name, writer(name), firstPosition, routes, avoidance.get(), network::onRoute);
    }

    private synchronized SendFrameWriter writer(String topic) {
        return network.decoration()
                .sendFrameWriter(
                        wireGroup,
                        config.namespace().wrap(topic),
                        config.templateTopic(),
                        config.defaultTopicQueues(),
                        config.unitMode());
    }

    /** Other settings: sends that are captured from now on carry what these say. Any thread. */
    synchronized void reconfigure(ProducerConfig newConfig) {
        config = newConfig;
        byName.forEach((name, topic) -> topic.writer(writer(name)));
    }

    /** The standing of brokers has changed, or what follows from it. */
    void rebuild() {
        byName.values().forEach(Topic::rebuild);
    }

    void forEachTarget(Consumer<Target> consumer) {
        for (Topic topic : byName.values()) {
            PublishRoute route = topic.route();
            if (route != null) {
                route.targets().forEach(consumer);
            }
        }
    }

    /** Some queue on a broker; null if no route in use names the broker. */
    @Nullable
    Target someQueueOn(String brokerName) {
        Target found = null;
        for (Topic topic : byName.values()) {
            PublishRoute route = topic.route();
            for (Target target : route == null ? List.<Target>of() : route.targets()) {
                // The first by name: which one the map yields first is nobody's choice.
                if (target.brokerName().equals(brokerName)
                        && (found == null
                                || target.queue()
                                                .topic()
                                                .compareTo(found.queue().topic())
                                        < 0)) {
                    found = target;
                }
            }
        }
        return found;
    }

    /** One of so many brokers, any of which will do. */
    int anyIndex(int size) {
        return brokers.nextInt(size);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.route.RouteAnswer;
import dev.hotfire.producer.route.RouteTable;
import dev.hotfire.producer.select.QueueChoice;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.send.SendFrameWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic as its sends see it: where they can go now, and who waits for a route.
 *
 * <p>Callers' threads read {@link #choice} and {@link #writer}; everything else is confined to the loop.
 */
final class Topic implements RouteTable.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

    private final String name;
    private final QueueChoice.Positions positions;
    private final RouteTable routes;
    private final Avoidance avoidance;
    private final Consumer<PublishRoute> onNewRoute;
    private final Set<RouteWaiter> waiting = new LinkedHashSet<>();
    private volatile SendFrameWriter writer;
    private volatile @Nullable QueueChoice choice;
    private @Nullable PublishRoute route;
    private boolean followed;
    private boolean used;

    Topic(
            String name,
            SendFrameWriter writer,
            int firstPosition,
            RouteTable routes,
            Avoidance avoidance,
            Consumer<PublishRoute> onNewRoute) {
        this.name = name;
        this.writer = writer;
        this.positions = QueueChoice.Positions.from(firstPosition);
        this.routes = routes;
        this.avoidance = avoidance;
        this.onNewRoute = onNewRoute;
    }

    String name() {
        return name;
    }

    /** Writes what every send to this topic carries as the settings have it now. Any thread. */
    SendFrameWriter writer() {
        return writer;
    }

    /** Other settings: sends that are captured from now on carry what these say. Any thread. */
    void writer(SendFrameWriter newWriter) {
        writer = newWriter;
    }

    /** The queues as they stand now; null until a route with queues is known. Any thread. */
    @Nullable
    QueueChoice choice() {
        return choice;
    }

    /** The newest route; null until there is one. */
    @Nullable
    PublishRoute route() {
        return route;
    }

    /** Where the target's broker is now: by the newest route if that still names it, else where it was. */
    Address masterOf(Target target) {
        PublishRoute newest = route;
        if (newest != null) {
            for (Target candidate : newest.targets()) {
                if (candidate.brokerName().equals(target.brokerName())) {
                    return candidate.brokerAddress();
                }
            }
        }
        return target.brokerAddress();
    }

    /** Keeps the waiter until the next answer about this topic's route, which is asked for if need be. */
    void await(RouteWaiter waiter) {
        waiting.add(waiter);
        if (followed) {
            routes.lookUp(name);
        } else {
            follow();
        }
    }

    void stopWaiting(RouteWaiter waiter) {
        waiting.remove(waiter);
    }

    /** Has the route looked up before anything is sent, if that was not done yet. */
    void follow() {
        if (!followed) {
            followed = true;
            routes.follow(name, this);
        }
    }

    /** A send to this topic has reached the loop. */
    void use() {
        used = true;
    }

    /** A send met something that a newer route may explain. */
    void hint() {
        routes.hint(name);
    }

    /** A broker's health changed. */
    void rebuild() {
        PublishRoute known = route;
        choice = known == null || known.targets().isEmpty() ? null : avoidance.choice(known, positions);
    }

    @Override
    public void onRoute(PublishRoute newRoute) {
        if (!newRoute.equals(route)) {
            route = newRoute;
            onNewRoute.accept(newRoute);
            rebuild();
        }
        takeWaiting().forEach(RouteWaiter::onRoute);
    }

    @Override
    public void onUnknownTopic(RouteAnswer.Unknown answer) {
        String remark = answer.remark().isEmpty() ? "" : ": " + answer.remark();
        if (waiting.isEmpty()) {
            LOG.warn("topic {} has no route{}", name, remark);
        }
        takeWaiting().forEach(waiter -> waiter.onNoRoute("topic " + name + " has no route" + remark));
    }

    @Override
    public void onRefused(RouteAnswer.Refused refusal) {
        if (waiting.isEmpty()) {
            LOG.warn("route of topic {} was not read: {}", name, refusal.remark());
        }
        takeWaiting().forEach(waiter -> waiter.onRouteRefused(refusal.responseCode(), refusal.remark()));
    }

    @Override
    public void onNobodyToAsk() {
        takeWaiting().forEach(RouteWaiter::onNoNameServer);
    }

    @Override
    public boolean takeUsed() {
        boolean was = used || !waiting.isEmpty();
        used = false;
        return was;
    }

    @Override
    public void onForgotten() {
        followed = false;
        route = null;
        choice = null;
    }

    @Override
    public boolean onLookUpFailed(RouteAnswer.Failed failure) {
        if (waiting.isEmpty()) {
            LOG.warn("route of topic {} was not read: {}", name, failure.cause().getMessage());
        }
        // Their deadlines end the wait. Until then a name server may come back.
        waiting.forEach(waiter -> waiter.onLookUpFailed(failure.cause()));
        return !waiting.isEmpty();
    }

    private List<RouteWaiter> takeWaiting() {
        List<RouteWaiter> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}

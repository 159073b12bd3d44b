// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.route.TopicRoute;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the topics that a producer uses: looked up when a topic is first used, read again once per period, and
 * at once when a send met something that a newer route may explain. All sends of a topic share one look-up. Confined to
 * the loop.
 */
public final class RouteTable {
    /** Who follows a topic. Called on the loop. */
    public interface Follower {
        /** The route changed, or was asked for; it may be empty. */
        void onRoute(PublishRoute route);

        /** The topic does not exist, and brokers would not create it. What was known before stays as it was. */
        void onUnknownTopic(RouteAnswer.Unknown answer);

        /** A name server won't tell. What was known before stays as it was. */
        void onRefused(RouteAnswer.Refused refusal);

        /**
         * The name servers gave no answer.
         *
         * @return whether to ask again soon; what was known before stays as it was
         */
        boolean onLookUpFailed(RouteAnswer.Failed failure);

        /** There is nobody to ask. What was known before stays as it was. */
        void onNobodyToAsk();

        /** Whether anything was sent to the topic since this was asked last. */
        boolean takeUsed();

        /** The topic is gone and nobody uses it: its route is no longer known, and no longer read. */
        void onForgotten();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);

    /** From one failed look-up to the next while sends wait for it. */
    private static final long RETRY_NANOS = 100_000_000L;

    /** Hints from failing sends lead to no more than one look-up in this time. */
    private static final long HINT_INTERVAL_NANOS = 200_000_000L;

    /** A topic that no name server knows, and nobody uses, is forgotten after this time: it outlasts a broker's expiry. */
    private static final long FORGET_NANOS = 150_000_000_000L;

    private final EventLoop loop;
    private final MachineClock clock;
    private final RouteLookUps lookUps;
    private final RandomSource random;
    private final long periodNanos;
    private final Namespace namespace;
    private String templateTopic;
    private int newTopicQueues;
    private boolean vipChannel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable ScheduledFuture<?> refreshTimer;
    private boolean closed;

    public RouteTable(
            ProducerConfig config, EventLoop loop, MachineClock clock, RouteLookUps lookUps, RandomSource random) {
        this.loop = loop;
        this.clock = clock;
        this.lookUps = lookUps;
        this.random = random;
        this.periodNanos = config.routeRefresh().toNanos();
        this.namespace = config.namespace();
        this.templateTopic = config.templateTopic();
        this.newTopicQueues = config.defaultTopicQueues();
        this.vipChannel = config.vipChannel();
    }

    /** Goes by other settings from now on: what is known of routes is read anew with them. */
    public void configure(ProducerConfig config) {
        boolean otherTemplate = !templateTopic.equals(config.templateTopic());
        boolean otherQueues = newTopicQueues != config.defaultTopicQueues();
        boolean otherPorts = vipChannel != config.vipChannel();
        templateTopic = config.templateTopic();
        newTopicQueues = config.defaultTopicQueues();
        vipChannel = config.vipChannel();
        if (otherTemplate || otherQueues || otherPorts) {
            new ArrayList<>(entries.values()).forEach(entry -> entry.readAnew(otherTemplate));
        }
    }

    /** Follows a topic from now on and looks it up. */
    public void follow(String topic, Follower follower) {
        Entry entry = new Entry(topic, follower);
        if (entries.putIfAbsent(topic, entry) != null) {
            throw new IllegalStateException("topic " + topic + " is followed already");
        }
        // What another producer was told within a period is as good as what that producer goes by.
        entry.lookUp(periodNanos);
        if (refreshTimer == null) {
            // Spread the first read over a period: a fleet restarted together must not poll in step.
            arm(periodNanos / 2 + random.nextLong(Math.max(1, periodNanos / 2)));
        }
    }

    /** Looks a followed topic up, unless that is under way. */
    public void lookUp(String topic) {
        Entry entry = entries.get(topic);
        if (entry == null) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: one that is followed)");
        }
        entry.lookUp();
    }

    /** A send met something that a newer route may explain: a dead broker, a queue that is gone. */
    public void hint(String topic) {
        Entry entry = entries.get(topic);
        if (entry != null && clock.nanoTime() - entry.lastLookUpNanos >= HINT_INTERVAL_NANOS) {
            entry.lookUp();
        }
    }

    public void close() {
        closed = true;
        lookUps.forget(this);
        if (refreshTimer != null) {
            refreshTimer.cancel(false);
        }
        for (Entry entry : entries.values()) {
            if (entry.retryTimer != null) {
                entry.retryTimer.cancel(false);
            }
        }
    }

    private void arm(long delayNanos) {
        if (!closed) {
            refreshTimer = loop.schedule(this::refresh, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void refresh() {
        // One topic's failure is no other's (hazard of B-ROUTE-18): each is a question of its own.
        new ArrayList<>(entries.values()).forEach(Entry::refresh);
        arm(periodNanos);
    }

    /** One topic. */
    private final class Entry {
        private final String topic;
        private final Follower follower;
        private @Nullable PublishRoute known;

        /** What name servers said last, of this topic or of the template in its place; null before. */
        private @Nullable TopicRoute said;

        private boolean underWay;
        private long lastLookUpNanos;
        private boolean isUnknown;
        private long lastWantedNanos = clock.nanoTime();
        private @Nullable ScheduledFuture<?> retryTimer;

        Entry(String topic, Follower follower) {
            this.topic = topic;
            this.follower = follower;
        }

        void refresh() {
            long nowNanos = clock.nanoTime();
            if (follower.takeUsed() || !isUnknown) {
                lastWantedNanos = nowNanos;
            }
            if (nowNanos - lastWantedNanos >= FORGET_NANOS && !underWay && retryTimer == null) {
                entries.remove(topic);
                LOG.debug("topic {} is gone and not used; it is no longer looked up", topic);
                follower.onForgotten();
            } else {
                // If another producer's turn came a little earlier, its answer serves both.
                lookUp(periodNanos / 2);
            }
        }

        /** Settings changed that routes are read with. */
        void readAnew(boolean otherTemplate) {
            TopicRoute last = said;
            if (last == null) {
                return;
            }
            if (known != null) {
                known = PublishRoute.of(topic, last, vipChannel);
                follower.onRoute(known);
            } else if (otherTemplate) {
                lookUp();
            } else {
                follower.onRoute(PublishRoute.ofTemplate(topic, last, newTopicQueues, vipChannel));
            }
        }

        /** Looks up what nobody knows yet. */
        void lookUp() {
            lookUp(0);
        }

        private void lookUp(long maxAgeNanos) {
            // While sends wait for an answer that did not come, the next question has its time: more sends don't ask
            // more.
            if (underWay || closed || retryTimer != null) {
                return;
            }
            underWay = true;
            lastLookUpNanos = clock.nanoTime();
            lookUps.lookUp(namespace.wrap(topic), RouteTable.this, maxAgeNanos, answer -> {
                isUnknown =
                        answer instanceof RouteAnswer.Unknown || (isUnknown && !(answer instanceof RouteAnswer.Found));
                if (answer instanceof RouteAnswer.Unknown unknown && known == null) {
                    // The template is nobody's own (B-NS-05).
                    lookUps.lookUp(
                            templateTopic, RouteTable.this, maxAgeNanos, template -> onTemplate(unknown, template));
                } else {
                    onAnswer(answer);
                }
            });
        }

        private void onTemplate(RouteAnswer.Unknown unknown, RouteAnswer template) {
            if (template instanceof RouteAnswer.Found found) {
                underWay = false;
                if (closed) {
                    return;
                }
                // Not remembered as known: the topic's own route takes its place as soon as there is one.
                said = found.route();
                follower.onRoute(PublishRoute.ofTemplate(topic, found.route(), newTopicQueues, vipChannel));
            } else {
                boolean said = template instanceof RouteAnswer.Unknown || template instanceof RouteAnswer.Refused;
                onAnswer(said ? unknown : template);
            }
        }

        private void onAnswer(RouteAnswer answer) {
            underWay = false;
            if (closed) {
                return;
            }
            if (answer instanceof RouteAnswer.Found found) {
                said = found.route();
                PublishRoute route = PublishRoute.of(topic, found.route(), vipChannel);
                if (!route.equals(known)) {
                    LOG.debug("route of {}: {} queues", topic, route.targets().size());
                }
                known = route;
                follower.onRoute(route);
            } else if (answer instanceof RouteAnswer.Unknown unknown) {
                follower.onUnknownTopic(unknown);
            } else if (answer instanceof RouteAnswer.Refused refused) {
                follower.onRefused(refused);
            } else if (answer instanceof RouteAnswer.NobodyToAsk) {
                follower.onNobodyToAsk();
            } else if (answer instanceof RouteAnswer.Failed failed && follower.onLookUpFailed(failed)) {
                retryTimer = loop.schedule(this::onRetryTimer, RETRY_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        private void onRetryTimer() {
            retryTimer = null;
            lookUp();
        }
    }
}

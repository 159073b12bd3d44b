// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a topic as they stand now, and round robin over them (B-SELECT-01, -02).
 *
 * <p>Immutable but for the position: built anew when the route or a broker's health changes, so that choosing looks
 * nothing up. Any thread may choose.
 */
public final class QueueChoice {
    private final Target[] all;
    private final Target[] admissible;
    private final List<MessageQueue> queues;
    private final Positions positions;

    private QueueChoice(Target[] all, Target[] admissible, Positions positions) {
        this.all = all;
        this.admissible = admissible;
        this.queues = Arrays.stream(all).map(Target::queue).toList();
        this.positions = positions;
    }

    /**
     * Where round robin stands. Retries go round on their own: if they moved the position of first attempts, every send
     * would meet the dead one of two brokers, because each retry skips the healthy one's turn.
     */
    public static final class Positions {
        private final AtomicInteger first;
        private final AtomicInteger retry;

        /** Both begin at the given number, which should differ from producer to producer. */
        public Positions(int start) {
            this.first = new AtomicInteger(start);
            this.retry = new AtomicInteger(start);
        }
    }

    /**
     * The choice that a route leaves.
     *
     * @param avoided   brokers to avoid, as long as one is left
     * @param positions where round robin stands; shared with the choice that this one replaces
     */
    public static QueueChoice of(PublishRoute route, Predicate<String> avoided, Positions positions) {
        Target[] all = route.targets().toArray(Target[]::new);
        Target[] admissible = route.targets().stream()
                .filter(target -> !avoided.test(target.brokerName()))
                .toArray(Target[]::new);
        return new QueueChoice(all, admissible.length == 0 ? all : admissible, positions);
    }

    /** Whether there is nothing to choose from. */
    public boolean isEmpty() {
        return all.length == 0;
    }

    /** All queues, also those of brokers that are avoided, in the route's order; unmodifiable. */
    public List<MessageQueue> queues() {
        return queues;
    }

    /** The target of one of {@link #queues()}, or null if it is none of them. */
    public @Nullable Target find(MessageQueue queue) {
        for (Target target : all) {
            if (target.queue().equals(queue)) {
                return target;
            }
        }
        return null;
    }

    /** The next queue. There must be one. */
    public Target next() {
        return admissible[step(positions.first, admissible.length)];
    }

    /**
     * The next queue on another broker than the one that just failed: an admissible one, else one that is avoided, else
     * any. There must be one.
     */
    public Target nextAvoiding(@Nullable String brokerName) {
        if (brokerName == null) {
            return next();
        }
        Target other = nextOther(admissible, brokerName);
        if (other == null) {
            other = nextOther(all, brokerName);
        }
        return other == null ? next() : other;
    }

    private @Nullable Target nextOther(Target[] targets, String brokerName) {
        int others = 0;
        for (Target target : targets) {
            if (!target.brokerName().equals(brokerName)) {
                others++;
            }
        }
        int skip = others == 0 ? 0 : step(positions.retry, others);
        for (Target target : targets) {
            if (!target.brokerName().equals(brokerName) && skip-- == 0) {
                return target;
            }
        }
        return null;
    }

    /** Masked, never made absolute: the absolute value of the least integer is negative (B-SELECT-03). */
    private static int step(AtomicInteger position, int length) {
        return (position.getAndIncrement() & Integer.MAX_VALUE) % length;
    }
}

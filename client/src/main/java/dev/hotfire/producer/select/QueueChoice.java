// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a topic as they stand now, and which of them is next.
 *
 * <p>Immutable but for the position: built anew when the route or a broker's standing changes, so that choosing looks
 * nothing up. Any thread may choose.
 */
public abstract class QueueChoice {
    final Target[] all;
    private final List<MessageQueue> queues;
    private final boolean severalBrokers;

    QueueChoice(PublishRoute route) {
        this.all = route.targets().toArray(Target[]::new);
        this.severalBrokers =
                Arrays.stream(all).map(Target::brokerName).distinct().limit(2).count() > 1;
        this.queues = route.targets().stream().map(Target::queue).toList();
    }

    /**
     * Where round robin stands, for all threads together: threads that live for one send must go round too (B-SELECT-04).
     *
     * <p>Two threads that step at the same moment may take the same turn. Each goes on from there, so shares stay even, and a
     * step is a plain read and a plain write; an atomic one costs several times as much, and ten times that between two
     * threads.
     */
    public static final class Positions {
        private final AtomicInteger first;
        private final AtomicInteger retry;

        /** All begin at the given number, which should differ from producer to producer. */
        public Positions(int start) {
            this.first = new AtomicInteger(start);
            this.retry = new AtomicInteger(start);
        }

        /** The next turn of a first attempt, from 0 to below {@code length}. */
        int next(int length) {
            return step(first, length);
        }

        /**
         * The same for retries, which go round on their own: if they moved the position of first attempts, every send
         * would meet the dead one of two brokers, because each retry skips the healthy one's turn.
         */
        int nextRetry(int length) {
            return step(retry, length);
        }

        private static int step(AtomicInteger position, int length) {
            int turn = position.getOpaque();
            if (turn < 0 || turn >= length) {
                // The start, or from before there were fewer queues. Masked, never made absolute: the absolute value of
                // the least integer is negative (B-SELECT-03).
                turn = (turn & Integer.MAX_VALUE) % length;
            }
            int next = turn + 1;
            position.setOpaque(next == length ? 0 : next);
            return turn;
        }
    }

    /** Whether there is nothing to choose from. */
    public final boolean isEmpty() {
        return all.length == 0;
    }

    /** Whether there is another broker for a second attempt. */
    public final boolean hasSeveralBrokers() {
        return severalBrokers;
    }

    /** All queues, also those of brokers that are avoided, in the route's order; unmodifiable. */
    public final List<MessageQueue> queues() {
        return queues;
    }

    /** The target of one of {@link #queues()}, or null if it is none of them. */
    public final @Nullable Target find(MessageQueue queue) {
        for (Target target : all) {
            if (target.queue().equals(queue)) {
                return target;
            }
        }
        return null;
    }

    /** The queue for a first attempt. There must be one. */
    public abstract Target next();

    /** The queue for the only attempt of a send that no broker answers, from which nothing can be learnt about one. */
    public Target nextUnanswered() {
        return next();
    }

    /** The queue for another attempt, on another broker than the one that just failed if there is one. */
    public abstract Target nextAvoiding(String brokerName);
}

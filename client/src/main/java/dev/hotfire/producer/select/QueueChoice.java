// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.CacheLine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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
     * step is a read and a write; an atomic one costs several times as much, and ten times that between two threads.
     *
     * <p>Callers write it for each send, next to what the loop writes: so it has its cache lines to itself.
     */
    public abstract static sealed class Positions extends CacheLine {
        private static final AtomicIntegerFieldUpdater<Positions> FIRST =
                AtomicIntegerFieldUpdater.newUpdater(Positions.class, "first");
        private static final AtomicIntegerFieldUpdater<Positions> RETRY =
                AtomicIntegerFieldUpdater.newUpdater(Positions.class, "retry");

        private volatile int first;
        private volatile int retry;

        private Positions(int start) {
            this.first = start;
            this.retry = start;
        }

        /** All begin at the given number, which should differ from producer to producer. */
        public static Positions from(int start) {
            return new Padded(start);
        }

        /** The next turn of a first attempt, from 0 to below {@code length}. */
        int next(int length) {
            int turn = turn(first, length);
            FIRST.lazySet(this, after(turn, length));
            return turn;
        }

        /**
         * The same for retries, which go round on their own: if they moved the position of first attempts, every send
         * would meet the dead one of two brokers, because each retry skips the healthy one's turn.
         */
        int nextRetry(int length) {
            int turn = turn(retry, length);
            RETRY.lazySet(this, after(turn, length));
            return turn;
        }

        private static int turn(int position, int length) {
            // Else it is the start, or from before there were fewer queues. Masked, never made absolute: the absolute
            // value of the least integer is negative (B-SELECT-03).
            return position >= 0 && position < length ? position : (position & Integer.MAX_VALUE) % length;
        }

        private static int after(int turn, int length) {
            return turn + 1 == length ? 0 : turn + 1;
        }

        /** With room behind. */
        static final class Padded extends Positions {
            long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;

            private Padded(int start) {
                super(start);
            }
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

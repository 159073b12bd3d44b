// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one producer sends.
 *
 * @param group         the producer
 * @param topic         where to
 * @param ratePerSecond how many sends fall due each second, evenly spaced
 * @param bodyBytes     the size of each body
 * @param mode          how
 * @param from          when the first send falls due
 * @param lasting       how long sends fall due
 * @param shape         how they come
 */
public record WorkloadSpec(
        String group,
        String topic,
        int ratePerSecond,
        int bodyBytes,
        Mode mode,
        Duration from,
        Duration lasting,
        Shape shape) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** How a workload calls its producer. */
    public enum Mode {
        /** One send at a time: while one is open, those that fall due wait for their turn, as behind a blocked thread. */
        SYNC,
        /** Each when it falls due, whatever became of those before. */
        ASYNC,
        /** Without an answer: what counts is that the message was handed to the network. */
        ONEWAY,
        /** Several messages at once, as {@link #ASYNC}. */
        BATCH,
        /** Messages tied to a local transaction, which mostly commits, as {@link #ASYNC}. */
        TRANSACTION,
        /** Messages that want a reply, which somebody on another machine gives; as {@link #ASYNC}. */
        REQUEST,
        /** Messages that brokers deliver later, as {@link #ASYNC}. */
        DELAYED,
        /** Messages that brokers would deliver much later, and that are taken back; as {@link #ASYNC}. */
        RECALL
    }

    public WorkloadSpec {
        requireNonNull(group, "group");
        requireNonNull(topic, "topic");
        requireNonNull(mode, "mode");
        requireNonNull(shape, "shape");
        if (ratePerSecond < 1) {
            throw new IllegalArgumentException("ratePerSecond: " + ratePerSecond + " (expected: >= 1)");
        }
        if (bodyBytes < 1) {
            throw new IllegalArgumentException("bodyBytes: " + bodyBytes + " (expected: >= 1)");
        }
        if (from.isNegative()) {
            throw new IllegalArgumentException("from: " + from + " (expected: not negative)");
        }
        if (lasting.isNegative() || lasting.isZero()) {
            throw new IllegalArgumentException("lasting: " + lasting + " (expected: more than zero)");
        }
    }

    /** Evenly spaced sends of one caller, to any queue. */
    public WorkloadSpec(
            String group, String topic, int ratePerSecond, int bodyBytes, Mode mode, Duration from, Duration lasting) {
        this(group, topic, ratePerSecond, bodyBytes, mode, from, lasting, Shape.PLAIN);
    }

    /** How many sends there are in all, made or not. */
    public long sends() {
        // Split into seconds and the rest, so that hours at a high rate don't overflow.
        long whole = lasting.toSeconds() * ratePerSecond;
        long rest = lasting.toNanosPart() * (long) ratePerSecond;
        return whole + (rest + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }

    /** When the given send falls due if they are evenly spaced, in nanoseconds after the run began. */
    public long dueNanos(long send) {
        return from.toNanos()
                + send / ratePerSecond * NANOS_PER_SECOND
                + send % ratePerSecond * NANOS_PER_SECOND / ratePerSecond;
    }

    /** When sends stop to fall due. */
    public Duration until() {
        return from.plus(lasting);
    }
}

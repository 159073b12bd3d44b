// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is different about one send. Immutable; starts from {@link #DEFAULTS}, which change nothing, and each {@code with}
 * method returns options that differ in one thing.
 */
public final class SendOptions {
    /** All as the producer's configuration says. */
    public static final SendOptions DEFAULTS = new SendOptions(null, null);

    private final @Nullable Duration timeout;
    private final @Nullable MessageQueue queue;

    private SendOptions(@Nullable Duration timeout, @Nullable MessageQueue queue) {
        this.timeout = timeout;
        this.queue = queue;
    }

    /**
     * From the call of the send to its end, in place of {@link ProducerConfig#sendTimeout()}: waiting for room, for a route
     * and for a connection, and all attempts, are within it.
     *
     * @throws IllegalArgumentException if it is not above zero, or longer than a year
     */
    public SendOptions withTimeout(Duration newTimeout) {
        return new SendOptions(ProducerConfig.requireTimeout("timeout", newTimeout), queue);
    }

    /** The one queue to send to, which must be one of the message's topic. There is one attempt. */
    public SendOptions withQueue(MessageQueue newQueue) {
        return new SendOptions(timeout, requireNonNull(newQueue, "queue"));
    }

    /** The send's own timeout; null for the producer's. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** The queue to send to; null for one that the producer chooses. */
    public @Nullable MessageQueue queue() {
        return queue;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SendOptions that
                && Objects.equals(timeout, that.timeout)
                && Objects.equals(queue, that.queue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, queue);
    }

    @Override
    public String toString() {
        return "SendOptions[timeout=" + timeout + ", queue=" + queue + "]";
    }
}

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
    public static final SendOptions DEFAULTS = new SendOptions(null, null, false);

    private final @Nullable Duration timeout;
    private final @Nullable MessageQueue queue;
    private final boolean syncRules;

    private SendOptions(@Nullable Duration timeout, @Nullable MessageQueue queue, boolean syncRules) {
        this.timeout = timeout;
        this.queue = queue;
        this.syncRules = syncRules;
    }

    /**
     * From the call of the send to its end, in place of {@link ProducerConfig#sendTimeout()}: waiting for room, for a route
     * and for a connection, and all attempts, are within it.
     *
     * @throws IllegalArgumentException if it is not above zero, or longer than a year
     */
    public SendOptions withTimeout(Duration newTimeout) {
        return new SendOptions(ProducerConfig.requireTimeout("timeout", newTimeout), queue, syncRules);
    }

    /** The one queue to send to, which must be one of the message's topic. There is one attempt. */
    public SendOptions withQueue(MessageQueue newQueue) {
        return new SendOptions(timeout, requireNonNull(newQueue, "queue"), syncRules);
    }

    /**
     * Has an asynchronous send retry as one that waits: for code that waits for futures in a way of its own. It makes a
     * difference with {@link Profile#COMPATIBLE}, whose asynchronous sends retry no answer and no silence (B-ASYNC-06,
     * -07), and where {@link ProducerConfig#retries()} and {@link ProducerConfig#asyncRetries()} differ. Such a send is
     * not gathered into batches. Means nothing to other kinds of sends.
     */
    public SendOptions withSyncRules() {
        return new SendOptions(timeout, queue, true);
    }

    /** The send's own timeout; null for the producer's. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** The queue to send to; null for one that the producer chooses. */
    public @Nullable MessageQueue queue() {
        return queue;
    }

    /** Whether an asynchronous send retries as one that waits. */
    public boolean syncRules() {
        return syncRules;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SendOptions that
                && Objects.equals(timeout, that.timeout)
                && Objects.equals(queue, that.queue)
                && syncRules == that.syncRules;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, queue, syncRules);
    }

    @Override
    public String toString() {
        return "SendOptions[timeout=" + timeout + ", queue=" + queue + (syncRules ? ", syncRules" : "") + "]";
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One call of a send.
 *
 * @param sendId       the workload's own name for it, unique in the run; the message carries it as its key
 * @param group        the producer group
 * @param topic        where to
 * @param bodyHash     a hash of the body, see {@link TraceHash}
 * @param bodyBytes    the size of the body
 * @param kind         what kind of send
 * @param orderKey     what the caller wants to be in order with, null for nothing
 * @param timeoutNanos the time that the send has
 * @param earlyNanos   how much before that time it may be told that it is over: messages that share a batch share a deadline
 * @param maxAttempts  the attempts that it has, at least 1
 * @param atNanos      when, after the run began
 */
public record Invocation(
        String sendId,
        String group,
        String topic,
        long bodyHash,
        int bodyBytes,
        SendKind kind,
        @Nullable String orderKey,
        long timeoutNanos,
        long earlyNanos,
        int maxAttempts,
        long atNanos) {
    public Invocation {
        requireNonNull(sendId, "sendId");
        requireNonNull(group, "group");
        requireNonNull(topic, "topic");
        requireNonNull(kind, "kind");
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 1)");
        }
    }

    /** Whether no answer is wanted. */
    public boolean oneway() {
        return kind == SendKind.ONEWAY;
    }
}

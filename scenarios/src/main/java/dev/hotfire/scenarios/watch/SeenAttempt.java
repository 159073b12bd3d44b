// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.MessageQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One attempt of a send. */
final class SeenAttempt {
    final SeenSend send;
    final int number;
    final MessageQueue queue;
    final String address;
    final long startedAt;

    /** Its place among all attempts of the run, in the order of their beginnings. */
    final long sequence;

    /** Whom its producer avoided when it began. */
    final Set<String> isolatedAtStart;

    /** How many frames of it were read. */
    int frames;

    long endedAt;

    /** Null while it is under way, and for a one-way attempt for good. */
    @Nullable
    AttemptOutcome outcome;

    SeenAttempt(
            SeenSend send,
            int number,
            MessageQueue queue,
            String address,
            long startedAt,
            long sequence,
            Set<String> isolatedAtStart) {
        this.send = send;
        this.number = number;
        this.queue = queue;
        this.address = address;
        this.startedAt = startedAt;
        this.sequence = sequence;
        this.isolatedAtStart = isolatedAtStart;
    }

    @Override
    public String toString() {
        return send + ", attempt " + number + " to " + queue.brokerName() + " queue " + queue.queueId();
    }
}

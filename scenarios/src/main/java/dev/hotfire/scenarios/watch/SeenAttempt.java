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

    /** What its machine's wall clock showed then. */
    final long wallMillis;

    /** Whether that clock has gone as time does since its producer came. */
    final boolean steadyWall;

    /** Its place among all attempts of the run, in the order of their beginnings. */
    final long sequence;

    /** Whom its producer avoided when it began. */
    final Set<String> isolatedAtStart;

    /** Whether the policy that avoided them tries them again with single sends. */
    final boolean isolatedAreTried;

    /** How many frames of it were read. */
    int frames;

    /** The code of the last answer to it; null if there was none yet, or nobody can say which attempt one was to. */
    @Nullable
    Integer answered;

    /** The first connection on which one was read, null also if nobody asks for it. */
    @Nullable
    Link carrier;

    /** The last connection on which one was read while it was under way. */
    @Nullable
    Link readOn;

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
            long wallMillis,
            boolean steadyWall,
            long sequence,
            Set<String> isolatedAtStart,
            boolean isolatedAreTried) {
        this.send = send;
        this.number = number;
        this.queue = queue;
        this.address = address;
        this.startedAt = startedAt;
        this.wallMillis = wallMillis;
        this.steadyWall = steadyWall;
        this.sequence = sequence;
        this.isolatedAtStart = isolatedAtStart;
        this.isolatedAreTried = isolatedAreTried;
    }

    /**
     * Whether a frame to this queue can be of no other attempt. A server that stood still reads what came on several
     * connections in any order, and a frame says of which send it is, not of which of its attempts.
     */
    boolean isAloneThere() {
        return there() == 1;
    }

    /** Whether as many frames of its send were read at its queue as there were attempts to go there. */
    boolean allWereRead() {
        int read = 0;
        for (SeenAttempt other : send.attempts) {
            read += other.queue.equals(queue) ? other.frames : 0;
        }
        return read >= there();
    }

    private int there() {
        int count = 0;
        for (SeenAttempt other : send.attempts) {
            count += other.queue.equals(queue) ? 1 : 0;
        }
        return count;
    }

    @Override
    public String toString() {
        return send + ", attempt " + number + " to " + queue.brokerName() + " queue " + queue.queueId();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.producer.limit.InFlightLimit;
import dev.hotfire.producer.limit.InFlightLimit.Outcome;
import dev.hotfire.runtime.Machine;
import java.time.Duration;
import java.util.List;

/** The places in flight of a producer: every send takes one before anything else of it exists, and gives it back once. Any thread. */
final class Places {
    private final InFlightLimit limit;
    private final Machine machine;

    Places(SendLimits limits, Machine machine) {
        this.limit = new InFlightLimit(limits);
        this.machine = machine;
    }

    /**
     * Takes a place, waits for one if it must and may, or refuses.
     *
     * @throws SendException        if there is none, or the producer is closed
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    void take(String topic, int bodyBytes, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        Outcome outcome = limit.tryTake(bodyBytes);
        String why = "";
        if (outcome == Outcome.FULL && limit.limits().whenFull() == WhenFull.WAIT) {
            if (machine.inOwnThread()) {
                why = "; a thread of the producer's own must not wait for room";
            } else {
                long leftNanos = plan.timeoutNanos() - sinceNanos(startedNanos);
                outcome = limit.take(bodyBytes, leftNanos);
                why = "; no room came free in time";
            }
        }
        if (outcome == Outcome.CLOSED) {
            throw closed(topic);
        }
        if (outcome == Outcome.FULL) {
            SendLimits limits = limit.limits();
            throw new TooManyInFlightException(
                    limit.sends() + " sends with " + limit.bytes() + " bytes in flight, and " + bodyBytes
                            + " bytes more (expected: at most maxInFlight, " + limits.maxInFlight()
                            + ", and maxInFlightBytes, " + limits.maxInFlightBytes() + ")" + why,
                    topic,
                    List.of(),
                    Duration.ofNanos(sinceNanos(startedNanos)),
                    null);
        }
    }

    private long sinceNanos(long startedNanos) {
        return machine.clock().nanoTime() - startedNanos;
    }

    /** What a caller is told who was interrupted while it waited. */
    SendAbandonedException interrupted(String topic, long startedNanos, InterruptedException cause) {
        return new SendAbandonedException(
                "caller was interrupted while it waited for a place in flight",
                topic,
                List.of(),
                Duration.ofNanos(sinceNanos(startedNanos)),
                cause);
    }

    /** What a caller is told who came too late. */
    static ProducerClosedException closed(String topic) {
        return new ProducerClosedException("producer is closed", topic, List.of(), Duration.ZERO, null);
    }

    void giveBack(SendOperation send) {
        if (send.members().isEmpty()) {
            limit.giveBack(send.bodyBytes());
        } else {
            send.members().forEach(this::giveBack);
        }
    }

    void giveBack(AccumulatedSend member) {
        limit.giveBack(member.bodyBytes());
    }

    /** The place of a send that came to nothing before it was one. */
    void giveBack(Payload payload) {
        limit.giveBack(payload.body().length());
    }

    boolean areAllFree() {
        return limit.sends() == 0;
    }

    void limits(SendLimits limits) {
        limit.limits(limits);
    }

    /** Lets nobody in any more; who waits is refused. */
    void close() {
        limit.close();
    }
}

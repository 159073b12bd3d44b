// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.batch.BatchKey;
import dev.hotfire.producer.batch.Member;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.wire.id.UniqueIds;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message that was sent alone and travels with others: what its caller waits for. It holds a place in flight of its own
 * from the call to its end. Made on the caller's thread, then confined to the loop but for its future.
 */
final class AccumulatedSend extends Member implements Runnable {
    private final Payload.Element element;
    private final Ending ending;
    private final SendPlan plan;
    private final long startedNanos;
    private final Batching batching;
    private final UniqueIds ids;
    private final CompletableFuture<SendResult> future = new CompletableFuture<>();

    /** A {@link SendResult} or a {@link SendException}, once there is one. */
    private @Nullable Object outcome;

    AccumulatedSend(
            BatchKey key,
            Payload.Element element,
            Ending ending,
            SendPlan plan,
            long startedNanos,
            Batching batching,
            UniqueIds ids) {
        super(key, element.bodyBytes(), element.encoded().length);
        this.element = element;
        this.ending = ending;
        this.plan = plan;
        this.startedNanos = startedNanos;
        this.batching = batching;
        this.ids = ids;
    }

    CompletableFuture<SendResult> future() {
        return future;
    }

    Payload.Element element() {
        return element;
    }

    Ending ending() {
        return ending;
    }

    SendPlan plan() {
        return plan;
    }

    /** When the caller sent it. */
    long startedNanos() {
        return startedNanos;
    }

    /** Where the batch gets an id of its own from. */
    UniqueIds ids() {
        return ids;
    }

    long deadlineNanos() {
        return startedNanos + plan.timeoutNanos();
    }

    /** When the first of them was sent. */
    static long startOf(List<AccumulatedSend> members) {
        long startedNanos = members.get(0).startedNanos;
        for (AccumulatedSend member : members) {
            if (member.startedNanos - startedNanos < 0) {
                startedNanos = member.startedNanos;
            }
        }
        return startedNanos;
    }

    /**
     * How their batch is to go: to the queue that they share, by the first one's settings, within the time that all have.
     *
     * @param startedNanos from when on the batch's time counts
     */
    static SendPlan planOf(List<AccumulatedSend> members, long startedNanos) {
        AccumulatedSend first = members.get(0);
        long deadlineNanos = first.deadlineNanos();
        for (AccumulatedSend member : members) {
            if (member.deadlineNanos() - deadlineNanos < 0) {
                deadlineNanos = member.deadlineNanos();
            }
        }
        return new SendPlan(
                first.plan.config(), deadlineNanos - startedNanos, first.key().queue(), null, false);
    }

    @Override
    protected int batchBytes() {
        return batching.batchBytes();
    }

    @Override
    protected int maxEncodedBytes() {
        return plan.config().maxMessageBytes();
    }

    @Override
    protected boolean eager() {
        return batching.eager();
    }

    /** Waiting for others counts against the message's own time, so half of that is left for sending at least. */
    @Override
    protected long departureNanos() {
        return startedNanos + Math.min(batching.delay().toNanos(), plan.timeoutNanos() / 2);
    }

    /** With what its caller is to be told when this is run. On the loop, once it has come to its end. */
    AccumulatedSend withEnd(@Nullable SendResult result, @Nullable SendException failure) {
        outcome = failure != null ? failure : result;
        return this;
    }

    /** Tells the caller, in the thread that calls. */
    @Override
    public void run() {
        if (outcome instanceof SendException failure) {
            future.completeExceptionally(failure);
        } else if (outcome instanceof SendResult result) {
            future.complete(result);
        }
    }
}

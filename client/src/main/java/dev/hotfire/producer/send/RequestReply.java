// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.reply.PendingReply;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request and its one end. Holds its place in flight until both its send and the wait for the reply are over, so that
 * {@code maxInFlight} bounds requests too. Confined to the loop but for its future.
 */
final class RequestReply extends PendingReply {
    private final Requests requests;
    private final long startedNanos;
    private final CompletableFuture<StoredMessage> future = new CompletableFuture<>();
    private @Nullable SendOperation send;

    RequestReply(Requests requests, Namespace namespace, String correlationId, long startedNanos, Duration timeout) {
        super(correlationId, namespace, startedNanos + timeout.toNanos());
        this.requests = requests;
        this.startedNanos = startedNanos;
    }

    /** The reply as it came, its body perhaps compressed: made plain by whoever has the time. */
    CompletableFuture<StoredMessage> future() {
        return future;
    }

    /** The send that carries the request; set before anybody else sees it. */
    void carriedBy(SendOperation carrier) {
        this.send = carrier;
    }

    /** Whether it is this producer's. */
    boolean isOf(Requests producers) {
        return requests == producers;
    }

    SendOperation send() {
        SendOperation carrier = send;
        if (carrier == null) {
            throw new IllegalStateException("a request that nobody sends");
        }
        return carrier;
    }

    Duration elapsed(long nowNanos) {
        return Duration.ofNanos(nowNanos - startedNanos);
    }

    @Override
    protected void onReply(StoredMessage reply) {
        requests.onEnded(this, reply, null);
    }

    @Override
    protected void onNoReply(long nowNanos) {
        Duration elapsed = elapsed(nowNanos);
        String topic = send().topic().name();
        String what = "request was stored, but no reply came within " + elapsed.toMillis() + " ms";
        requests.fail(this, new NoReplyException(what, topic, send().attempts(), elapsed, null));
    }

    /** Tells whoever waits, in the thread that calls. */
    void complete(@Nullable StoredMessage reply, @Nullable SendException failure) {
        if (reply != null) {
            future.complete(reply);
        } else if (failure != null) {
            future.completeExceptionally(failure);
        }
    }
}

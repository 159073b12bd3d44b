// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.reply;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.wire.message.StoredMessage;

/**
 * One request that waits for its reply. It ends once: with the reply, with the failure of its send, when its time is over,
 * or because nobody waits any more (hazards of B-REQREPLY-05 and -09). Confined to the loop.
 *
 * <p>While the send itself has not ended, the end of the time is left to it: it has no more time either, and knows better
 * what went wrong.
 */
public abstract class PendingReply extends Deadlines.Entry {
    private final String correlationId;
    private final Namespace namespace;
    private final long deadlineNanos;
    private boolean open = true;
    private boolean sent;
    private boolean timeIsOver;

    /**
     * Waits for nothing yet: see {@link PendingReplies#add}.
     *
     * @param namespace     the requester's, which it sees no names with
     * @param deadlineNanos when the reply must be there, on the monotonic clock
     */
    protected PendingReply(String correlationId, Namespace namespace, long deadlineNanos) {
        this.correlationId = correlationId;
        this.namespace = namespace;
        this.deadlineNanos = deadlineNanos;
    }

    String correlationId() {
        return correlationId;
    }

    Namespace namespace() {
        return namespace;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return open;
    }

    /** Whether the broker confirmed the request itself. */
    public boolean isSent() {
        return sent;
    }

    /** The request is stored. A reply may have overtaken this news. */
    public void onSent(long nowNanos) {
        sent = true;
        if (open && timeIsOver) {
            onNoReply(nowNanos);
        }
    }

    /** Takes the end; true for the first who asks. */
    boolean end() {
        boolean first = open;
        open = false;
        return first;
    }

    @Override
    protected final void onDeadline(long nowNanos) {
        timeIsOver = true;
        if (sent && open) {
            onNoReply(nowNanos);
        }
    }

    /** The reply is there; its body may be compressed. Called once at most, after which this is closed. */
    protected abstract void onReply(StoredMessage reply);

    /** The time is over; to be closed by whoever is called. */
    protected abstract void onNoReply(long nowNanos);
}

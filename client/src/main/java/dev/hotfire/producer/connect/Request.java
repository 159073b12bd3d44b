// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/** Any request but a send: rare, so it goes through {@link Frame}. Confined to the loop. */
public final class Request extends Call {
    /** Where a request ends. Exactly one of the two is called, once. */
    public interface Listener {
        void onReply(Frame reply);

        void onFailure(IOException cause);
    }

    private final Connection target;
    private final Deadlines deadlines;
    private Frame request;
    private boolean over;
    private final Listener listener;

    private Request(Connection connection, Deadlines deadlines, Frame request, Listener listener) {
        this.target = connection;
        this.deadlines = deadlines;
        this.request = request;
        this.listener = listener;
    }

    /** Sends a two-way request; it fails when the deadline passes without an answer. */
    public static void send(
            Connection connection, Deadlines deadlines, long deadlineNanos, Frame request, Listener listener) {
        Request call = new Request(connection, deadlines, request, listener);
        deadlines.set(call, deadlineNanos);
        connection.showToHooks(call.request, call::start);
    }

    private void start(Frame seenByHooks) {
        if (!over) {
            request = seenByHooks;
            target.start(this);
        }
    }

    @Override
    protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
        return FrameCodec.encode(
                target.decorate(request).toBuilder().opaque(opaque).build(), allocator);
    }

    @Override
    protected void onReply(Frame reply, long nowNanos) {
        over = true;
        deadlines.remove(this);
        target.showToHooks(request, reply);
        listener.onReply(reply);
    }

    @Override
    protected void onLost(boolean written, IOException cause, long nowNanos) {
        over = true;
        deadlines.remove(this);
        listener.onFailure(cause);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        over = true;
        timeOut();
        listener.onFailure(new IOException("no answer from " + target.address() + " to " + request.codeName()));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/** A request that is not answered, and not a send: over once the network has it. Confined to the loop. */
public final class OnewayRequest extends Call {
    /** Where it ends. Exactly one of the two is called, once. */
    public interface Listener {
        /** The network has it, which says nothing about its arrival. */
        void onHandedOver();

        void onFailure(IOException cause);
    }

    private final Connection target;
    private final Deadlines deadlines;
    private Frame request;
    private boolean over;
    private final Listener listener;

    private OnewayRequest(Connection connection, Deadlines deadlines, Frame request, Listener listener) {
        this.target = connection;
        this.deadlines = deadlines;
        this.request = request;
        this.listener = listener;
    }

    /** Sends a request, marked as one-way here; it fails when the network has not taken it by the deadline. */
    public static void send(
            Connection connection, Deadlines deadlines, long deadlineNanos, Frame request, Listener listener) {
        Frame oneway = request.toBuilder().oneway(true).build();
        OnewayRequest call = new OnewayRequest(connection, deadlines, oneway, listener);
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
    protected boolean isOneway() {
        return true;
    }

    @Override
    protected void onWritten(long nowNanos) {
        over = true;
        deadlines.remove(this);
        listener.onHandedOver();
    }

    @Override
    protected void onReply(Frame reply, long nowNanos) {
        throw new IllegalStateException("an answer to a one-way request: " + reply);
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
        listener.onFailure(new IOException(target.address() + " did not take " + request.codeName() + " in time"));
    }
}

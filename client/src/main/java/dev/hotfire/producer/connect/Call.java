// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection: it ends with exactly one of {@link #onReply}, {@link #onLost}, or, for a one-way
 * request, {@link #onWritten}, unless its owner takes it back with {@link Connection#forget}.
 *
 * <p>An owner may use one object for many calls, one after the other. Confined to the loop.
 */
public abstract class Call extends Deadlines.Entry {
    /** The connection that carries this call, or null between calls. */
    @Nullable
    Connection connection;

    /** The call's place in the connection's table; meaningful once written. */
    int opaque;

    boolean written;

    /** Its newest place among those that wait for the connection, then, if it is one-way, its newest write. */
    int ticket;

    /** How many signs of life the connection had given when this call was written. */
    int signsOfLifeBefore;

    /**
     * The complete frame.
     *
     * @param opaque the number to put into it
     * @return a buffer that the connection releases
     */
    protected abstract ByteBuf frame(int opaque, ByteBufAllocator allocator);

    /** Whether no answer is expected. */
    protected boolean isOneway() {
        return false;
    }

    /** The answer came. */
    protected abstract void onReply(Frame reply, long nowNanos);

    /**
     * The answer came, and is an ordinary one: for calls that are made so often that they had rather not have it decoded.
     *
     * @param reply shows it during this call, and other answers later
     */
    protected void onOrdinaryReply(FrameView reply, long nowNanos) {
        onReply(reply.decode(), nowNanos);
    }

    /**
     * The connection did not come about, or broke.
     *
     * @param written whether any of the request may have reached the peer
     */
    protected abstract void onLost(boolean written, IOException cause, long nowNanos);

    /** A one-way request was handed to the network. */
    protected void onWritten(long nowNanos) {}

    /** Whether this call is on a connection now, waiting for it or for an answer. */
    protected final boolean isUnderWay() {
        return connection != null;
    }

    /** Whether it was handed to the network. */
    protected final boolean isWritten() {
        return written;
    }

    /** As {@link #takeBack}, because the answer did not come in time; tells the connection so. */
    protected final void timeOut() {
        Connection carrier = connection;
        if (carrier != null) {
            carrier.timeOut(this);
        }
    }

    /** Takes the call back from its connection, if it is on one: whatever comes for it later is ignored. */
    protected final void takeBack() {
        Connection carrier = connection;
        if (carrier != null) {
            carrier.forget(this);
        }
    }
}

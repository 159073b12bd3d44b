// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Writes some answers a few bytes at a time (T12), and meanwhile keeps what comes after them. Confined to its channel's
 * loop; costs a type check for each write while there is nothing to do.
 */
final class SlowWriter extends ChannelOutboundHandlerAdapter {
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Bytes that are to be written slowly. Owned by whoever has it, as a buffer is. */
    static final class Slowly extends DefaultByteBufHolder {
        private final int atATime;
        private final long everyNanos;

        Slowly(ByteBuf bytes, int atATime, long everyNanos) {
            super(bytes);
            this.atATime = atATime;
            this.everyNanos = everyNanos;
        }
    }

    private record Pending(Object message, ChannelPromise promise) {}

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (busy) {
            waiting.add(new Pending(message, promise));
        } else if (message instanceof Slowly slowly) {
            busy = true;
            step(ctx, slowly, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private void step(ChannelHandlerContext ctx, Slowly slowly, ChannelPromise promise) {
        ByteBuf bytes = slowly.content();
        if (!ctx.channel().isActive()) {
            bytes.release();
            promise.tryFailure(new ClosedChannelException());
            busy = false;
            drop();
        } else if (bytes.readableBytes() > slowly.atATime) {
            ctx.writeAndFlush(bytes.readRetainedSlice(slowly.atATime));
            ctx.executor().schedule(() -> step(ctx, slowly, promise), slowly.everyNanos, TimeUnit.NANOSECONDS);
        } else {
            ctx.writeAndFlush(bytes, promise);
            busy = false;
            goOn(ctx);
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        Pending next = waiting.poll();
        while (next != null) {
            write(ctx, next.message(), next.promise());
            if (busy) {
                return;
            }
            next = waiting.poll();
        }
        ctx.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        Pending next = waiting.poll();
        while (next != null) {
            ReferenceCountUtil.release(next.message());
            next.promise().tryFailure(new ClosedChannelException());
            next = waiting.poll();
        }
    }
}

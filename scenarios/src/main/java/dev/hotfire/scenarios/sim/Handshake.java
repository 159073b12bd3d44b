// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import dev.hotfire.runtime.Address;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel does between a call to connect and its outcome: the request travels, is lost and sent again, is
 * refused, or times out, all in virtual time. The first handler of each connecting channel until it is connected.
 */
final class Handshake extends ChannelOutboundHandlerAdapter {
    /** Linux sends a lost SYN again after one second, then two, four, and so on. */
    private static final long FIRST_RETRANSMISSION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SimulatedNetwork network;
    private final Address to;
    private final long timeoutNanos;
    private final long latencyNanos;
    private long retransmissionNanos = FIRST_RETRANSMISSION_NANOS;
    private @Nullable Future<?> nextTry;
    private @Nullable ChannelPromise connecting;

    Handshake(SimulatedNetwork network, Address to, long timeoutNanos, long latencyNanos) {
        this.network = network;
        this.to = to;
        this.timeoutNanos = timeoutNanos;
        this.latencyNanos = latencyNanos;
    }

    @Override
    public void connect(ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        connecting = promise;
        Future<?> timeout = ctx.executor().schedule(() -> timeOut(ctx, promise), timeoutNanos, TimeUnit.NANOSECONDS);
        nextTry =
                ctx.executor().schedule(() -> arrive(ctx, remote, local, promise), latencyNanos, TimeUnit.NANOSECONDS);
        promise.addListener(done -> {
            timeout.cancel(false);
            cancelNextTry();
            if (done.isCancelled()) {
                ctx.close();
            }
        });
    }

    private void arrive(ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        switch (network.answerTo(to)) {
            case ACCEPT -> {
                // The timer stays: whoever accepts may stop before it does.
                ctx.connect(remote, local, promise);
                ctx.pipeline().remove(this);
            }
            case REFUSE -> fail(ctx, promise, new ConnectException("connection refused: " + to));
            case NO_ROUTE -> fail(ctx, promise, new NoRouteToHostException("no route to host: " + to));
            case SILENCE -> {
                nextTry = ctx.executor()
                        .schedule(() -> arrive(ctx, remote, local, promise), retransmissionNanos, TimeUnit.NANOSECONDS);
                retransmissionNanos *= 2;
            }
        }
    }

    private void timeOut(ChannelHandlerContext ctx, ChannelPromise promise) {
        long timeoutMillis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        fail(ctx, promise, new ConnectTimeoutException("connection timed out after " + timeoutMillis + " ms: " + to));
    }

    private static void fail(ChannelHandlerContext ctx, ChannelPromise promise, Exception cause) {
        if (promise.tryFailure(cause)) {
            ctx.channel().close();
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (connecting != null) {
            connecting.tryFailure(new ClosedChannelException());
        }
        ctx.close(promise);
    }

    private void cancelNextTry() {
        if (nextTry != null) {
            nextTry.cancel(false);
        }
    }
}

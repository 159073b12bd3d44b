// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameDecoder;
import dev.hotfire.wire.frame.FrameEncoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection that speaks frames and nothing more: what the tests of the fakes talk to them with. */
public final class RawClient implements AutoCloseable {
    /** A bound for what should take microseconds: reaching it means that the thing waited for never comes. */
    private static final long PATIENCE_SECONDS = 20;

    private final Channel channel;
    private final AtomicInteger nextOpaque = new AtomicInteger(1);
    private final Map<Integer, CompletableFuture<Frame>> waiting = new ConcurrentHashMap<>();
    private final List<Frame> unexpected = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Frame> requests = new LinkedBlockingQueue<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /** How a connection ended. */
    public enum End {
        FIN,
        RESET
    }

    private RawClient(Channel channel) {
        this.channel = channel;
    }

    /** Connects, and waits for it. */
    public static RawClient connect(Machine machine, Address to) {
        Wiring wiring = new Wiring();
        ChannelFuture connected = machine.connect(
                machine.nextLoop(), to, TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS), new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(new FrameDecoder(), new FrameEncoder(), wiring);
                    }
                });
        connected.awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IllegalStateException("cannot connect to " + to, connected.cause());
        }
        RawClient client = new RawClient(connected.channel());
        wiring.client.complete(client);
        return client;
    }

    /** Sends a request under an opaque of its own; completes with the response. */
    public CompletableFuture<Frame> send(Frame.Builder request) {
        int opaque = nextOpaque.getAndIncrement();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        waiting.put(opaque, answer);
        channel.writeAndFlush(request.opaque(opaque).build());
        return answer;
    }

    /** Sends a request and waits for the response. */
    public Frame call(Frame.Builder request) {
        return await(send(request));
    }

    /** Sends a request that wants no response. */
    public void oneway(Frame.Builder request) {
        channel.writeAndFlush(
                request.opaque(nextOpaque.getAndIncrement()).oneway(true).build());
    }

    /** Sends a frame as it is. */
    public void write(Frame frame) {
        channel.writeAndFlush(frame);
    }

    /** Sends bytes as they are. */
    public void write(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** Responses that nobody waited for, or not any more. */
    public List<Frame> unexpected() {
        return unexpected;
    }

    /** Waits for the next request that the server sends. */
    public Frame nextRequest() throws InterruptedException {
        Frame request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request from the server within " + PATIENCE_SECONDS + " s");
        }
        return request;
    }

    /** Waits for the end of the connection. */
    public End awaitEnd() {
        return await(end);
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Waits for a future, though not for ever. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError("failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private static final class Wiring extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<RawClient> client = new CompletableFuture<>();
        private boolean reset;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Frame frame = (Frame) message;
            client.thenAccept(c -> {
                if (!frame.isResponse()) {
                    c.requests.add(frame);
                    return;
                }
                CompletableFuture<Frame> answer = c.waiting.remove(frame.opaque());
                if (answer == null) {
                    c.unexpected.add(frame);
                } else {
                    answer.complete(frame);
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            client.thenAccept(c -> c.end.complete(reset ? End.RESET : End.FIN));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            reset = true;
            ctx.close();
        }
    }
}

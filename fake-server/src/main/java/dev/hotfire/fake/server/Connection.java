// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkHandler;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client's connection to a fake server. Safe from any thread. */
public final class Connection {
    private final int id;
    private final int epoch;
    private final Address peer;
    private final Channel channel;
    private final LinkHandler link;

    private final AtomicInteger uncalledFor = new AtomicInteger();

    /** Guarded by itself. Requests that this server sent and that the client has not answered yet, by opaque. */
    private final Map<Integer, Call> calls = new LinkedHashMap<>();

    private volatile @Nullable String clientId;
    private int nextOpaque;

    /** Whether the channel's loop is between a read and its end, where one flush serves all responses. On the loop. */
    private boolean reading;

    Connection(int id, int epoch, Address peer, Channel channel, LinkHandler link) {
        this.id = id;
        this.epoch = epoch;
        this.peer = peer;
        this.channel = channel;
        this.link = link;
    }

    /** The server's number for it, from 1. Numbers are not used again. */
    public int id() {
        return id;
    }

    /** The client's side. */
    public Address peer() {
        return peer;
    }

    /** The id that the client gave itself in its heartbeats, null before the first. */
    public @Nullable String clientId() {
        return clientId;
    }

    /** Notes the client's id. */
    public void clientId(String newClientId) {
        this.clientId = newClientId;
    }

    /** Whether the connection is open at this end. */
    public boolean isOpen() {
        return channel.isActive();
    }

    /** What the network does to this connection. */
    public LinkConditions linkConditions() {
        return link.conditions();
    }

    /** Changes what the network does to this connection from now on. */
    public void linkConditions(LinkConditions conditions) {
        link.conditions(conditions);
    }

    /** Ends the connection in an orderly way: the client reads what was written so far, then the end of the stream. */
    public void close() {
        channel.flush();
        link.cut();
    }

    /**
     * Ends this side of the connection and goes on to read (T07). Where a connection can't be half closed, as in the
     * simulator, it is closed: clients close their side when they read the end of the stream, so they see no difference.
     */
    public void halfClose() {
        if (channel instanceof DuplexChannel duplex) {
            channel.flush();
            duplex.shutdownOutput();
        } else {
            close();
        }
    }

    /** Breaks the connection: what is under way is lost. */
    public void reset() {
        link.reset();
    }

    /**
     * Sends the client a oneway request: a transaction check, for instance.
     *
     * @param request which gets an opaque of this connection's own count (W-4)
     */
    public void push(Frame.Builder request) {
        push(request, takeOpaque());
    }

    /** As {@link #push(Frame.Builder)}, with any opaque: that of a request of the client's, for one. */
    public void push(Frame.Builder request, int opaque) {
        channel.writeAndFlush(request.oneway(true).opaque(opaque).build());
    }

    /**
     * Sends the client a request that it must answer.
     *
     * @param request      which gets an opaque of this connection's own count (W-4)
     * @param timeoutNanos how long to wait for the answer
     * @return completes on the connection's loop with the client's response; fails with a {@link TimeoutException} or, when
     *     the connection ends first, an {@link IOException}
     */
    public CompletableFuture<Frame> call(Frame.Builder request, long timeoutNanos) {
        int opaque = takeOpaque();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        ScheduledFuture<?> timer =
                schedule(() -> fail(opaque, new TimeoutException("no answer from " + peer)), timeoutNanos);
        synchronized (calls) {
            calls.put(opaque, new Call(answer, timer));
        }
        channel.writeAndFlush(request.oneway(false).opaque(opaque).build()).addListener(written -> {
            if (!written.isSuccess()) {
                fail(opaque, new IOException("connection to " + peer + " is closed", written.cause()));
            }
        });
        return answer;
    }

    /**
     * Runs something on the connection's loop after a while, whatever has become of the connection by then.
     *
     * @return cancels it
     */
    public ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
        return channel.eventLoop().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    private int takeOpaque() {
        synchronized (calls) {
            return nextOpaque++;
        }
    }

    private void fail(int opaque, Exception cause) {
        Call call;
        synchronized (calls) {
            call = calls.remove(opaque);
        }
        if (call != null) {
            call.timer.cancel(false);
            call.answer.completeExceptionally(cause);
        }
    }

    /** The generation of the server process that accepted this connection. */
    int epoch() {
        return epoch;
    }

    /** Lets the channel read, or not: a process that stands still reads nothing, and its peers' windows fill. */
    void autoRead(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Writes a response; during a read without a flush, as {@link #onReadComplete} brings one. */
    void write(Frame response) {
        if (channel.eventLoop().inEventLoop() && reading) {
            channel.write(response);
        } else {
            channel.writeAndFlush(response);
        }
    }

    /** Writes a response whose bytes were damaged. */
    void writeDamaged(Frame response, AnswerDamage damage) {
        ByteBuf bytes = FrameCodec.encode(response, channel.alloc());
        damage.apply(bytes);
        channel.writeAndFlush(bytes);
        if (damage.endsStream()) {
            close();
        }
    }

    /** Writes a response a few bytes at a time; what is written later follows it. */
    void writeSlowly(Frame response, int atATime, long everyNanos) {
        ByteBuf bytes = FrameCodec.encode(response, channel.alloc());
        channel.writeAndFlush(new SlowWriter.Slowly(bytes, atATime, everyNanos));
    }

    void onRead() {
        reading = true;
    }

    void onReadComplete() {
        if (reading) {
            reading = false;
            channel.flush();
        }
    }

    void onResponse(Frame response) {
        Call call;
        synchronized (calls) {
            call = calls.remove(response.opaque());
        }
        if (call != null) {
            call.timer.cancel(false);
            call.answer.complete(response);
        } else {
            uncalledFor.incrementAndGet();
        }
    }

    /** How many answers came that nobody waited for: to what wanted none, or too late. */
    public int answersUncalledFor() {
        return uncalledFor.get();
    }

    void onClosed() {
        List<Integer> unanswered;
        synchronized (calls) {
            unanswered = new ArrayList<>(calls.keySet());
        }
        unanswered.forEach(opaque -> fail(opaque, new IOException("connection to " + peer + " ended")));
    }

    /** Ends the connection without waiting for what is still under way, and completes when it is gone. */
    CompletableFuture<Void> end() {
        if (link.conditions().equals(LinkConditions.CLEAR)) {
            channel.flush();
            channel.close();
        } else {
            link.reset();
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        channel.closeFuture().addListener(closed -> gone.complete(null));
        return gone;
    }

    @Override
    public String toString() {
        return "connection " + id + " from " + peer;
    }

    private record Call(CompletableFuture<Frame> answer, ScheduledFuture<?> timer) {}
}

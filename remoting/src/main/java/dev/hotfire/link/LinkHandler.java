// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.link;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The network between a client and one accepted channel: the first handler of that channel, in both worlds.
 *
 * <p>It stands on the server's side and treats both directions, so that faults reach any client, also one that we
 * can't change. While nothing is wrong it passes bytes on in the same call. With latency each direction is a queue
 * whose heads leave when they are due; conditions that change later apply to what comes later, except that a
 * blackhole also swallows what is under way.
 *
 * <p>Closing: our own side's close leaves behind what was written before it. When the client closes, what it wrote
 * before is delivered at once, ahead of its latency: Netty takes the pipeline apart as soon as a channel is closed.
 *
 * <p>{@link #conditions(LinkConditions)}, {@link #cut()} and {@link #reset()} may be called from any thread; they act on
 * the channel's loop.
 */
public final class LinkHandler extends ChannelDuplexHandler {
    private final RandomSource random;
    private final MachineClock clock;
    private final Lane toServer = new Lane();
    private final Lane toClient = new Lane();
    private final List<Consumer<ChannelHandlerContext>> early = new ArrayList<>();
    private volatile LinkConditions conditions;

    /** Null until the link is part of a channel. Guarded by {@link #early}. */
    private @Nullable ChannelHandlerContext context;

    /**
     * @param initial what the link does from the first byte on
     * @param random  this link's own source: confined to the channel's loop from here on
     * @param clock   the clock of the machine that accepted the channel
     */
    public LinkHandler(LinkConditions initial, RandomSource random, MachineClock clock) {
        this.conditions = requireNonNull(initial, "initial");
        this.random = requireNonNull(random, "random");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What the link does now. */
    public LinkConditions conditions() {
        return conditions;
    }

    /**
     * Changes what the link does to bytes from now on. Bytes that are under way stay as late as they are, but those that wait
     * for others to pass one by one do so at the new pace if that is a faster one: a peer that was slow has a backlog, and
     * once it is well again that is gone soon.
     */
    public void conditions(LinkConditions changed) {
        requireNonNull(changed, "changed");
        onLoop(ctx -> {
            LinkConditions before = conditions;
            conditions = changed;
            toServer.hasten(before.toServer(), changed.toServer());
            toClient.hasten(before.toClient(), changed.toClient());
            if (changed.toServer().blackhole()) {
                toServer.drop();
            }
            if (changed.toClient().blackhole()) {
                toClient.drop();
            }
        });
    }

    /** Closes in an orderly way: the client reads what was written so far, then the end of the stream (T04, T07). */
    public void cut() {
        onLoop(ctx -> close(ctx, ctx.newPromise()));
    }

    /** Breaks the connection: what is under way is lost, and over TCP the client sees a reset (T05, T06). */
    public void reset() {
        onLoop(ctx -> {
            toServer.drop();
            toClient.drop();
            if (!ctx.channel().isOpen()) {
                return; // a closed socket has no options any more, and says so by an exception
            }
            // Linger zero makes the kernel send RST. A simulated channel has no such option and closes.
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ctx.close();
        });
    }

    /** What is asked before the link is part of a channel is done as soon as it is: a server may fail while it accepts. */
    private void onLoop(Consumer<ChannelHandlerContext> action) {
        ChannelHandlerContext ctx;
        synchronized (early) {
            ctx = context;
            if (ctx == null) {
                early.add(action);
                return;
            }
        }
        if (ctx.executor().inEventLoop()) {
            action.accept(ctx);
        } else {
            ctx.executor().execute(() -> action.accept(ctx));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        List<Consumer<ChannelHandlerContext>> due;
        synchronized (early) {
            context = ctx;
            due = List.copyOf(early);
            early.clear();
        }
        due.forEach(action -> action.accept(ctx));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        toServer.drop();
        toClient.drop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        LinkDirection direction = conditions.toServer();
        if (direction.blackhole()) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        long latencyNanos = direction.latency().drawNanos(random);
        if (latencyNanos == 0 && toServer.isEmpty() && direction.maxSliceBytes() == 0) {
            ctx.fireChannelRead(bytes);
            return;
        }
        long arrivesNanos = clock.nanoTime() + latencyNanos;
        forEachSlice(
                bytes,
                direction.maxSliceBytes(),
                slice -> toServer.add(
                        ctx, new Read(toServer.dueAfter(arrivesNanos, direction.sliceIntervalNanos()), slice)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        toServer.deliverAll(ctx);
        toClient.drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        LinkDirection direction = conditions.toClient();
        if (direction.blackhole()) {
            // As a kernel does: taken, and never heard of again.
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        long latencyNanos = direction.latency().drawNanos(random);
        if (latencyNanos == 0 && toClient.isEmpty() && direction.maxSliceBytes() == 0) {
            ctx.write(bytes, promise);
            return;
        }
        long arrivesNanos = clock.nanoTime() + latencyNanos;
        forEachSlice(
                bytes,
                direction.maxSliceBytes(),
                slice -> toClient.add(
                        ctx, new Write(toClient.dueAfter(arrivesNanos, direction.sliceIntervalNanos()), slice)));
        promise.trySuccess();
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (toClient.isEmpty()) {
            ctx.close(promise);
        } else {
            toClient.add(ctx, new Close(toClient.dueAfter(clock.nanoTime(), 0), promise));
        }
    }

    private static void forEachSlice(ByteBuf bytes, int maxSliceBytes, Consumer<ByteBuf> consumer) {
        if (maxSliceBytes == 0) {
            consumer.accept(bytes);
            return;
        }
        while (bytes.readableBytes() > maxSliceBytes) {
            consumer.accept(bytes.readRetainedSlice(maxSliceBytes));
        }
        consumer.accept(bytes);
    }

    /** Something under way. */
    private sealed interface Parcel {
        long dueNanos();

        /** The same, due at another time. */
        Parcel due(long nanos);

        void deliver(ChannelHandlerContext ctx);

        void drop();
    }

    private record Read(long dueNanos, ByteBuf bytes) implements Parcel {
        @Override
        public Parcel due(long nanos) {
            return new Read(nanos, bytes);
        }

        @Override
        public void deliver(ChannelHandlerContext ctx) {
            ctx.fireChannelRead(bytes);
            ctx.fireChannelReadComplete();
        }

        @Override
        public void drop() {
            bytes.release();
        }
    }

    private record Write(long dueNanos, ByteBuf bytes) implements Parcel {
        @Override
        public Parcel due(long nanos) {
            return new Write(nanos, bytes);
        }

        @Override
        public void deliver(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(bytes);
        }

        @Override
        public void drop() {
            bytes.release();
        }
    }

    private record Close(long dueNanos, ChannelPromise promise) implements Parcel {
        @Override
        public Parcel due(long nanos) {
            return new Close(nanos, promise);
        }

        @Override
        public void deliver(ChannelHandlerContext ctx) {
            ctx.close(promise);
        }

        @Override
        public void drop() {
            // What was written is lost, but our side has closed all the same.
            promise.channel().close().addListener(done -> promise.trySuccess());
        }
    }

    /** One direction: parcels in the order in which they were handed in, each leaving when it is due. */
    private final class Lane {
        private final ArrayDeque<Parcel> underWay = new ArrayDeque<>();
        private boolean timerRunning;

        boolean isEmpty() {
            return underWay.isEmpty();
        }

        /** The given time, or that of the last parcel and an interval if that is later: nothing overtakes. */
        long dueAfter(long nanos, long intervalNanos) {
            Parcel last = underWay.peekLast();
            if (last == null) {
                return nanos;
            }
            long earliest = last.dueNanos() + intervalNanos;
            return earliest - nanos > 0 ? earliest : nanos;
        }

        void add(ChannelHandlerContext ctx, Parcel parcel) {
            underWay.addLast(parcel);
            if (!timerRunning) {
                arm(ctx, parcel);
            }
        }

        private void arm(ChannelHandlerContext ctx, Parcel head) {
            timerRunning = true;
            long delayNanos = Math.max(0, head.dueNanos() - clock.nanoTime());
            ctx.executor().schedule(() -> onTimer(ctx), delayNanos, TimeUnit.NANOSECONDS);
        }

        private void onTimer(ChannelHandlerContext ctx) {
            timerRunning = false;
            long now = clock.nanoTime();
            Parcel head = underWay.peekFirst();
            // One slice a turn: that is what makes a peer see it as a read of its own.
            if (head != null && head.dueNanos() - now <= 0) {
                underWay.removeFirst();
                head.deliver(ctx);
                head = underWay.peekFirst();
            }
            if (head != null && !timerRunning) {
                arm(ctx, head);
            }
        }

        /** Lets what is under way pass at a new pace, if that is a faster one. The first parcel is due when it was. */
        void hasten(LinkDirection before, LinkDirection now) {
            long pace = now.sliceIntervalNanos();
            if (pace >= before.sliceIntervalNanos() || underWay.size() < 2) {
                return;
            }
            List<Parcel> parcels = new ArrayList<>(underWay);
            underWay.clear();
            long earliest = parcels.get(0).dueNanos();
            for (Parcel parcel : parcels) {
                underWay.addLast(parcel.dueNanos() - earliest > 0 ? parcel.due(earliest) : parcel);
                earliest += pace;
            }
        }

        void deliverAll(ChannelHandlerContext ctx) {
            Parcel parcel = underWay.pollFirst();
            while (parcel != null) {
                parcel.deliver(ctx);
                parcel = underWay.pollFirst();
            }
        }

        void drop() {
            List<Parcel> dropped = new ArrayList<>(underWay);
            // Empty before anything is dropped: a close that is dropped closes now, and must not queue up here again.
            underWay.clear();
            dropped.forEach(Parcel::drop);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.wire.frame.FrameReader;
import dev.hotfire.wire.send.FrameRoom;
import dev.hotfire.wire.send.SendFrameWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * No producer at all: the bare network library between the same two processes, with the same bytes on the wire. What it takes
 * is what no client on it can do without. It knows no routes, retries, deadlines or failures, and answers come in order.
 */
final class BareClient implements Client {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final Channel channel;
    private final ThreadLocal<FrameRoom> rooms = ThreadLocal.withInitial(FrameRoom::new);
    private final SendFrameWriter writer = new SendFrameWriter("pg-bench", "bench", "TBW102", 4);
    private final byte[] brokerName = "canned".getBytes(StandardCharsets.UTF_8);
    private final Queue<Outgoing> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final ArrayDeque<Ending> inFlight = new ArrayDeque<>();

    private record Outgoing(ByteBuf frame, Ending ending) {}

    BareClient(Setup setup) throws InterruptedException {
        int colon = setup.nameServer().lastIndexOf(':');
        channel = new Bootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(new Answers());
                    }
                })
                .connect(
                        setup.nameServer().substring(0, colon),
                        Integer.parseInt(setup.nameServer().substring(colon + 1)))
                .sync()
                .channel();
    }

    private final class Answers extends FrameReader {
        @Override
        protected void onFrame(ChannelHandlerContext ctx, ByteBuf in, int index, int length) {
            inFlight.removeFirst().ended(true);
        }
    }

    private ByteBuf frame(byte[] body) {
        FrameRoom room = rooms.get();
        room.clear();
        writer.writeHead(room, 310, false, false, brokerName, 3, 0, 1_790_000_000_000L, 0);
        int properties = SendFrameWriter.beginProperties(room);
        room.putText("WAIT\u0001true\u0002UNIQ_KEY\u00017F000001000000000000000000000000\u0002");
        SendFrameWriter.endProperties(room, properties);
        SendFrameWriter.finish(room, 0, body.length);
        ByteBuf frame = channel.alloc().buffer(room.size() + body.length);
        room.copyTo(frame);
        return frame.writeBytes(body);
    }

    @Override
    public void sendAsync(byte[] body, Ending ending) {
        mailbox.add(new Outgoing(frame(body), ending));
        if (!announced.get() && !announced.getAndSet(true)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    private void drain() {
        announced.set(false);
        for (Outgoing next = mailbox.poll(); next != null; next = mailbox.poll()) {
            inFlight.addLast(next.ending);
            channel.write(next.frame, channel.voidPromise());
        }
        channel.flush();
    }

    @Override
    public void send(byte[] body) {
        Thread caller = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        sendAsync(body, well -> {
            done.set(true);
            LockSupport.unpark(caller);
        });
        while (!done.get()) {
            LockSupport.park(this);
        }
    }

    // Contender.takesPartIn keeps it from the cases with these.

    @Override
    public void sendOneway(byte[] body) {
        throw new UnsupportedOperationException("one way: nobody would bound the memory that this takes");
    }

    @Override
    public void sendBatch(List<byte[]> bodies) {
        throw new UnsupportedOperationException("batch: the bare network library knows none");
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

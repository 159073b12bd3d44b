// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the producer and the fakes rely on in Netty and in a world, held against both worlds. Where a statement is true
 * in one of them only, code above the seam may not rely on it.
 */
@Timeout(60)
abstract class RuntimeContractTest {
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final ByteSink atServer = new ByteSink();
    private final ByteSink atClient = new ByteSink();
    private final AtomicReference<Channel> accepted = new AtomicReference<>();
    private TestBed bed;
    private Machine server;
    private Machine client;
    private EventLoop clientLoop;

    abstract TestBed newBed();

    @BeforeEach
    void makeMachines() {
        bed = newBed();
        server = bed.machine("server");
        client = bed.machine("client");
        clientLoop = client.nextLoop();
    }

    @AfterEach
    void closeWorld() {
        bed.close();
    }

    @Test
    @DisplayName("1. a listener added from outside to a completed future runs later, on the loop")
    void listenerOfACompletedFutureRunsOnTheLoop() {
        Future<?> completed = clientLoop.newSucceededFuture(null);
        Thread caller = Thread.currentThread();
        AtomicBoolean inline = new AtomicBoolean();
        AtomicReference<Boolean> onLoop = new AtomicReference<>();
        AtomicBoolean adding = new AtomicBoolean(true);
        completed.addListener(done -> {
            inline.set(adding.get() && Thread.currentThread() == caller);
            onLoop.set(clientLoop.inEventLoop());
        });
        adding.set(false);
        bed.until(() -> onLoop.get() != null);
        assertThat(inline).isFalse();
        assertThat(onLoop.get()).isTrue();
    }

    @Test
    @DisplayName("2. a task submitted while bytes are handled runs after they are handled")
    void tasksRunAfterTheReadThatSubmittedThem() {
        Channel channel = connected(each(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((ByteBuf) message).release();
                ctx.executor().execute(() -> events.add("task"));
                events.add("read");
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                events.add("read complete");
            }
        }));
        channel.writeAndFlush(ascii("x"));
        bed.until(() -> events.size() >= 3);
        assertThat(events).containsExactly("read", "read complete", "task");
    }

    @Test
    @DisplayName("3. the promises of writes complete in the order of the writes")
    void writesCompleteInOrder() {
        Channel channel = connected(each(atServer));
        List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 100; i++) {
            int number = i;
            channel.write(ascii("x")).addListener(done -> completed.add(number));
        }
        channel.flush();
        bed.until(() -> completed.size() == 100);
        assertThat(completed).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    @DisplayName("4. a write after close fails its promise and throws nothing")
    void writeAfterCloseFailsItsPromise() {
        Channel channel = connected(each(atServer));
        bed.get(channel.close());
        ByteBuf bytes = ascii("x");
        ChannelFuture write = channel.writeAndFlush(bytes);
        assertThat(bed.failureOf(write)).isInstanceOf(ClosedChannelException.class);
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    @DisplayName("5. close fails all queued writes, and then the channel is inactive, once")
    void closeFailsQueuedWritesBeforeInactive() {
        Channel channel = connected(each(atServer), pipeline(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                events.add("inactive");
            }
        }));
        clientLoop.execute(() -> {
            for (int i = 0; i < 3; i++) {
                int number = i;
                channel.write(ascii("x")).addListener(done -> events.add("write " + number + " failed"));
            }
            channel.close();
        });
        bed.until(() -> events.contains("inactive"));
        bed.get(channel.closeFuture());
        assertThat(events).containsExactly("write 0 failed", "write 1 failed", "write 2 failed", "inactive");
    }

    @Test
    @DisplayName("6. the channel is inactive only after the bytes that had arrived were delivered")
    void inactiveComesAfterTheLastByte() {
        AtomicReference<Integer> bytesWhenInactive = new AtomicReference<>();
        Channel channel = connected(
                each(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        for (int i = 0; i < 50; i++) {
                            ctx.write(Unpooled.wrappedBuffer(new byte[1_000]));
                        }
                        ctx.flush();
                        ctx.close();
                    }
                }),
                pipeline(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        atClient.channelRead(ctx, message);
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext ctx) {
                        bytesWhenInactive.set(atClient.bytes().length);
                    }
                }));
        bed.until(() -> bytesWhenInactive.get() != null);
        assertThat(bytesWhenInactive.get()).isEqualTo(50_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("7. bytes arrive whole and in order, however reads are cut or merged")
    void bytesArriveHoweverTheyAreCut() {
        Channel channel = connected(each(atServer));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        clientLoop.execute(() -> {
            for (int i = 0; i < 500; i++) {
                byte[] piece =
                        ("piece " + i + " of uneven length" + "!".repeat(i % 97)).getBytes(StandardCharsets.US_ASCII);
                sent.writeBytes(piece);
                channel.write(Unpooled.wrappedBuffer(piece));
                if (i % 7 == 0) {
                    channel.flush();
                }
            }
            channel.flush();
            channel.close();
        });
        bed.get(channel.closeFuture());
        bed.until(() -> atServer.inactive());
        assertThat(atServer.bytes()).isEqualTo(sent.toByteArray());
    }

    @Test
    @DisplayName("8. writability ends above the high water mark and returns below the low one, each edge once")
    void writabilityFollowsTheWaterMarks() {
        Channel channel = connected(each(atServer), pipeline(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                events.add(ctx.channel().isWritable() ? "writable" : "full");
            }
        }));
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(8_192, 16_384));
        channel.write(Unpooled.wrappedBuffer(new byte[10_000]));
        channel.write(Unpooled.wrappedBuffer(new byte[10_000]));
        bed.until(() -> events.contains("full"));
        assertThat(channel.isWritable()).isFalse();
        channel.flush();
        bed.until(() -> events.contains("writable"));
        assertThat(events).containsExactly("full", "writable");
    }

    @Test
    @DisplayName("9a. nobody listening fails a connect as refused")
    void refusedConnectFailsAsRefused() {
        Channel listening = listen(each(atServer));
        Address address = new Address(server.host(), server.portOf(listening));
        bed.get(listening.close());
        ChannelFuture connect = client.connect(clientLoop, address, CONNECT_TIMEOUT_NANOS, atClient);
        assertThat(bed.failureOf(connect))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(ConnectTimeoutException.class);
        bed.until(() -> !connect.channel().isOpen());
    }

    @Test
    @DisplayName("9b. silence fails a connect as timed out, not before the timeout")
    void unansweredConnectTimesOut() {
        Address silent = bed.silentAddress();
        long timeoutNanos = bed.aWhile().toNanos();
        long start = client.clock().nanoTime();
        ChannelFuture connect = client.connect(clientLoop, silent, timeoutNanos, atClient);
        assertThat(bed.failureOf(connect)).isInstanceOf(ConnectTimeoutException.class);
        assertThat(client.clock().nanoTime() - start).isGreaterThanOrEqualTo(timeoutNanos);
        bed.until(() -> !connect.channel().isOpen());
        assertThat(atClient.wasActive()).isFalse();
    }

    @Test
    @DisplayName("10. a connect that is cancelled closes its channel and never becomes active")
    void cancelledConnectCloses() {
        ChannelFuture connect = client.connect(clientLoop, bed.silentAddress(), CONNECT_TIMEOUT_NANOS, atClient);
        bed.until(() -> connect.channel().isRegistered());
        assertThat(connect.cancel(false)).isTrue();
        assertThat(bed.failureOf(connect)).isInstanceOf(CancellationException.class);
        bed.until(() -> !connect.channel().isOpen());
        assertThat(atClient.wasActive()).isFalse();
    }

    @Test
    @DisplayName("11. an exception in a handler reaches the exception path, which can close the channel")
    void exceptionInAHandlerReachesTheExceptionPath() {
        Channel channel = connected(each(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((ByteBuf) message).release();
                throw new IllegalStateException("from a handler");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                events.add(cause.getMessage());
                ctx.close();
            }
        }));
        channel.writeAndFlush(ascii("x"));
        bed.get(channel.closeFuture());
        assertThat(events).containsExactly("from a handler");
    }

    @Test
    @DisplayName("12a. the end of the peer's stream closes the channel")
    void endOfStreamCloses() {
        Channel channel = connected(each(atServer));
        bed.until(() -> accepted.get() != null);
        accepted.get().close();
        bed.get(channel.closeFuture());
    }

    @Test
    @DisplayName("12b. the end of the peer's stream is an event instead where half-closure is enabled")
    void endOfStreamIsAnEventWithHalfClosureEnabled() {
        assumeTrue(bed.canHalfClose(), "a LocalChannel is open or closed as a whole: it has no half to close");
        Channel channel = connected(each(atServer), initializer(ch -> {
            ch.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            ch.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    if (event == ChannelInputShutdownEvent.INSTANCE) {
                        events.add("input shut down");
                    }
                }
            });
        }));
        bed.until(() -> accepted.get() != null);
        ((DuplexChannel) accepted.get()).shutdownOutput();
        bed.until(() -> !events.isEmpty());
        assertThat(channel.isActive()).isTrue();
        bed.get(channel.writeAndFlush(ascii("still heard")));
        bed.until(() -> atServer.bytes().length == 11);
    }

    @Test
    @DisplayName("13. idle timers read the machine's clock")
    void idleTimersUseTheTicker() {
        Duration idle = bed.aWhile();
        AtomicReference<Long> firedAt = new AtomicReference<>();
        long start = client.clock().nanoTime();
        connected(each(atServer), initializer(ch -> ch.pipeline()
                .addLast(new IdleStateHandler(0, 0, idle.toNanos(), TimeUnit.NANOSECONDS))
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                        if (event instanceof IdleStateEvent) {
                            firedAt.compareAndSet(null, client.clock().nanoTime());
                        }
                    }
                })));
        bed.until(() -> firedAt.get() != null);
        assertThat(firedAt.get() - start).isGreaterThanOrEqualTo(idle.toNanos());
    }

    @Test
    @DisplayName("14. timers with one deadline run in the order in which they were set")
    void equalTimersRunInInsertionOrder() {
        List<Integer> fired = Collections.synchronizedList(new ArrayList<>());
        clientLoop.execute(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                clientLoop.schedule(() -> fired.add(number), 5, TimeUnit.MILLISECONDS);
            }
        });
        bed.until(() -> fired.size() == 100);
        assertThat(fired).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    @DisplayName("15. a written buffer is released once, whether it arrives, is refused, or is dropped by close")
    void buffersAreReleasedOnceOnEveryPath() {
        Channel channel = connected(each(atServer));
        ByteBuf arrives = ascii("arrives");
        bed.get(channel.writeAndFlush(arrives));
        bed.until(() -> atServer.bytes().length == 7);
        bed.until(() -> arrives.refCnt() == 0);

        ByteBuf dropped = ascii("dropped by close");
        ChannelFuture write = channel.write(dropped);
        bed.get(channel.close());
        bed.failureOf(write);
        assertThat(dropped.refCnt()).isZero();

        ByteBuf refused = ascii("refused");
        bed.failureOf(channel.writeAndFlush(refused));
        assertThat(refused.refCnt()).isZero();
    }

    @Test
    @DisplayName("16. consolidated flushes don't reorder")
    void consolidatedFlushesKeepTheOrder() {
        Channel channel = connected(
                each(atServer), initializer(ch -> ch.pipeline().addLast(new FlushConsolidationHandler(16, true))));
        StringBuilder sent = new StringBuilder();
        clientLoop.execute(() -> {
            for (int i = 0; i < 1_000; i++) {
                sent.append(i).append(',');
                channel.writeAndFlush(ascii(i + ","));
            }
            channel.write(ascii("end"));
            channel.flush();
        });
        bed.until(() -> new String(atServer.bytes(), StandardCharsets.US_ASCII).endsWith("end"));
        assertThat(new String(atServer.bytes(), StandardCharsets.US_ASCII)).isEqualTo(sent + "end");
    }

    @Test
    void acceptedChannelKnowsWhereItsPeerIs() {
        connected(each(atServer));
        bed.until(() -> accepted.get() != null);
        Address peer = server.peerOf(accepted.get());
        assertThat(peer.host()).isEqualTo(client.host());
        assertThat(peer.port()).isPositive();
    }

    @Test
    void portIsTakenWhileListeningAndFreeAfterwards() {
        Channel first = listen(each(atServer));
        int port = server.portOf(first);
        assertThat(bed.failureOf(server.listen(port, each(atServer)))).isInstanceOf(BindException.class);
        bed.get(first.close());
        Channel second = bed.get(channelOf(server.listen(port, each(atServer))));
        assertThat(server.portOf(second)).isEqualTo(port);
    }

    @Test
    void acceptedChannelsOutliveTheirListener() {
        Channel listening = listen(each(atServer));
        Channel channel = connect(listening, atClient);
        bed.until(() -> accepted.get() != null);
        bed.get(listening.close());
        bed.get(channel.writeAndFlush(ascii("x")));
        bed.until(() -> atServer.bytes().length == 1);
    }

    @Test
    void closedMachineLeavesNothingOpen() {
        Channel channel = connected(each(atServer));
        bed.until(() -> accepted.get() != null);
        server.close();
        bed.get(channel.closeFuture());
        bed.get(accepted.get().closeFuture());
        server.close();
        assertThatThrownBy(() -> server.executor("callbacks", 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void connectFromAClosedMachineFails() {
        Channel listening = listen(each(atServer));
        Address address = new Address(server.host(), server.portOf(listening));
        client.close();
        ChannelFuture connect = client.connect(clientLoop, address, CONNECT_TIMEOUT_NANOS, atClient);
        assertThat(bed.failureOf(connect)).isInstanceOfAny(IOException.class, IllegalStateException.class);
    }

    @Test
    void sourcesOfOnePurposeDifferAndKeepTheirNumbersWhenOthersAreAdded() {
        long first = client.random("retry").nextLong();
        long second = client.random("retry").nextLong();
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void executorRunsTasksOffTheLoop() {
        AtomicReference<Boolean> onLoop = new AtomicReference<>();
        clientLoop.execute(() -> client.executor("callbacks", 1).execute(() -> onLoop.set(clientLoop.inEventLoop())));
        bed.until(() -> onLoop.get() != null);
        assertThat(onLoop.get()).isFalse();
        assertThat(client.executor("callbacks", 1)).isSameAs(client.executor("callbacks", 1));
    }

    @Test
    void machineNamesAreUnique() {
        assertThatThrownBy(() -> bed.machine("client"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'client'");
    }

    final TestBed bed() {
        return bed;
    }

    private Channel connected(ChannelHandler serverHandler) {
        return connected(serverHandler, atClient);
    }

    private Channel connected(ChannelHandler serverHandler, ChannelHandler clientHandler) {
        return connect(listen(serverHandler), clientHandler);
    }

    private Channel listen(ChannelHandler serverHandler) {
        return bed.get(channelOf(server.listen(0, serverHandler)));
    }

    private Channel connect(Channel listening, ChannelHandler clientHandler) {
        Address address = new Address(server.host(), server.portOf(listening));
        return bed.get(channelOf(client.connect(clientLoop, address, CONNECT_TIMEOUT_NANOS, clientHandler)));
    }

    private Future<Channel> channelOf(ChannelFuture future) {
        Promise<Channel> promise = clientLoop.newPromise();
        future.addListener(done -> {
            if (done.isSuccess()) {
                promise.setSuccess(future.channel());
            } else {
                promise.setFailure(done.cause());
            }
        });
        return promise;
    }

    private ChannelHandler each(ChannelInboundHandlerAdapter handler) {
        return initializer(ch -> {
            ch.pipeline().addLast(handler);
            accepted.set(ch);
        });
    }

    private static ChannelHandler pipeline(ChannelHandler handler) {
        return initializer(ch -> ch.pipeline().addLast(handler));
    }

    private static ChannelHandler initializer(Consumer<Channel> action) {
        return new SharableInitializer(action);
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @ChannelHandler.Sharable
    private static final class SharableInitializer extends ChannelInitializer<Channel> {
        private final Consumer<Channel> action;

        SharableInitializer(Consumer<Channel> action) {
            this.action = action;
        }

        @Override
        protected void initChannel(Channel channel) {
            action.accept(channel);
        }
    }

    /** Keeps what it reads. */
    @ChannelHandler.Sharable
    private static final class ByteSink extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private volatile boolean active;
        private volatile boolean inactive;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            active = true;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            read.writeBytes(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inactive = true;
        }

        boolean wasActive() {
            return active;
        }

        boolean inactive() {
            return inactive;
        }

        byte[] bytes() {
            return read.toByteArray();
        }
    }
}

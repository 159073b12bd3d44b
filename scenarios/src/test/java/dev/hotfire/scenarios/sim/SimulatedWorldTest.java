// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.link.LinkHandler;
import dev.hotfire.runtime.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.BlockingOperationException;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SimulatedWorldTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedWorld world = SimulatedWorld.seeded(7);

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void timerFiresAtItsDeadlineAndNotOneNanosecondEarlier() {
        SimulatedMachine machine = world.machine("a");
        AtomicBoolean fired = new AtomicBoolean();
        machine.nextLoop().schedule(() -> fired.set(true), 10, TimeUnit.SECONDS);
        world.runFor(Duration.ofNanos(9_999_999_999L));
        assertThat(fired).isFalse();
        world.runFor(Duration.ofNanos(1));
        assertThat(fired).isTrue();
        assertThat(world.nanosSinceBeginning()).isEqualTo(10_000_000_000L);
    }

    @Test
    void clockJumpsToTheNextTimerOfAnyMachine() {
        SimulatedMachine a = world.machine("a");
        SimulatedMachine b = world.machine("b");
        List<String> fired = new ArrayList<>();
        a.nextLoop().schedule(() -> fired.add("a " + world.nanosSinceBeginning()), 500, TimeUnit.NANOSECONDS);
        b.nextLoop().schedule(() -> fired.add("b " + world.nanosSinceBeginning()), 3, TimeUnit.NANOSECONDS);
        assertThat(world.runUntil(() -> fired.size() == 2, HOUR)).isTrue();
        assertThat(fired).containsExactly("b 3", "a 500");
    }

    @Test
    void runUntilEndsWithoutTheConditionWhenNothingIsLeftToRun() {
        world.machine("a").nextLoop().execute(() -> {});
        assertThat(world.runUntil(() -> false, HOUR)).isFalse();
        assertThat(world.nanosSinceBeginning()).isZero();
    }

    @Test
    void tasksThatQueueEachOtherForEverAreNoticed() {
        SimulatedMachine a = world.machine("a");
        SimulatedMachine b = world.machine("b");
        AtomicBoolean stop = new AtomicBoolean();
        pingPong(a, b, stop);
        assertThatThrownBy(world::settle)
                .isInstanceOf(EndlessException.class)
                .hasMessageStartingWith("time stands still");
        stop.set(true);
    }

    /** Their turn would never be over, and so nobody would look. */
    @Test
    void aTaskThatQueuesItselfForEverIsNoticed() {
        SimulatedMachine a = world.machine("a");
        again(a.nextLoop());
        assertThatThrownBy(world::settle)
                .isInstanceOf(EndlessException.class)
                .hasMessageStartingWith("time stands still");
    }

    /** The same in threads for user code. */
    @Test
    void userCodeThatQueuesItselfForEverIsNoticed() {
        again(world.machine("a").executor("user code", 1));
        assertThatThrownBy(world::settle)
                .isInstanceOf(EndlessException.class)
                .hasMessageStartingWith("time stands still");
    }

    @Test
    void aTimerThatIsDueAtOnceForEverIsNoticed() {
        atOnce(world.machine("a").nextLoop());
        assertThatThrownBy(world::settle)
                .isInstanceOf(EndlessException.class)
                .hasMessageStartingWith("time stands still");
    }

    private static void atOnce(EventLoop loop) {
        loop.schedule(() -> atOnce(loop), 0, TimeUnit.NANOSECONDS);
    }

    /** A close has an end, whatever is told to go on. */
    @Test
    void aTaskThatQueuesItselfDuringTheCloseIsNotWaitedFor() {
        again(world.machine("a").nextLoop());
        world.close();
    }

    private static void again(Executor executor) {
        executor.execute(() -> again(executor));
    }

    @Test
    void countsHowOftenTimeMoved() {
        tick(world.machine("a").nextLoop());
        world.runFor(Duration.ofNanos(1_000));
        assertThat(world.instants()).isEqualTo(1_000);
    }

    private static void tick(EventLoop loop) {
        loop.schedule(() -> tick(loop), 1, TimeUnit.NANOSECONDS);
    }

    private static void pingPong(SimulatedMachine next, SimulatedMachine other, AtomicBoolean stop) {
        next.nextLoop().execute(() -> {
            if (!stop.get()) {
                pingPong(other, next, stop);
            }
        });
    }

    @Test
    void onlyTheLoopWhoseTurnItIsSaysSo() {
        SimulatedMachine a = world.machine("a");
        SimulatedMachine b = world.machine("b");
        List<Boolean> seen = new ArrayList<>();
        a.nextLoop().execute(() -> {
            seen.add(a.nextLoop().inEventLoop());
            seen.add(b.nextLoop().inEventLoop());
        });
        world.settle();
        assertThat(seen).containsExactly(true, false);
        assertThat(a.nextLoop().inEventLoop()).isFalse();
    }

    /** Between turns nobody could complete the promise, so this used to be a test that never ended. */
    @Test
    void waitingBetweenTurnsFailsInsteadOfHanging() {
        Promise<Void> promise = world.machine("a").nextLoop().newPromise();
        assertThatThrownBy(promise::await).isInstanceOf(BlockingOperationException.class);
    }

    @Test
    void pausedMachineRunsNothingAndCatchesUpAfterwards() {
        SimulatedMachine a = world.machine("a");
        List<Long> fired = new ArrayList<>();
        a.nextLoop().schedule(() -> fired.add(world.nanosSinceBeginning()), 1, TimeUnit.SECONDS);
        a.nextLoop().schedule(() -> fired.add(world.nanosSinceBeginning()), 5, TimeUnit.SECONDS);
        a.pause();
        world.runFor(Duration.ofSeconds(3));
        assertThat(fired).isEmpty();
        a.resume();
        world.runFor(Duration.ofSeconds(3));
        assertThat(fired).containsExactly(3_000_000_000L, 5_000_000_000L);
    }

    @Test
    void connectToAPausedMachineTimesOutInVirtualTime() {
        SimulatedMachine server = world.machine("server");
        Address address = listen(server, new ChannelInboundHandlerAdapter());
        server.pause();
        SimulatedMachine client = world.machine("client");
        ChannelFuture connect = client.connect(
                client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter());
        world.runFor(HOUR);
        assertThat(connect.cause())
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("connection timed out after 3000 ms: 10.0.0.1:10911");
    }

    /** A kernel sends a lost request again after one second, so a pause shorter than the timeout only delays. */
    @Test
    void connectSurvivesAPauseThatIsShorterThanItsTimeout() {
        SimulatedMachine server = world.machine("server");
        Address address = listen(server, new ChannelInboundHandlerAdapter());
        server.pause();
        SimulatedMachine client = world.machine("client");
        ChannelFuture connect = client.connect(
                client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter());
        world.runFor(Duration.ofMillis(500));
        server.resume();
        assertThat(world.runUntil(connect::isDone, HOUR)).isTrue();
        assertThat(connect.isSuccess()).isTrue();
        assertThat(world.nanosSinceBeginning()).isEqualTo(1_000_000_000L);
    }

    /** The server's loop stops between the request's arrival and its acceptance; the client gives up meanwhile. */
    @Test
    void clientThatGaveUpIsNotBroughtBackByALateAccept() {
        SimulatedMachine server = world.machine("server");
        List<Channel> accepted = new ArrayList<>();
        Address address = listen(server, recordInto(accepted));
        SimulatedMachine client = world.machine("client");
        AtomicBoolean active = new AtomicBoolean();
        ChannelFuture connect = client.connect(
                client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        active.set(true);
                    }
                });
        client.nextLoop().schedule(server::pause, 0, TimeUnit.NANOSECONDS);
        world.runFor(Duration.ofSeconds(4));
        assertThat(connect.isDone()).isTrue();
        assertThat(connect.isSuccess()).isFalse();
        server.resume();
        world.runFor(Duration.ofSeconds(1));
        assertThat(connect.channel().isOpen()).isFalse();
        assertThat(active).isFalse();
        assertThat(accepted).allMatch(channel -> !channel.isOpen());
    }

    @Test
    void connectTakesTheConnectLatency() {
        world.connectLatency(Latency.constant(Duration.ofMillis(40)));
        SimulatedMachine server = world.machine("server");
        Address address = listen(server, new ChannelInboundHandlerAdapter());
        SimulatedMachine client = world.machine("client");
        ChannelFuture connect = client.connect(
                client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter());
        assertThat(world.runUntil(connect::isDone, HOUR)).isTrue();
        assertThat(connect.isSuccess()).isTrue();
        assertThat(world.nanosSinceBeginning()).isEqualTo(40_000_000L);
    }

    @Test
    void linkLatencyDelaysTheBytesAndNothingElse() {
        SimulatedMachine server = world.machine("server");
        LinkDirection slow = LinkDirection.CLEAR.withLatency(Latency.constant(Duration.ofMillis(15)));
        Address address = listen(server, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new LinkHandler(LinkConditions.both(slow), server.random("link"), server.clock()))
                        .addLast(new Echo());
            }

            @Override
            public boolean isSharable() {
                return true;
            }
        });
        SimulatedMachine client = world.machine("client");
        List<Long> answers = new ArrayList<>();
        ChannelFuture connect = client.connect(
                client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        ctx.writeAndFlush(Unpooled.copyLong(1));
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ((ByteBuf) message).release();
                        answers.add(world.nanosSinceBeginning());
                    }
                });
        world.runFor(Duration.ofSeconds(1));
        assertThat(connect.isSuccess()).isTrue();
        assertThat(answers).containsExactly(30_000_000L);
    }

    @Test
    void machinesGetAddressesPortsAndProcessIdsInOrder() {
        SimulatedMachine a = world.machine("a");
        SimulatedMachine b = world.machine("b");
        assertThat(a.host()).isEqualTo("10.0.0.1");
        assertThat(b.host()).isEqualTo("10.0.0.2");
        assertThat(b.processId()).isEqualTo(a.processId() + 1);
        assertThat(listen(b, new Echo())).hasToString("10.0.0.2:10911");
        assertThat(listen(b, new Echo())).hasToString("10.0.0.2:10912");
    }

    @Test
    void clocksOfTwoMachinesHaveOriginsOfTheirOwnAndOneRate() {
        SimulatedMachine a = world.machine("a");
        SimulatedMachine b = world.machine("b");
        long difference = a.clock().nanoTime() - b.clock().nanoTime();
        assertThat(difference).isNotZero();
        world.runFor(HOUR);
        assertThat(a.clock().nanoTime() - b.clock().nanoTime()).isEqualTo(difference);
    }

    @Test
    void wallClockStartsOnAFixedDateAndCanBeWrong() {
        SimulatedMachine a = world.machine("a");
        assertThat(a.clock().currentTimeMillis()).isEqualTo(1_767_225_600_000L);
        long monotonic = a.clock().nanoTime();
        a.skewWallClock(Duration.ofMinutes(-1));
        assertThat(a.clock().currentTimeMillis()).isEqualTo(1_767_225_540_000L);
        assertThat(a.clock().nanoTime()).isEqualTo(monotonic);
    }

    @Test
    void steppingBelongsToTheThreadThatMadeTheWorld() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> stepped = other.submit(world::settle);
            assertThatThrownBy(stepped::get).hasRootCauseInstanceOf(IllegalStateException.class);
        } finally {
            other.shutdown();
            assertThat(other.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void worldCannotBeSteppedOrClosedByWhatLivesInIt() {
        SimulatedMachine a = world.machine("a");
        List<Throwable> thrown = new ArrayList<>();
        a.nextLoop().execute(() -> {
            for (Runnable forbidden : List.<Runnable>of(world::settle, world::close)) {
                try {
                    forbidden.run();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            }
        });
        world.settle();
        assertThat(thrown).hasSize(2);
    }

    @Test
    void machineThatClosesItselfEndsAfterItsTurn() {
        SimulatedMachine a = world.machine("a");
        listen(a, new Echo());
        a.nextLoop().execute(a::close);
        world.settle();
        assertThat(a.nextLoop().isTerminated()).isTrue();
        world.runFor(HOUR);
    }

    @Test
    void closingTheWorldEndsLoopsAndDropsTimers() {
        SimulatedMachine a = world.machine("a");
        AtomicBoolean fired = new AtomicBoolean();
        a.nextLoop().schedule(() -> fired.set(true), 1, TimeUnit.SECONDS);
        world.close();
        assertThat(a.nextLoop().isTerminated()).isTrue();
        assertThat(fired).isFalse();
        assertThatThrownBy(() -> world.machine("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void worldsOnTheirOwnThreadsRunSideBySideAndTheSame() throws Exception {
        long alone = traceOf(42);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> traces = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                traces.add(threads.submit(() -> traceOf(42)));
            }
            for (Future<Long> trace : traces) {
                assertThat(trace.get()).isEqualTo(alone);
            }
            assertThat(traceOf(43)).isNotEqualTo(alone);
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Two clients chat with an echo server over links with random latency and slicing; everything is hashed. */
    private static long traceOf(long seed) {
        try (SimulatedWorld world = SimulatedWorld.seeded(seed)) {
            SimulatedMachine server = world.machine("server");
            LinkDirection link = LinkDirection.CLEAR
                    .withLatency(Latency.logNormal(Duration.ofMillis(5), 0.5))
                    .withMaxSliceBytes(3);
            long[] hash = new long[1];
            Address address = listen(world, server, new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline()
                            .addLast(new LinkHandler(LinkConditions.both(link), server.random("link"), server.clock()))
                            .addLast(new Echo());
                }

                @Override
                public boolean isSharable() {
                    return true;
                }
            });
            for (int i = 0; i < 2; i++) {
                SimulatedMachine client = world.machine("client-" + i);
                client.connect(
                        client.nextLoop(), address, TimeUnit.SECONDS.toNanos(3), new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext ctx) {
                                ctx.executor()
                                        .scheduleAtFixedRate(
                                                () -> ctx.writeAndFlush(Unpooled.copyLong(world.nanosSinceBeginning())),
                                                1,
                                                1,
                                                TimeUnit.MILLISECONDS);
                            }

                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                ByteBuf bytes = (ByteBuf) message;
                                while (bytes.isReadable()) {
                                    hash[0] = hash[0] * 31 + bytes.readByte();
                                }
                                bytes.release();
                                hash[0] = hash[0] * 31 + world.nanosSinceBeginning();
                            }
                        });
            }
            world.runFor(Duration.ofSeconds(2));
            return hash[0];
        }
    }

    private Address listen(SimulatedMachine machine, ChannelHandler handler) {
        return listen(world, machine, handler);
    }

    private static Address listen(SimulatedWorld world, SimulatedMachine machine, ChannelHandler handler) {
        ChannelFuture bound = machine.listen(0, handler);
        world.settle();
        assertThat(bound.isSuccess()).as("bound").isTrue();
        return new Address(machine.host(), machine.portOf(bound.channel()));
    }

    private static ChannelHandler recordInto(List<Channel> accepted) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) {
                accepted.add(ctx.channel());
            }

            @Override
            public boolean isSharable() {
                return true;
            }
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message);
        }

        @Override
        public boolean isSharable() {
            return true;
        }
    }
}

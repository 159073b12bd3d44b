// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.BindException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A computer in the simulated world, with one process on it: one event loop, one address, clocks of its own.
 *
 * <p>Confined to the thread that made its world, and never blocks it: {@link #close()} takes effect at once when called
 * between turns, and at the end of the turn when called by a simulated process.
 */
public final class SimulatedMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedMachine.class);

    /** RocketMQ's usual broker port. */
    private static final int FIRST_LISTENING_PORT = 10_911;

    /** Where Linux starts to hand out ports for outgoing connections. */
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private static final int LAST_PORT = 65_535;

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final String name;
    private final String host;
    private final long processId;
    private final SimulatedClock clock;
    private final RandomSource random;
    private final Turns turns;
    private final SimulatedLoop loop;
    private final Map<String, SimulatedExecutor> executors = new LinkedHashMap<>();
    private final List<SimulatedExecutor> inOrder = new ArrayList<>();
    // Unpooled, because it counts what is in use: at the end of a run that must be nothing (I18), so that nobody else
    // need look for leaks.
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final Map<String, Integer> sourcesGiven = new LinkedHashMap<>();
    private final Map<Integer, Channel> listening = new TreeMap<>();
    private final Set<Channel> channels = new LinkedHashSet<>();
    private int nextEphemeralPort = FIRST_EPHEMERAL_PORT;
    private @Nullable Consumer<Address> onDisconnected;
    private boolean ranLastTime;
    private boolean paused;
    private boolean reachable = true;
    private boolean closed;
    private boolean ended;

    SimulatedMachine(
            SimulatedWorld world,
            SimulatedNetwork network,
            Turns turns,
            String name,
            String host,
            long processId,
            SimulatedClock clock,
            RandomSource random) {
        this.world = world;
        this.network = network;
        this.turns = turns;
        this.name = name;
        this.host = host;
        this.processId = processId;
        this.clock = clock;
        this.random = random;
        this.loop = new SimulatedLoop(Thread.currentThread(), turns, clock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MachineClock clock() {
        return clock;
    }

    @Override
    public RandomSource random(String purpose) {
        // Counted per purpose: another component that asks once more leaves this one's numbers as they were.
        int given = sourcesGiven.merge(purpose, 1, Integer::sum);
        return random.fork(purpose + '#' + given);
    }

    @Override
    public EventLoop nextLoop() {
        return loop;
    }

    /**
     * {@inheritDoc}
     *
     * <p>There are no threads here, so {@code maxThreads} is not used: tasks run one after another, and one that blocks
     * blocks the world.
     */
    @Override
    public Executor executor(String purpose, int maxThreads) {
        if (maxThreads < 1) {
            throw new IllegalArgumentException("maxThreads: " + maxThreads + " (expected: >= 1)");
        }
        requireOpen();
        return executors.computeIfAbsent(purpose, p -> {
            SimulatedExecutor made = new SimulatedExecutor(name + "-" + p);
            inOrder.add(made);
            return made;
        });
    }

    @Override
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** How many bytes of this machine's buffers have not been released, wherever they are by now. */
    public long bufferBytesInUse() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    /** Whether a timer is set on this machine's loop, due or not. */
    public boolean hasTimers() {
        return !ended && nanosToNextTimer() >= 0;
    }

    /** How many channels of this machine are open, listening ones included. */
    public int openChannels() {
        return channels.size();
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public long processId() {
        return processId;
    }

    @Override
    public Future<List<Address>> resolve(EventLoop from, Address address) {
        return from.newSucceededFuture(network.resolve(address));
    }

    @Override
    public ChannelFuture connect(EventLoop from, Address to, long timeoutNanos, ChannelHandler handler) {
        requireNonNull(handler, "handler");
        if (from != loop) {
            throw new IllegalArgumentException("loop: of another machine (expected: the loop of " + name + ")");
        }
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("timeoutNanos: " + timeoutNanos + " (expected: > 0)");
        }
        if (closed) {
            return refused(new LocalChannel());
        }
        Handshake handshake = new Handshake(network, to, timeoutNanos, network.drawConnectLatencyNanos());
        Address own = new Address(host, takeEphemeralPort());
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(LocalChannel::new)
                .option(ChannelOption.ALLOCATOR, allocator)
                .handler(new Tracker(handshake, handler))
                .connect(network.toLocal(to), network.toLocal(own));
        Consumer<Address> toTell = onDisconnected;
        if (toTell != null) {
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    connecting.channel().closeFuture().addListener(ended -> toTell.accept(own));
                }
            });
        }
        return connecting;
    }

    /** Has somebody told about the end of each connection that this machine makes from now on, by its own address. */
    public void onDisconnected(Consumer<Address> listener) {
        onDisconnected = listener;
    }

    private int takeEphemeralPort() {
        int port = nextEphemeralPort;
        // Wraps around as a kernel does. A run that still holds a port from the last round fails to bind, visibly.
        nextEphemeralPort = port == LAST_PORT ? FIRST_EPHEMERAL_PORT : port + 1;
        return port;
    }

    @Override
    public ChannelFuture listen(int port, ChannelHandler handler) {
        requireNonNull(handler, "handler");
        if (closed) {
            return refused(new LocalServerChannel());
        }
        int chosen = port == 0 ? freeListeningPort() : port;
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new ListeningChannel(chosen))
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .handler(new Tracker(null, null))
                .childHandler(new Tracker(null, handler))
                .bind(network.toLocal(new Address(host, chosen)));
    }

    /** What work gets that comes after close: the loop has ended, so the outcome can't wait for a turn. */
    private static ChannelFuture refused(Channel channel) {
        channel.unsafe().closeForcibly();
        return new DefaultChannelPromise(channel, ImmediateEventExecutor.INSTANCE)
                .setFailure(new ClosedChannelException());
    }

    private int freeListeningPort() {
        int port = FIRST_LISTENING_PORT;
        while (listening.containsKey(port)) {
            port++;
        }
        return port;
    }

    @Override
    public int portOf(Channel listening) {
        return network.fromLocal(listening.localAddress()).port();
    }

    @Override
    public Address peerOf(Channel accepted) {
        return network.fromLocal(accepted.remoteAddress());
    }

    /**
     * Freezes this machine, as a host whose virtual CPU is taken away: no task and no timer runs, nothing is answered,
     * not even a connection request. Time goes on for everyone else. What was due meanwhile runs after
     * {@link #resume()}.
     */
    public void pause() {
        paused = true;
    }

    /** Ends a pause; no effect without one. */
    public void resume() {
        paused = false;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Whether connection requests to this machine arrive (fault T02 when not). Established connections are untouched. */
    public void reachable(boolean newReachable) {
        reachable = newReachable;
    }

    /** Sets how far this machine's wall clock is ahead of the world's, or behind when negative (faults C02, C03). */
    public void skewWallClock(Duration skew) {
        clock.skewWallClock(skew.toMillis());
    }

    /** Between turns: ends everything and returns. Within a turn: closes channels, and the world ends the loop after it. */
    @Override
    public void close() {
        beginClose();
        if (world.isBetweenTurns()) {
            endLoop();
        }
    }

    /** Refuses new work and starts to close all channels. */
    void beginClose() {
        if (closed) {
            return;
        }
        closed = true;
        // Copied, since a close that completes at once takes its channel out. In order of birth.
        List<Channel> closing = new ArrayList<>(channels);
        closing.forEach(Channel::close);
    }

    /** Runs what is left to run and ends the loop, once; for the world, between turns. */
    void endLoop() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            while (runReady() > 0) {
                // Closing a channel queues further tasks; none of them waits for a timer.
            }
        } catch (EndlessException e) {
            LOG.debug("{} was closed while it was busy: {}", name, e.getMessage());
        }
        // Only now: a completion that was handed over reaches its callback.
        executors.values().forEach(SimulatedExecutor::close);
        turns.end(loop);
    }

    boolean isReachable() {
        return reachable && !paused;
    }

    boolean isListening(int port) {
        return listening.containsKey(port);
    }

    boolean isClosing() {
        return closed && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    /** Has one turn: what is ready on the loop, then user code. Returns how many tasks ran. */
    int runReady() {
        int ran = turns.run(loop);
        // By index: tasks may make more executors, which have their turn later.
        int count = inOrder.size();
        for (int i = 0; i < count; i++) {
            ran += inOrder.get(i).runQueued();
        }
        ranLastTime = ran > 0;
        turns.turnOver(ran);
        return ran;
    }

    /** Whether a turn might run something: there is a task, a timer is due, or the last turn may have left something. */
    boolean mayBeReady() {
        if (loop.takeWoken() || ranLastTime || loop.nanosToNextTimer() == 0) {
            return true;
        }
        for (int i = 0; i < inOrder.size(); i++) {
            if (inOrder.get(i).hasTasks()) {
                return true;
            }
        }
        return false;
    }

    long nanosToNextTimer() {
        return loop.nanosToNextTimer();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("machine " + name + " is closed");
        }
    }

    @Override
    public String toString() {
        return name + " (" + host + ")";
    }

    /** Puts the handlers into a new channel and keeps the channel in view while it is open. */
    @ChannelHandler.Sharable
    private final class Tracker extends ChannelInitializer<Channel> {
        private final @Nullable ChannelHandler first;
        private final @Nullable ChannelHandler last;

        Tracker(@Nullable ChannelHandler first, @Nullable ChannelHandler last) {
            this.first = first;
            this.last = last;
        }

        @Override
        protected void initChannel(Channel channel) {
            channels.add(channel);
            channel.closeFuture().addListener(done -> channels.remove(channel));
            if (closed) {
                channel.close();
                return;
            }
            if (first != null) {
                channel.pipeline().addLast(first);
            }
            if (last != null) {
                channel.pipeline().addLast(last);
            }
        }
    }

    /** A bound port. */
    private final class ListeningChannel extends LocalServerChannel {
        private final int port;

        ListeningChannel(int port) {
            this.port = port;
        }

        @Override
        protected void doBind(SocketAddress address) throws Exception {
            if (listening.putIfAbsent(port, this) != null) {
                throw new BindException("address already in use: " + new Address(host, port));
            }
            super.doBind(address);
        }

        @Override
        protected void doClose() throws Exception {
            listening.remove(port, this);
            super.doClose();
        }
    }
}

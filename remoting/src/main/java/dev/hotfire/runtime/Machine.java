// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What one process has: an event loop, a network, a clock, randomness, and threads for its user's code.
 *
 * <p>Everything that a producer or a fake needs from outside comes through here, so a machine is also the unit that can
 * be paused, skewed or crashed in the simulator. All methods may be called from any thread.
 */
public interface Machine extends AutoCloseable {
    /** The name in threads, logs and traces. */
    String name();

    /** This machine's clock; in the simulator it may be skewed against its neighbours'. */
    MachineClock clock();

    /**
     * A source of randomness for one purpose. Purposes don't disturb each other: a draw added in one place leaves the
     * numbers of all others as they were. Asking twice for one purpose gives two different sources.
     */
    RandomSource random(String purpose);

    /** A loop for new work. Whoever confines state to a loop asks once and keeps the answer. */
    EventLoop nextLoop();

    /**
     * Threads for user code, which never runs on a loop. Started when needed and ended when idle.
     *
     * @param purpose    names the threads; the same purpose gives the same executor
     * @param maxThreads the bound that the first caller of a purpose sets, at least 1
     */
    Executor executor(String purpose, int maxThreads);

    /** Where buffers come from, for channels and for whoever writes into them. */
    default ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    /**
     * Whether the calling thread is one of this machine's: a loop, or an executor's. Such a thread must not wait for
     * the machine, because it would wait for itself. In the simulator every thread is the machine's own.
     */
    default boolean inOwnThread() {
        return true;
    }

    /**
     * The address that this machine gives to others: {@code 127.0.0.1} over TCP unless told otherwise, its own in the
     * simulator. An IP literal, so that it fits into message ids.
     */
    String host();

    /** The process id as message ids and client ids carry it. */
    long processId();

    /**
     * Where a name leads: an address for each of the host's numbers, in the resolver's order, with the same port. An IP
     * literal leads to itself, without asking anybody.
     *
     * @param loop where the future's listeners run; one of this machine's
     * @return at least one address; fails with an {@link java.io.IOException} if the name leads nowhere
     */
    default Future<List<Address>> resolve(EventLoop loop, Address address) {
        return loop.newSucceededFuture(List.of(address));
    }

    /**
     * Opens a connection from the given loop, which must be one of this machine's. Of a name's addresses the first is tried
     * only; see {@link #resolve}.
     *
     * @param timeoutNanos how long the connect may take, above zero
     * @param handler      put into the new channel's pipeline before anything is read
     * @return fails with {@link io.netty.channel.ConnectTimeoutException} when time is up, with another
     *     {@link java.io.IOException} when the peer refused or can't be found; the channel of a failed future is closed
     */
    ChannelFuture connect(EventLoop loop, Address to, long timeoutNanos, ChannelHandler handler);

    /**
     * Accepts connections.
     *
     * @param port    the port to take, or 0 for a free one; see {@link #portOf}
     * @param handler initialises each accepted channel; must be sharable
     * @return completes once the port is bound; close its channel to stop accepting. Accepted channels stay open.
     */
    ChannelFuture listen(int port, ChannelHandler handler);

    /** The port that a channel made by {@link #listen} is bound to. */
    int portOf(Channel listening);

    /** The peer's address as stored messages and logs carry it. */
    Address peerOf(Channel accepted);

    /**
     * Ends all that this machine started: channels and threads. Idempotent; waits until they are gone, unless one of them
     * is calling.
     */
    @Override
    void close();
}

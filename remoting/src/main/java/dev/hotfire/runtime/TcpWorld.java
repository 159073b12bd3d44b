// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The real world: system clock, sockets, threads. Its machines are all this process and share its event loops.
 *
 * <p>Closing waits for the loops to end, so that no thread outlives a world.
 */
public final class TcpWorld implements World {
    private static final String LOOPBACK = "127.0.0.1";

    private final Transport transport;
    private final RandomSource random;
    private final String boundHost;
    private final String host;
    private final Map<String, TcpMachine> machines = new LinkedHashMap<>();
    private boolean closed;

    private TcpWorld(int loopThreads, RandomSource random, String boundHost, String host, boolean daemons) {
        if (loopThreads < 1) {
            throw new IllegalArgumentException("loopThreads: " + loopThreads + " (expected: >= 1)");
        }
        this.transport = Transport.best(loopThreads, new DefaultThreadFactory("hotfire-loop", daemons));
        this.random = random;
        this.boundHost = boundHost;
        this.host = host;
    }

    /** A world on loopback with unpredictable randomness. */
    public static TcpWorld create(int loopThreads) {
        return new TcpWorld(loopThreads, RandomSource.seeded(new SecureRandom().nextLong()), LOOPBACK, LOOPBACK, true);
    }

    /**
     * As {@link #create}, but the process doesn't end by itself until this world is closed: its loops are no daemons.
     */
    public static TcpWorld keepingAlive(int loopThreads) {
        return new TcpWorld(loopThreads, RandomSource.seeded(new SecureRandom().nextLong()), LOOPBACK, LOOPBACK, false);
    }

    /** A world on loopback whose random choices, though not its timing, follow the seed. */
    public static TcpWorld seeded(int loopThreads, long seed) {
        return new TcpWorld(loopThreads, RandomSource.seeded(seed), LOOPBACK, LOOPBACK, true);
    }

    /**
     * A world whose machines listen on and advertise {@code host}, an IP literal of this computer.
     */
    public static TcpWorld on(String host, int loopThreads) {
        return on(host, host, loopThreads);
    }

    /**
     * A world that is reached by another address than it listens on, as behind the published ports of a container.
     *
     * @param boundHost an IP literal of this computer, or {@code 0.0.0.0} for all of its addresses
     * @param host      what its machines advertise: an IP literal or a name
     */
    public static TcpWorld on(String boundHost, String host, int loopThreads) {
        return new TcpWorld(loopThreads, RandomSource.seeded(new SecureRandom().nextLong()), boundHost, host, true);
    }

    @Override
    public synchronized Machine machine(String name) {
        if (closed) {
            throw new IllegalStateException("world is closed");
        }
        if (machines.containsKey(name)) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: a name that is not taken)");
        }
        TcpMachine machine = new TcpMachine(name, boundHost, host, transport, random.fork("machine " + name));
        machines.put(name, machine);
        return machine;
    }

    @Override
    public void close() {
        List<TcpMachine> toClose;
        synchronized (this) {
            closed = true;
            toClose = List.copyOf(machines.values());
        }
        toClose.forEach(TcpMachine::close);
        Shutdown.await(transport.loops());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one producer: at most one per address that takes new calls. Confined to the loop.
 *
 * <p>Writes are collected and flushed once per turn: by whoever drained a run of sends, else by a task that runs after
 * what is going on now.
 */
public final class Connections {
    /**
     * Opaques of different connections begin far from each other, all over the numbers (Fibonacci hashing), so that an answer
     * on the wrong connection finds no call that waits under its opaque (T20). Where the first one begins is drawn, because
     * the wrong connection may be another process's.
     */
    private static final int OPAQUES_APART = 0x9E3779B1;

    private static final int FAR_FROM_NEGATIVE = 0x3FFF_FFFF;

    private final Machine machine;
    private final EventLoop loop;
    private final long connectTimeoutNanos;
    private final long idleNanos;
    private final int maxFrameBytes;
    private final Decoration decoration;
    private final ServerRequests serverRequests = new ServerRequests();
    private final @Nullable ClientTls tls;
    private final Consumer<Connection> onActive;
    private final Map<Address, Connection> open = new LinkedHashMap<>();
    private final Map<Address, Integer> begun = new HashMap<>();
    private final int firstOpaque;
    private int made;
    private final List<Connection> retired = new ArrayList<>();
    private final List<Connection> dirty = new ArrayList<>();
    private boolean flushScheduled;
    private boolean closed;

    /**
     * No connection yet.
     *
     * @param idleNanos     after so long without a byte either way a connection is closed (B-REMOTE-04); 0 for never
     * @param maxFrameBytes larger frames close their connection (W-1)
     * @param decoration    what every request carries
     * @param tls           encrypts connections, or null for plain text
     * @param onActive      told on the loop about each connection that has come about
     */
    public Connections(
            Machine machine,
            EventLoop loop,
            long connectTimeoutNanos,
            long idleNanos,
            int maxFrameBytes,
            Decoration decoration,
            @Nullable ClientTls tls,
            Consumer<Connection> onActive) {
        this.machine = machine;
        this.loop = loop;
        this.connectTimeoutNanos = connectTimeoutNanos;
        this.idleNanos = idleNanos;
        this.maxFrameBytes = maxFrameBytes;
        this.decoration = decoration;
        this.tls = tls;
        this.onActive = onActive;
        this.firstOpaque = machine.random("opaques").nextInt(FAR_FROM_NEGATIVE);
    }

    /** The connection to the address; one is begun if there is none. */
    public Connection to(Address address) {
        Connection existing = open.get(address);
        if (existing != null) {
            return existing;
        }
        int firstPlace = begun.merge(address, 1, Integer::sum) - 1;
        int opaque = (firstOpaque + made++ * OPAQUES_APART) & FAR_FROM_NEGATIVE;
        Connection connection = new Connection(this, address, firstPlace, opaque);
        if (closed) {
            connection.close(new IOException("producer is closed"));
            return connection;
        }
        open.put(address, connection);
        connection.connect();
        return connection;
    }

    /** Who serves what peers ask, on any of these connections. */
    public ServerRequests serverRequests() {
        return serverRequests;
    }

    /** Those that take calls or are being established. */
    public Collection<Connection> all() {
        return List.copyOf(open.values());
    }

    /**
     * Lets go of connections to anybody but these: they take no new calls and close once those under way are done
     * (B-ROUTE-17).
     */
    public void retireAllBut(Set<Address> used) {
        for (Connection connection : all()) {
            if (!used.contains(connection.address())) {
                connection.retire();
            }
        }
        begun.keySet().retainAll(used);
    }

    /** Sends out everything that was written. */
    public void flush() {
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
    }

    /** Closes all connections and refuses new ones; every call under way is lost. */
    public void close() {
        closed = true;
        IOException cause = new IOException("producer is closed");
        List.copyOf(open.values()).forEach(connection -> connection.close(cause));
        List.copyOf(retired).forEach(connection -> connection.close(cause));
    }

    void onActive(Connection connection) {
        onActive.accept(connection);
    }

    void onRetired(Connection connection) {
        open.remove(connection.address(), connection);
        retired.add(connection);
    }

    void onClosed(Connection connection) {
        // A retired connection may have a successor under its address.
        open.remove(connection.address(), connection);
        retired.remove(connection);
    }

    void onDirty(Connection connection) {
        dirty.add(connection);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flushLater);
        }
    }

    private void flushLater() {
        flushScheduled = false;
        flush();
    }

    Decoration decoration() {
        return decoration;
    }

    @Nullable
    ClientTls tls() {
        return tls;
    }

    Machine machine() {
        return machine;
    }

    /** One thread that users' hooks look at requests on: in order, and held up by nobody else's code. */
    Executor hookThread() {
        return machine.executor("request hook", 1);
    }

    EventLoop loop() {
        return loop;
    }

    long connectTimeoutNanos() {
        return connectTimeoutNanos;
    }

    long idleNanos() {
        return idleNanos;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    long now() {
        return machine.clock().nanoTime();
    }
}

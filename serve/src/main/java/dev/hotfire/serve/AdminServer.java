// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.serve.admin.Interface;
import dev.hotfire.serve.http.Guard;
import dev.hotfire.serve.http.HttpPort;
import dev.hotfire.testkit.FakeCluster;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP interface to a fake cluster, with a live page at its root: look at what happens, arm faults, hurt brokers. Any
 * cluster can have one, that of a test that one wants to watch, too.
 *
 * <pre>{@code
 * try (FakeCluster cluster = FakeCluster.builder().start(); AdminServer admin = AdminServer.start(cluster)) {
 *     System.out.println(admin.url());
 * }
 * }</pre>
 *
 * <p>Has a loop and threads of its own, apart from the cluster's. Safe from any thread.
 */
public final class AdminServer implements AutoCloseable {
    private final TcpWorld world;
    private final Interface served;
    private final HttpPort port;
    private final String host;

    private AdminServer(TcpWorld world, Interface served, HttpPort port, String host) {
        this.world = world;
        this.served = served;
        this.port = port;
        this.host = host;
    }

    /** Starts on a free port of loopback. */
    public static AdminServer start(FakeCluster cluster) {
        return start(cluster, "127.0.0.1", 0, null);
    }

    /**
     * Starts.
     *
     * @param cluster stays the caller's
     * @param host    the IP literal to listen on
     * @param port    the port, 0 for a free one
     * @param token   what every request must bring; not null unless {@code host} is a loopback address
     * @throws IllegalArgumentException if the host is no IP literal, or reachable from elsewhere and without a token
     * @throws IllegalStateException    if the port is taken
     */
    public static AdminServer start(FakeCluster cluster, String host, int port, @Nullable String token) {
        requireNonNull(cluster, "cluster");
        if (token == null && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "token: null (expected: one, because " + host + " is no loopback address)");
        }
        Guard guard = new Guard(token);
        TcpWorld world = TcpWorld.on(host, 1);
        Interface served = null;
        try {
            Machine machine = world.machine("admin");
            served = new Interface(cluster, machine.clock());
            return new AdminServer(world, served, HttpPort.open(machine, port, served.routes(), guard), host);
        } catch (RuntimeException e) {
            if (served != null) {
                served.close();
            }
            world.close();
            throw e;
        }
    }

    /**
     * Whether only this computer can connect to what listens there.
     *
     * @throws IllegalArgumentException if the host is no IP literal
     */
    public static boolean isLoopback(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: an IP address)");
        }
        try {
            return InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: an IP address)", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port.number();
    }

    /** Where to find it, {@code http://host:port}. */
    public String url() {
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port();
    }

    /** Ends it; event streams end, and the cluster goes on. Idempotent; waits until its port and threads are gone. */
    @Override
    public void close() {
        served.close();
        port.close();
        world.close();
    }
}

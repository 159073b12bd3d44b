// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.testkit.FakeCluster;
import java.util.stream.Collectors;

/** A cluster with its HTTP interface, over TCP: what the command line serves. Safe from any thread. */
public final class ServedCluster implements AutoCloseable {
    private static final int LOOP_THREADS = 2;

    private final TcpWorld world;
    private final FakeCluster cluster;
    private final AdminServer admin;

    private ServedCluster(TcpWorld world, FakeCluster cluster, AdminServer admin) {
        this.world = world;
        this.cluster = cluster;
        this.admin = admin;
    }

    /**
     * Starts everything, and waits for it.
     *
     * @throws IllegalArgumentException if an option makes no sense, before any effect
     * @throws IllegalStateException    if a port is taken; nothing is left running then
     */
    public static ServedCluster start(ServeOptions options) {
        boolean everywhere = options.bind.equals("0.0.0.0") || options.bind.equals("::");
        if (everywhere && options.advertise == null) {
            throw new IllegalArgumentException(
                    "advertise: absent (expected: the address that clients can reach, because " + options.bind
                            + " is none)");
        }
        // For its check.
        AdminServer.isLoopback(options.bind);
        String advertised = options.advertise != null ? options.advertise : options.bind;
        TcpWorld world = TcpWorld.on(options.bind, advertised, LOOP_THREADS);
        FakeCluster cluster = null;
        try {
            FakeCluster.Builder builder = FakeCluster.builder()
                    .world(world)
                    .nameServers(options.nameServers)
                    .brokers(options.brokers.toArray(new String[0]))
                    .slaves(options.slaves)
                    .autoCreateTopics(options.autoCreateTopics)
                    .ports(options.port);
            options.topics.forEach(builder::topic);
            if (options.brokerExpiry != null) {
                builder.brokerExpiry(options.brokerExpiry);
            }
            if (options.headers != null) {
                builder.encoding(options.headers);
            }
            cluster = builder.start();
            options.prepare.accept(cluster);
            AdminServer admin = AdminServer.start(cluster, options.adminBind, options.adminPort, options.adminToken);
            return new ServedCluster(world, cluster, admin);
        } catch (RuntimeException e) {
            if (cluster != null) {
                cluster.close();
            }
            world.close();
            throw e;
        }
    }

    /** The cluster. */
    public FakeCluster cluster() {
        return cluster;
    }

    /** Its HTTP interface. */
    public AdminServer admin() {
        return admin;
    }

    /** One line for scripts: {@code ready namesrv=HOST:PORT;HOST:PORT brokers=HOST:PORT,HOST:PORT admin=http://HOST:PORT}. */
    public String readyLine() {
        return "ready namesrv=" + cluster.nameServerAddresses() + " brokers="
                + cluster.brokers().stream()
                        .map((FakeBroker broker) -> broker.address().toString())
                        .collect(Collectors.joining(","))
                + " admin=" + admin.url();
    }

    /** Ends everything; when it returns, ports are free and threads gone. Idempotent. */
    @Override
    public void close() {
        admin.close();
        cluster.close();
        world.close();
    }
}

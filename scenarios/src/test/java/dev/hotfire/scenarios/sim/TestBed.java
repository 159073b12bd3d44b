// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.runtime.World;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A world under test, and the way to let time pass in it. */
interface TestBed extends AutoCloseable {
    World world();

    /** Two machines, so that in the simulation they don't share a loop. */
    default Machine machine(String name) {
        return world().machine(name);
    }

    /** Lets the world go on until the condition holds, and fails if it never does. */
    void until(BooleanSupplier condition);

    /** Lets the world go on until the future is done, and returns its value or throws its cause. */
    default <T> T get(Future<T> future) {
        until(future::isDone);
        if (future.cause() != null) {
            throw new AssertionError(future.cause());
        }
        return future.getNow();
    }

    /** Lets the world go on until the future is done, and returns why it failed. */
    default Throwable failureOf(Future<?> future) {
        until(future::isDone);
        assertThat(future.cause()).as("cause").isNotNull();
        return future.cause();
    }

    /** How long a timer must be so that it is due neither at once nor after the test has run out of patience. */
    Duration aWhile();

    /** An address where connection requests vanish. */
    Address silentAddress();

    /** Whether one direction of a connection can end before the other. */
    boolean canHalfClose();

    @Override
    void close();

    /** Over TCP, on loopback. */
    static TestBed tcp() {
        return new TestBed() {
            private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

            private final TcpWorld world = TcpWorld.create(2);
            private final List<AutoCloseable> toClose = new ArrayList<>();

            @Override
            public World world() {
                return world;
            }

            @Override
            public void until(BooleanSupplier condition) {
                long start = System.nanoTime();
                while (!condition.getAsBoolean()) {
                    assertThat(System.nanoTime() - start).as("waited").isLessThan(PATIENCE_NANOS);
                    Thread.onSpinWait();
                }
            }

            @Override
            public Duration aWhile() {
                return Duration.ofMillis(50);
            }

            /** A listener whose backlog is full: Linux then drops further requests. */
            @Override
            public Address silentAddress() {
                try {
                    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    toClose.add(listener);
                    for (int i = 0; i < 16; i++) {
                        SocketChannel filler = SocketChannel.open();
                        toClose.add(filler);
                        filler.configureBlocking(false);
                        filler.connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
                    }
                    return new Address("127.0.0.1", listener.getLocalPort());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public boolean canHalfClose() {
                return true;
            }

            @Override
            public void close() {
                world.close();
                for (AutoCloseable closeable : toClose) {
                    try {
                        closeable.close();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
    }

    /** In memory, in virtual time. */
    static TestBed simulated(long seed) {
        return new TestBed() {
            private static final Duration PATIENCE = Duration.ofDays(1);

            private final SimulatedWorld world = SimulatedWorld.seeded(seed);

            @Override
            public World world() {
                return world;
            }

            @Override
            public void until(BooleanSupplier condition) {
                assertThat(world.runUntil(condition, PATIENCE)).as("condition").isTrue();
            }

            @Override
            public Duration aWhile() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Address silentAddress() {
                SimulatedMachine machine = world.machine("silent");
                machine.reachable(false);
                return new Address(machine.host(), 10_911);
            }

            @Override
            public boolean canHalfClose() {
                return false;
            }

            @Override
            public void close() {
                world.close();
            }
        };
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ListeningPortTest {
    /**
     * Who is told of requests may ask where a server is, under a lock of its own, while that server holds its lock and waits to
     * tell it something.
     */
    @Test
    void theAddressIsToldWhileTheServersLockIsHeld() {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("server");
            Monitor monitor = new Monitor();
            ListeningPort port = new ListeningPort(monitor, machine, 4711);
            CompletableFuture<Address> told;
            synchronized (monitor) {
                told = CompletableFuture.supplyAsync(port::address);
                assertThat(told).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(new Address(machine.host(), 4711));
            }
        }
    }

    /** Faults and registrations ask for it at any time, also while a server moves. */
    @Test
    void theAddressIsTheLastOneUntilThereIsAnother() {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("server");
            Monitor monitor = new Monitor();
            ListeningPort port = new ListeningPort(monitor, machine, 4711);
            synchronized (monitor) {
                port.forget();
                assertThat(port.address()).isEqualTo(new Address(machine.host(), 4711));
                assertThat(port.announceBind(new CompletableFuture<>())).isZero();
            }
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a process, and a machine that stands for it, tells of itself. */
class ThisProcessTest {
    private static final int NAMES = 10_000;

    @Test
    void namesAreThisProcesssAndNeverTheSame() {
        Set<String> names = new HashSet<>();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < NAMES; i++) {
            String name = ThisProcess.nextName();
            String[] parts = name.split("#", -1);
            assertThat(parts).hasSize(2);
            assertThat(parts[0]).isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(Long.parseLong(parts[1])).isGreaterThan(last);
            last = Long.parseLong(parts[1]);
            names.add(name);
        }
        assertThat(names).hasSize(NAMES);
        // Made of the time, which tells this process from an earlier one with its id.
        assertThat(last).isLessThanOrEqualTo(System.nanoTime() + NAMES);
    }

    @Test
    void idTimeAndZoneAreTheSystems() {
        assertThat(ThisProcess.id()).isEqualTo(ProcessHandle.current().pid());
        long before = System.currentTimeMillis();
        assertThat(ThisProcess.currentTimeMillis()).isBetween(before, System.currentTimeMillis());
        assertThat(ThisProcess.zone()).isEqualTo(ZoneId.systemDefault());
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            drawn.add(ThisProcess.randomInt());
        }
        assertThat(drawn).hasSizeGreaterThan(1);
    }

    @Test
    void aMachineTellsWhatTheProcessIs() {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("m");
            assertThat(machine.name()).isEqualTo("m");
            assertThat(machine.host()).isEqualTo("127.0.0.1");
            assertThat(machine.processId()).isEqualTo(ProcessHandle.current().pid());
            assertThat(machine.clock().zone()).isEqualTo(ZoneId.systemDefault());
            long before = System.currentTimeMillis();
            assertThat(machine.clock().currentTimeMillis()).isBetween(before, System.currentTimeMillis());
            long beforeNanos = System.nanoTime();
            assertThat(machine.clock().nanoTime()).isBetween(beforeNanos, System.nanoTime());
        }
    }

    @Test
    void aMachineKnowsItsOwnThreads() throws Exception {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("m");
            assertThat(machine.inOwnThread()).isFalse();
            AtomicBoolean onLoop = new AtomicBoolean();
            machine.nextLoop().submit(() -> onLoop.set(machine.inOwnThread())).sync();
            assertThat(onLoop).isTrue();
            AtomicBoolean onExecutor = new AtomicBoolean();
            CountDownLatch ran = new CountDownLatch(1);
            Executor executor = machine.executor("work", 1);
            executor.execute(() -> {
                onExecutor.set(machine.inOwnThread());
                ran.countDown();
            });
            ran.await();
            assertThat(onExecutor).isTrue();
        }
    }

    /** The choices of a seeded world follow its seed, one stream for each time that somebody asks for one. */
    @Test
    void aSeededWorldDrawsTheSameAgain() {
        long[] first = draws(9);
        assertThat(draws(9)).isEqualTo(first);
        assertThat(draws(10)).isNotEqualTo(first);
        assertThat(first[0]).isNotEqualTo(first[1]);
    }

    private static long[] draws(long seed) {
        try (TcpWorld world = TcpWorld.seeded(1, seed)) {
            Machine machine = world.machine("m");
            return new long[] {
                machine.random("a").nextLong(), machine.random("a").nextLong()
            };
        }
    }
}

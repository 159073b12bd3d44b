// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.runtime.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The machines of one cluster, and the world they are in if it is the cluster's own. */
final class Machines implements AutoCloseable {
    private static final int OWN_LOOP_THREADS = 2;

    private final @Nullable World ownWorld;
    private final World world;
    private final Map<String, Machine> byName = new LinkedHashMap<>();

    private Machines(World world, @Nullable World ownWorld) {
        this.world = world;
        this.ownWorld = ownWorld;
    }

    /**
     * Makes all machines, or none.
     *
     * @param given the world to make them in, or null for one of their own
     * @param seed  of their own world; null for an unpredictable one
     * @throws IllegalArgumentException if a name is taken
     */
    static Machines make(@Nullable World given, @Nullable Long seed, List<String> names) {
        World world = given != null ? given : own(seed);
        Machines machines = new Machines(world, given != null ? null : world);
        try {
            names.forEach(name -> machines.byName.put(name, world.machine(name)));
        } catch (RuntimeException e) {
            machines.close();
            throw e;
        }
        return machines;
    }

    private static World own(@Nullable Long seed) {
        return seed == null ? TcpWorld.create(OWN_LOOP_THREADS) : TcpWorld.seeded(OWN_LOOP_THREADS, seed);
    }

    /**
     * Makes one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    Machine add(String name) {
        Machine machine = world.machine(name);
        synchronized (byName) {
            byName.put(name, machine);
        }
        return machine;
    }

    Machine get(String name) {
        Machine machine = byName.get(name);
        if (machine == null) {
            throw new IllegalStateException("no machine " + name);
        }
        return machine;
    }

    @Override
    public void close() {
        List<Machine> all;
        synchronized (byName) {
            all = new ArrayList<>(byName.values());
        }
        all.forEach(Machine::close);
        if (ownWorld != null) {
            ownWorld.close();
        }
    }
}

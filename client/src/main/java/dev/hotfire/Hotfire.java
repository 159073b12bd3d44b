// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire;

import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.send.EngineRuntime;
import dev.hotfire.runtime.LocalAddress;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;

/** Starts producers. */
public final class Hotfire {
    private Hotfire() {}

    /**
     * A producer with a runtime for itself, closed with it. Needs no name server to be up: routes are looked up with the
     * first send.
     */
    public static Producer start(ProducerConfig config) {
        return create(config).startAlone();
    }

    /** A producer on the given machine, which stays its owner's: closing the producer leaves it open. */
    public static Producer start(ProducerConfig config, Machine machine) {
        return new EngineRuntime(config, machine, () -> {}).startAlone();
    }

    /** As {@link ProducerRuntime#start}. */
    public static Producer start(ProducerConfig config, ProducerRuntime runtime) {
        return runtime.start(config);
    }

    /**
     * A runtime for any number of producers.
     *
     * @param config its shared settings are the runtime's; most likely that of the first producer, which is yet to be
     *     started
     */
    public static ProducerRuntime runtime(ProducerConfig config) {
        return create(config);
    }

    /** A runtime on the given machine, which stays its owner's. */
    public static ProducerRuntime runtime(ProducerConfig config, Machine machine) {
        return new EngineRuntime(config, machine, () -> {});
    }

    private static EngineRuntime create(ProducerConfig config) {
        TcpWorld world = TcpWorld.on(LocalAddress.find(), 1);
        try {
            return new EngineRuntime(config, world.machine(config.producerGroup()), world::close);
        } catch (RuntimeException | Error e) {
            world.close();
            throw e;
        }
    }
}

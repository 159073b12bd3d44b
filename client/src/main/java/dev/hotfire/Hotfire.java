// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire;

import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.send.EngineProducer;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;

/** Starts producers. */
public final class Hotfire {
    private Hotfire() {}

    /**
     * A producer with an event loop of its own. Needs no name server to be up: routes are looked up with the first
     * send.
     */
    public static Producer start(ProducerConfig config) {
        TcpWorld world = TcpWorld.create(1);
        try {
            return new EngineProducer(config, world.machine(config.producerGroup()), world::close);
        } catch (RuntimeException | Error e) {
            world.close();
            throw e;
        }
    }

    /** A producer on the given machine, which stays its owner's: closing the producer leaves it open. */
    public static Producer start(ProducerConfig config, Machine machine) {
        return new EngineProducer(config, machine, () -> {});
    }
}

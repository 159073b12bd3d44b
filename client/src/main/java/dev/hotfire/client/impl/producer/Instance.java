// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.Hotfire;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What the producers of one client id share: loops, connections, routes and heartbeats (B-LIFE-07). It begins with the first
 * of them and ends with the last.
 *
 * <p>Instances are found by their id, so there is one table of them in the process, as in the official client. It is empty
 * unless producers are running.
 */
final class Instance {
    private static final Map<String, Instance> INSTANCES = new HashMap<>();
    private static final int CALLBACK_THREADS = 2;

    private final String clientId;
    private final Set<String> groups = new HashSet<>();
    private final TcpWorld world = TcpWorld.create(1);
    private final Machine callbacks = world.machine("callbacks");

    private Instance(String clientId) {
        this.clientId = clientId;
    }

    /**
     * Joins the instance of a client id, under a group that nobody else in it has.
     *
     * @throws MQClientException if somebody has (B-LIFE-05)
     */
    static Instance join(String clientId, String group) throws MQClientException {
        synchronized (INSTANCES) {
            Instance instance = INSTANCES.computeIfAbsent(clientId, Instance::new);
            if (!instance.groups.add(group)) {
                throw new MQClientException(
                        "The producer group[" + group + "] has been created before, specify another name please.",
                        null);
            }
            return instance;
        }
    }

    Producer start(ProducerConfig config) {
        return Hotfire.start(config, world.machine(config.producerGroup()));
    }

    /** Threads for callbacks that no producer's own threads run. */
    Executor callbacks() {
        return callbacks.executor("familiar callback", CALLBACK_THREADS);
    }

    /** Leaves; the last one ends the instance. */
    void leave(String group) {
        synchronized (INSTANCES) {
            groups.remove(group);
            if (!groups.isEmpty()) {
                return;
            }
            INSTANCES.remove(clientId);
        }
        world.close();
    }
}

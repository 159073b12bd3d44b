// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.Hotfire;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the producers of one client id share: a runtime, on a machine of its own (B-LIFE-07). It begins with the first of them
 * and ends with the last.
 *
 * <p>Instances are found by their id, so there is one table of them in the process, as in the official client. It is empty
 * unless producers are running.
 */
final class Instance {
    private static final Map<String, Instance> INSTANCES = new HashMap<>();

    /** The engine's own name for these threads, so that they are the same. */
    private static final String CALLBACKS = "callback";

    private final String clientId;
    private final Set<String> groups = new HashSet<>();
    /**
     * Keeps the process alive, as the official client's threads do: a program that never shuts its producer down still hears
     * its callbacks, and answers brokers about its transactions.
     */
    private final TcpWorld world = TcpWorld.keepingAlive(1);

    private final Machine machine;
    private @Nullable ProducerRuntime runtime;
    private volatile int callbackThreads = 1;

    private Instance(String clientId) {
        this.clientId = clientId;
        this.machine = world.machine(clientId);
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

    /**
     * Starts the engine's producer for a group that has joined.
     *
     * @throws IllegalArgumentException if a setting that is the instance's differs from what its first producer has
     */
    synchronized Producer start(ProducerConfig config) {
        if (runtime == null) {
            callbackThreads = config.callbackThreads();
            runtime = Hotfire.runtime(config, machine);
        }
        return runtime.start(config);
    }

    /** Threads for callbacks, which the producers of this instance share. */
    Executor callbacks() {
        return machine.executor(CALLBACKS, callbackThreads);
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
        end();
    }

    private synchronized void end() {
        if (runtime == null) {
            world.close();
            return;
        }
        CompletableFuture<Void> ending = runtime.closeAsync();
        // Waits, unless a callback or a local transaction calls, which must not wait for itself.
        runtime.close();
        if (ending.isDone()) {
            world.close();
        } else {
            ending.whenComplete((none, failure) -> world.close());
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.network.Network;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/** A network with the producers on it, and the one who closes both. */
public final class EngineRuntime implements ProducerRuntime {
    /** Guarded by this. */
    private ProducerConfig config;

    private final Network network;
    private final Runnable afterClose;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** By the group as brokers know it. Guarded by this. */
    private final Map<String, EngineProducer> producers = new LinkedHashMap<>();

    /** Guarded by this. */
    private boolean closing;

    /**
     * A runtime without producers.
     *
     * @param config     its shared settings are the runtime's
     * @param machine    what the producers run on
     * @param afterClose frees what the runtime's maker made for it; called each time a close has finished or is waited for,
     *                   and must bear that
     */
    public EngineRuntime(ProducerConfig config, Machine machine, Runnable afterClose) {
        this.config = requireNonNull(config, "config");
        this.network = new Network(config, requireNonNull(machine, "machine"));
        this.afterClose = afterClose;
    }

    @Override
    public Producer start(ProducerConfig producerConfig) {
        return start(producerConfig, false);
    }

    /** Starts a producer that has this runtime for itself, and closes it with its own close. */
    public Producer startAlone() {
        synchronized (this) {
            return start(config, true);
        }
    }

    private Producer start(ProducerConfig producerConfig, boolean alone) {
        synchronized (this) {
            ProducerConfig effective = producerConfig.onRuntimeOf(config);
            String wireGroup = effective.namespace().wrap(effective.producerGroup());
            if (closing || network.isClosed()) {
                throw new IllegalStateException("runtime is closed");
            }
            if (producers.containsKey(wireGroup)) {
                throw new IllegalStateException("producerGroup: '" + effective.producerGroup()
                        + "' (expected: one that no other producer of this runtime has)");
            }
            EngineProducer producer;
            try {
                producer = new EngineProducer(effective, network, ownerOf(wireGroup, alone));
            } catch (RejectedExecutionException e) {
                throw new IllegalStateException(
                        "runtime is closed: its machine, '" + network.machine().name() + "', has ended", e);
            }
            producers.put(wireGroup, producer);
            return producer;
        }
    }

    private EngineProducer.Owner ownerOf(String wireGroup, boolean alone) {
        return new EngineProducer.Owner() {
            @Override
            public CompletableFuture<Void> onClosed() {
                remove(wireGroup);
                return alone ? closeAsync() : CompletableFuture.completedFuture(null);
            }

            @Override
            public void reconfigure(EngineProducer reconfigured, UnaryOperator<ProducerConfig> change) {
                EngineRuntime.this.reconfigure(reconfigured, change);
            }

            @Override
            public void awaitEnd() {
                if (alone) {
                    afterClose.run();
                }
            }
        };
    }

    /** Name servers are the only shared setting that changes: for one producer they do for all, and for those to come. */
    private synchronized void reconfigure(EngineProducer producer, UnaryOperator<ProducerConfig> change) {
        List<Address> before = producer.config().nameServers();
        producer.replaceSettings(change);
        ProducerConfig now = producer.config();
        if (now.nameServers().equals(before) || !producers.containsValue(producer)) {
            return;
        }
        config = config.withNameServersOf(now);
        for (EngineProducer other : producers.values()) {
            other.replaceSettings(own -> own.withNameServersOf(now));
        }
    }

    private synchronized void remove(String wireGroup) {
        producers.remove(wireGroup);
    }

    @Override
    public String clientId() {
        return network.clientId();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        List<EngineProducer> toClose;
        synchronized (this) {
            if (closing) {
                return closed;
            }
            closing = true;
            toClose = List.copyOf(producers.values());
        }
        CompletableFuture<?>[] ends =
                toClose.stream().map(EngineProducer::closeAsync).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).whenComplete((none, failure) -> closeNetwork());
        return closed;
    }

    private void closeNetwork() {
        if (network.isClosed()) {
            end();
            return;
        }
        try {
            network.loop().execute(() -> {
                network.close();
                network.onClosing(this::end);
            });
        } catch (RejectedExecutionException e) {
            // The machine went first, and took the connections along.
            end();
        }
    }

    private void end() {
        afterClose.run();
        closed.complete(null);
    }

    @Override
    public void close() {
        CompletableFuture<Void> ending = closeAsync();
        if (!network.mayWaitForCloses()) {
            return;
        }
        ending.join();
        // The thread that completed the future could not wait for its own end; this one can.
        afterClose.run();
    }
}

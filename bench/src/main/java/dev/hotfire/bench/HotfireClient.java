// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.util.Objects.requireNonNull;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our producer as users get it: the default profile, with everything that is on by default. */
final class HotfireClient implements Client {
    private static final String TOPIC = "bench";
    private static final Duration SPIN = Duration.ofNanos(200_000);
    private final Producer producer;
    private final Setup setup;

    /** What producers that are made later share with this one; none unless there is to be another. */
    private final @Nullable ProducerRuntime runtime;

    private int others;

    HotfireClient(Setup setup) {
        this.setup = setup;
        runtime = setup.another() ? Hotfire.runtime(config("pg-runtime", setup)) : null;
        ProducerConfig config = config("pg-bench", setup);
        producer = runtime == null ? Hotfire.start(config) : runtime.start(config);
    }

    private HotfireClient(Setup setup, Producer producer) {
        this.setup = setup;
        this.producer = producer;
        this.runtime = null;
    }

    private static ProducerConfig config(String group, Setup setup) {
        ProducerConfig.Builder config = ProducerConfig.builder(group).nameServers(setup.nameServer());
        if (setup.batching()) {
            config.batching(Batching.DEFAULTS);
        }
        if (!setup.compress()) {
            config.compressOver(Integer.MAX_VALUE);
        }
        if (setup.inFlight() > 0) {
            config.maxInFlight(setup.inFlight());
        }
        if (setup.spin()) {
            config.spin(SPIN);
        }
        return config.build();
    }

    @Override
    public Client another() {
        ProducerRuntime shared = requireNonNull(runtime, "runtime");
        return new HotfireClient(setup, shared.start(config("pg-bench-" + ++others, setup)));
    }

    @Override
    public void send(byte[] body) throws Exception {
        producer.send(Message.of(TOPIC, body));
    }

    @Override
    public void sendAsync(byte[] body, Ending ending) {
        producer.sendAsync(Message.of(TOPIC, body)).whenComplete((result, failure) -> ending.ended(failure == null));
    }

    @Override
    public void sendOneway(byte[] body) {
        producer.sendOneway(Message.of(TOPIC, body));
    }

    @Override
    public void sendBatch(List<byte[]> bodies) throws Exception {
        List<Message> messages = new ArrayList<>(bodies.size());
        for (byte[] body : bodies) {
            messages.add(Message.of(TOPIC, body));
        }
        producer.sendBatch(messages);
    }

    @Override
    public void close() {
        producer.close();
        if (runtime != null) {
            runtime.close();
        }
    }
}

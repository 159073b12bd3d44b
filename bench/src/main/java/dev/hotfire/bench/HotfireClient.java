// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import java.util.ArrayList;
import java.util.List;

/** Our producer as users get it: the default profile, with everything that is on by default. */
final class HotfireClient implements Client {
    private static final String TOPIC = "bench";
    private final Producer producer;

    HotfireClient(Setup setup) {
        ProducerConfig.Builder config = ProducerConfig.builder("pg-bench").nameServers(setup.nameServer());
        if (setup.batching()) {
            config.batching(Batching.DEFAULTS);
        }
        if (!setup.compress()) {
            config.compressOver(Integer.MAX_VALUE);
        }
        if (setup.inFlight() > 0) {
            config.maxInFlight(setup.inFlight());
        }
        producer = Hotfire.start(config.build());
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
    }
}

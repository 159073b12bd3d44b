// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.scenarios.arena.ArenaPolicy;

/** Our producer with one of the arena's policies. */
final class HotfireArenaClient implements ArenaClient {
    private final Producer producer;

    HotfireArenaClient(String nameServer, String policy) {
        producer = Hotfire.start(ArenaPolicy.of(policy)
                .apply(ProducerConfig.builder("arena").nameServers(nameServer))
                .build());
    }

    @Override
    public void send(String topic, byte[] body) throws Exception {
        producer.send(Message.of(topic, body));
    }

    @Override
    public void close() {
        producer.close();
    }
}

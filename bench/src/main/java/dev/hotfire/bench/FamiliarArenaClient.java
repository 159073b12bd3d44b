// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.message.Message;

/**
 * A producer behind the familiar face, with the policy that the official client has. With {@code org.apache.rocketmq} in its
 * imports this source is the official client's driver.
 */
final class FamiliarArenaClient implements ArenaClient {
    private final DefaultMQProducer producer;

    FamiliarArenaClient(String nameServer, String policy) throws Exception {
        producer = new DefaultMQProducer("arena");
        producer.setNamesrvAddr(nameServer);
        producer.setSendLatencyFaultEnable(!policy.equals("round-robin"));
        producer.setStartDetectorEnable(policy.equals("official-detector"));
        producer.start();
    }

    @Override
    public void send(String topic, byte[] body) throws Exception {
        producer.send(new Message(topic, body));
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}

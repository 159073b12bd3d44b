// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The least that sends messages: one connection to one broker, and no second attempt unless asked for. */
public final class RawProducer implements AutoCloseable {
    private final TcpWorld world = TcpWorld.create(1);
    private final RawClient client;

    public RawProducer(FakeCluster cluster, String brokerName) {
        client = RawClient.connect(
                world.machine("producer"), cluster.master(brokerName).address());
    }

    /** Sends a message with a key, and its unique key made from it, to queue 0. */
    public CompletableFuture<Frame> send(String topic, String key, String body) {
        return client.send(request(topic, key, 0, body));
    }

    public Frame call(String topic, String key, String body) {
        return RawClient.await(send(topic, key, body));
    }

    /** Sends any request, and waits for its answer. */
    public Frame call(Frame.Builder request) {
        return RawClient.await(client.send(request));
    }

    /** Sends a message with a delay level. */
    public Frame callDelayed(String topic, String key, String body, int level) {
        Frame.Builder request = request(topic, key, 0, body);
        Map<String, String> properties = properties(key);
        properties.put(PropertyNames.DELAY, Integer.toString(level));
        return RawClient.await(client.send(request.field("i", MessageProperties.encode(properties))));
    }

    private static Map<String, String> properties(String key) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.KEYS, key);
        properties.put(PropertyNames.UNIQ_KEY, "id-" + key);
        return properties;
    }

    public static Frame.Builder request(String topic, String key, int queueId, String body) {
        return request(RequestCode.SEND_MESSAGE_V2, topic, key, queueId, body);
    }

    /** As the other, with another code of those that have these fields. */
    public static Frame.Builder request(int code, String topic, String key, int queueId, String body) {
        return Frame.request(code)
                .field("a", "pg")
                .field("b", topic)
                .field("c", "TBW102")
                .field("d", 4)
                .field("e", queueId)
                .field("f", 0)
                .field("g", 1L)
                .field("h", 0)
                .field("i", MessageProperties.encode(properties(key)))
                .body(body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        client.close();
        world.close();
    }
}

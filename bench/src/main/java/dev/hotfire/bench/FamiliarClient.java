// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A producer behind the familiar face. With {@code org.apache.rocketmq} in its imports this source is the official client's
 * driver, so both are driven by the same lines; that is why it knows nothing of one that the other does not have.
 */
final class FamiliarClient implements Client {
    private static final String TOPIC = "bench";
    private final DefaultMQProducer producer;
    private final Setup setup;
    private int others;

    FamiliarClient(Setup setup) throws Exception {
        this(setup, "pg-bench");
    }

    private FamiliarClient(Setup setup, String group) throws Exception {
        this.setup = setup;
        producer = new DefaultMQProducer(group);
        producer.setNamesrvAddr(setup.nameServer());
        producer.setAutoBatch(setup.batching());
        if (!setup.compress()) {
            producer.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
        }
        producer.start();
    }

    @Override
    public void send(byte[] body) throws Exception {
        producer.send(new Message(TOPIC, body));
    }

    @Override
    public void sendAsync(byte[] body, Ending ending) throws Exception {
        producer.send(new Message(TOPIC, body), new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                ending.ended(true);
            }

            @Override
            public void onException(Throwable failure) {
                ending.ended(false);
            }
        });
    }

    @Override
    public void sendOneway(byte[] body) throws Exception {
        producer.sendOneway(new Message(TOPIC, body));
    }

    @Override
    public void sendBatch(List<byte[]> bodies) throws Exception {
        List<Message> messages = new ArrayList<>(bodies.size());
        for (byte[] body : bodies) {
            messages.add(new Message(TOPIC, body));
        }
        producer.send(messages);
    }

    @Override
    public Client another() throws Exception {
        return new FamiliarClient(setup, "pg-bench-" + ++others);
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}

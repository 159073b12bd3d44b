// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;

/** Tells the world about orders. */
public final class OrderPublisher implements AutoCloseable {
    /** The last of the eighteen levels that a broker has by default. */
    private static final int TWO_HOURS = 18;

    private final DefaultMQProducer producer;

    public OrderPublisher(String nameServers) throws MQClientException {
        producer = new DefaultMQProducer("order-publisher");
        producer.setNamesrvAddr(nameServers);
        producer.setSendMsgTimeout(2_000);
        // Without this, a broker that says nothing gets the whole timeout, and no other broker is tried.
        producer.setSendMsgMaxTimeoutPerRequest(500);
        producer.start();
    }

    /** Says that there is an order. */
    public SendResult placed(String orderId) throws Exception {
        return producer.send(message(orderId, "placed"));
    }

    /** Says in two hours' time that an order should be paid by now. */
    public SendResult remind(String orderId) throws Exception {
        Message message = message(orderId, "reminder");
        message.setDelayTimeLevel(TWO_HOURS);
        return producer.send(message);
    }

    private static Message message(String orderId, String what) {
        return new Message("orders", what, orderId, orderId.getBytes(UTF_8));
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}

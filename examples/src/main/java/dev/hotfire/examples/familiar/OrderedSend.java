// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.MQProducer;
import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.selector.SelectMessageQueueByHash;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.exception.RemotingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends the steps of orders so that the steps of each stay in order: all to the order's own queue. */
public final class OrderedSend {
    private static final String[] STEPS = {"created", "paid", "shipped", "delivered"};

    private OrderedSend() {}

    public static void main(String[] args) throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer("ordered-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        try {
            sendAll(producer);
        } catch (MQClientException | RemotingException | MQBrokerException | InterruptedException e) {
            System.out.println("failed: " + e);
        } finally {
            producer.shutdown();
        }
    }

    private static void sendAll(MQProducer producer)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        MessageQueueSelector byOrder = new MessageQueueSelector() {
            @Override
            public MessageQueue select(List<MessageQueue> mqs, Message msg, Object arg) {
                Integer id = (Integer) arg;
                int index = id % mqs.size();
                return mqs.get(index);
            }
        };
        for (String step : STEPS) {
            for (int orderId = 0; orderId < 5; orderId++) {
                Message msg = new Message(
                        "ordered", step, "order-" + orderId, (orderId + " " + step).getBytes(StandardCharsets.UTF_8));
                SendResult sendResult = producer.send(msg, byOrder, orderId);
                System.out.println(orderId + " " + step + " " + sendResult.getMessageQueue());
            }
        }
        // The same with a lambda, and with the selector that comes along.
        producer.send(
                new Message("ordered", "5 created".getBytes(StandardCharsets.UTF_8)),
                (mqs, msg, arg) -> mqs.get(Math.floorMod(arg.hashCode(), mqs.size())),
                "order-5");
        producer.send(
                new Message("ordered", "6 created".getBytes(StandardCharsets.UTF_8)),
                new SelectMessageQueueByHash(),
                "order-6",
                5_000);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends within a namespace: the program's names are its own, those on the brokers have a prefix. */
public final class NamespaceSend {
    private NamespaceSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("namespace-group");
        producer.setNamespace("InstanceTest");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        System.out.println("group " + producer.getProducerGroup());
        List<MessageQueue> queues = producer.fetchPublishMessageQueues("namespaced");
        System.out.println("queues of " + queues.get(0).getTopic());
        for (int i = 0; i < 3; i++) {
            Message msg = new Message("namespaced", "tagTest", ("Hello " + i).getBytes(StandardCharsets.UTF_8));
            SendResult result = producer.send(msg, queues.get(0));
            System.out.println(
                    result.getSendStatus() + " " + result.getMessageQueue().getTopic() + " " + msg.getTopic());
        }
        producer.shutdown();
    }
}

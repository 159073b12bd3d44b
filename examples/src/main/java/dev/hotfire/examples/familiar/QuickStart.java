// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.common.RemotingHelper;

/** Sends ten messages, one after the other, and prints what became of each. */
public final class QuickStart {
    private QuickStart() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("quick-start-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        for (int i = 0; i < 10; i++) {
            Message msg = new Message(
                    "quick-start",
                    "TagA",
                    "key-" + i,
                    ("Hello RocketMQ " + i).getBytes(RemotingHelper.DEFAULT_CHARSET));
            SendResult sendResult = producer.send(msg);
            System.out.printf(
                    "%s %s %d%n",
                    sendResult.getSendStatus(),
                    sendResult.getMessageQueue().getBrokerName(),
                    sendResult.getQueueOffset());
        }
        producer.shutdown();
    }
}

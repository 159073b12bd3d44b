// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.common.RemotingHelper;

/** Sends messages whose way can be followed in the trace topic. */
public final class TraceSend {
    private TraceSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("trace-group", true, null);
        producer.setNamesrvAddr(args[0]);
        producer.start();
        for (int i = 0; i < 5; i++) {
            Message msg = new Message(
                    "traced", "TagA", "OrderID" + i, "Hello world".getBytes(RemotingHelper.DEFAULT_CHARSET));
            SendResult sendResult = producer.send(msg);
            System.out.println(sendResult.getSendStatus() + " " + sendResult.getMsgId());
        }
        // What is traced but not yet sent leaves now.
        producer.shutdown();
    }
}

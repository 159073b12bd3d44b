// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.common.RemotingHelper;

/** Sends ten messages that nobody answers, such as lines of a log. */
public final class OnewaySend {
    private OnewaySend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("oneway-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        for (int i = 0; i < 10; i++) {
            Message msg = new Message("oneway", "TagA", ("line " + i).getBytes(RemotingHelper.DEFAULT_CHARSET));
            msg.setWaitStoreMsgOK(false);
            producer.sendOneway(msg);
        }
        System.out.println("sent 10");
        producer.shutdown();
    }
}

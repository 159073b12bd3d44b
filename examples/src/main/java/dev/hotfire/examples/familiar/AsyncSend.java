// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends a hundred messages without waiting for each, and counts how they end. */
public final class AsyncSend {
    private static final int MESSAGES = 100;

    private AsyncSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("async-group");
        producer.setNamesrvAddr(args[0]);
        producer.setRetryTimesWhenSendAsyncFailed(1);
        producer.setSendMsgTimeout(10_000);
        producer.start();
        CountDownLatch open = new CountDownLatch(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            int index = i;
            Message msg = new Message("async", "TagA", "OrderID" + i, "Hello world".getBytes(StandardCharsets.UTF_8));
            producer.send(msg, new SendCallback() {
                @Override
                public void onSuccess(SendResult sendResult) {
                    System.out.println("OK " + index + " " + sendResult.getMsgId());
                    open.countDown();
                }

                @Override
                public void onException(Throwable e) {
                    System.out.println("Exception " + index + " " + e);
                    open.countDown();
                }
            });
        }
        System.out.println("all ended: " + open.await(30, TimeUnit.SECONDS));
        producer.shutdown();
    }
}

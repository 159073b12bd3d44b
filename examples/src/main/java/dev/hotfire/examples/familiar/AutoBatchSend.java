// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends small messages that the producer puts together by itself. */
public final class AutoBatchSend {
    private static final int MESSAGES = 200;

    private AutoBatchSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("auto-batch-group");
        producer.setNamesrvAddr(args[0]);
        producer.setAutoBatch(true);
        producer.batchMaxDelayMs(20);
        producer.batchMaxBytes(16 * 1024);
        producer.start();
        CountDownLatch open = new CountDownLatch(MESSAGES);
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < MESSAGES; i++) {
            Message msg = new Message("auto-batch", "Tag", ("small " + i).getBytes(StandardCharsets.UTF_8));
            producer.send(msg, new SendCallback() {
                @Override
                public void onSuccess(SendResult sendResult) {
                    ids.add(sendResult.getMsgId());
                    open.countDown();
                }

                @Override
                public void onException(Throwable e) {
                    System.out.println("failed: " + e);
                    open.countDown();
                }
            });
        }
        System.out.println("all ended: " + open.await(30, TimeUnit.SECONDS) + ", ids: " + ids.size());
        producer.shutdown();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.RequestCallback;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a service that replies, waiting and called back, and one that does not. */
public final class RequestReply {
    private RequestReply() {}

    public static void main(String[] args) throws Exception {
        long ttl = 30_000;
        DefaultMQProducer producer = new DefaultMQProducer("request-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();

        Message msg = new Message("requests", "", "waiting".getBytes(StandardCharsets.UTF_8));
        Message retMsg = producer.request(msg, ttl);
        System.out.println("reply: " + new String(retMsg.getBody(), StandardCharsets.UTF_8));

        CountDownLatch ended = new CountDownLatch(1);
        producer.request(
                new Message("requests", "", "called back".getBytes(StandardCharsets.UTF_8)),
                new RequestCallback() {
                    @Override
                    public void onSuccess(Message message) {
                        System.out.println("reply: " + new String(message.getBody(), StandardCharsets.UTF_8));
                        ended.countDown();
                    }

                    @Override
                    public void onException(Throwable e) {
                        System.out.println("request failed: " + e);
                        ended.countDown();
                    }
                },
                ttl);
        System.out.println("ended: " + ended.await(ttl, TimeUnit.MILLISECONDS));

        try {
            producer.request(new Message("silence", "", "anybody?".getBytes(StandardCharsets.UTF_8)), 500);
        } catch (RequestTimeoutException e) {
            System.out.println("no reply, code " + e.getResponseCode());
        }
        producer.shutdown();
    }
}

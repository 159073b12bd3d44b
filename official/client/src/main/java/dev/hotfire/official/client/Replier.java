// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Replies to requests with the official consumer and producer: to each with its own body after {@code re: }. Prints {@code
 * ready} once it consumes, and ends with its input.
 */
public final class Replier {
    private Replier() {}

    /**
     * Replies to the requests of one topic.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME}
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            Arguments arguments = Arguments.parse(args, Set.of("namesrv", "topic"));
            DefaultMQProducer producer = new DefaultMQProducer("hotfire-replier");
            producer.setNamesrvAddr(arguments.text("namesrv"));
            producer.start();
            DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("hotfire-replier");
            consumer.setNamesrvAddr(arguments.text("namesrv"));
            // What was asked before this group came to be is asked, too.
            consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
            consumer.subscribe(arguments.text("topic"), "*");
            consumer.registerMessageListener((MessageListenerConcurrently) (requests, context) -> {
                requests.forEach(request -> reply(producer, request));
                return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
            consumer.start();
            lines.println("ready");
            while (System.in.read() >= 0) {
                // Whoever started this JVM holds its input.
            }
        });
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // Standard error is where the parent looks for it.
    private static void reply(DefaultMQProducer producer, MessageExt request) {
        try {
            String body = "re: " + new String(request.getBody(), StandardCharsets.UTF_8);
            producer.send(MessageUtil.createReplyMessage(request, body.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;

/** Sends messages that consumers get later: after a level of the broker's, after a delay, and one that is taken back. */
public final class ScheduledSend {
    private ScheduledSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("scheduled-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();

        Message afterLevel = new Message("scheduled", "after a level".getBytes(StandardCharsets.UTF_8));
        afterLevel.setDelayTimeLevel(1);
        System.out.println("level " + producer.send(afterLevel).getSendStatus());

        Message afterDelay = new Message("scheduled", "after a delay".getBytes(StandardCharsets.UTF_8));
        afterDelay.setDelayTimeMs(1_500L);
        System.out.println("delay " + producer.send(afterDelay).getSendStatus());

        Message inAnHour = new Message("scheduled", "never".getBytes(StandardCharsets.UTF_8));
        inAnHour.setDeliverTimeMs(System.currentTimeMillis() + 3_600_000L);
        SendResult sendResult = producer.send(inAnHour);
        String recalled = producer.recallMessage("scheduled", sendResult.getRecallHandle());
        System.out.println("recalled " + recalled.equals(sendResult.getMsgId()));
        producer.shutdown();
    }
}

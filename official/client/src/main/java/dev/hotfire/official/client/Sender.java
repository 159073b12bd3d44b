// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Sends with the official producer, as it comes: in each mode as many messages as asked for, and for each of them
 * one line with what was sent and what the producer reported, then {@code end lines=N}.
 */
public final class Sender {
    private static final int MESSAGES_PER_BATCH = 10;
    /** Far beyond the producer's own send timeout: a callback that has not come by then never will. */
    private static final Duration CALLBACK_LIMIT = Duration.ofSeconds(60);

    private final DefaultMQProducer producer;
    private final String topic;
    private final PrintStream lines;
    private int printed;

    private Sender(DefaultMQProducer producer, String topic, PrintStream lines) {
        this.producer = producer;
        this.topic = topic;
        this.lines = lines;
    }

    /**
     * Sends to one topic.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME [--group NAME] [--modes sync,async,oneway,batch]
     *             [--count MESSAGES_PER_MODE]}
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            Arguments arguments = Arguments.parse(args, Set.of("namesrv", "topic", "group", "modes", "count"));
            DefaultMQProducer producer = new DefaultMQProducer(arguments.text("group", "hotfire-sender"));
            producer.setNamesrvAddr(arguments.text("namesrv"));
            producer.start();
            try {
                Sender sender = new Sender(producer, arguments.text("topic"), lines);
                int count = arguments.number("count", 1);
                for (String mode :
                        arguments.text("modes", "sync,async,oneway,batch").split(",", -1)) {
                    sender.send(mode, count);
                }
                lines.println(Line.of("end").with("lines", sender.printed));
            } finally {
                // Takes 3 s, but what was sent oneway may still be on its way out.
                producer.shutdown();
            }
        });
    }

    private void send(String mode, int count) throws InterruptedException {
        switch (mode) {
            case "sync" -> sendSync(count);
            case "async" -> sendAsync(count);
            case "oneway" -> sendOneway(count);
            case "batch" -> sendBatch(count);
            default -> throw new IllegalArgumentException(mode + " (expected: sync, async, oneway or batch)");
        }
    }

    private void sendSync(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Message message = message("sync", i);
            byte[] body = message.getBody();
            try {
                SendResult result = producer.send(message);
                print(reported(sent("sync", i, message, body), result));
            } catch (MQClientException | MQBrokerException | RemotingException e) {
                print(failed(sent("sync", i, message, body), e));
            }
        }
    }

    private void sendAsync(int count) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            Message message = message("async", i);
            byte[] body = message.getBody();
            SendCallback callback = new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    print(reported(sent("async", index, message, body), result));
                    ended.countDown();
                }

                @Override
                public void onException(Throwable failure) {
                    print(failed(sent("async", index, message, body), failure));
                    ended.countDown();
                }
            };
            try {
                producer.send(message, callback);
            } catch (MQClientException | RemotingException e) {
                callback.onException(e);
            }
        }
        if (!ended.await(CALLBACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(ended.getCount() + " callbacks missing after " + CALLBACK_LIMIT);
        }
    }

    private void sendOneway(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Message message = message("oneway", i);
            byte[] body = message.getBody();
            try {
                producer.sendOneway(message);
                print(sent("oneway", i, message, body));
            } catch (MQClientException | RemotingException e) {
                print(failed(sent("oneway", i, message, body), e));
            }
        }
    }

    private void sendBatch(int count) throws InterruptedException {
        for (int from = 0; from < count; from += MESSAGES_PER_BATCH) {
            List<Message> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + MESSAGES_PER_BATCH); i++) {
                batch.add(message("batch", i));
            }
            try {
                SendResult result = producer.send(batch);
                for (int i = 0; i < batch.size(); i++) {
                    Message message = batch.get(i);
                    // The result tells the first message's offset; the others follow it.
                    print(reported(sent("batch", from + i, message, message.getBody()), result)
                            .with("placeInBatch", i));
                }
            } catch (MQClientException | MQBrokerException | RemotingException e) {
                for (int i = 0; i < batch.size(); i++) {
                    Message message = batch.get(i);
                    print(failed(sent("batch", from + i, message, message.getBody()), e));
                }
            }
        }
    }

    private Message message(String mode, int index) {
        Message message = new Message(topic, "tag-" + index % 3, mode + "-" + index + " schlüssel", body(mode, index));
        message.setFlag(index);
        message.putUserProperty("number", mode + "-" + index);
        message.putUserProperty("größe", "№ " + index);
        return message;
    }

    /** Bodies of a byte, of a text, of what the official producer compresses, and of what does not get smaller. */
    private static byte[] body(String mode, int index) {
        return switch (index % 4) {
            case 0 -> new byte[] {(byte) index};
            case 1 -> (mode + " body " + index + " – 正文").getBytes(UTF_8);
            case 2 -> (mode + " " + index + ' ').repeat(1_000).getBytes(UTF_8);
            default -> noise(index, 20_000);
        };
    }

    private static byte[] noise(int seed, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static Line sent(String mode, int index, Message message, byte[] body) {
        return Line.of("sent")
                .with("mode", mode)
                .with("index", index)
                .with("messageId", message.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX))
                .with("flag", message.getFlag())
                .withBody(body)
                .withProperties(message.getProperties());
    }

    private static Line reported(Line line, SendResult result) {
        return line.with("status", result.getSendStatus())
                .with("broker", result.getMessageQueue().getBrokerName())
                .with("queue", result.getMessageQueue().getQueueId())
                .with("offset", result.getQueueOffset())
                .with("resultId", result.getMsgId())
                .with("offsetMessageId", result.getOffsetMsgId());
    }

    private static Line failed(Line line, Throwable failure) {
        return line.with("failure", failure);
    }

    private synchronized void print(Line line) {
        lines.println(line);
        printed++;
    }
}

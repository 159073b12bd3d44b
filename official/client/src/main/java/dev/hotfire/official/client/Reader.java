// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Reads a topic back with the official consumer: every queue from its first to its last offset, one line for each
 * message, then {@code end messages=N}. Waits until the queues hold as many messages as expected, or the time is up.
 */
// The simple pull consumer is the one official consumer that reads exactly the offsets it is told to.
@SuppressWarnings("deprecation")
public final class Reader {
    private static final int MESSAGES_PER_PULL = 32;
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(20);

    private final DefaultMQPullConsumer consumer;
    private final PrintStream lines;

    private Reader(DefaultMQPullConsumer consumer, PrintStream lines) {
        this.consumer = consumer;
        this.lines = lines;
    }

    /**
     * Reads one topic.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME [--expect MESSAGES] [--within MILLIS]}
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            Arguments arguments = Arguments.parse(args, Set.of("namesrv", "topic", "expect", "within"));
            DefaultMQPullConsumer consumer = new DefaultMQPullConsumer("hotfire-reader");
            consumer.setNamesrvAddr(arguments.text("namesrv"));
            consumer.start();
            // Never shut down: that takes 3 s, and what was read is already told.
            new Reader(consumer, lines)
                    .read(
                            arguments.text("topic"),
                            arguments.number("expect", 0),
                            Duration.ofMillis(arguments.number("within", 0)));
        });
    }

    private void read(String topic, int expectedMessages, Duration within)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        List<MessageQueue> queues = new ArrayList<>(new TreeSet<>(consumer.fetchSubscribeMessageQueues(topic)));
        long startedNanos = System.nanoTime();
        while (held(queues) < expectedMessages && System.nanoTime() - startedNanos < within.toNanos()) {
            Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
        }
        int messages = 0;
        for (MessageQueue queue : queues) {
            messages += readQueue(queue);
        }
        lines.println(Line.of("end").with("messages", messages));
    }

    private long held(List<MessageQueue> queues) throws MQClientException {
        long messages = 0;
        for (MessageQueue queue : queues) {
            messages += consumer.maxOffset(queue) - consumer.minOffset(queue);
        }
        return messages;
    }

    private int readQueue(MessageQueue queue)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        int messages = 0;
        long offset = consumer.minOffset(queue);
        while (offset < consumer.maxOffset(queue)) {
            PullResult pulled = consumer.pull(queue, "*", offset, MESSAGES_PER_PULL);
            switch (pulled.getPullStatus()) {
                case FOUND -> {
                    for (MessageExt message : pulled.getMsgFoundList()) {
                        lines.println(lineFor(queue, message));
                        messages++;
                    }
                }
                // Its place is taken by something that is not for consumers.
                case NO_MATCHED_MSG -> {}
                // Below the queue's end there are messages, so the broker contradicts itself.
                default -> throw new IllegalStateException(queue + " at " + offset + ": " + pulled);
            }
            if (pulled.getNextBeginOffset() <= offset) {
                throw new IllegalStateException(queue + " at " + offset + ": no progress, " + pulled);
            }
            offset = pulled.getNextBeginOffset();
        }
        return messages;
    }

    private static Line lineFor(MessageQueue queue, MessageExt message) {
        return Line.of("message")
                .with("topic", message.getTopic())
                .with("broker", queue.getBrokerName())
                .with("queue", message.getQueueId())
                .with("offset", message.getQueueOffset())
                .with("messageId", message.getMsgId())
                .with("offsetMessageId", message instanceof MessageClientExt read ? read.getOffsetMsgId() : null)
                .with("flag", message.getFlag())
                .with("sysFlag", message.getSysFlag())
                .with("bornTimestamp", message.getBornTimestamp())
                .with("storedBytes", message.getStoreSize())
                .withBody(message.getBody())
                .withProperties(message.getProperties());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Consumes a topic with one of the official consumers. Prints {@code ready} once it is started, and one line for each
 * delivery of a message. Ends in an orderly way, with its offsets committed and {@code end}, when its input ends.
 */
public final class Consumer {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TERMINATION = Duration.ofSeconds(30);

    private final Arguments arguments;
    private final PrintStream lines;

    private Consumer(Arguments arguments, PrintStream lines) {
        this.arguments = arguments;
        this.lines = lines;
    }

    /**
     * Consumes one topic.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME --group NAME --kind push|assigned|orderly|broadcast|lite [--tags EXPRESSION]
     *             [--failures N] [--max-reconsume N]}: the first N deliveries of each message fail
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            // Who broadcasts keeps his offsets in files, which are not for anybody's home directory. One of its own for
            // each:
            // all that broadcast have the same name on one machine, and who is slow to begin would go on at another's
            // offsets.
            System.setProperty(
                    "rocketmq.client.localOffsetStoreDir",
                    Files.createTempDirectory("offsets").toString());
            Arguments arguments = Arguments.parse(
                    args, Set.of("namesrv", "topic", "group", "kind", "tags", "failures", "max-reconsume"));
            Consumer consumer = new Consumer(arguments, lines);
            switch (arguments.text("kind")) {
                case "push" -> consumer.push("CLUSTERING", false, true);
                case "assigned" -> consumer.push("CLUSTERING", false, false);
                case "orderly" -> consumer.push("CLUSTERING", true, true);
                case "broadcast" -> consumer.push("BROADCASTING", false, true);
                case "lite" -> consumer.litePull();
                default -> throw new IllegalArgumentException("--kind: " + arguments.text("kind"));
            }
            lines.println("end");
        });
    }

    /** Without a rebalance of its own, which only release 5 can do without, brokers say which queues it has. */
    private void push(String model, boolean orderly, boolean rebalances)
            throws MQClientException, IOException, ReflectiveOperationException {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(arguments.text("group"));
        consumer.setNamesrvAddr(arguments.text("namesrv"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        setMessageModel(consumer, model);
        if (!rebalances) {
            DefaultMQPushConsumer.class
                    .getMethod("setClientRebalance", boolean.class)
                    .invoke(consumer, false);
        }
        consumer.setSuspendCurrentQueueTimeMillis(POLL.toMillis());
        // Else what was just printed may still be uncommitted when the end comes, and be delivered again.
        consumer.setAwaitTerminationMillisWhenShutdown(TERMINATION.toMillis());
        consumer.setMaxReconsumeTimes(arguments.number("max-reconsume", -1));
        consumer.subscribe(arguments.text("topic"), arguments.text("tags", "*"));
        if (orderly) {
            consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> consume(messages)
                    ? ConsumeOrderlyStatus.SUCCESS
                    : ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT);
        } else {
            consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> consume(messages)
                    ? ConsumeConcurrentlyStatus.CONSUME_SUCCESS
                    : ConsumeConcurrentlyStatus.RECONSUME_LATER);
        }
        consumer.start();
        lines.println("ready");
        awaitEndOfInput();
        consumer.shutdown();
    }

    /** The type of the setting has moved to another package in release 5; these classes run on both. */
    private static void setMessageModel(DefaultMQPushConsumer consumer, String model)
            throws ReflectiveOperationException {
        Class<?> type = DefaultMQPushConsumer.class.getMethod("getMessageModel").getReturnType();
        Method setter = DefaultMQPushConsumer.class.getMethod("setMessageModel", type);
        setter.invoke(consumer, type.getField(model).get(null));
    }

    private void litePull() throws MQClientException {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(arguments.text("group"));
        consumer.setNamesrvAddr(arguments.text("namesrv"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setAutoCommit(false);
        consumer.subscribe(arguments.text("topic"), arguments.text("tags", "*"));
        consumer.start();
        lines.println("ready");
        AtomicBoolean ended = new AtomicBoolean();
        Thread input = new Thread(() -> {
            try {
                awaitEndOfInput();
            } catch (IOException e) {
                // As good as its end.
            } finally {
                ended.set(true);
            }
        });
        input.setDaemon(true);
        input.start();
        while (!ended.get()) {
            consume(consumer.poll(POLL.toMillis()));
            commit(consumer);
        }
        consumer.shutdown();
    }

    @SuppressWarnings("deprecation") // The one commit that both releases have.
    private static void commit(DefaultLitePullConsumer consumer) {
        consumer.commitSync();
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Whoever started this JVM holds its input.
        }
    }

    /** Prints a line for each, and says whether they are consumed now. */
    private boolean consume(List<MessageExt> messages) {
        boolean consumed = true;
        for (MessageExt message : messages) {
            boolean failed = message.getReconsumeTimes() < arguments.number("failures", 0);
            consumed &= !failed;
            lines.println(Line.of("message")
                    .with("topic", message.getTopic())
                    .with("broker", message.getBrokerName())
                    .with("queue", message.getQueueId())
                    .with("offset", message.getQueueOffset())
                    .with("messageId", message.getMsgId())
                    .with("tags", message.getTags())
                    .with("keys", message.getKeys())
                    .with("reconsumeTimes", message.getReconsumeTimes())
                    .with("failed", failed)
                    .withBody(message.getBody()));
        }
        return consumed;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.trace.TraceBean;
import org.apache.rocketmq.client.trace.TraceContext;
import org.apache.rocketmq.client.trace.TraceDataEncoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Reads a trace topic with the official consumer and decodes it with the official decoder: one line for each record, then
 * {@code end records=N}. Waits until there are as many records as expected, or the time is up.
 */
// As for the reader of messages.
@SuppressWarnings("deprecation")
public final class TraceReader {
    private static final int MESSAGES_PER_PULL = 32;
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

    private TraceReader() {}

    /**
     * Reads one topic.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME --expect RECORDS --within MILLIS}
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            Arguments arguments = Arguments.parse(args, Set.of("namesrv", "topic", "expect", "within"));
            DefaultMQPullConsumer consumer = new DefaultMQPullConsumer("hotfire-trace-reader");
            consumer.setNamesrvAddr(arguments.text("namesrv"));
            consumer.start();
            long startedNanos = System.nanoTime();
            Duration within = Duration.ofMillis(arguments.number("within", 0));
            List<Line> read = readAll(consumer, arguments.text("topic"));
            while (read.size() < arguments.number("expect", 0) && System.nanoTime() - startedNanos < within.toNanos()) {
                Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
                read = readAll(consumer, arguments.text("topic"));
            }
            read.forEach(lines::println);
            lines.println(Line.of("end").with("records", read.size()));
        });
    }

    private static List<Line> readAll(DefaultMQPullConsumer consumer, String topic) throws Exception {
        List<Line> read = new ArrayList<>();
        for (MessageQueue queue : consumer.fetchSubscribeMessageQueues(topic)) {
            long offset = consumer.minOffset(queue);
            long end = consumer.maxOffset(queue);
            while (offset < end) {
                PullResult pulled = consumer.pull(queue, "*", offset, MESSAGES_PER_PULL);
                if (pulled.getPullStatus() == PullStatus.FOUND) {
                    for (MessageExt message : pulled.getMsgFoundList()) {
                        decode(message, read);
                    }
                }
                offset = pulled.getNextBeginOffset();
            }
        }
        return read;
    }

    private static void decode(MessageExt message, List<Line> read) {
        String text = new String(message.getBody(), StandardCharsets.UTF_8);
        for (TraceContext context : TraceDataEncoder.decoderFromTraceDataString(text)) {
            for (TraceBean bean : context.getTraceBeans()) {
                read.add(Line.of("record")
                        .with("type", context.getTraceType())
                        .with("timestamp", context.getTimeStamp())
                        .with("region", context.getRegionId())
                        .with("group", context.getGroupName())
                        .with("cost", context.getCostTime())
                        .with("success", context.isSuccess())
                        .with("topic", bean.getTopic())
                        .with("msgId", bean.getMsgId())
                        .with("tags", bean.getTags())
                        .with("keys", bean.getKeys())
                        .with("storeHost", bean.getStoreHost())
                        .with("bodyLength", bean.getBodyLength())
                        .with("msgType", bean.getMsgType())
                        .with("offsetMsgId", bean.getOffsetMsgId())
                        .with("transactionId", bean.getTransactionId())
                        .with("state", bean.getTransactionState())
                        .with("fromCheck", bean.isFromTransactionCheck())
                        .with("messageKeys", message.getKeys()));
            }
        }
    }
}

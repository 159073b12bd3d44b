// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.common.message.MessageType;
import dev.hotfire.wire.trace.TraceRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the text of trace records (W-17). */
public class TraceDataEncoder {
    /** At their numbers in a record. */
    private static final List<MessageType> MESSAGE_TYPES = Arrays.asList(
            MessageType.Normal_Msg,
            MessageType.Trans_Msg_Half,
            MessageType.Trans_msg_Commit,
            MessageType.Delay_Msg,
            MessageType.Order_Msg);

    /**
     * The records in a trace message's body; none for null.
     *
     * @throws RuntimeException if there is anything else in it
     */
    public static List<TraceContext> decoderFromTraceDataString(@Nullable String traceData) {
        List<TraceContext> contexts = new ArrayList<>();
        if (traceData != null) {
            TraceRecord.decode(traceData).forEach(record -> contexts.add(context(record)));
        }
        return contexts;
    }

    /**
     * The text of a record. Null for null.
     *
     * @throws IllegalArgumentException if it lacks its type or messages, or a text in it holds one of the separators
     */
    public static @Nullable TraceTransferBean encoderFromContextBean(@Nullable TraceContext ctx) {
        if (ctx == null) {
            return null;
        }
        TraceType type = ctx.getTraceType();
        List<TraceBean> beans = ctx.getTraceBeans();
        if (type == null || beans == null || beans.isEmpty()) {
            throw new IllegalArgumentException("ctx: " + ctx + " (expected: a type, and at least one message)");
        }
        StringBuilder text = new StringBuilder();
        TraceTransferBean transfer = new TraceTransferBean();
        for (TraceBean bean : beans) {
            TraceRecord record = record(ctx, type, bean);
            record.writeTo(text);
            transfer.getTransKey().addAll(record.keys());
            // Deliveries tell of all their messages, everything else of one.
            if (type != TraceType.SubBefore && type != TraceType.SubAfter) {
                break;
            }
        }
        transfer.setTransData(text.toString());
        return transfer;
    }

    private static TraceRecord record(TraceContext ctx, TraceType type, TraceBean bean) {
        int messageType = number(bean.getMsgType());
        return switch (type) {
            case Pub ->
                new TraceRecord.Publish(
                        ctx.getTimeStamp(),
                        ctx.getRegionId(),
                        ctx.getGroupName(),
                        bean.getTopic(),
                        bean.getMsgId(),
                        bean.getTags(),
                        bean.getKeys(),
                        bean.getStoreHost(),
                        bean.getBodyLength(),
                        ctx.getCostTime(),
                        messageType,
                        bean.getOffsetMsgId(),
                        ctx.isSuccess(),
                        null);
            case Recall ->
                new TraceRecord.Recall(
                        ctx.getTimeStamp(),
                        ctx.getRegionId(),
                        ctx.getGroupName(),
                        bean.getTopic(),
                        bean.getMsgId(),
                        ctx.isSuccess());
            case SubBefore ->
                new TraceRecord.ConsumeStart(
                        ctx.getTimeStamp(),
                        ctx.getRegionId(),
                        ctx.getGroupName(),
                        ctx.getRequestId(),
                        bean.getMsgId(),
                        bean.getRetryTimes(),
                        bean.getKeys());
            case SubAfter ->
                new TraceRecord.ConsumeEnd(
                        ctx.getRequestId(),
                        bean.getMsgId(),
                        ctx.getCostTime(),
                        ctx.isSuccess(),
                        bean.getKeys(),
                        ctx.getContextCode(),
                        ctx.getTimeStamp(),
                        ctx.getGroupName());
            case EndTransaction ->
                new TraceRecord.EndTransaction(
                        ctx.getTimeStamp(),
                        ctx.getRegionId(),
                        ctx.getGroupName(),
                        bean.getTopic(),
                        bean.getMsgId(),
                        bean.getTags(),
                        bean.getKeys(),
                        bean.getStoreHost(),
                        messageType,
                        bean.getTransactionId(),
                        String.valueOf(bean.getTransactionState()),
                        bean.isFromTransactionCheck());
        };
    }

    private static TraceContext context(TraceRecord record) {
        TraceContext ctx = new TraceContext();
        TraceBean bean = new TraceBean();
        ctx.setTraceBeans(new ArrayList<>(List.of(bean)));
        if (record instanceof TraceRecord.Publish publish) {
            ctx.setTraceType(TraceType.Pub);
            about(ctx, publish.timestamp(), publish.region(), publish.group());
            bean.setTopic(publish.topic());
            bean.setMsgId(publish.msgId());
            bean.setTags(publish.tags());
            bean.setKeys(publish.userKeys());
            bean.setStoreHost(publish.storeHost());
            bean.setBodyLength(publish.bodyLength());
            ctx.setCostTime(publish.costMillis());
            bean.setMsgType(messageType(publish.messageType()));
            bean.setOffsetMsgId(publish.offsetMsgId());
            ctx.setSuccess(publish.success());
            bean.setClientHost(publish.clientHost());
        } else if (record instanceof TraceRecord.Recall recall) {
            ctx.setTraceType(TraceType.Recall);
            about(ctx, recall.timestamp(), recall.region(), recall.group());
            bean.setTopic(recall.topic());
            bean.setMsgId(recall.msgId());
            ctx.setSuccess(recall.success());
        } else if (record instanceof TraceRecord.ConsumeStart start) {
            ctx.setTraceType(TraceType.SubBefore);
            about(ctx, start.timestamp(), start.region(), start.group());
            ctx.setRequestId(String.valueOf(start.requestId()));
            bean.setMsgId(start.msgId());
            bean.setRetryTimes(start.retryTimes());
            bean.setKeys(start.userKeys());
        } else if (record instanceof TraceRecord.ConsumeEnd end) {
            ctx.setTraceType(TraceType.SubAfter);
            about(ctx, end.timestamp() == null ? 0 : end.timestamp(), null, end.group());
            ctx.setRequestId(String.valueOf(end.requestId()));
            bean.setMsgId(end.msgId());
            ctx.setCostTime(end.costMillis());
            ctx.setSuccess(end.success());
            bean.setKeys(end.userKeys());
            ctx.setContextCode(end.contextCode());
        } else if (record instanceof TraceRecord.EndTransaction end) {
            ctx.setTraceType(TraceType.EndTransaction);
            about(ctx, end.timestamp(), end.region(), end.group());
            bean.setTopic(end.topic());
            bean.setMsgId(end.msgId());
            bean.setTags(end.tags());
            bean.setKeys(end.userKeys());
            bean.setStoreHost(end.storeHost());
            bean.setMsgType(messageType(end.messageType()));
            bean.setTransactionId(end.transactionId());
            bean.setTransactionState(LocalTransactionState.valueOf(end.state()));
            bean.setFromTransactionCheck(end.fromCheck());
        }
        return ctx;
    }

    private static void about(TraceContext ctx, long timestamp, @Nullable String region, @Nullable String group) {
        ctx.setTimeStamp(timestamp);
        ctx.setRegionId(region);
        ctx.setGroupName(group);
    }

    private static int number(@Nullable MessageType type) {
        return Math.max(0, MESSAGE_TYPES.indexOf(type));
    }

    private static MessageType messageType(int number) {
        return number >= 0 && number < MESSAGE_TYPES.size() ? MESSAGE_TYPES.get(number) : MessageType.Normal_Msg;
    }
}

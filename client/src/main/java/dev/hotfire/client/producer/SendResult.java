// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.MessageQueue;
import org.jspecify.annotations.Nullable;

/** A message that a broker stored. */
public class SendResult {
    private @Nullable SendStatus sendStatus;
    private @Nullable String msgId;
    private @Nullable MessageQueue messageQueue;
    private long queueOffset;
    private @Nullable String transactionId;
    private @Nullable String offsetMsgId;
    private @Nullable String regionId;
    private boolean traceOn = true;
    private byte @Nullable [] rawRespBody;
    private @Nullable String recallHandle;

    public SendResult() {}

    public SendResult(
            @Nullable SendStatus sendStatus,
            @Nullable String msgId,
            @Nullable String offsetMsgId,
            @Nullable MessageQueue messageQueue,
            long queueOffset) {
        this.sendStatus = sendStatus;
        this.msgId = msgId;
        this.offsetMsgId = offsetMsgId;
        this.messageQueue = messageQueue;
        this.queueOffset = queueOffset;
    }

    public SendResult(
            @Nullable SendStatus sendStatus,
            @Nullable String msgId,
            @Nullable MessageQueue messageQueue,
            long queueOffset,
            @Nullable String transactionId,
            @Nullable String offsetMsgId,
            @Nullable String regionId) {
        this(sendStatus, msgId, offsetMsgId, messageQueue, queueOffset);
        this.transactionId = transactionId;
        this.regionId = regionId;
    }

    /**
     * The JSON text of a result, with the same names as the official client's; {@code "null"} for null.
     *
     * @throws IllegalArgumentException if {@code obj} is anything but a result or null
     */
    public static String encoderSendResultToJson(@Nullable Object obj) {
        if (obj != null && !(obj instanceof SendResult)) {
            throw new IllegalArgumentException(
                    "obj: a " + obj.getClass().getName() + " (expected: a SendResult, or null)");
        }
        return SendResultJson.write((SendResult) obj);
    }

    /**
     * The result that a JSON text describes; names that are not known are skipped. Null for null.
     *
     * @throws IllegalArgumentException if the text is no JSON object
     */
    public static @Nullable SendResult decoderSendResultFromJson(@Nullable String json) {
        return json == null ? null : SendResultJson.read(json);
    }

    /** Whether the broker wants this message traced. */
    public boolean isTraceOn() {
        return traceOn;
    }

    public void setTraceOn(boolean traceOn) {
        this.traceOn = traceOn;
    }

    /** The broker's region. */
    public @Nullable String getRegionId() {
        return regionId;
    }

    public void setRegionId(@Nullable String regionId) {
        this.regionId = regionId;
    }

    /** The client's own id (UNIQ_KEY); for a batch those of its messages, separated by commas. */
    public @Nullable String getMsgId() {
        return msgId;
    }

    public void setMsgId(@Nullable String msgId) {
        this.msgId = msgId;
    }

    public @Nullable SendStatus getSendStatus() {
        return sendStatus;
    }

    public void setSendStatus(@Nullable SendStatus sendStatus) {
        this.sendStatus = sendStatus;
    }

    /** Where the message is. */
    public @Nullable MessageQueue getMessageQueue() {
        return messageQueue;
    }

    public void setMessageQueue(@Nullable MessageQueue messageQueue) {
        this.messageQueue = messageQueue;
    }

    /** The offset in the queue; for a batch that of its first message. */
    public long getQueueOffset() {
        return queueOffset;
    }

    public void setQueueOffset(long queueOffset) {
        this.queueOffset = queueOffset;
    }

    public @Nullable String getTransactionId() {
        return transactionId;
    }

    public void setTransactionId(@Nullable String transactionId) {
        this.transactionId = transactionId;
    }

    /** The broker's id, which leads to the place in its log. */
    public @Nullable String getOffsetMsgId() {
        return offsetMsgId;
    }

    public void setOffsetMsgId(@Nullable String offsetMsgId) {
        this.offsetMsgId = offsetMsgId;
    }

    /** Takes a timed message back; null for all others. */
    public @Nullable String getRecallHandle() {
        return recallHandle;
    }

    public void setRecallHandle(@Nullable String recallHandle) {
        this.recallHandle = recallHandle;
    }

    @Override
    public String toString() {
        return "SendResult [sendStatus=" + sendStatus + ", msgId=" + msgId + ", offsetMsgId=" + offsetMsgId
                + ", messageQueue=" + messageQueue + ", queueOffset=" + queueOffset + ", recallHandle=" + recallHandle
                + "]";
    }

    public void setRawRespBody(byte @Nullable [] body) {
        this.rawRespBody = body;
    }

    /** The body of the broker's answer, not a copy; brokers send none. */
    public byte @Nullable [] getRawRespBody() {
        return rawRespBody;
    }
}

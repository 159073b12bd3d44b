// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.common.message.MessageType;
import org.jspecify.annotations.Nullable;

/** One message of a trace record. */
public class TraceBean {
    private String topic = "";
    private String msgId = "";
    private String offsetMsgId = "";
    private String tags = "";
    private String keys = "";
    private String storeHost = "";
    private String clientHost = "";
    private long storeTime;
    private int retryTimes;
    private int bodyLength;
    private @Nullable MessageType msgType;
    private @Nullable LocalTransactionState transactionState;
    private @Nullable String transactionId;
    private boolean fromTransactionCheck;

    public String getTopic() {
        return topic;
    }

    public void setTopic(@Nullable String topic) {
        this.topic = topic == null ? "" : topic;
    }

    public String getMsgId() {
        return msgId;
    }

    public void setMsgId(@Nullable String msgId) {
        this.msgId = msgId == null ? "" : msgId;
    }

    /** The broker's id. */
    public String getOffsetMsgId() {
        return offsetMsgId;
    }

    public void setOffsetMsgId(@Nullable String offsetMsgId) {
        this.offsetMsgId = offsetMsgId == null ? "" : offsetMsgId;
    }

    public String getTags() {
        return tags;
    }

    public void setTags(@Nullable String tags) {
        this.tags = tags == null ? "" : tags;
    }

    /** The user's keys, with blanks between them. */
    public String getKeys() {
        return keys;
    }

    public void setKeys(@Nullable String keys) {
        this.keys = keys == null ? "" : keys;
    }

    /** {@code ip:port} of the broker. */
    public String getStoreHost() {
        return storeHost;
    }

    public void setStoreHost(@Nullable String storeHost) {
        this.storeHost = storeHost == null ? "" : storeHost;
    }

    public String getClientHost() {
        return clientHost;
    }

    public void setClientHost(@Nullable String clientHost) {
        this.clientHost = clientHost == null ? "" : clientHost;
    }

    public long getStoreTime() {
        return storeTime;
    }

    public void setStoreTime(long storeTime) {
        this.storeTime = storeTime;
    }

    public int getRetryTimes() {
        return retryTimes;
    }

    public void setRetryTimes(int retryTimes) {
        this.retryTimes = retryTimes;
    }

    /** In bytes. */
    public int getBodyLength() {
        return bodyLength;
    }

    public void setBodyLength(int bodyLength) {
        this.bodyLength = bodyLength;
    }

    public @Nullable MessageType getMsgType() {
        return msgType;
    }

    public void setMsgType(@Nullable MessageType msgType) {
        this.msgType = msgType;
    }

    public @Nullable LocalTransactionState getTransactionState() {
        return transactionState;
    }

    public void setTransactionState(@Nullable LocalTransactionState transactionState) {
        this.transactionState = transactionState;
    }

    public @Nullable String getTransactionId() {
        return transactionId;
    }

    public void setTransactionId(@Nullable String transactionId) {
        this.transactionId = transactionId;
    }

    public boolean isFromTransactionCheck() {
        return fromTransactionCheck;
    }

    public void setFromTransactionCheck(boolean fromTransactionCheck) {
        this.fromTransactionCheck = fromTransactionCheck;
    }
}

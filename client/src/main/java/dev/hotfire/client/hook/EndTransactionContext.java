// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.common.message.Message;
import org.jspecify.annotations.Nullable;

/** The end of a transaction, as an {@link EndTransactionHook} sees it. */
public class EndTransactionContext {
    private @Nullable String producerGroup;
    private @Nullable Message message;
    private @Nullable String brokerAddr;
    private @Nullable String msgId;
    private @Nullable String transactionId;
    private @Nullable LocalTransactionState transactionState;
    private boolean fromTransactionCheck;

    public @Nullable String getProducerGroup() {
        return producerGroup;
    }

    public void setProducerGroup(@Nullable String producerGroup) {
        this.producerGroup = producerGroup;
    }

    /** The half message. */
    public @Nullable Message getMessage() {
        return message;
    }

    public void setMessage(@Nullable Message message) {
        this.message = message;
    }

    /** The broker's {@code host:port}. */
    public @Nullable String getBrokerAddr() {
        return brokerAddr;
    }

    public void setBrokerAddr(@Nullable String brokerAddr) {
        this.brokerAddr = brokerAddr;
    }

    /** The client's own id of the half message. */
    public @Nullable String getMsgId() {
        return msgId;
    }

    public void setMsgId(@Nullable String msgId) {
        this.msgId = msgId;
    }

    public @Nullable String getTransactionId() {
        return transactionId;
    }

    public void setTransactionId(@Nullable String transactionId) {
        this.transactionId = transactionId;
    }

    /** What the broker is told. */
    public @Nullable LocalTransactionState getTransactionState() {
        return transactionState;
    }

    public void setTransactionState(@Nullable LocalTransactionState transactionState) {
        this.transactionState = transactionState;
    }

    /** Whether the broker had asked. */
    public boolean isFromTransactionCheck() {
        return fromTransactionCheck;
    }

    public void setFromTransactionCheck(boolean fromTransactionCheck) {
        this.fromTransactionCheck = fromTransactionCheck;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

import dev.hotfire.client.impl.CommunicationMode;
import dev.hotfire.client.impl.producer.DefaultMQProducerImpl;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.common.message.MessageType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt of a send, as a {@link SendMessageHook} sees it. For one thread at a time. */
public class SendMessageContext {
    private @Nullable String producerGroup;
    private @Nullable Message message;
    private @Nullable MessageQueue mq;
    private @Nullable String brokerAddr;
    private @Nullable String bornHost;
    private @Nullable CommunicationMode communicationMode;
    private @Nullable SendResult sendResult;
    private @Nullable Exception exception;
    private @Nullable Object mqTraceContext;
    private @Nullable Map<String, String> props;
    private MessageType msgType = MessageType.Normal_Msg;
    private @Nullable String namespace;
    private @Nullable DefaultMQProducerImpl producer;

    /** What is behind the producer that sends. */
    public @Nullable DefaultMQProducerImpl getProducer() {
        return producer;
    }

    public void setProducer(@Nullable DefaultMQProducerImpl producer) {
        this.producer = producer;
    }

    public @Nullable String getProducerGroup() {
        return producerGroup;
    }

    public void setProducerGroup(@Nullable String producerGroup) {
        this.producerGroup = producerGroup;
    }

    /** The message; the object that the user sent. */
    public @Nullable Message getMessage() {
        return message;
    }

    public void setMessage(@Nullable Message message) {
        this.message = message;
    }

    /** The queue that this attempt goes to. */
    public @Nullable MessageQueue getMq() {
        return mq;
    }

    public void setMq(@Nullable MessageQueue mq) {
        this.mq = mq;
    }

    /** The broker's {@code host:port}. */
    public @Nullable String getBrokerAddr() {
        return brokerAddr;
    }

    public void setBrokerAddr(@Nullable String brokerAddr) {
        this.brokerAddr = brokerAddr;
    }

    /** The address of this client. */
    public @Nullable String getBornHost() {
        return bornHost;
    }

    public void setBornHost(@Nullable String bornHost) {
        this.bornHost = bornHost;
    }

    public @Nullable CommunicationMode getCommunicationMode() {
        return communicationMode;
    }

    public void setCommunicationMode(@Nullable CommunicationMode communicationMode) {
        this.communicationMode = communicationMode;
    }

    /** The result, after an attempt that ended well. */
    public @Nullable SendResult getSendResult() {
        return sendResult;
    }

    public void setSendResult(@Nullable SendResult sendResult) {
        this.sendResult = sendResult;
    }

    /** The failure, after an attempt that didn't. */
    public @Nullable Exception getException() {
        return exception;
    }

    public void setException(@Nullable Exception exception) {
        this.exception = exception;
    }

    /** Anything that the hook wants to find again after the attempt. */
    public @Nullable Object getMqTraceContext() {
        return mqTraceContext;
    }

    public void setMqTraceContext(@Nullable Object mqTraceContext) {
        this.mqTraceContext = mqTraceContext;
    }

    /** Anything that hooks want to tell each other. */
    public @Nullable Map<String, String> getProps() {
        return props;
    }

    public void setProps(@Nullable Map<String, String> props) {
        this.props = props;
    }

    public MessageType getMsgType() {
        return msgType;
    }

    public void setMsgType(MessageType msgType) {
        this.msgType = msgType;
    }

    public @Nullable String getNamespace() {
        return namespace;
    }

    public void setNamespace(@Nullable String namespace) {
        this.namespace = namespace;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.hook;

import dev.hotfire.client.impl.CommunicationMode;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import org.jspecify.annotations.Nullable;

/** One attempt of a send, as a {@link CheckForbiddenHook} sees it. */
public class CheckForbiddenContext {
    private @Nullable String nameSrvAddr;
    private @Nullable String group;
    private @Nullable Message message;
    private @Nullable MessageQueue mq;
    private @Nullable String brokerAddr;
    private @Nullable CommunicationMode communicationMode;
    private @Nullable SendResult sendResult;
    private @Nullable Exception exception;
    private @Nullable Object arg;
    private boolean unitMode;

    public @Nullable String getNameSrvAddr() {
        return nameSrvAddr;
    }

    public void setNameSrvAddr(@Nullable String nameSrvAddr) {
        this.nameSrvAddr = nameSrvAddr;
    }

    /** The producer group. */
    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
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

    public @Nullable CommunicationMode getCommunicationMode() {
        return communicationMode;
    }

    public void setCommunicationMode(@Nullable CommunicationMode communicationMode) {
        this.communicationMode = communicationMode;
    }

    public @Nullable SendResult getSendResult() {
        return sendResult;
    }

    public void setSendResult(@Nullable SendResult sendResult) {
        this.sendResult = sendResult;
    }

    public @Nullable Exception getException() {
        return exception;
    }

    public void setException(@Nullable Exception exception) {
        this.exception = exception;
    }

    public @Nullable Object getArg() {
        return arg;
    }

    public void setArg(@Nullable Object arg) {
        this.arg = arg;
    }

    public boolean isUnitMode() {
        return unitMode;
    }

    public void setUnitMode(boolean unitMode) {
        this.unitMode = unitMode;
    }

    @Override
    public String toString() {
        return "CheckForbiddenContext [nameSrvAddr=" + nameSrvAddr + ", group=" + group + ", message=" + message
                + ", mq=" + mq + ", brokerAddr=" + brokerAddr + ", communicationMode=" + communicationMode
                + ", sendResult=" + sendResult + ", exception=" + exception + ", unitMode=" + unitMode + ", arg=" + arg
                + "]";
    }
}

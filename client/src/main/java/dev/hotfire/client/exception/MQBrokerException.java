// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.exception;

import org.jspecify.annotations.Nullable;

/** A broker answered with an error. */
public class MQBrokerException extends Exception {
    private final int responseCode;
    private final @Nullable String errorMessage;
    private final @Nullable String brokerAddr;

    MQBrokerException() {
        this.responseCode = 0;
        this.errorMessage = null;
        this.brokerAddr = null;
    }

    public MQBrokerException(int responseCode, @Nullable String errorMessage) {
        super("CODE: " + responseCode + "  DESC: " + errorMessage);
        this.responseCode = responseCode;
        this.errorMessage = errorMessage;
        this.brokerAddr = null;
    }

    public MQBrokerException(int responseCode, @Nullable String errorMessage, @Nullable String brokerAddr) {
        super("CODE: " + responseCode + "  DESC: " + errorMessage
                + (brokerAddr == null ? "" : " BROKER: " + brokerAddr));
        this.responseCode = responseCode;
        this.errorMessage = errorMessage;
        this.brokerAddr = brokerAddr;
    }

    /** The broker's response code (W-6). */
    public int getResponseCode() {
        return responseCode;
    }

    /** The broker's reason in its own words. */
    public @Nullable String getErrorMessage() {
        return errorMessage;
    }

    /** The broker's {@code host:port}, if known. */
    public @Nullable String getBrokerAddr() {
        return brokerAddr;
    }
}

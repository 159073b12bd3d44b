// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.exception;

import org.jspecify.annotations.Nullable;

/** The client could not do what it was asked to: a bad argument, a bad moment, no route, or no time left. */
public class MQClientException extends Exception {
    private int responseCode;
    private @Nullable String errorMessage;

    /** Without a code: {@link #getResponseCode} is -1. */
    public MQClientException(@Nullable String errorMessage, @Nullable Throwable cause) {
        super(errorMessage, cause);
        this.responseCode = -1;
        this.errorMessage = errorMessage;
    }

    /** With a code, which the message begins with. */
    public MQClientException(int responseCode, @Nullable String errorMessage) {
        super("CODE: " + responseCode + "  DESC: " + errorMessage);
        this.responseCode = responseCode;
        this.errorMessage = errorMessage;
    }

    /** With a code, which the message begins with. */
    public MQClientException(int responseCode, @Nullable String errorMessage, @Nullable Throwable cause) {
        super("CODE: " + responseCode + "  DESC: " + errorMessage, cause);
        this.responseCode = responseCode;
        this.errorMessage = errorMessage;
    }

    /** A response code (W-6), one of {@code ClientErrorCode}, or -1. */
    public int getResponseCode() {
        return responseCode;
    }

    public MQClientException setResponseCode(int responseCode) {
        this.responseCode = responseCode;
        return this;
    }

    /** What happened, without the code. */
    public @Nullable String getErrorMessage() {
        return errorMessage;
    }

    public void setErrorMessage(@Nullable String errorMessage) {
        this.errorMessage = errorMessage;
    }
}

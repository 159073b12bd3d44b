// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A timed message was not taken back, or it is not known whether it was. */
public final class RecallException extends Exception {
    /** What stood in the way. */
    public enum Reason {
        /** A broker said no, see {@link #responseCode()}: the message is delivered, or was. */
        REFUSED,
        /** No broker to ask could be found, or reached. The message is delivered. */
        NO_BROKER,
        /** The broker was asked and did not answer in time: the message may have been taken back. */
        NO_ANSWER,
        /** The producer was closed. If a broker had been asked already, the message may have been taken back. */
        CLOSED
    }

    /** In place of a response code where no broker answered. */
    public static final int NO_CODE = -1;

    private final Reason reason;
    private final String topic;
    private final int responseCode;

    /**
     * @param what         for people
     * @param responseCode the broker's answer, or {@link #NO_CODE}
     */
    public RecallException(Reason reason, String what, String topic, int responseCode, @Nullable Throwable cause) {
        super("recall from topic " + topic + " failed: " + what, cause);
        this.reason = requireNonNull(reason, "reason");
        this.topic = requireNonNull(topic, "topic");
        this.responseCode = responseCode;
    }

    public Reason reason() {
        return reason;
    }

    /** The topic that the message is in, as the caller named it. */
    public String topic() {
        return topic;
    }

    /** The broker's answer (W-6), or {@link #NO_CODE}. */
    public int responseCode() {
        return responseCode;
    }
}

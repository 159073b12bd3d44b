// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Ways in which an answer says success and is not well formed, while its bytes are. Most are about sends (W-8). */
public enum Malformation {
    /** No header fields at all. */
    NO_FIELDS,
    /** No queue id. */
    NO_QUEUE_ID,
    /** No queue offset. */
    NO_QUEUE_OFFSET,
    /** No message id. */
    NO_MESSAGE_ID,
    /** A queue offset of -1. */
    NEGATIVE_OFFSET,
    /** A queue offset that is no number. */
    OFFSET_NO_NUMBER,
    /** Another queue than the one that was asked for. */
    OTHER_QUEUE,
    /** Another transaction id than the message's unique key. */
    OTHER_TRANSACTION_ID,
    /** A remark of 64 KiB. */
    LONG_REMARK,
    /** Fields that nobody knows. */
    UNKNOWN_FIELDS,
    /** No body, where there was one. */
    NO_BODY,
    /** The header in the other encoding than the server's. */
    OTHER_ENCODING;

    private static final int LONG_REMARK_CHARACTERS = 64 * 1024;

    /** What it is called in rules that are text: {@code no-queue-id}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The answer, made so. */
    Frame apply(Frame answer) {
        return switch (this) {
            case NO_FIELDS -> without(answer, answer.extFields());
            case NO_QUEUE_ID -> answer.toBuilder().field("queueId", null).build();
            case NO_QUEUE_OFFSET ->
                answer.toBuilder().field("queueOffset", null).build();
            case NO_MESSAGE_ID -> answer.toBuilder().field("msgId", null).build();
            case NEGATIVE_OFFSET -> answer.toBuilder().field("queueOffset", -1).build();
            case OFFSET_NO_NUMBER ->
                answer.toBuilder().field("queueOffset", "many").build();
            case OTHER_QUEUE ->
                answer.toBuilder().field("queueId", otherQueue(answer)).build();
            case OTHER_TRANSACTION_ID ->
                answer.toBuilder().field("transactionId", "another").build();
            case LONG_REMARK ->
                answer.toBuilder().remark("x".repeat(LONG_REMARK_CHARACTERS)).build();
            case UNKNOWN_FIELDS ->
                answer.toBuilder()
                        .field("fromTheFuture", "1")
                        .field("alsoFromTheFuture", "")
                        .build();
            case NO_BODY -> answer.toBuilder().body(new byte[0]).build();
            case OTHER_ENCODING ->
                answer.toBuilder()
                        .encoding(
                                answer.encoding() == HeaderEncoding.JSON
                                        ? HeaderEncoding.ROCKETMQ
                                        : HeaderEncoding.JSON)
                        .build();
        };
    }

    private static Frame without(Frame answer, Map<String, String> fields) {
        Frame.Builder bare = answer.toBuilder();
        new TreeMap<>(fields).keySet().forEach(name -> bare.field(name, null));
        return bare.build();
    }

    private static int otherQueue(Frame answer) {
        String queue = answer.field("queueId");
        try {
            return queue == null ? 1 : Integer.parseInt(queue) + 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}

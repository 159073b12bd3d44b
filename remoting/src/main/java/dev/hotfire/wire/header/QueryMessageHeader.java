// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code QUERY_MESSAGE} (W-9): messages by key, or by unique key.
 *
 * @param maxNum         at most so many messages
 * @param beginTimestamp store time in ms since the epoch
 * @param endTimestamp   store time in ms since the epoch
 * @param uniqueKeyQuery true when {@code key} is a UNIQ_KEY
 */
public record QueryMessageHeader(
        String topic,
        String key,
        int maxNum,
        long beginTimestamp,
        long endTimestamp,
        @Nullable String indexType,
        @Nullable String lastKey,
        boolean uniqueKeyQuery)
        implements CommandHeader {
    public QueryMessageHeader {
        requireNonNull(topic, "topic");
        requireNonNull(key, "key");
    }

    /** Reads the header of {@code frame}. */
    public static QueryMessageHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new QueryMessageHeader(
                fields.requiredText("topic"),
                fields.requiredText("key"),
                fields.requiredInteger("maxNum"),
                fields.requiredLong("beginTimestamp"),
                fields.requiredLong("endTimestamp"),
                fields.text("indexType"),
                fields.text("lastKey"),
                fields.bool("_UNIQUE_KEY_QUERY", false));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("key", key)
                .field("maxNum", maxNum)
                .field("beginTimestamp", beginTimestamp)
                .field("endTimestamp", endTimestamp)
                .field("indexType", indexType)
                .field("lastKey", lastKey)
                .field("_UNIQUE_KEY_QUERY", uniqueKeyQuery);
    }
}

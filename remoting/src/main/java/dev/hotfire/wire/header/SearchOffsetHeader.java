// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code SEARCH_OFFSET_BY_TIMESTAMP} (W-9).
 *
 * @param timestamp    store time in ms since the epoch
 * @param boundaryType {@code LOWER} or {@code UPPER}: which of several messages of that time
 * @param brokerName   the broker that the client means; proxies and static topics need it
 */
public record SearchOffsetHeader(
        String topic,
        int queueId,
        long timestamp,
        @Nullable String boundaryType,
        @Nullable String liteTopic,
        @Nullable String brokerName)
        implements CommandHeader {
    public SearchOffsetHeader {
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static SearchOffsetHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new SearchOffsetHeader(
                fields.requiredText("topic"),
                fields.requiredInteger("queueId"),
                fields.requiredLong("timestamp"),
                fields.text("boundaryType"),
                fields.text("liteTopic"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("queueId", queueId)
                .field("timestamp", timestamp)
                .field("boundaryType", boundaryType)
                .field("liteTopic", liteTopic)
                .field("bname", brokerName);
    }
}

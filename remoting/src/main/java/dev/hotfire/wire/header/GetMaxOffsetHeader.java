// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code GET_MAX_OFFSET} (W-9).
 *
 * @param committed  only what consumers may see already
 * @param brokerName the broker that the client means; proxies and static topics need it
 */
public record GetMaxOffsetHeader(
        String topic,
        int queueId,
        boolean committed,
        @Nullable String brokerName) implements CommandHeader {
    public GetMaxOffsetHeader {
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static GetMaxOffsetHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new GetMaxOffsetHeader(
                fields.requiredText("topic"),
                fields.requiredInteger("queueId"),
                fields.bool("committed", true),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("queueId", queueId)
                .field("committed", committed)
                .field("bname", brokerName);
    }
}

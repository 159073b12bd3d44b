// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code GET_MIN_OFFSET} and {@code GET_EARLIEST_MSG_STORETIME} (W-9): names one queue.
 *
 * @param brokerName the broker that the client means; proxies and static topics need it
 */
public record QueueHeader(
        String topic, int queueId, @Nullable String brokerName) implements CommandHeader {
    public QueueHeader {
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static QueueHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new QueueHeader(fields.requiredText("topic"), fields.requiredInteger("queueId"), fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic).field("queueId", queueId).field("bname", brokerName);
    }
}

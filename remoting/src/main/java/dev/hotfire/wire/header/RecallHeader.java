// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code RECALL_MESSAGE} (W-16.3): take back a timer message before it is delivered.
 *
 * @param recallHandle what the send response gave, see {@link dev.hotfire.wire.id.RecallHandle}
 * @param brokerName   the broker that the client means; proxies and static topics need it
 */
public record RecallHeader(
        @Nullable String producerGroup,
        String topic,
        String recallHandle,
        @Nullable String brokerName) implements CommandHeader {
    public RecallHeader {
        requireNonNull(topic, "topic");
        requireNonNull(recallHandle, "recallHandle");
    }

    /** Reads the header of {@code frame}. */
    public static RecallHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new RecallHeader(
                fields.text("producerGroup"),
                fields.requiredText("topic"),
                fields.requiredText("recallHandle"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("producerGroup", producerGroup)
                .field("topic", topic)
                .field("recallHandle", recallHandle)
                .field("bname", brokerName);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code QUERY_CONSUMER_OFFSET} (W-19.2): where a group stands in a queue.
 *
 * @param brokerName the broker that the client means; proxies and static topics need it
 */
public record QueryConsumerOffsetHeader(
        String consumerGroup,
        String topic,
        int queueId,
        @Nullable String brokerName) implements CommandHeader {
    public QueryConsumerOffsetHeader {
        requireNonNull(consumerGroup, "consumerGroup");
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static QueryConsumerOffsetHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new QueryConsumerOffsetHeader(
                fields.requiredText("consumerGroup"),
                fields.requiredText("topic"),
                fields.requiredInteger("queueId"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("consumerGroup", consumerGroup)
                .field("topic", topic)
                .field("queueId", queueId)
                .field("bname", brokerName);
    }
}

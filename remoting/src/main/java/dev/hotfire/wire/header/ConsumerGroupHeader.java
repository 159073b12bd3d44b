// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;

/**
 * Request {@code GET_CONSUMER_LIST_BY_GROUP} and {@code NOTIFY_CONSUMER_IDS_CHANGED} (W-5, W-19.2): names one
 * group.
 */
public record ConsumerGroupHeader(String consumerGroup) implements CommandHeader {
    public ConsumerGroupHeader {
        requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the header of {@code frame}. */
    public static ConsumerGroupHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new ConsumerGroupHeader(fields.requiredText("consumerGroup"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("consumerGroup", consumerGroup);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code VIEW_MESSAGE_BY_ID} (W-9).
 *
 * @param offset     commit log offset, from an offset message id
 * @param brokerName the broker that the client means; proxies and static topics need it
 */
public record ViewMessageHeader(
        @Nullable String topic, long offset, @Nullable String brokerName) implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static ViewMessageHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new ViewMessageHeader(fields.text("topic"), fields.requiredLong("offset"), fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic).field("offset", offset).field("bname", brokerName);
    }
}

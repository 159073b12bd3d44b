// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code UNREGISTER_CLIENT} (W-11): a client leaves, with one of its groups.
 *
 * @param clientId the id that it sent heartbeats with
 */
public record UnregisterClientHeader(
        String clientId,
        @Nullable String producerGroup,
        @Nullable String consumerGroup) implements CommandHeader {
    public UnregisterClientHeader {
        requireNonNull(clientId, "clientId");
    }

    /** Reads the header of {@code frame}. */
    public static UnregisterClientHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new UnregisterClientHeader(
                fields.requiredText("clientID"), fields.text("producerGroup"), fields.text("consumerGroup"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("clientID", clientId)
                .field("producerGroup", producerGroup)
                .field("consumerGroup", consumerGroup);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;

/**
 * Response to {@code RECALL_MESSAGE} (W-16.3).
 *
 * @param msgId the recalled message's UNIQ_KEY
 */
public record RecallResponseHeader(String msgId) implements CommandHeader {
    public RecallResponseHeader {
        requireNonNull(msgId, "msgId");
    }

    /** Reads the header of {@code frame}. */
    public static RecallResponseHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new RecallResponseHeader(fields.requiredText("msgId"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("msgId", msgId);
    }
}

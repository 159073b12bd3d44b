// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;

/**
 * Response to {@code GET_EARLIEST_MSG_STORETIME} (W-9).
 *
 * @param timestamp store time in ms since the epoch
 */
public record TimestampResponseHeader(long timestamp) implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static TimestampResponseHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new TimestampResponseHeader(fields.requiredLong("timestamp"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("timestamp", timestamp);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;

/**
 * Response to the offset requests: max, min, by timestamp, and a group's own (W-9, W-19.2).
 *
 * @param offset a queue offset
 */
public record OffsetResponseHeader(long offset) implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static OffsetResponseHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new OffsetResponseHeader(fields.requiredLong("offset"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("offset", offset);
    }
}

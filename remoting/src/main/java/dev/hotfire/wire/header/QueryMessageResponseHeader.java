// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;

/**
 * Response to {@code QUERY_MESSAGE} (W-9); the body is the stored messages, one after the other.
 */
public record QueryMessageResponseHeader(long indexLastUpdateTimestamp, long indexLastUpdatePhyoffset)
        implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static QueryMessageResponseHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new QueryMessageResponseHeader(
                fields.requiredLong("indexLastUpdateTimestamp"), fields.requiredLong("indexLastUpdatePhyoffset"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("indexLastUpdateTimestamp", indexLastUpdateTimestamp)
                .field("indexLastUpdatePhyoffset", indexLastUpdatePhyoffset);
    }
}

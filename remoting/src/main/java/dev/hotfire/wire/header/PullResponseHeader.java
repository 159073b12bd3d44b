// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Response to {@code PULL_MESSAGE} (W-9).
 *
 * @param suggestWhichBrokerId 0 master
 * @param nextBeginOffset      where to pull next
 * @param minOffset            the queue's first offset
 * @param maxOffset            one past the queue's last offset
 */
public record PullResponseHeader(
        long suggestWhichBrokerId,
        long nextBeginOffset,
        long minOffset,
        long maxOffset,
        @Nullable Long offsetDelta,
        @Nullable Integer topicSysFlag,
        @Nullable Integer groupSysFlag,
        @Nullable Integer forbiddenType)
        implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static PullResponseHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new PullResponseHeader(
                fields.requiredLong("suggestWhichBrokerId"),
                fields.requiredLong("nextBeginOffset"),
                fields.requiredLong("minOffset"),
                fields.requiredLong("maxOffset"),
                fields.longInteger("offsetDelta"),
                fields.integer("topicSysFlag"),
                fields.integer("groupSysFlag"),
                fields.integer("forbiddenType"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("suggestWhichBrokerId", suggestWhichBrokerId)
                .field("nextBeginOffset", nextBeginOffset)
                .field("minOffset", minOffset)
                .field("maxOffset", maxOffset)
                .field("offsetDelta", textOf(offsetDelta))
                .field("topicSysFlag", textOf(topicSysFlag))
                .field("groupSysFlag", textOf(groupSysFlag))
                .field("forbiddenType", textOf(forbiddenType));
    }
}

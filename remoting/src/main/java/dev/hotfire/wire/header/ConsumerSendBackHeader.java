// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;
import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code CONSUMER_SEND_MSG_BACK}: a consumer could not consume a message, and wants it again later.
 *
 * @param group             the consumer group
 * @param offset            where the message is in the broker's commit log
 * @param delayLevel        0 lets the broker choose by the number of tries, below 0 gives the message up
 * @param originMsgId       the message's id as the consumer sees it
 * @param originTopic       the topic that it came from
 * @param maxReconsumeTimes how often it is delivered again before it is given up; null for what the group has
 */
public record ConsumerSendBackHeader(
        String group,
        long offset,
        int delayLevel,
        @Nullable String originMsgId,
        @Nullable String originTopic,
        @Nullable Integer maxReconsumeTimes)
        implements CommandHeader {
    public ConsumerSendBackHeader {
        requireNonNull(group, "group");
    }

    /** Reads the header of {@code frame}. */
    public static ConsumerSendBackHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new ConsumerSendBackHeader(
                fields.requiredText("group"),
                fields.requiredLong("offset"),
                fields.requiredInteger("delayLevel"),
                fields.text("originMsgId"),
                fields.text("originTopic"),
                fields.integer("maxReconsumeTimes"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("group", group)
                .field("offset", offset)
                .field("delayLevel", delayLevel)
                .field("originMsgId", originMsgId)
                .field("originTopic", originTopic)
                .field("maxReconsumeTimes", textOf(maxReconsumeTimes));
    }
}

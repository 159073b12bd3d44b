// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code PUSH_REPLY_MESSAGE_TO_CLIENT} (W-16.2): a broker hands the reply to whoever asked. The body is the
 * reply, compressed if {@code sysFlag} says so. It must be answered.
 *
 * @param producerGroup  the replier's group
 * @param bornTimestamp  ms since the epoch, by the replier's clock
 * @param flag           the user's flag of the message
 * @param properties     a properties string (W-12); holds CORRELATION_ID
 * @param bornHost       {@code ip:port} of the replier
 * @param storeHost      {@code ip:port} of the broker
 * @param storeTimestamp ms since the epoch, by the broker's clock
 */
public record ReplyPushHeader(
        String producerGroup,
        String topic,
        @Nullable String defaultTopic,
        int defaultTopicQueueNums,
        int queueId,
        int sysFlag,
        long bornTimestamp,
        int flag,
        @Nullable String properties,
        int reconsumeTimes,
        boolean unitMode,
        @Nullable String bornHost,
        @Nullable String storeHost,
        long storeTimestamp)
        implements CommandHeader {
    public ReplyPushHeader {
        requireNonNull(producerGroup, "producerGroup");
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static ReplyPushHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new ReplyPushHeader(
                fields.requiredText("producerGroup"),
                fields.requiredText("topic"),
                fields.text("defaultTopic"),
                fields.integer("defaultTopicQueueNums", 0),
                fields.requiredInteger("queueId"),
                fields.integer("sysFlag", 0),
                fields.requiredLong("bornTimestamp"),
                fields.integer("flag", 0),
                fields.text("properties"),
                fields.integer("reconsumeTimes", 0),
                fields.bool("unitMode", false),
                fields.text("bornHost"),
                fields.text("storeHost"),
                fields.longInteger("storeTimestamp", 0));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("producerGroup", producerGroup)
                .field("topic", topic)
                .field("defaultTopic", defaultTopic)
                .field("defaultTopicQueueNums", defaultTopicQueueNums)
                .field("queueId", queueId)
                .field("sysFlag", sysFlag)
                .field("bornTimestamp", bornTimestamp)
                .field("flag", flag)
                .field("properties", properties)
                .field("reconsumeTimes", reconsumeTimes)
                .field("unitMode", unitMode)
                .field("bornHost", bornHost)
                .field("storeHost", storeHost)
                .field("storeTimestamp", storeTimestamp);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;
import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code UPDATE_AND_CREATE_TOPIC} (W-9).
 *
 * @param defaultTopic    the topic whose route chose the brokers
 * @param perm            see {@link dev.hotfire.wire.route.Permission}
 * @param topicFilterType {@code SINGLE_TAG}
 * @param attributes      {@code +name=value,...}
 */
public record CreateTopicHeader(
        String topic,
        String defaultTopic,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        String topicFilterType,
        @Nullable Integer topicSysFlag,
        boolean order,
        @Nullable String attributes,
        @Nullable Boolean force)
        implements CommandHeader {
    public CreateTopicHeader {
        requireNonNull(topic, "topic");
        requireNonNull(defaultTopic, "defaultTopic");
        requireNonNull(topicFilterType, "topicFilterType");
    }

    /** Reads the header of {@code frame}. */
    public static CreateTopicHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new CreateTopicHeader(
                fields.requiredText("topic"),
                fields.requiredText("defaultTopic"),
                fields.requiredInteger("readQueueNums"),
                fields.requiredInteger("writeQueueNums"),
                fields.requiredInteger("perm"),
                fields.requiredText("topicFilterType"),
                fields.integer("topicSysFlag"),
                fields.bool("order", false),
                fields.text("attributes"),
                fields.bool("force"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("defaultTopic", defaultTopic)
                .field("readQueueNums", readQueueNums)
                .field("writeQueueNums", writeQueueNums)
                .field("perm", perm)
                .field("topicFilterType", topicFilterType)
                .field("topicSysFlag", textOf(topicSysFlag))
                .field("order", order)
                .field("attributes", attributes)
                .field("force", textOf(force));
    }
}

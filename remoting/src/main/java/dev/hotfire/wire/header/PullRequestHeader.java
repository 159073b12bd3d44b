// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;
import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code PULL_MESSAGE} (W-9): the next messages of one queue.
 *
 * @param queueOffset          the first message wanted
 * @param sysFlag              bits: 1 commit offset, 2 suspend, 4 subscription, 8 class filter, 16 lite pull
 * @param commitOffset         the group's offset to store, when sysFlag says so
 * @param suspendTimeoutMillis how long to hold the request when nothing is there
 * @param proxyForwardClientId two of its letters change places on the wire
 * @param brokerName           the broker that the client means; proxies and static topics need it
 */
public record PullRequestHeader(
        String consumerGroup,
        String topic,
        int queueId,
        long queueOffset,
        int maxMsgNums,
        int sysFlag,
        long commitOffset,
        long suspendTimeoutMillis,
        @Nullable String subscription,
        long subVersion,
        @Nullable String expressionType,
        @Nullable Integer maxMsgBytes,
        @Nullable Integer requestSource,
        @Nullable String proxyForwardClientId,
        @Nullable String liteTopic,
        @Nullable String brokerName)
        implements CommandHeader {
    public PullRequestHeader {
        requireNonNull(consumerGroup, "consumerGroup");
        requireNonNull(topic, "topic");
    }

    /** Reads the header of {@code frame}. */
    public static PullRequestHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new PullRequestHeader(
                fields.requiredText("consumerGroup"),
                fields.requiredText("topic"),
                fields.requiredInteger("queueId"),
                fields.requiredLong("queueOffset"),
                fields.requiredInteger("maxMsgNums"),
                fields.requiredInteger("sysFlag"),
                fields.requiredLong("commitOffset"),
                fields.requiredLong("suspendTimeoutMillis"),
                fields.text("subscription"),
                fields.longInteger("subVersion", 0),
                fields.text("expressionType"),
                fields.integer("maxMsgBytes"),
                fields.integer("requestSource"),
                fields.text("proxyFrowardClientId"),
                fields.text("liteTopic"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("consumerGroup", consumerGroup)
                .field("topic", topic)
                .field("queueId", queueId)
                .field("queueOffset", queueOffset)
                .field("maxMsgNums", maxMsgNums)
                .field("sysFlag", sysFlag)
                .field("commitOffset", commitOffset)
                .field("suspendTimeoutMillis", suspendTimeoutMillis)
                .field("subscription", subscription)
                .field("subVersion", subVersion)
                .field("expressionType", expressionType)
                .field("maxMsgBytes", textOf(maxMsgBytes))
                .field("requestSource", textOf(requestSource))
                .field("proxyFrowardClientId", proxyForwardClientId)
                .field("liteTopic", liteTopic)
                .field("bname", brokerName);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static dev.hotfire.wire.header.HeaderFields.textOf;
import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import org.jspecify.annotations.Nullable;

/**
 * The header of every kind of send (W-7). It travels in two spellings: long field names (V1: codes 10 and 324) or one
 * letter each (V2: codes 310, 320 and 325).
 *
 * @param producerGroup         with its namespace prefix, if it has one
 * @param topic                 with its namespace prefix, if it has one
 * @param defaultTopic          the template for a topic that does not exist yet, {@code TBW102}
 * @param defaultTopicQueueNums how many queues such a topic is to have
 * @param queueId               negative lets the broker choose
 * @param sysFlag               see {@link dev.hotfire.wire.message.SysFlag}
 * @param bornTimestamp         ms since the epoch, by the client's clock
 * @param flag                  the user's flag of the message
 * @param properties            a properties string (W-12)
 * @param reconsumeTimes        0 but for retry topics
 * @param maxReconsumeTimes     for retry topics only
 * @param batch                 whether the body is a batch (W-14)
 * @param brokerName            the broker that the queue belongs to; proxies and static topics need it
 */
public record SendRequestHeader(
        String producerGroup,
        String topic,
        String defaultTopic,
        int defaultTopicQueueNums,
        int queueId,
        int sysFlag,
        long bornTimestamp,
        int flag,
        @Nullable String properties,
        int reconsumeTimes,
        boolean unitMode,
        @Nullable Integer maxReconsumeTimes,
        boolean batch,
        @Nullable String brokerName)
        implements CommandHeader {
    public SendRequestHeader {
        requireNonNull(producerGroup, "producerGroup");
        requireNonNull(topic, "topic");
        requireNonNull(defaultTopic, "defaultTopic");
    }

    /**
     * Reads the header of a send, in the spelling that goes with its code.
     *
     * @throws MalformedHeaderException also when the code is none of a send
     */
    public static SendRequestHeader from(Frame frame) {
        return switch (frame.code()) {
            case RequestCode.SEND_MESSAGE, RequestCode.SEND_REPLY_MESSAGE -> fromV1(new HeaderFields(frame));
            case RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE, RequestCode.SEND_REPLY_MESSAGE_V2 ->
                fromV2(new HeaderFields(frame));
            default ->
                throw new MalformedHeaderException("code: " + frame.codeName() + " (expected: one of the send codes)");
        };
    }

    /** This header for another queue. */
    public SendRequestHeader withQueueId(int newQueueId) {
        return new SendRequestHeader(
                producerGroup,
                topic,
                defaultTopic,
                defaultTopicQueueNums,
                newQueueId,
                sysFlag,
                bornTimestamp,
                flag,
                properties,
                reconsumeTimes,
                unitMode,
                maxReconsumeTimes,
                batch,
                brokerName);
    }

    /** Whether a send with this request code spells its header in one-letter names. */
    public static boolean isV2(int code) {
        return code == RequestCode.SEND_MESSAGE_V2
                || code == RequestCode.SEND_BATCH_MESSAGE
                || code == RequestCode.SEND_REPLY_MESSAGE_V2;
    }

    private static SendRequestHeader fromV1(HeaderFields fields) {
        return new SendRequestHeader(
                fields.requiredText("producerGroup"),
                fields.requiredText("topic"),
                fields.requiredText("defaultTopic"),
                fields.requiredInteger("defaultTopicQueueNums"),
                fields.requiredInteger("queueId"),
                fields.requiredInteger("sysFlag"),
                fields.requiredLong("bornTimestamp"),
                fields.requiredInteger("flag"),
                fields.text("properties"),
                fields.integer("reconsumeTimes", 0),
                fields.bool("unitMode", false),
                fields.integer("maxReconsumeTimes"),
                fields.bool("batch", false),
                fields.text("bname"));
    }

    private static SendRequestHeader fromV2(HeaderFields fields) {
        return new SendRequestHeader(
                fields.requiredText("a"),
                fields.requiredText("b"),
                fields.requiredText("c"),
                fields.requiredInteger("d"),
                fields.requiredInteger("e"),
                fields.requiredInteger("f"),
                fields.requiredLong("g"),
                fields.requiredInteger("h"),
                fields.text("i"),
                fields.integer("j", 0),
                fields.bool("k", false),
                fields.integer("l"),
                fields.bool("m", false),
                fields.text("n"));
    }

    /** Writes the spelling that the builder's code asks for. */
    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return isV2(frame.code()) ? writeV2(frame) : writeV1(frame);
    }

    /** Writes the long field names. */
    public Frame.Builder writeV1(Frame.Builder frame) {
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
                .field("maxReconsumeTimes", textOf(maxReconsumeTimes))
                .field("batch", batch)
                .field("bname", brokerName);
    }

    /** Writes the one-letter field names, in the order that the official encoder has. */
    public Frame.Builder writeV2(Frame.Builder frame) {
        return frame.field("a", producerGroup)
                .field("b", topic)
                .field("c", defaultTopic)
                .field("d", defaultTopicQueueNums)
                .field("e", queueId)
                .field("f", sysFlag)
                .field("g", bornTimestamp)
                .field("h", flag)
                .field("i", properties)
                .field("j", reconsumeTimes)
                .field("k", unitMode)
                .field("l", textOf(maxReconsumeTimes))
                .field("m", batch)
                .field("n", brokerName);
    }
}

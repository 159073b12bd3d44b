// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.trace;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client notes about one thing that it did with a message (W-17). A trace message carries several, one after the
 * other, as text: fields with 0x01 between them, and 0x02 at the end.
 *
 * <p>Group and topic are without namespace, times are ms since the epoch by the client's clock. A text that is null is
 * written as the word {@code null}, and read as null again. Texts with 0x01 or 0x02 in them are refused at birth, as
 * nothing could read them.
 */
public sealed interface TraceRecord {
    /** Message type of a {@link Publish} or {@link EndTransaction}. */
    int TYPE_NORMAL = 0;

    int TYPE_HALF = 1;
    int TYPE_COMMIT = 2;
    int TYPE_DELAY = 3;
    int TYPE_ORDER = 4;

    /** The message id, and the user's keys: what the trace message can be found by. */
    Set<String> keys();

    /** Appends the record's text. */
    void writeTo(StringBuilder out);

    /** The text of one trace message's body. */
    static String encode(Iterable<TraceRecord> records) {
        StringBuilder out = new StringBuilder(512);
        records.forEach(record -> record.writeTo(out));
        return out.toString();
    }

    /**
     * The records of one trace message's body.
     *
     * @throws MalformedTraceException when one is of no known kind, or does not have its fields
     */
    static List<TraceRecord> decode(String text) {
        List<TraceRecord> records = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(TraceText.RECORD_END, start);
            if (end < 0) {
                throw new MalformedTraceException("trace record at " + start + " has no end (expected: the byte 0x02)");
            }
            records.add(TraceText.read(text.substring(start, end)));
            start = end + 1;
        }
        return records;
    }

    /**
     * A message was sent, or was not.
     *
     * @param timestamp   when the send began
     * @param region      the broker's region
     * @param userKeys    the user's keys, with blanks between them
     * @param storeHost   {@code ip:port} of the broker
     * @param bodyLength  in bytes
     * @param costMillis  how long the send took
     * @param messageType one of the types above
     * @param offsetMsgId the broker's id of the message
     * @param success     whether the broker has it
     * @param clientHost  only some clients say it, and this one does not write null
     */
    record Publish(
            long timestamp,
            @Nullable String region,
            @Nullable String group,
            @Nullable String topic,
            @Nullable String msgId,
            @Nullable String tags,
            @Nullable String userKeys,
            @Nullable String storeHost,
            int bodyLength,
            int costMillis,
            int messageType,
            @Nullable String offsetMsgId,
            boolean success,
            @Nullable String clientHost)
            implements TraceRecord {
        public Publish {
            TraceText.requireClean(region, group, topic, msgId, tags, userKeys, storeHost, offsetMsgId, clientHost);
        }

        @Override
        public Set<String> keys() {
            return TraceText.keys(msgId, userKeys);
        }

        @Override
        public void writeTo(StringBuilder out) {
            TraceText.write(
                    out,
                    TraceText.PUBLISH,
                    timestamp,
                    region,
                    group,
                    topic,
                    msgId,
                    tags,
                    userKeys,
                    storeHost,
                    bodyLength,
                    costMillis,
                    messageType,
                    offsetMsgId,
                    success);
            if (clientHost != null) {
                out.append(TraceText.FIELD_END).append(clientHost);
            }
            out.append(TraceText.RECORD_END);
        }
    }

    /**
     * A transaction was ended.
     *
     * @param messageType {@link #TYPE_COMMIT}, whatever the outcome
     * @param state       {@code COMMIT_MESSAGE}, {@code ROLLBACK_MESSAGE} or {@code UNKNOW}
     * @param fromCheck   whether the broker had asked
     */
    record EndTransaction(
            long timestamp,
            @Nullable String region,
            @Nullable String group,
            @Nullable String topic,
            @Nullable String msgId,
            @Nullable String tags,
            @Nullable String userKeys,
            @Nullable String storeHost,
            int messageType,
            @Nullable String transactionId,
            String state,
            boolean fromCheck)
            implements TraceRecord {
        public EndTransaction {
            requireNonNull(state, "state");
            TraceText.requireClean(region, group, topic, msgId, tags, userKeys, storeHost, transactionId, state);
        }

        @Override
        public Set<String> keys() {
            return TraceText.keys(msgId, userKeys);
        }

        @Override
        public void writeTo(StringBuilder out) {
            TraceText.write(
                    out,
                    TraceText.END_TRANSACTION,
                    timestamp,
                    region,
                    group,
                    topic,
                    msgId,
                    tags,
                    userKeys,
                    storeHost,
                    messageType,
                    transactionId,
                    state,
                    fromCheck);
            out.append(TraceText.RECORD_END);
        }
    }

    /** A timer message was taken back, or was not. */
    record Recall(
            long timestamp,
            @Nullable String region,
            @Nullable String group,
            @Nullable String topic,
            @Nullable String msgId,
            boolean success)
            implements TraceRecord {
        public Recall {
            TraceText.requireClean(region, group, topic, msgId);
        }

        @Override
        public Set<String> keys() {
            return TraceText.keys(msgId, null);
        }

        @Override
        public void writeTo(StringBuilder out) {
            TraceText.write(out, TraceText.RECALL, timestamp, region, group, topic, msgId, success);
            out.append(TraceText.RECORD_END);
        }
    }

    /**
     * A consumer was about to be given a message. For reading only what others wrote.
     *
     * @param requestId  the same in the {@link ConsumeEnd} of this delivery
     * @param retryTimes deliveries before this one
     */
    record ConsumeStart(
            long timestamp,
            @Nullable String region,
            @Nullable String group,
            @Nullable String requestId,
            @Nullable String msgId,
            int retryTimes,
            @Nullable String userKeys)
            implements TraceRecord {
        public ConsumeStart {
            TraceText.requireClean(region, group, requestId, msgId, userKeys);
        }

        @Override
        public Set<String> keys() {
            return TraceText.keys(msgId, userKeys);
        }

        @Override
        public void writeTo(StringBuilder out) {
            TraceText.write(
                    out, TraceText.CONSUME_START, timestamp, region, group, requestId, msgId, retryTimes, userKeys);
            out.append(TraceText.RECORD_END);
        }
    }

    /**
     * A consumer was done with a message. For reading only what others wrote.
     *
     * @param contextCode what came of it, a number that consumers know
     * @param timestamp   null in records of older clients, as is the group
     */
    record ConsumeEnd(
            @Nullable String requestId,
            @Nullable String msgId,
            int costMillis,
            boolean success,
            @Nullable String userKeys,
            int contextCode,
            @Nullable Long timestamp,
            @Nullable String group)
            implements TraceRecord {
        public ConsumeEnd {
            TraceText.requireClean(requestId, msgId, userKeys, group);
        }

        @Override
        public Set<String> keys() {
            return TraceText.keys(msgId, userKeys);
        }

        @Override
        public void writeTo(StringBuilder out) {
            TraceText.write(out, TraceText.CONSUME_END, requestId, msgId, costMillis, success, userKeys, contextCode);
            if (timestamp != null) {
                out.append(TraceText.FIELD_END)
                        .append(timestamp.longValue())
                        .append(TraceText.FIELD_END)
                        .append(group);
            }
            out.append(TraceText.RECORD_END);
        }
    }

    /** All keys of several records, each once, in order: the KEYS of the trace message. */
    static Set<String> keysOf(Iterable<TraceRecord> records) {
        Set<String> keys = new LinkedHashSet<>();
        records.forEach(record -> keys.addAll(record.keys()));
        return Collections.unmodifiableSet(keys);
    }
}

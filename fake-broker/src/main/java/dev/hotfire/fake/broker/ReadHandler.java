// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CommandHeader;
import dev.hotfire.wire.header.ConsumerGroupHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.PullResponseHeader;
import dev.hotfire.wire.header.QueryConsumerOffsetHeader;
import dev.hotfire.wire.header.QueryMessageHeader;
import dev.hotfire.wire.header.QueryMessageResponseHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.TimestampResponseHeader;
import dev.hotfire.wire.header.UpdateConsumerOffsetHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a broker answers to those who read: queries, offsets, and pulls, after broker 5.5.0 (W-9, W-19.2).
 *
 * <p>Simplified: tags and expressions filter nothing, which consumers make up for, because they filter again; a reader
 * always gets what is retained, as there is no consumer group configuration; there are no queue locks for orderly
 * consumers.
 */
final class ReadHandler {
    private static final long MASTER_ID = 0;

    /** The bit of a pull's sysFlag that offers to wait (W-19.2). */
    private static final int PULL_SUSPEND = 2;

    /** The official broker's default bound on one pull's messages: 256 KiB. */
    private static final int MAX_PULL_BYTES = 256 * 1024;

    private final FakeBroker broker;

    /** Guarded by the server's lock, as are all handlers. By group, topic and queue. */
    private final Map<String, Long> consumerOffsets = new TreeMap<>();

    private final HeldPulls held = new HeldPulls();

    ReadHandler(FakeBroker broker) {
        this.broker = broker;
    }

    /** VIEW_MESSAGE_BY_ID (33): the message that begins at this place of the commit log. */
    Reply view(Request request) {
        long offset = ViewMessageHeader.from(request.frame()).offset();
        StoredMessage message = broker.log().atCommitLogOffset(offset);
        if (message == null) {
            return request.refuse(ResponseCode.SYSTEM_ERROR, "can not find message by the offset, " + offset);
        }
        return Reply.of(
                request.respond(ResponseCode.SUCCESS).body(message.encode()).build());
    }

    /** QUERY_MESSAGE (12): messages of a topic with this unique key, or with this among their keys, oldest first. */
    Reply query(Request request) {
        QueryMessageHeader header = QueryMessageHeader.from(request.frame());
        List<StoredMessage> found = new ArrayList<>();
        for (StoredMessage message : broker.log().messages(header.topic())) {
            if (found.size() < header.maxNum()
                    && message.storeTimestamp() >= header.beginTimestamp()
                    && message.storeTimestamp() <= header.endTimestamp()
                    && matches(message, header)) {
                found.add(message);
            }
        }
        if (found.isEmpty()) {
            return request.refuse(ResponseCode.QUERY_NOT_FOUND, "can not find message, maybe time range not correct");
        }
        StoredMessage last = found.get(found.size() - 1);
        return answer(
                request, new QueryMessageResponseHeader(last.storeTimestamp(), last.commitLogOffset()), encode(found));
    }

    private static boolean matches(StoredMessage message, QueryMessageHeader query) {
        return isUnique(message, query.key()) || (!query.uniqueKeyQuery() && hasKey(message, query.key()));
    }

    private static boolean isUnique(StoredMessage message, String key) {
        return key.equals(message.properties().get(PropertyNames.UNIQ_KEY));
    }

    private static boolean hasKey(StoredMessage message, String key) {
        String keys = message.properties().get(PropertyNames.KEYS);
        return keys != null && List.of(keys.split(" ")).contains(key);
    }

    /** GET_MAX_OFFSET (30): the offset that the next message gets. Everything appended is committed at once. */
    Reply maxOffset(Request request) {
        GetMaxOffsetHeader header = GetMaxOffsetHeader.from(request.frame());
        return answer(request, new OffsetResponseHeader(broker.log().maxOffset(header.topic(), header.queueId())));
    }

    /** GET_MIN_OFFSET (31): the offset of the oldest message that is retained. */
    Reply minOffset(Request request) {
        QueueHeader header = QueueHeader.from(request.frame());
        return answer(request, new OffsetResponseHeader(broker.log().minOffset(header.topic(), header.queueId())));
    }

    /**
     * SEARCH_OFFSET_BY_TIMESTAMP (29): the first message stored at this time or later, with boundary UPPER the last one
     * stored at this time or before; past either end, the queue's end on that side.
     */
    Reply searchOffset(Request request) {
        SearchOffsetHeader header = SearchOffsetHeader.from(request.frame());
        boolean upper = "UPPER".equalsIgnoreCase(header.boundaryType());
        long found = upper
                ? broker.log().minOffset(header.topic(), header.queueId())
                : broker.log().maxOffset(header.topic(), header.queueId());
        for (StoredMessage message : broker.log().messages(header.topic(), header.queueId())) {
            if (upper && message.storeTimestamp() <= header.timestamp()) {
                found = message.queueOffset();
            } else if (!upper && message.storeTimestamp() >= header.timestamp()) {
                found = message.queueOffset();
                break;
            }
        }
        return answer(request, new OffsetResponseHeader(found));
    }

    /** GET_EARLIEST_MSG_STORETIME (32): when the oldest retained message of a queue was stored, -1 for none. */
    Reply earliestStoreTime(Request request) {
        QueueHeader header = QueueHeader.from(request.frame());
        List<StoredMessage> oldest = broker.log().messages(header.topic(), header.queueId(), 0, 1);
        return answer(
                request,
                new TimestampResponseHeader(
                        oldest.isEmpty() ? -1 : oldest.get(0).storeTimestamp()));
    }

    /**
     * PULL_MESSAGE (11): some messages from an offset on, or why there are none and where to go on. A pull that offers to
     * wait is held until the queue gets a message, or its time is up.
     */
    Reply pull(Request request) {
        PullRequestHeader header = PullRequestHeader.from(request.frame());
        Frame answer = pullNow(request, header);
        boolean waits = answer.code() == ResponseCode.PULL_NOT_FOUND
                && (header.sysFlag() & PULL_SUSPEND) != 0
                && header.suspendTimeoutMillis() > 0;
        return waits ? held.hold(request, header, () -> pullNow(request, header)) : Reply.of(answer);
    }

    private Frame pullNow(Request request, PullRequestHeader header) {
        TopicConfig topic = broker.topics().get(header.topic());
        if (topic == null) {
            return request.respond(ResponseCode.TOPIC_NOT_EXIST)
                    .remark("topic[" + header.topic() + "] not exist, apply first please!")
                    .build();
        }
        if (header.queueId() < 0 || header.queueId() >= topic.readQueueNums()) {
            return request.respond(ResponseCode.INVALID_PARAMETER)
                    .remark("queueId[" + header.queueId() + "] is illegal, topic:[" + header.topic()
                            + "] topicConfig.readQueueNums:[" + topic.readQueueNums() + "]")
                    .build();
        }
        MessageLog log = broker.log();
        long min = log.minOffset(header.topic(), header.queueId());
        long max = log.maxOffset(header.topic(), header.queueId());
        long from = header.queueOffset();
        if (from < min || from > max) {
            return pulled(request, ResponseCode.PULL_OFFSET_MOVED, from < min ? min : max, min, max, List.of());
        }
        List<StoredMessage> found = upToBytes(
                log.messages(header.topic(), header.queueId(), from, Math.max(0, header.maxMsgNums())),
                header.maxMsgBytes());
        if (found.isEmpty()) {
            return pulled(request, ResponseCode.PULL_NOT_FOUND, from, min, max, found);
        }
        return pulled(request, ResponseCode.SUCCESS, found.get(found.size() - 1).queueOffset() + 1, min, max, found);
    }

    /** Tells pulls that wait for the queue. */
    void onAppended(StoredMessage message) {
        held.onAppended(message, broker.isMaster());
    }

    /** Forgets what a process held in memory. */
    void onDown() {
        held.forgetAll();
    }

    /** The first messages that fit, at least one. */
    private static List<StoredMessage> upToBytes(List<StoredMessage> messages, @Nullable Integer maxMsgBytes) {
        long room = maxMsgBytes == null ? MAX_PULL_BYTES : Math.min(MAX_PULL_BYTES, maxMsgBytes);
        int count = 0;
        for (StoredMessage message : messages) {
            room -= MessageLog.storedBytes(message);
            if (room < 0 && count > 0) {
                break;
            }
            count++;
        }
        return messages.subList(0, count);
    }

    private static Frame pulled(
            Request request, int code, long next, long min, long max, List<StoredMessage> messages) {
        PullResponseHeader header = new PullResponseHeader(MASTER_ID, next, min, max, null, 0, 0, null);
        return header.writeTo(request.respond(code)).body(encode(messages)).build();
    }

    /** GET_CONSUMER_LIST_BY_GROUP (38): the client ids that heartbeat for the group. */
    Reply consumerList(Request request) {
        String group = ConsumerGroupHeader.from(request.frame()).consumerGroup();
        List<String> ids = broker.clients().consumersOf(group);
        if (ids.isEmpty()) {
            return request.refuse(ResponseCode.SYSTEM_ERROR, "no consumer for this group, " + group);
        }
        StringBuilder json = new StringBuilder("{\"consumerIdList\":[");
        for (int i = 0; i < ids.size(); i++) {
            json.append(i == 0 ? "\"" : ",\"").append(escaped(ids.get(i))).append('"');
        }
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(json.append("]}").toString().getBytes(StandardCharsets.UTF_8))
                .build());
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** QUERY_CONSUMER_OFFSET (14): what the group committed, or code 22 when it never did. */
    Reply queryConsumerOffset(Request request) {
        QueryConsumerOffsetHeader header = QueryConsumerOffsetHeader.from(request.frame());
        Long offset = consumerOffsets.get(key(header.consumerGroup(), header.topic(), header.queueId()));
        if (offset == null) {
            return request.refuse(ResponseCode.QUERY_NOT_FOUND, "Not found, maybe this group consumer boot first");
        }
        return answer(request, new OffsetResponseHeader(offset));
    }

    /** UPDATE_CONSUMER_OFFSET (15): remembers it, over restarts too. */
    Reply updateConsumerOffset(Request request) {
        UpdateConsumerOffsetHeader header = UpdateConsumerOffsetHeader.from(request.frame());
        consumerOffsets.put(key(header.consumerGroup(), header.topic(), header.queueId()), header.commitOffset());
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    private static String key(String group, String topic, int queueId) {
        return group + '\n' + topic + '\n' + queueId;
    }

    private static Reply answer(Request request, CommandHeader header) {
        return Reply.of(header.writeTo(request.respond(ResponseCode.SUCCESS)).build());
    }

    private static Reply answer(Request request, CommandHeader header, byte[] body) {
        return Reply.of(
                header.writeTo(request.respond(ResponseCode.SUCCESS)).body(body).build());
    }

    private static byte[] encode(List<StoredMessage> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StoredMessage message : messages) {
            out.writeBytes(message.encode());
        }
        return out.toByteArray();
    }
}

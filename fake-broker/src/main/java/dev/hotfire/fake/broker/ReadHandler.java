// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CommandHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.QueryMessageHeader;
import dev.hotfire.wire.header.QueryMessageResponseHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.TimestampResponseHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/** What a broker answers to those who look for messages and offsets, after broker 5.5.0 (W-9). */
final class ReadHandler {
    private final FakeBroker broker;

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
                request,
                new QueryMessageResponseHeader(last.storeTimestamp(), last.commitLogOffset()),
                PullHandler.encode(found));
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

    private static Reply answer(Request request, CommandHeader header) {
        return Reply.of(header.writeTo(request.respond(ResponseCode.SUCCESS)).build());
    }

    private static Reply answer(Request request, CommandHeader header, byte[] body) {
        return Reply.of(
                header.writeTo(request.respond(ResponseCode.SUCCESS)).body(body).build());
    }
}

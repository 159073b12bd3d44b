// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.PullResponseHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.route.Permission;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PULL_MESSAGE (11) and LITE_PULL_MESSAGE (361): messages of a queue, or why there are none and where to go on, after
 * broker 5.5.0 (W-9, W-19.2). A pull that offers to wait is held until the queue gets a message, or its time is up.
 *
 * <p>Messages are filtered by tag, as the pull says or else as the group's heartbeat does; expressions in SQL are
 * refused, as by a broker with default settings. Simplified: a pull by a group that never heartbeated gets everything,
 * instead of a refusal; a message that is filtered out ends the wait, too; nobody is sent to a slave.
 */
final class PullHandler {
    private static final long MASTER_ID = 0;

    // Bits of a pull's sysFlag (W-19.2).
    private static final int COMMIT = 1;
    private static final int SUSPEND = 2;
    private static final int SUBSCRIPTION = 4;

    /** The official broker's default bound on one pull's messages: 256 KiB. */
    private static final int MAX_PULL_BYTES = 256 * 1024;

    /** How many messages one pull looks at, when it wants but few of them, as in the official broker. */
    private static final int MAX_LOOKED_AT = 16_000;

    private final FakeBroker broker;
    private final BrokerGroup group;
    private final HeldPulls held = new HeldPulls();

    PullHandler(FakeBroker broker) {
        this.broker = broker;
        this.group = broker.group();
    }

    Reply pull(Request request) {
        PullRequestHeader header = PullRequestHeader.from(request.frame());
        if (!Topics.isLegalGroup(header.consumerGroup())) {
            return request.refuse(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + header.consumerGroup() + "] does not exist, ");
        }
        group.offsets().know(header.consumerGroup());
        Frame refusal = refusalOf(request, header);
        if (refusal != null) {
            return Reply.of(refusal);
        }
        HeartbeatData.@Nullable Subscription subscription = subscriptionOf(header);
        String type = subscription == null ? null : subscription.expressionType();
        if (!TagFilter.isTagType(type)) {
            return request.refuse(
                    ResponseCode.SYSTEM_ERROR, "The broker does not support consumer to filter message by " + type);
        }
        if (subscription != null && TagFilter.isMalformed(subscription.subString())) {
            return request.refuse(ResponseCode.SUBSCRIPTION_PARSE_FAILED, "parse the consumer's subscription failed");
        }
        TagFilter filter = TagFilter.of(subscription == null ? null : subscription.subString());
        Frame answer = pullNow(request, header, filter);
        if ((header.sysFlag() & COMMIT) != 0) {
            group.offsets().put(header.consumerGroup(), header.topic(), header.queueId(), header.commitOffset());
        }
        boolean waits = answer.code() == ResponseCode.PULL_NOT_FOUND
                && (header.sysFlag() & SUSPEND) != 0
                && header.suspendTimeoutMillis() > 0;
        if (!waits) {
            return Reply.of(answer);
        }
        Reply reply = held.hold(request, header, () -> pullNow(request, header, filter));
        if (!broker.isMaster() && group.log().maxOffset(header.topic(), header.queueId()) > header.queueOffset()) {
            // Its master, which has a lock of its own, stored something after this pull had looked.
            held.wake(header.topic(), header.queueId(), false);
        }
        return reply;
    }

    private HeartbeatData.@Nullable Subscription subscriptionOf(PullRequestHeader header) {
        if ((header.sysFlag() & SUBSCRIPTION) != 0) {
            return new HeartbeatData.Subscription(
                    header.topic(), header.subscription(), header.expressionType(), header.subVersion());
        }
        return broker.clients().subscription(header.consumerGroup(), header.topic());
    }

    /** Why the queue can't be pulled from, or null. */
    private @Nullable Frame refusalOf(Request request, PullRequestHeader header) {
        TopicConfig topic = group.topics().get(header.topic());
        if (topic == null) {
            return request.respond(ResponseCode.TOPIC_NOT_EXIST)
                    .remark("topic[" + header.topic() + "] not exist, apply first please!")
                    .build();
        }
        if (!Permission.isReadable(topic.perm())) {
            return request.respond(ResponseCode.NO_PERMISSION)
                    .remark("the topic[" + header.topic() + "] pulling message is forbidden")
                    .build();
        }
        if (header.queueId() < 0 || header.queueId() >= topic.readQueueNums()) {
            return request.respond(ResponseCode.INVALID_PARAMETER)
                    .remark("queueId[" + header.queueId() + "] is illegal, topic:[" + header.topic()
                            + "] topicConfig.readQueueNums:[" + topic.readQueueNums() + "]")
                    .build();
        }
        return null;
    }

    private Frame pullNow(Request request, PullRequestHeader header, TagFilter filter) {
        // Asked again, because topics may change while a pull waits.
        Frame refusal = refusalOf(request, header);
        if (refusal != null) {
            return refusal;
        }
        MessageLog log = group.log();
        long min = log.minOffset(header.topic(), header.queueId());
        long max = log.maxOffset(header.topic(), header.queueId());
        long from = header.queueOffset();
        if (from < min || from > max) {
            return pulled(request, ResponseCode.PULL_OFFSET_MOVED, from < min ? min : max, min, max, List.of());
        }
        int wanted = Math.max(0, header.maxMsgNums());
        List<StoredMessage> next = log.messages(
                header.topic(), header.queueId(), from, filter.takesAll() ? wanted : Math.max(wanted, MAX_LOOKED_AT));
        if (next.isEmpty()) {
            return pulled(request, ResponseCode.PULL_NOT_FOUND, from, min, max, next);
        }
        return wantedOf(request, header, filter, next, min, max);
    }

    /** The first messages that the filter takes and that fit, at least one if there is one. */
    private static Frame wantedOf(
            Request request,
            PullRequestHeader header,
            TagFilter filter,
            List<StoredMessage> messages,
            long min,
            long max) {
        Integer maxMsgBytes = header.maxMsgBytes();
        long room = maxMsgBytes == null ? MAX_PULL_BYTES : Math.min(MAX_PULL_BYTES, maxMsgBytes);
        List<StoredMessage> found = new ArrayList<>();
        long nextOffset = header.queueOffset();
        for (StoredMessage message : messages) {
            if (found.size() == header.maxMsgNums()) {
                break;
            }
            if (filter.takes(message)) {
                room -= MessageLog.storedBytes(message);
                if (room < 0 && !found.isEmpty()) {
                    break;
                }
                found.add(message);
            }
            nextOffset = message.queueOffset() + 1;
        }
        int code = found.isEmpty() ? ResponseCode.PULL_RETRY_IMMEDIATELY : ResponseCode.SUCCESS;
        return pulled(request, code, nextOffset, min, max, found);
    }

    private static Frame pulled(
            Request request, int code, long next, long min, long max, List<StoredMessage> messages) {
        PullResponseHeader header = new PullResponseHeader(MASTER_ID, next, min, max, null, 0, 0, null);
        return header.writeTo(request.respond(code)).body(encode(messages)).build();
    }

    /** Messages one after the other, as pulls and queries are answered. */
    static byte[] encode(List<StoredMessage> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StoredMessage message : messages) {
            out.writeBytes(message.encode());
        }
        return out.toByteArray();
    }

    /** Tells pulls that wait for the queue. */
    void onAppended(StoredMessage message) {
        held.onAppended(message, broker.isMaster());
    }

    /** Forgets what a process held in memory. */
    void onDown() {
        held.forgetAll();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ConsumerGroupHeader;
import dev.hotfire.wire.header.ConsumerSendBackHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.QueryConsumerOffsetHeader;
import dev.hotfire.wire.header.UpdateConsumerOffsetHeader;
import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a broker does for consumer groups besides giving them messages: who is in a group, how far it is, and what it
 * wants again, after broker 5.5.0 (W-19.2). Simplified: every group has the default
 * settings.
 */
final class ConsumerHandler {
    /** How often a message is delivered again before it goes to the dead letters, as with the official broker. */
    static final int MAX_RECONSUME_TIMES = 16;

    /** The delay level of a first retry: 10 s by default. */
    private static final int FIRST_RETRY_LEVEL = 3;

    private static final int MAX_ELEMENTS = 1_024;

    private final FakeBroker broker;
    private final BrokerGroup group;

    ConsumerHandler(FakeBroker broker) {
        this.broker = broker;
        this.group = broker.group();
    }

    /** GET_CONSUMER_LIST_BY_GROUP (38): the client ids that heartbeat for the group. */
    Reply list(Request request) {
        String consumerGroup = ConsumerGroupHeader.from(request.frame()).consumerGroup();
        List<String> ids = broker.clients().consumersOf(consumerGroup);
        if (ids.isEmpty()) {
            return request.refuse(ResponseCode.SYSTEM_ERROR, "no consumer for this group, " + consumerGroup);
        }
        String text = JsonOutput.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("consumerIdList");
            for (String id : ids) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(text.getBytes(StandardCharsets.UTF_8))
                .build());
    }

    /**
     * QUERY_CONSUMER_OFFSET (14): what the group committed. A group that never did begins at 0 where the queue still has its
     * first message, unless it said not to; else the answer is 22 and the choice the consumer's.
     */
    Reply queryOffset(Request request) {
        QueryConsumerOffsetHeader header = QueryConsumerOffsetHeader.from(request.frame());
        OptionalLong offset = group.offsets().get(header.consumerGroup(), header.topic(), header.queueId());
        boolean fromStart = !"false".equals(request.frame().field("setZeroIfNotFound"))
                && group.log().minOffset(header.topic(), header.queueId()) == 0
                && group.log().maxOffset(header.topic(), header.queueId()) > 0;
        if (offset.isEmpty() && !fromStart) {
            return request.refuse(
                    ResponseCode.QUERY_NOT_FOUND, "Not found, V3_0_6_SNAPSHOT maybe this group consumer boot first");
        }
        return Reply.of(new OffsetResponseHeader(offset.orElse(0))
                .writeTo(request.respond(ResponseCode.SUCCESS))
                .build());
    }

    /** UPDATE_CONSUMER_OFFSET (15): remembers it, over restarts too, for groups that heartbeated or pulled before. */
    Reply updateOffset(Request request) {
        UpdateConsumerOffsetHeader header = UpdateConsumerOffsetHeader.from(request.frame());
        if (!group.offsets().isKnown(header.consumerGroup())) {
            return request.refuse(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "Group " + header.consumerGroup() + " not exist!");
        }
        if (group.topics().get(header.topic()) == null) {
            return request.refuse(ResponseCode.TOPIC_NOT_EXIST, "Topic " + header.topic() + " not exist!");
        }
        group.offsets().put(header.consumerGroup(), header.topic(), header.queueId(), header.commitOffset());
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    /** CHECK_CLIENT_CONFIG (46): tags are served, expressions are not, as by a broker with default settings. */
    Reply checkConfig(Request request) {
        String type;
        try {
            String body = new String(request.frame().body(), StandardCharsets.UTF_8);
            type = JsonInput.read(body, MAX_ELEMENTS, ConsumerHandler::expressionType);
        } catch (IOException e) {
            throw new IllegalArgumentException("check of a client's configuration: " + e.getMessage(), e);
        }
        return TagFilter.isTagType(type)
                ? Reply.of(request.respond(ResponseCode.SUCCESS).build())
                : request.refuse(
                        ResponseCode.SYSTEM_ERROR, "The broker does not support consumer to filter message by " + type);
    }

    private static String expressionType(JsonInput json) throws IOException {
        String[] type = {""};
        json.object("check", field -> {
            if (field.equals("subscriptionData")) {
                json.object(field, part -> {
                    if (part.equals("expressionType")) {
                        type[0] = String.valueOf(json.text(part));
                    } else {
                        json.skip();
                    }
                });
            } else {
                json.skip();
            }
        });
        return type[0];
    }

    /**
     * CONSUMER_SEND_MSG_BACK (36): stores the message once more, for its group alone: in the group's retry topic, from where
     * it comes after a while that grows with each try, or among its dead letters when it was tried often enough.
     */
    Reply sendBack(Request request) {
        ConsumerSendBackHeader header = ConsumerSendBackHeader.from(request.frame());
        if (!broker.isMaster()) {
            return request.refuse(
                    ResponseCode.SYSTEM_BUSY, "[REJECTREQUEST]system busy, start flow control for a while");
        }
        StoredMessage message = group.log().atCommitLogOffset(header.offset());
        if (message == null) {
            return request.refuse(ResponseCode.SYSTEM_ERROR, "look message by offset failed, " + header.offset());
        }
        Integer asked = request.frame().version() >= MqVersion.V3_4_9 ? header.maxReconsumeTimes() : null;
        int most = asked == null ? MAX_RECONSUME_TIMES : asked;
        boolean dead = message.reconsumeTimes() >= most || header.delayLevel() < 0;
        String topic = (dead ? SystemTopics.DLQ_PREFIX : SystemTopics.RETRY_PREFIX) + header.group();
        broker.requireGroupTopic(topic);

        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.putIfAbsent(PropertyNames.RETRY_TOPIC, message.topic());
        properties.putIfAbsent(
                PropertyNames.ORIGIN_MESSAGE_ID, message.offsetMessageId().format());
        properties.put(PropertyNames.WAIT, "false");
        if (dead) {
            properties.remove(PropertyNames.DELAY);
        } else {
            int level = header.delayLevel() == 0 ? FIRST_RETRY_LEVEL + message.reconsumeTimes() : header.delayLevel();
            properties.put(PropertyNames.DELAY, Integer.toString(level));
        }
        Incoming again = Incoming.again(message, topic, 0, properties).withReconsumeTimes(message.reconsumeTimes() + 1);
        group.delays().store(again, group.delays().dueOf(properties));
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }
}

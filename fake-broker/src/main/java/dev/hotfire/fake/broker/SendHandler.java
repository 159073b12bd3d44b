// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.Permission;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a broker does with messages: SEND_MESSAGE (10), SEND_MESSAGE_V2 (310), SEND_BATCH_MESSAGE (320),
 * SEND_REPLY_MESSAGE (324) and SEND_REPLY_MESSAGE_V2 (325), after broker 5.5.0 with its default settings.
 *
 * <p>Checks, codes and the order of the checks are the broker's (W-6, W-19.3). Simplified: there is no disk, no real
 * replica and no flow control, so that 10, 11, 12, 14 and 2 come from fault rules only, except that a slave refuses sends
 * with 2; a {@code %RETRY%} topic is made on demand, without asking whether its group exists.
 */
final class SendHandler {
    /** How long a broker waits for a client to take a reply, as in the official one. */
    private static final long REPLY_PUSH_TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();

    /** The most that a broker takes, unless it is set up otherwise: 4 MiB. */
    static final int DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024;

    private final FakeBroker broker;
    private final BrokerGroup group;
    private final int maxBodyBytes;
    private final RandomSource queueChoice;

    /** For messages whose producers gave them none. */
    private final UniqueIds ids;

    SendHandler(FakeBroker broker, int maxBodyBytes, Machine machine) {
        this.broker = broker;
        this.group = broker.group();
        this.maxBodyBytes = maxBodyBytes;
        this.queueChoice = machine.random("choice of the queue");
        this.ids = new UniqueIds(
                NetUtil.createByteArrayFromIpAddressString(machine.host()),
                (int) machine.processId(),
                (int) machine.random("message ids").nextLong(),
                machine.clock()::currentTimeMillis,
                machine.clock().zone());
    }

    /** A send of one message, or of a batch, each of whose elements becomes a message of its own. */
    Reply send(Request request) {
        if (!broker.isMaster()) {
            return request.refuse(
                    ResponseCode.SYSTEM_BUSY, "[REJECTREQUEST]system busy, start flow control for a while");
        }
        SendRequestHeader header = SendRequestHeader.from(request.frame());
        StaticTopics.Held held = group.staticTopics().get(header.topic());
        return held == null ? sendTo(request, header, null) : sendToGlobalQueue(request, header, held);
    }

    /** A send to a queue of a static topic: the one that this broker holds for it, or 501. */
    private Reply sendToGlobalQueue(Request request, SendRequestHeader header, StaticTopics.Held held) {
        Map<Integer, Integer> ids = held.mapping().currIdMap();
        int globalId = header.queueId() >= 0 || ids.isEmpty()
                ? header.queueId()
                : ids.keySet().iterator().next();
        Integer queueId = held.queueId(globalId);
        if (queueId == null) {
            return request.refuse(
                    ResponseCode.NOT_LEADER_FOR_QUEUE,
                    header.topic() + "-" + globalId + " does not exit in request process of current broker "
                            + broker.brokerName());
        }
        return sendTo(request, header.withQueueId(queueId), new GlobalQueue(globalId, held));
    }

    private record GlobalQueue(int id, StaticTopics.Held held) {}

    private Reply sendTo(Request request, SendRequestHeader header, @Nullable GlobalQueue global) {
        Refusal refusal = judge(request, header);
        if (refusal != null) {
            return refuse(request, refusal);
        }
        int bodyBytes = request.frame().body().length;
        if (bodyBytes == 0) {
            // The real one trips over the absent body before it stores anything, and says so in these words.
            return request.refuse(ResponseCode.SYSTEM_ERROR, "java.lang.NullPointerException");
        }
        if (bodyBytes > maxBodyBytes) {
            return refuse(request, tooLarge());
        }
        TopicConfig topic = broker.requireTopic(header.topic());
        int queueId = header.queueId() >= 0 ? header.queueId() : anyQueue(topic);
        // What the header says counts, whatever the code: older C++ clients send batches as 310.
        return header.batch()
                ? storeBatch(request, header, queueId, global)
                : storeOne(request, header, queueId, global);
    }

    private int anyQueue(TopicConfig topic) {
        return topic.writeQueueNums() == 0 ? 0 : queueChoice.nextInt(topic.writeQueueNums());
    }

    /** What speaks against a message for this topic and queue, or null. */
    private @Nullable Refusal judge(Request request, SendRequestHeader header) {
        String fault = Topics.faultOf(header.topic());
        if (fault != null) {
            return new Refusal(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (SystemTopics.isForbiddenToSend(header.topic())) {
            return new Refusal(
                    ResponseCode.NO_PERMISSION, "Sending message to topic[" + header.topic() + "] is forbidden.");
        }
        TopicConfig topic = broker.topicForSend(header);
        if (topic == null) {
            return new Refusal(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + header.topic() + "] not exist, apply first please!");
        }
        if (!Permission.isWriteable(topic.perm())) {
            return new Refusal(
                    ResponseCode.NO_PERMISSION, "the topic[" + header.topic() + "] sending message is forbidden");
        }
        if (header.queueId() >= topic.queueIdBound()) {
            return new Refusal(
                    ResponseCode.INVALID_PARAMETER,
                    "request queueId[" + header.queueId() + "] is illegal, " + topic + " Producer: "
                            + request.connection().peer());
        }
        return null;
    }

    private Refusal tooLarge() {
        return new Refusal(
                ResponseCode.MESSAGE_ILLEGAL,
                "the message is illegal, maybe msg body or properties length not matched. msg body length limit "
                        + maxBodyBytes + "B, msg properties length limit 32KB.");
    }

    private Reply storeOne(Request request, SendRequestHeader header, int queueId, @Nullable GlobalQueue global) {
        Map<String, String> properties = MessageProperties.decode(header.properties());
        String uniqueKey = properties.get(PropertyNames.UNIQ_KEY);
        if (uniqueKey == null || uniqueKey.isEmpty()) {
            uniqueKey = ids.next();
            properties.put(PropertyNames.UNIQ_KEY, uniqueKey);
        }
        properties.put(PropertyNames.MSG_REGION, group.region());
        properties.put(PropertyNames.TRACE_ON, Boolean.toString(group.traceOn()));
        properties.put(PropertyNames.CLUSTER, broker.clusterName());
        boolean half = Boolean.parseBoolean(properties.get(PropertyNames.TRAN_MSG));
        if (!fits(properties)) {
            return refuse(request, tooLarge());
        }
        Retry retry = retryOf(request, header, queueId, properties);
        Delays.Due due = half ? new Delays.Due.Now() : group.delays().dueOf(properties);
        if (due instanceof Delays.Due.Illegal illegal) {
            return refuse(request, new Refusal(ResponseCode.MESSAGE_ILLEGAL, illegal.remark()));
        }
        Incoming incoming = incoming(
                        Incoming.bornHost(request),
                        header,
                        queueId,
                        header.flag(),
                        request.frame().body(),
                        properties)
                .withPlace(retry.topic, retry.queueId);
        StoredMessage stored =
                half ? group.transactions().prepare(incoming) : group.delays().store(incoming, due);
        return stored(
                request,
                stored.offsetMessageId().format(),
                retry.queueId,
                stored.queueOffset(),
                uniqueKey,
                group.delays().recallHandleOf(stored),
                global);
    }

    private record Retry(String topic, int queueId) {}

    /**
     * Where a message really goes: one for a retry topic that was tried too often, or whose group consumes in order, is a
     * dead letter.
     */
    private Retry retryOf(Request request, SendRequestHeader header, int queueId, Map<String, String> properties) {
        if (!header.topic().startsWith(SystemTopics.RETRY_PREFIX)) {
            return new Retry(header.topic(), queueId);
        }
        String consumers = header.topic().substring(SystemTopics.RETRY_PREFIX.length());
        Integer asked = request.frame().version() >= MqVersion.V3_4_9 ? header.maxReconsumeTimes() : null;
        int most = asked == null ? ConsumerHandler.MAX_RECONSUME_TIMES : asked;
        if (header.reconsumeTimes() <= most && !broker.locks().isOrderly(consumers)) {
            return new Retry(header.topic(), queueId);
        }
        properties.remove(PropertyNames.DELAY);
        String deadLetters = SystemTopics.DLQ_PREFIX + consumers;
        broker.requireGroupTopic(deadLetters);
        return new Retry(deadLetters, 0);
    }

    private Reply storeBatch(Request request, SendRequestHeader header, int queueId, @Nullable GlobalQueue global) {
        if (header.topic().startsWith(SystemTopics.RETRY_PREFIX)) {
            return refuse(
                    request,
                    new Refusal(
                            ResponseCode.MESSAGE_ILLEGAL,
                            "batch request does not support retry group " + header.topic()));
        }
        List<BatchBody.Element> elements = BatchBody.decode(request.frame().body());
        IpPort bornHost = Incoming.bornHost(request);
        List<Incoming> all = new ArrayList<>(elements.size());
        for (BatchBody.Element element : elements) {
            Map<String, String> properties = element.properties();
            if (!fits(properties)) {
                // Nothing of the batch is stored: it is one write to the real log, too.
                return refuse(request, tooLarge());
            }
            all.add(incoming(bornHost, header, queueId, element.flag(), element.body(), properties));
        }
        List<StoredMessage> stored = group.append(header.topic(), queueId, all);
        StringBuilder ids = new StringBuilder(33 * stored.size());
        for (StoredMessage message : stored) {
            ids.append(ids.isEmpty() ? "" : ",")
                    .append(message.offsetMessageId().format());
        }
        String batchKey = MessageProperties.decode(header.properties()).get(PropertyNames.UNIQ_KEY);
        return stored(request, ids.toString(), queueId, stored.get(0).queueOffset(), batchKey, null, global);
    }

    private static boolean fits(Map<String, String> properties) {
        return MessageProperties.bytes(properties) <= MessageProperties.MAX_BYTES;
    }

    private static Incoming incoming(
            IpPort bornHost,
            SendRequestHeader header,
            int queueId,
            int flag,
            byte[] body,
            Map<String, String> properties) {
        return new Incoming(
                header.topic(),
                queueId,
                flag,
                SysFlag.withTransaction(header.sysFlag(), 0),
                header.bornTimestamp(),
                bornHost,
                header.reconsumeTimes(),
                body,
                properties);
    }

    /**
     * A reply to a request (W-16.2): handed to the client that asked, if it heartbeats here. Simplified: the reply is not
     * stored in the reply topic.
     */
    Reply reply(Request request) {
        SendRequestHeader header = SendRequestHeader.from(request.frame());
        Refusal refusal = judge(request, header);
        if (refusal != null) {
            return refuse(request, refusal);
        }
        Map<String, String> properties = MessageProperties.decode(header.properties());
        String requester = properties.get(PropertyNames.REPLY_TO_CLIENT);
        if (requester == null) {
            return refuse(
                    request,
                    new Refusal(
                            ResponseCode.SYSTEM_ERROR,
                            "reply message properties[" + PropertyNames.REPLY_TO_CLIENT + "] is null"));
        }
        Connection connection = broker.clients().ofClient(requester);
        if (connection == null) {
            return refuse(
                    request,
                    new Refusal(
                            ResponseCode.SYSTEM_ERROR,
                            "push reply message fail, channel of <" + requester + "> not found."));
        }
        long now = group.time().currentTimeMillis();
        properties.put(PropertyNames.PUSH_REPLY_TIME, Long.toString(now));
        ReplyPushHeader push = new ReplyPushHeader(
                header.producerGroup(),
                header.topic(),
                header.defaultTopic(),
                header.defaultTopicQueueNums(),
                header.queueId(),
                header.sysFlag(),
                header.bornTimestamp(),
                header.flag(),
                MessageProperties.encode(properties),
                header.reconsumeTimes(),
                header.unitMode(),
                request.connection().peer().toString(),
                broker.address().toString(),
                now);
        CompletableFuture<Frame> taken = connection.call(
                push.writeTo(Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT))
                        .body(request.frame().body()),
                REPLY_PUSH_TIMEOUT_NANOS);
        return Reply.later(taken.handle((answer, failure) -> {
            if (failure == null && answer.code() == ResponseCode.SUCCESS) {
                SendResponseHeader handedOver =
                        new SendResponseHeader("0", 0, 0, null, null, null, group.region(), group.traceOn());
                return response(request, ResponseCode.SUCCESS, handedOver);
            }
            return refusal(
                    request, new Refusal(ResponseCode.SYSTEM_ERROR, "push reply message to " + requester + "fail."));
        }));
    }

    private Reply stored(
            Request request,
            String ids,
            int queueId,
            long queueOffset,
            @Nullable String uniqueKey,
            @Nullable String recallHandle,
            @Nullable GlobalQueue global) {
        SendResponseHeader header = new SendResponseHeader(
                ids,
                global == null ? queueId : global.id,
                global == null ? queueOffset : global.held.globalOffset(global.id, queueOffset),
                uniqueKey,
                null,
                recallHandle,
                group.region(),
                group.traceOn());
        return Reply.of(response(request, ResponseCode.SUCCESS, header));
    }

    private static Frame response(Request request, int code, SendResponseHeader header) {
        return header.writeTo(request.respond(code)).build();
    }

    private Reply refuse(Request request, Refusal refusal) {
        return Reply.of(refusal(request, refusal));
    }

    /** Refusals name region and trace switch too: the official client reads them before it looks at the code. */
    private Frame refusal(Request request, Refusal refusal) {
        return request.respond(refusal.code)
                .remark(refusal.remark)
                .field(PropertyNames.MSG_REGION, group.region())
                .field(PropertyNames.TRACE_ON, group.traceOn())
                .build();
    }

    private record Refusal(int code, String remark) {}
}

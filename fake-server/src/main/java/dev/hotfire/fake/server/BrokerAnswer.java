// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.ResponseCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The refusals of real brokers, 5.x with default settings, in their words. What a real one fills in, such as how long a
 * request waited, has a usual value here; {@code {topic}}, {@code {queue}}, {@code {server}} and {@code {code}} stand for
 * those of the request.
 */
public enum BrokerAnswer {
    UNKNOWN_ERROR(ResponseCode.SYSTEM_ERROR, "UNKNOWN_ERROR"),
    NO_PUT_RESULT(ResponseCode.SYSTEM_ERROR, "store putMessage return null"),
    CREATE_FILE_FAILED(ResponseCode.SYSTEM_ERROR, "create mapped file failed, server is busy or broken."),
    TOO_FEW_REPLICAS(ResponseCode.SYSTEM_ERROR, "in-sync replicas not enough"),
    NOT_YET_SERVING(ResponseCode.SYSTEM_ERROR, "broker unable to service, until 2030-01-01 00:00:00,000"),
    NAME_SERVER_NOT_READY(ResponseCode.SYSTEM_ERROR, "name server not ready"),
    REJECT_REQUEST(ResponseCode.SYSTEM_BUSY, "[REJECTREQUEST]system busy, start flow control for a while"),
    OVERLOAD(ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy, start flow control for a while"),
    TIMEOUT_CLEAN_QUEUE(
            ResponseCode.SYSTEM_BUSY,
            "[TIMEOUT_CLEAN_QUEUE]broker busy, start flow control for a while, period in queue: 201ms, size of queue: 42"),
    PAGE_CACHE_CLEAN_QUEUE(
            ResponseCode.SYSTEM_BUSY,
            "[PCBUSY_CLEAN_QUEUE]broker busy, start flow control for a while, period in queue: 201ms, size of queue: 42"),
    PAGE_CACHE_BUSY(ResponseCode.SYSTEM_BUSY, "[PC_SYNCHRONIZED]broker busy, start flow control for a while"),
    NOT_SUPPORTED(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, " request type {code} not supported"),
    MESSAGE_ILLEGAL(
            ResponseCode.MESSAGE_ILLEGAL,
            "the message is illegal, maybe msg body or properties length not matched. msg body length limit 4194304B, msg "
                    + "properties length limit 32KB."),
    NOT_AVAILABLE(
            ResponseCode.SERVICE_NOT_AVAILABLE,
            "service not available now. It may be caused by one of the following reasons: the broker's disk is full "
                    + "[CL:  0.91 CQ:  0.91 INDEX:  0.91], messages are put to the slave, message store has been shut down, etc."),
    BROKER_FORBIDDEN(ResponseCode.NO_PERMISSION, "the broker[{server}] sending message is forbidden"),
    TOPIC_FORBIDDEN(ResponseCode.NO_PERMISSION, "the topic[{topic}] sending message is forbidden"),
    NO_SUCH_TOPIC(ResponseCode.TOPIC_NOT_EXIST, "topic[{topic}] not exist, apply first please!"),
    NO_ROUTE(
            ResponseCode.TOPIC_NOT_EXIST,
            "No topic route info in name server for the topic: {topic}\n"
                    + "See https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details."),
    NO_SUCH_QUEUE(ResponseCode.INVALID_PARAMETER, "request queueId[{queue}] is illegal, {topic} Producer: {server}"),
    NOT_LEADER(
            ResponseCode.NOT_LEADER_FOR_QUEUE,
            "{topic}-{queue} does not exit in request process of current broker {server}"),
    GO_AWAY(ResponseCode.GO_AWAY, "please go away");

    private final int code;
    private final String remark;

    BrokerAnswer(int code, String remark) {
        this.code = code;
        this.remark = remark;
    }

    /** The response code. */
    public int code() {
        return code;
    }

    /** The words. */
    public String remark() {
        return remark;
    }

    /** What it is called in rules that are text: {@code reject-request}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a real broker most often says with this code, null if it says nothing. */
    public static @Nullable String remarkOf(int responseCode) {
        for (BrokerAnswer answer : values()) {
            if (answer.code == responseCode && answer != NAME_SERVER_NOT_READY) {
                return answer.remark;
            }
        }
        return null;
    }

    /** A remark with what it says about a request filled in. */
    static @Nullable String fill(@Nullable String remark, Request request) {
        if (remark == null || remark.indexOf('{') < 0) {
            return remark;
        }
        RequestFacts facts = request.facts();
        return remark.replace("{code}", Integer.toString(request.frame().code()))
                .replace("{topic}", String.valueOf(facts.topic()))
                .replace("{queue}", String.valueOf(facts.queueId()))
                .replace("{server}", request.server());
    }
}

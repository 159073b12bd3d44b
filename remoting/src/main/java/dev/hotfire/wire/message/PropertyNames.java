// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The property names that mean something to RocketMQ (W-12). */
public final class PropertyNames {
    /** Keys, separated by one blank. */
    public static final String KEYS = "KEYS";

    /** The tag. */
    public static final String TAGS = "TAGS";

    /** "true" or "false": whether the broker answers only once the message is stored as safely as it is set up to. */
    public static final String WAIT = "WAIT";

    /** Delay level, 1 to 18. */
    public static final String DELAY = "DELAY";

    /** The client's message id. */
    public static final String UNIQ_KEY = "UNIQ_KEY";

    /** "true" for a half message. */
    public static final String TRAN_MSG = "TRAN_MSG";

    /** The producer group of a half message. */
    public static final String PRODUCER_GROUP = "PGROUP";

    /** Delay of the first transaction check. */
    public static final String CHECK_IMMUNITY_TIME_IN_SECONDS = "CHECK_IMMUNITY_TIME_IN_SECONDS";

    /** Set on the local message after a half send. */
    public static final String TRANSACTION_ID = "__transactionId__";

    /** Namespace of version 1. */
    public static final String INSTANCE_ID = "INSTANCE_ID";

    /** Legacy. */
    public static final String BUYER_ID = "BUYER_ID";

    /** Legacy. */
    public static final String TRANSFER_FLAG = "TRANSFER_FLAG";

    /** Legacy. */
    public static final String CORRECTION_FLAG = "CORRECTION_FLAG";

    /** Legacy. */
    public static final String MQ2_FLAG = "MQ2_FLAG";

    /** Moved to the send header for retry topics. */
    public static final String RECONSUME_TIME = "RECONSUME_TIME";

    /** Moved to the send header for retry topics. */
    public static final String MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";

    /** Ties a reply to its request. */
    public static final String CORRELATION_ID = "CORRELATION_ID";

    /** Client id of the requester. */
    public static final String REPLY_TO_CLIENT = "REPLY_TO_CLIENT";

    /** Timeout of a request in ms. */
    public static final String TTL = "TTL";

    /** "reply" for a reply. */
    public static final String MSG_TYPE = "MSG_TYPE";

    /** Set by the broker: where the reply is to go. */
    public static final String CLUSTER = "CLUSTER";

    /** Set by the requester when the reply arrives. */
    public static final String ARRIVE_TIME = "ARRIVE_TIME";

    /** Set by the broker when it hands a reply over. */
    public static final String PUSH_REPLY_TIME = "PUSH_REPLY_TIME";

    /** Order key. */
    public static final String SHARDING_KEY = "__SHARDINGKEY";

    /** Deliver after so many seconds. */
    public static final String TIMER_DELAY_SEC = "TIMER_DELAY_SEC";

    /** Deliver after so many ms. */
    public static final String TIMER_DELAY_MS = "TIMER_DELAY_MS";

    /** Deliver at this time, ms since the epoch. */
    public static final String TIMER_DELIVER_MS = "TIMER_DELIVER_MS";

    /** Set by the broker. */
    public static final String TIMER_OUT_MS = "TIMER_OUT_MS";

    /** Set by the broker. */
    public static final String TIMER_ENQUEUE_MS = "TIMER_ENQUEUE_MS";

    /** Set by the broker. */
    public static final String TIMER_DEQUEUE_MS = "TIMER_DEQUEUE_MS";

    /** Set by the broker. */
    public static final String TIMER_ROLL_TIMES = "TIMER_ROLL_TIMES";

    /** Set by the broker. */
    public static final String TIMER_DEL_UNIQKEY = "TIMER_DEL_UNIQKEY";

    /** Set by the broker. */
    public static final String TIMER_DELAY_LEVEL = "TIMER_DELAY_LEVEL";

    /** Set by the broker on messages that wait somewhere else. */
    public static final String REAL_TOPIC = "REAL_TOPIC";

    /** Set by the broker on messages that wait somewhere else. */
    public static final String REAL_QUEUE_ID = "REAL_QID";

    /** Priority, 0 or more; since 5.5. */
    public static final String PRIORITY = "_SYS_MSG_PRIORITY_";

    /** Lite topic; since 5.5. */
    public static final String LITE_TOPIC = "__LITE_TOPIC";

    /** Multi queue dispatch. */
    public static final String INNER_MULTI_DISPATCH = "INNER_MULTI_DISPATCH";

    /** Multi queue dispatch. */
    public static final String INNER_MULTI_QUEUE_OFFSET = "INNER_MULTI_QUEUE_OFFSET";

    /** Inner batch. */
    public static final String INNER_NUM = "INNER_NUM";

    /** Inner batch. */
    public static final String INNER_BASE = "INNER_BASE";

    /** Region of the broker. */
    public static final String MSG_REGION = "MSG_REGION";

    /** "false" when the message is not traced. */
    public static final String TRACE_ON = "TRACE_ON";

    /** Legacy delivery time. */
    public static final String START_DELIVER_TIME = "__STARTDELIVERTIME";

    /** Dead letters. */
    public static final String DLQ_ORIGIN_TOPIC = "DLQ_ORIGIN_TOPIC";

    /** Dead letters. */
    public static final String DLQ_ORIGIN_MESSAGE_ID = "DLQ_ORIGIN_MESSAGE_ID";

    /** Retries. */
    public static final String ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";

    /** Retries. */
    public static final String ORIGIN_GROUP = "ORIGIN_GROUP";

    /** Retries. */
    public static final String RETRY_TOPIC = "RETRY_TOPIC";

    /** Set on consumers. */
    public static final String MIN_OFFSET = "MIN_OFFSET";

    /** Set on consumers. */
    public static final String MAX_OFFSET = "MAX_OFFSET";

    /** Set on consumers. */
    public static final String CONSUME_START_TIME = "CONSUME_START_TIME";

    /** Legacy. */
    public static final String EXTEND_UNIQ_INFO = "EXTEND_UNIQ_INFO";

    /** Pop consumption. */
    public static final String POP_CK = "POP_CK";

    /** Pop consumption. */
    public static final String POP_CK_OFFSET = "POP_CK_OFFSET";

    /** Pop consumption. */
    public static final String FIRST_POP_TIME = "1ST_POP_TIME";

    /** Transactions, set by the broker. */
    public static final String TRAN_PREPARED_QUEUE_OFFSET = "TRAN_PREPARED_QUEUE_OFFSET";

    /** Set by the broker. */
    public static final String DUP_INFO = "DUP_INFO";

    /** Set by proxies. */
    public static final String BORN_TIMESTAMP = "BORN_TIMESTAMP";

    /** Set by proxies. */
    public static final String BORN_HOST = "__BORNHOST";

    /** Set by the broker. */
    public static final String CRC32 = "__CRC32#";

    private static final Set<String> SYSTEM = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(
            KEYS,
            TAGS,
            WAIT,
            DELAY,
            RETRY_TOPIC,
            ORIGIN_GROUP,
            REAL_TOPIC,
            REAL_QUEUE_ID,
            TRAN_MSG,
            PRODUCER_GROUP,
            MIN_OFFSET,
            MAX_OFFSET,
            BUYER_ID,
            ORIGIN_MESSAGE_ID,
            TRANSFER_FLAG,
            CORRECTION_FLAG,
            MQ2_FLAG,
            RECONSUME_TIME,
            MSG_REGION,
            TRACE_ON,
            UNIQ_KEY,
            EXTEND_UNIQ_INFO,
            MAX_RECONSUME_TIMES,
            CONSUME_START_TIME,
            POP_CK,
            POP_CK_OFFSET,
            FIRST_POP_TIME,
            TRAN_PREPARED_QUEUE_OFFSET,
            DUP_INFO,
            INSTANCE_ID,
            CORRELATION_ID,
            REPLY_TO_CLIENT,
            TTL,
            ARRIVE_TIME,
            PUSH_REPLY_TIME,
            CLUSTER,
            MSG_TYPE,
            INNER_MULTI_QUEUE_OFFSET,
            TIMER_DELAY_MS,
            TIMER_DELAY_SEC,
            TIMER_DELIVER_MS,
            TIMER_ENQUEUE_MS,
            TIMER_DEQUEUE_MS,
            TIMER_ROLL_TIMES,
            TIMER_OUT_MS,
            TIMER_DEL_UNIQKEY,
            TIMER_DELAY_LEVEL,
            BORN_HOST,
            BORN_TIMESTAMP,
            DLQ_ORIGIN_TOPIC,
            DLQ_ORIGIN_MESSAGE_ID,
            CRC32,
            PRIORITY,
            LITE_TOPIC)));

    private PropertyNames() {}

    /** The names that a user may not set as a property: they have calls of their own, or belong to the system. */
    public static Set<String> system() {
        return SYSTEM;
    }

    /** Whether a user may not set a property of this name. */
    public static boolean isSystem(String name) {
        return SYSTEM.contains(name);
    }
}

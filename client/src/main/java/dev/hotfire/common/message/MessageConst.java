// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.wire.message.PropertyNames;
import java.util.HashSet;

/** The names of the properties that mean something to RocketMQ (W-12), under the official constants' names. */
public class MessageConst {
    public static final String PROPERTY_KEYS = PropertyNames.KEYS;
    public static final String PROPERTY_TAGS = PropertyNames.TAGS;
    public static final String PROPERTY_WAIT_STORE_MSG_OK = PropertyNames.WAIT;
    public static final String PROPERTY_DELAY_TIME_LEVEL = PropertyNames.DELAY;
    public static final String PROPERTY_RETRY_TOPIC = PropertyNames.RETRY_TOPIC;
    public static final String PROPERTY_ORIGIN_GROUP = PropertyNames.ORIGIN_GROUP;
    public static final String PROPERTY_REAL_TOPIC = PropertyNames.REAL_TOPIC;
    public static final String PROPERTY_REAL_QUEUE_ID = PropertyNames.REAL_QUEUE_ID;
    public static final String PROPERTY_TRANSACTION_PREPARED = PropertyNames.TRAN_MSG;
    public static final String PROPERTY_PRODUCER_GROUP = PropertyNames.PRODUCER_GROUP;
    public static final String PROPERTY_MIN_OFFSET = PropertyNames.MIN_OFFSET;
    public static final String PROPERTY_MAX_OFFSET = PropertyNames.MAX_OFFSET;
    public static final String PROPERTY_BUYER_ID = PropertyNames.BUYER_ID;
    public static final String PROPERTY_ORIGIN_MESSAGE_ID = PropertyNames.ORIGIN_MESSAGE_ID;
    public static final String PROPERTY_TRANSFER_FLAG = PropertyNames.TRANSFER_FLAG;
    public static final String PROPERTY_CORRECTION_FLAG = PropertyNames.CORRECTION_FLAG;
    public static final String PROPERTY_MQ2_FLAG = PropertyNames.MQ2_FLAG;
    public static final String PROPERTY_RECONSUME_TIME = PropertyNames.RECONSUME_TIME;
    public static final String PROPERTY_MSG_REGION = PropertyNames.MSG_REGION;
    public static final String PROPERTY_TRACE_SWITCH = PropertyNames.TRACE_ON;
    public static final String PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX = PropertyNames.UNIQ_KEY;
    public static final String PROPERTY_TRANS_OFFSET = "TRANS_OFFSET";
    public static final String PROPERTY_EXTEND_UNIQ_INFO = PropertyNames.EXTEND_UNIQ_INFO;
    public static final String PROPERTY_MAX_RECONSUME_TIMES = PropertyNames.MAX_RECONSUME_TIMES;
    public static final String PROPERTY_CONSUME_START_TIMESTAMP = PropertyNames.CONSUME_START_TIME;
    public static final String PROPERTY_PRIORITY = PropertyNames.PRIORITY;
    public static final String PROPERTY_INNER_NUM = PropertyNames.INNER_NUM;
    public static final String PROPERTY_INNER_BASE = PropertyNames.INNER_BASE;
    public static final String DUP_INFO = PropertyNames.DUP_INFO;
    public static final String PROPERTY_CHECK_IMMUNITY_TIME_IN_SECONDS = PropertyNames.CHECK_IMMUNITY_TIME_IN_SECONDS;
    public static final String PROPERTY_TRANSACTION_PREPARED_QUEUE_OFFSET = PropertyNames.TRAN_PREPARED_QUEUE_OFFSET;
    public static final String PROPERTY_TRANSACTION_ID = PropertyNames.TRANSACTION_ID;
    public static final String PROPERTY_TRANSACTION_CHECK_TIMES = "TRANSACTION_CHECK_TIMES";
    public static final String PROPERTY_INSTANCE_ID = PropertyNames.INSTANCE_ID;
    public static final String PROPERTY_CORRELATION_ID = PropertyNames.CORRELATION_ID;
    public static final String PROPERTY_MESSAGE_REPLY_TO_CLIENT = PropertyNames.REPLY_TO_CLIENT;
    public static final String PROPERTY_MESSAGE_TTL = PropertyNames.TTL;
    public static final String PROPERTY_REPLY_MESSAGE_ARRIVE_TIME = PropertyNames.ARRIVE_TIME;
    public static final String PROPERTY_PUSH_REPLY_TIME = PropertyNames.PUSH_REPLY_TIME;
    public static final String PROPERTY_CLUSTER = PropertyNames.CLUSTER;
    public static final String PROPERTY_MESSAGE_TYPE = PropertyNames.MSG_TYPE;
    public static final String PROPERTY_POP_CK = PropertyNames.POP_CK;
    public static final String PROPERTY_POP_CK_OFFSET = PropertyNames.POP_CK_OFFSET;
    public static final String PROPERTY_FIRST_POP_TIME = PropertyNames.FIRST_POP_TIME;
    public static final String PROPERTY_SHARDING_KEY = PropertyNames.SHARDING_KEY;
    public static final String PROPERTY_LITE_TOPIC = PropertyNames.LITE_TOPIC;
    public static final String PROPERTY_FORWARD_QUEUE_ID = "PROPERTY_FORWARD_QUEUE_ID";
    public static final String PROPERTY_REDIRECT = "REDIRECT";
    public static final String PROPERTY_INNER_MULTI_DISPATCH = PropertyNames.INNER_MULTI_DISPATCH;
    public static final String PROPERTY_INNER_MULTI_QUEUE_OFFSET = PropertyNames.INNER_MULTI_QUEUE_OFFSET;
    public static final String PROPERTY_TRACE_CONTEXT = "TRACE_CONTEXT";
    public static final String PROPERTY_TIMER_DELAY_SEC = PropertyNames.TIMER_DELAY_SEC;
    public static final String PROPERTY_TIMER_DELIVER_MS = PropertyNames.TIMER_DELIVER_MS;
    public static final String PROPERTY_BORN_HOST = PropertyNames.BORN_HOST;
    public static final String PROPERTY_BORN_TIMESTAMP = PropertyNames.BORN_TIMESTAMP;
    public static final String PROPERTY_TRANSIENT_PREFIX = "__RMQ.TRANSIENT.";
    public static final String PROPERTY_TRANSIENT_TOPIC_CONFIG = "__RMQ.TRANSIENT.TOPIC_SYS_FLAG";
    public static final String PROPERTY_TRANSIENT_GROUP_CONFIG = "__RMQ.TRANSIENT.GROUP_SYS_FLAG";
    public static final String KEY_SEPARATOR = " ";
    public static final String INDEX_KEY_TYPE = "K";
    public static final String INDEX_UNIQUE_TYPE = "U";
    public static final String INDEX_TAG_TYPE = "T";
    public static final String TIMER_ENGINE_TYPE = "E_T";
    public static final String TIMER_ENGINE_ROCKSDB_TIMELINE = "R";
    public static final String TIMER_ENGINE_FILE_TIME_WHEEL = "F";
    public static final String PROPERTY_TIMER_ENQUEUE_MS = PropertyNames.TIMER_ENQUEUE_MS;
    public static final String PROPERTY_TIMER_DEQUEUE_MS = PropertyNames.TIMER_DEQUEUE_MS;
    public static final String PROPERTY_TIMER_ROLL_TIMES = PropertyNames.TIMER_ROLL_TIMES;
    public static final String PROPERTY_TIMER_OUT_MS = PropertyNames.TIMER_OUT_MS;
    public static final String PROPERTY_TIMER_DEL_UNIQKEY = PropertyNames.TIMER_DEL_UNIQKEY;
    public static final String PROPERTY_TIMER_ROLL_LABEL = "TIMER_ROLL_LABEL";
    public static final String PROPERTY_TIMER_DELAY_LEVEL = PropertyNames.TIMER_DELAY_LEVEL;
    public static final String PROPERTY_TIMER_DELAY_MS = PropertyNames.TIMER_DELAY_MS;
    public static final String PROPERTY_CRC32 = PropertyNames.CRC32;
    public static final String PROPERTY_DLQ_ORIGIN_TOPIC = PropertyNames.DLQ_ORIGIN_TOPIC;
    public static final String PROPERTY_DLQ_ORIGIN_MESSAGE_ID = PropertyNames.DLQ_ORIGIN_MESSAGE_ID;

    /** The names that {@link Message#putUserProperty} refuses. A copy: what is done to it has no effect. */
    public static final HashSet<String> STRING_HASH_SET = new HashSet<>(PropertyNames.system());
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

/**
 * Request codes (W-5): what a producer sends, what a broker pushes to it, and what the fake servers answer to consumers
 * (W-19.2). The one table of them.
 */
public final class RequestCode {
    /** A send with the long field names. */
    public static final int SEND_MESSAGE = 10;

    public static final int PULL_MESSAGE = 11;

    public static final int QUERY_MESSAGE = 12;

    public static final int QUERY_CONSUMER_OFFSET = 14;

    public static final int UPDATE_CONSUMER_OFFSET = 15;

    public static final int UPDATE_AND_CREATE_TOPIC = 17;

    public static final int SEARCH_OFFSET_BY_TIMESTAMP = 29;

    public static final int GET_MAX_OFFSET = 30;

    public static final int GET_MIN_OFFSET = 31;

    public static final int GET_EARLIEST_MSG_STORETIME = 32;

    public static final int VIEW_MESSAGE_BY_ID = 33;

    public static final int HEART_BEAT = 34;

    public static final int UNREGISTER_CLIENT = 35;

    public static final int CONSUMER_SEND_MSG_BACK = 36;

    /** Oneway. */
    public static final int END_TRANSACTION = 37;

    public static final int GET_CONSUMER_LIST_BY_GROUP = 38;

    /** From broker to producer, oneway. */
    public static final int CHECK_TRANSACTION_STATE = 39;

    /** From broker to client, oneway; a producer ignores it. */
    public static final int NOTIFY_CONSUMER_IDS_CHANGED = 40;

    public static final int LOCK_BATCH_MQ = 41;

    public static final int UNLOCK_BATCH_MQ = 42;

    /** Whether the broker can serve a subscription, which consumers ask about expressions other than tags. */
    public static final int CHECK_CLIENT_CONFIG = 46;

    public static final int GET_ROUTEINFO_BY_TOPIC = 105;

    public static final int GET_BROKER_CLUSTER_INFO = 106;

    public static final int GET_ALL_TOPIC_LIST_FROM_NAMESERVER = 206;

    /** From broker to consumer. */
    public static final int RESET_CONSUMER_CLIENT_OFFSET = 220;

    /** From broker to consumer. */
    public static final int GET_CONSUMER_STATUS_FROM_CLIENT = 221;

    /** From broker to consumer. */
    public static final int GET_CONSUMER_RUNNING_INFO = 307;

    /** From broker to consumer. */
    public static final int CONSUME_MESSAGE_DIRECTLY = 309;

    /** A send with one-letter field names: the usual one. */
    public static final int SEND_MESSAGE_V2 = 310;

    public static final int SEND_BATCH_MESSAGE = 320;

    public static final int SEND_REPLY_MESSAGE = 324;

    public static final int SEND_REPLY_MESSAGE_V2 = 325;

    /** From broker to producer; it must be answered. */
    public static final int PUSH_REPLY_MESSAGE_TO_CLIENT = 326;

    /** As {@link #PULL_MESSAGE}, from consumers of the kind "lite pull". */
    public static final int LITE_PULL_MESSAGE = 361;

    public static final int RECALL_MESSAGE = 370;

    public static final int QUERY_ASSIGNMENT = 400;

    public static final int SET_MESSAGE_REQUEST_MODE = 401;

    /** From broker to consumer; does not fit the binary header encoding. */
    public static final int NOTIFY_UNSUBSCRIBE_LITE = 200073;

    private RequestCode() {}

    /** The name of a code, or {@code UNKNOWN_4711} for a code without one. For people, not for the wire. */
    public static String nameOf(int code) {
        return switch (code) {
            case SEND_MESSAGE -> "SEND_MESSAGE";
            case PULL_MESSAGE -> "PULL_MESSAGE";
            case QUERY_MESSAGE -> "QUERY_MESSAGE";
            case QUERY_CONSUMER_OFFSET -> "QUERY_CONSUMER_OFFSET";
            case UPDATE_CONSUMER_OFFSET -> "UPDATE_CONSUMER_OFFSET";
            case UPDATE_AND_CREATE_TOPIC -> "UPDATE_AND_CREATE_TOPIC";
            case SEARCH_OFFSET_BY_TIMESTAMP -> "SEARCH_OFFSET_BY_TIMESTAMP";
            case GET_MAX_OFFSET -> "GET_MAX_OFFSET";
            case GET_MIN_OFFSET -> "GET_MIN_OFFSET";
            case GET_EARLIEST_MSG_STORETIME -> "GET_EARLIEST_MSG_STORETIME";
            case VIEW_MESSAGE_BY_ID -> "VIEW_MESSAGE_BY_ID";
            case HEART_BEAT -> "HEART_BEAT";
            case UNREGISTER_CLIENT -> "UNREGISTER_CLIENT";
            case CONSUMER_SEND_MSG_BACK -> "CONSUMER_SEND_MSG_BACK";
            case END_TRANSACTION -> "END_TRANSACTION";
            case GET_CONSUMER_LIST_BY_GROUP -> "GET_CONSUMER_LIST_BY_GROUP";
            case CHECK_TRANSACTION_STATE -> "CHECK_TRANSACTION_STATE";
            case NOTIFY_CONSUMER_IDS_CHANGED -> "NOTIFY_CONSUMER_IDS_CHANGED";
            case LOCK_BATCH_MQ -> "LOCK_BATCH_MQ";
            case UNLOCK_BATCH_MQ -> "UNLOCK_BATCH_MQ";
            case GET_ROUTEINFO_BY_TOPIC -> "GET_ROUTEINFO_BY_TOPIC";
            case GET_BROKER_CLUSTER_INFO -> "GET_BROKER_CLUSTER_INFO";
            case GET_ALL_TOPIC_LIST_FROM_NAMESERVER -> "GET_ALL_TOPIC_LIST_FROM_NAMESERVER";
            case RESET_CONSUMER_CLIENT_OFFSET -> "RESET_CONSUMER_CLIENT_OFFSET";
            case GET_CONSUMER_STATUS_FROM_CLIENT -> "GET_CONSUMER_STATUS_FROM_CLIENT";
            case GET_CONSUMER_RUNNING_INFO -> "GET_CONSUMER_RUNNING_INFO";
            case CONSUME_MESSAGE_DIRECTLY -> "CONSUME_MESSAGE_DIRECTLY";
            case SEND_MESSAGE_V2 -> "SEND_MESSAGE_V2";
            case SEND_BATCH_MESSAGE -> "SEND_BATCH_MESSAGE";
            case SEND_REPLY_MESSAGE -> "SEND_REPLY_MESSAGE";
            case SEND_REPLY_MESSAGE_V2 -> "SEND_REPLY_MESSAGE_V2";
            case PUSH_REPLY_MESSAGE_TO_CLIENT -> "PUSH_REPLY_MESSAGE_TO_CLIENT";
            case CHECK_CLIENT_CONFIG -> "CHECK_CLIENT_CONFIG";
            case LITE_PULL_MESSAGE -> "LITE_PULL_MESSAGE";
            case QUERY_ASSIGNMENT -> "QUERY_ASSIGNMENT";
            case SET_MESSAGE_REQUEST_MODE -> "SET_MESSAGE_REQUEST_MODE";
            case RECALL_MESSAGE -> "RECALL_MESSAGE";
            case NOTIFY_UNSUBSCRIBE_LITE -> "NOTIFY_UNSUBSCRIBE_LITE";
            default -> "UNKNOWN_" + code;
        };
    }
}

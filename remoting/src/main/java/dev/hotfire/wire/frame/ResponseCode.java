// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

/** Response codes as they travel on the wire (W-6). The one table of them; client-local codes are not in it. */
public final class ResponseCode {
    public static final int SUCCESS = 0;

    public static final int SYSTEM_ERROR = 1;

    public static final int SYSTEM_BUSY = 2;

    public static final int REQUEST_CODE_NOT_SUPPORTED = 3;

    public static final int TRANSACTION_FAILED = 4;

    /** Stored, but not on the master's disk in time. Carries a full send response header. */
    public static final int FLUSH_DISK_TIMEOUT = 10;

    /** Stored on the master, no slave took part. Carries a full send response header. */
    public static final int SLAVE_NOT_AVAILABLE = 11;

    /** Stored on the master, the slaves did not confirm in time. Carries a full send response header. */
    public static final int FLUSH_SLAVE_TIMEOUT = 12;

    public static final int MESSAGE_ILLEGAL = 13;

    public static final int SERVICE_NOT_AVAILABLE = 14;

    public static final int VERSION_NOT_SUPPORTED = 15;

    public static final int NO_PERMISSION = 16;

    public static final int TOPIC_NOT_EXIST = 17;

    public static final int PULL_NOT_FOUND = 19;

    public static final int PULL_RETRY_IMMEDIATELY = 20;

    public static final int PULL_OFFSET_MOVED = 21;

    public static final int QUERY_NOT_FOUND = 22;

    public static final int SUBSCRIPTION_PARSE_FAILED = 23;

    public static final int SUBSCRIPTION_GROUP_NOT_EXIST = 26;

    public static final int INVALID_PARAMETER = 29;

    public static final int TRANSACTION_SHOULD_COMMIT = 200;

    public static final int TRANSACTION_SHOULD_ROLLBACK = 201;

    /** Spelt as the official table spells it. */
    public static final int TRANSACTION_STATE_UNKNOW = 202;

    public static final int TRANSACTION_STATE_GROUP_WRONG = 203;

    public static final int NO_BUYER_ID = 204;

    public static final int NOT_IN_CURRENT_UNIT = 205;

    public static final int NO_MESSAGE = 208;

    public static final int FLOW_CONTROL = 215;

    public static final int NOT_LEADER_FOR_QUEUE = 501;

    public static final int ILLEGAL_OPERATION = 604;

    /** The peer is shutting down: the request was not handled, reconnect and repeat it once. */
    public static final int GO_AWAY = 1500;

    public static final int LMQ_QUOTA_EXCEEDED = 2017;

    private ResponseCode() {}

    /** The name of a code, or {@code UNKNOWN_4711} for a code without one. For people, not for the wire. */
    public static String nameOf(int code) {
        return switch (code) {
            case SUCCESS -> "SUCCESS";
            case SYSTEM_ERROR -> "SYSTEM_ERROR";
            case SYSTEM_BUSY -> "SYSTEM_BUSY";
            case REQUEST_CODE_NOT_SUPPORTED -> "REQUEST_CODE_NOT_SUPPORTED";
            case TRANSACTION_FAILED -> "TRANSACTION_FAILED";
            case FLUSH_DISK_TIMEOUT -> "FLUSH_DISK_TIMEOUT";
            case SLAVE_NOT_AVAILABLE -> "SLAVE_NOT_AVAILABLE";
            case FLUSH_SLAVE_TIMEOUT -> "FLUSH_SLAVE_TIMEOUT";
            case MESSAGE_ILLEGAL -> "MESSAGE_ILLEGAL";
            case SERVICE_NOT_AVAILABLE -> "SERVICE_NOT_AVAILABLE";
            case VERSION_NOT_SUPPORTED -> "VERSION_NOT_SUPPORTED";
            case NO_PERMISSION -> "NO_PERMISSION";
            case TOPIC_NOT_EXIST -> "TOPIC_NOT_EXIST";
            case PULL_NOT_FOUND -> "PULL_NOT_FOUND";
            case PULL_RETRY_IMMEDIATELY -> "PULL_RETRY_IMMEDIATELY";
            case PULL_OFFSET_MOVED -> "PULL_OFFSET_MOVED";
            case QUERY_NOT_FOUND -> "QUERY_NOT_FOUND";
            case SUBSCRIPTION_PARSE_FAILED -> "SUBSCRIPTION_PARSE_FAILED";
            case SUBSCRIPTION_GROUP_NOT_EXIST -> "SUBSCRIPTION_GROUP_NOT_EXIST";
            case INVALID_PARAMETER -> "INVALID_PARAMETER";
            case TRANSACTION_SHOULD_COMMIT -> "TRANSACTION_SHOULD_COMMIT";
            case TRANSACTION_SHOULD_ROLLBACK -> "TRANSACTION_SHOULD_ROLLBACK";
            case TRANSACTION_STATE_UNKNOW -> "TRANSACTION_STATE_UNKNOW";
            case TRANSACTION_STATE_GROUP_WRONG -> "TRANSACTION_STATE_GROUP_WRONG";
            case NO_BUYER_ID -> "NO_BUYER_ID";
            case NOT_IN_CURRENT_UNIT -> "NOT_IN_CURRENT_UNIT";
            case NO_MESSAGE -> "NO_MESSAGE";
            case FLOW_CONTROL -> "FLOW_CONTROL";
            case NOT_LEADER_FOR_QUEUE -> "NOT_LEADER_FOR_QUEUE";
            case ILLEGAL_OPERATION -> "ILLEGAL_OPERATION";
            case GO_AWAY -> "GO_AWAY";
            case LMQ_QUOTA_EXCEEDED -> "LMQ_QUOTA_EXCEEDED";
            default -> "UNKNOWN_" + code;
        };
    }
}

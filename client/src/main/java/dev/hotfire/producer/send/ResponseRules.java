// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.wire.frame.ResponseCode;

/**
 * What a broker's answer to a send means: a total function of its code. The one home of these rules, for every kind of
 * send. Whether another attempt follows is for {@link RetryRules} to say.
 *
 * @param certainty  whether the message was stored
 * @param aboutBroker whether the answer speaks of the broker's own state, and not of the message
 * @param aboutRoute whether a newer route may explain it
 */
record ResponseRules(Certainty certainty, boolean aboutBroker, boolean aboutRoute) {
    /** What an answer says about the message. */
    enum Certainty {
        STORED,
        REFUSED,
        UNKNOWN
    }

    private static final ResponseRules STORED = new ResponseRules(Certainty.STORED, false, false);
    private static final ResponseRules MESSAGE_REFUSED = new ResponseRules(Certainty.REFUSED, false, false);
    private static final ResponseRules ROUTE_REFUSED = new ResponseRules(Certainty.REFUSED, false, true);
    private static final ResponseRules BROKER_REFUSED = new ResponseRules(Certainty.REFUSED, true, false);
    private static final ResponseRules BROKER_UNSURE = new ResponseRules(Certainty.UNKNOWN, true, false);
    private static final ResponseRules UNHEARD_OF = new ResponseRules(Certainty.UNKNOWN, false, false);

    static ResponseRules of(int responseCode) {
        return switch (responseCode) {
            case ResponseCode.SUCCESS,
                    ResponseCode.FLUSH_DISK_TIMEOUT,
                    ResponseCode.SLAVE_NOT_AVAILABLE,
                    ResponseCode.FLUSH_SLAVE_TIMEOUT -> STORED;
            // Some of its reasons are met before the message is appended, others after.
            case ResponseCode.SYSTEM_ERROR -> BROKER_UNSURE;
            case ResponseCode.SYSTEM_BUSY, ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.GO_AWAY -> BROKER_REFUSED;
            // The last two: the queue is gone, or led by another broker now.
            case ResponseCode.TOPIC_NOT_EXIST,
                    ResponseCode.NO_PERMISSION,
                    ResponseCode.NO_BUYER_ID,
                    ResponseCode.NOT_IN_CURRENT_UNIT,
                    ResponseCode.INVALID_PARAMETER,
                    ResponseCode.NOT_LEADER_FOR_QUEUE -> ROUTE_REFUSED;
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    ResponseCode.TRANSACTION_FAILED,
                    ResponseCode.MESSAGE_ILLEGAL,
                    ResponseCode.VERSION_NOT_SUPPORTED,
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    ResponseCode.FLOW_CONTROL,
                    ResponseCode.ILLEGAL_OPERATION -> MESSAGE_REFUSED;
            default -> isControllerCode(responseCode) ? MESSAGE_REFUSED : UNHEARD_OF;
        };
    }

    /** Controllers refuse with 2000 to 2016; brokers with 2017 when a light queue is over its quota. */
    private static boolean isControllerCode(int responseCode) {
        return responseCode >= 2000 && responseCode <= 2017;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.wire.frame.ResponseCode;
import org.jspecify.annotations.Nullable;

/** Names of the OpenTelemetry semantic conventions for messaging, as far as sending is concerned. */
final class Conventions {
    /** How long one attempt took. */
    static final String DURATION = "messaging.client.operation.duration";

    /** How many messages attempts carried. */
    static final String SENT = "messaging.client.sent.messages";

    static final String SYSTEM = "messaging.system";
    static final String ROCKETMQ = "rocketmq";
    static final String OPERATION_NAME = "messaging.operation.name";
    static final String OPERATION_TYPE = "messaging.operation.type";
    static final String SEND = "send";
    static final String DESTINATION = "messaging.destination.name";
    static final String CLIENT_GROUP = "messaging.rocketmq.client_group";
    static final String SERVER_ADDRESS = "server.address";
    static final String SERVER_PORT = "server.port";
    static final String ERROR_TYPE = "error.type";

    private static final int CONNECT_FAILED = 10_001;
    private static final int TIMEOUT = 10_002;
    private static final int FORBIDDEN = 10_003;

    private Conventions() {}

    /** What went wrong, in one of few words; null if the message was stored. */
    static @Nullable String errorType(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Refused refused) {
            return nameOf(refused.responseCode());
        }
        return outcome instanceof AttemptOutcome.Unknown unknown ? nameOf(unknown.responseCode()) : null;
    }

    private static String nameOf(int code) {
        return switch (code) {
            case CONNECT_FAILED -> "connect_failed";
            case TIMEOUT -> "timeout";
            case FORBIDDEN -> "forbidden";
            default -> code < 0 ? "connection_lost" : ResponseCode.nameOf(code);
        };
    }

    /** A batch's id is the list of its elements' ids. */
    static int messages(String messageId) {
        return 1 + (int) messageId.chars().filter(c -> c == ',').count();
    }

    static String host(String address) {
        return address.substring(0, Math.max(0, address.lastIndexOf(':')));
    }

    static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}

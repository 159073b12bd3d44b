// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendTimeoutException;

/**
 * How a send ended for its caller, in words that fit both clients.
 *
 * @param end    which of the ends
 * @param detail the status of what is stored, else the code that comes with the failure
 */
record Told(End end, String detail) {
    enum End {
        STORED,
        HANDED_OVER,
        /** A broker's answer. */
        REFUSED,
        NOT_CONNECTED,
        CONNECTION_LOST,
        TIMED_OUT,
        /** What the official client calls too much. */
        TOO_MUCH
    }

    private static final int NOT_CONNECTED_CODE = 10_001;
    private static final int TIMED_OUT_CODE = 10_002;

    static Told stored(String status) {
        return status.equals("none") ? new Told(End.HANDED_OVER, "") : new Told(End.STORED, status);
    }

    /** What our producer's failure says. */
    static Told of(SendException failure) {
        if (failure instanceof SendRefusedException refused) {
            return failed(End.REFUSED, refused.responseCode());
        } else if (failure instanceof SendTimeoutException) {
            return failed(End.TIMED_OUT, TIMED_OUT_CODE);
        } else if (failure instanceof ConnectionFailedException connection) {
            return connection.isBroken()
                    ? failed(End.CONNECTION_LOST, -1)
                    : failed(End.NOT_CONNECTED, NOT_CONNECTED_CODE);
        }
        throw new AssertionError("a failure that no cell provokes", failure);
    }

    /** What a line of the official client's says. */
    static Told of(OutputLine line) {
        if (line.has("status")) {
            return stored(line.text("status"));
        }
        int code = line.has("code") ? line.number("code") : codeOf(line.text("failure"));
        return new Told(end(line.text("failure"), line, code), Integer.toString(code));
    }

    /** Thrown bare, the type stands for the code. */
    private static int codeOf(String type) {
        return switch (type) {
            case "RemotingTimeoutException" -> TIMED_OUT_CODE;
            case "RemotingConnectException" -> NOT_CONNECTED_CODE;
            default -> -1;
        };
    }

    private static End end(String type, OutputLine line, int code) {
        return switch (type) {
            case "MQBrokerException" -> End.REFUSED;
            case "RemotingTooMuchRequestException" -> End.TOO_MUCH;
            case "RemotingTimeoutException" -> End.TIMED_OUT;
            case "RemotingConnectException" -> End.NOT_CONNECTED;
            case "RemotingSendRequestException" -> End.CONNECTION_LOST;
            case "MQClientException" -> {
                if (line.text("message").startsWith("wait response timeout")) {
                    yield End.TIMED_OUT;
                }
                String cause = line.has("cause") ? line.text("cause") : "";
                if (cause.isEmpty() || cause.equals(type)) {
                    throw new AssertionError("a failure that no cell provokes: " + line + ", code " + code);
                }
                yield end(cause, line, code);
            }
            default -> throw new AssertionError("a failure that no cell provokes: " + line);
        };
    }

    private static Told failed(End end, int code) {
        return new Told(end, Integer.toString(code));
    }
}

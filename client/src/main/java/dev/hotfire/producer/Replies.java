// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.List;

/** Makes replies to requests, for whoever consumes them (B-REQREPLY-11). */
public final class Replies {
    private static final String REPLY_TOPIC_SUFFIX = "_REPLY_TOPIC";
    private static final String REPLY = "reply";

    private Replies() {}

    /**
     * The reply to a request, to be sent like any message: to the cluster that the request came through, which hands it to
     * the producer that asked. A reply that comes too late is dropped there.
     *
     * @param request as a consumer got it
     * @param body    not copied; at least one byte
     * @throws IllegalArgumentException if the message is no request, or no broker has noted its cluster on it
     */
    public static Message to(StoredMessage request, byte[] body) {
        requireNonNull(request, "request");
        Message.Builder reply = Message.builder(required(request, PropertyNames.CLUSTER) + REPLY_TOPIC_SUFFIX)
                .body(body)
                .system(PropertyNames.MSG_TYPE, REPLY);
        for (String name : List.of(PropertyNames.CORRELATION_ID, PropertyNames.REPLY_TO_CLIENT, PropertyNames.TTL)) {
            reply.system(name, required(request, name));
        }
        return reply.build();
    }

    /** Whether a message with this MSG_TYPE is a reply, which brokers hand over instead of storing it only. */
    public static boolean isReply(Message message) {
        return REPLY.equals(message.property(PropertyNames.MSG_TYPE));
    }

    private static String required(StoredMessage request, String name) {
        String value = request.properties().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "request." + name + ": null (expected: a request that came through a broker)");
        }
        return value;
    }
}

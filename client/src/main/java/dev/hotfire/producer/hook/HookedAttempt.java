// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.hook;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.message.PropertyNames;
import io.netty.buffer.ByteBufUtil;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as its hooks see it. Handed from thread to thread, one at a time: made where hooks run, given to the loop with
 * the attempt, ended there, and given back to where hooks run.
 */
public final class HookedAttempt implements SendAttempt {
    /** The stored format keeps the length of the properties in 16 bits (W-12). */
    private static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

    /** What says which message this is, and what becomes of it. */
    private static final Set<String> OURS = Set.of(
            PropertyNames.UNIQ_KEY,
            PropertyNames.TRAN_MSG,
            PropertyNames.PRODUCER_GROUP,
            PropertyNames.CORRELATION_ID,
            PropertyNames.REPLY_TO_CLIENT,
            PropertyNames.TTL,
            PropertyNames.MSG_TYPE,
            PropertyNames.INSTANCE_ID);

    private final SendHooks hooks;
    private final SendMode mode;
    private final int number;
    private final MessageQueue queue;
    private final String brokerAddress;
    private final Map<String, String> properties;
    private final SentMessage message;
    private final Map<Object, Object> attributes = new HashMap<>();
    private boolean changed;
    private boolean begun;
    private boolean over;
    private @Nullable SendResult result;
    private @Nullable Throwable failure;
    private @Nullable Frame request;
    private @Nullable Frame response;

    HookedAttempt(
            SendHooks hooks, SendMode mode, int number, MessageQueue queue, String brokerAddress, SentMessage message) {
        this.hooks = hooks;
        this.mode = mode;
        this.number = number;
        this.queue = queue;
        this.brokerAddress = brokerAddress;
        this.properties = new LinkedHashMap<>(message.properties());
        this.message = new SentMessage(
                message.topic(),
                message.messageId(),
                message.flag(),
                message.sysFlag(),
                message.isBatch(),
                Collections.unmodifiableMap(properties),
                message.body());
    }

    @Override
    public String producerGroup() {
        return hooks.producerGroup();
    }

    @Override
    public String namespace() {
        return hooks.namespace();
    }

    @Override
    public String clientHost() {
        return hooks.clientHost();
    }

    @Override
    public SendMode mode() {
        return mode;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public MessageQueue queue() {
        return queue;
    }

    @Override
    public String brokerAddress() {
        return brokerAddress;
    }

    @Override
    public SentMessage message() {
        return message;
    }

    @Override
    public void property(String name, String value) {
        if (begun) {
            throw new IllegalStateException("property: '" + name + "' (expected: set before the attempt)");
        }
        if (OURS.contains(name)) {
            throw new IllegalArgumentException(
                    "property: '" + name + "' (expected: a name that the producer does not depend on)");
        }
        requireText("property name", name);
        requireText("property " + name, value);
        int bytes = 0;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (!property.getKey().equals(name)) {
                bytes += size(property.getKey(), property.getValue());
            }
        }
        bytes += size(name, value);
        if (bytes > MAX_PROPERTIES_BYTES) {
            throw new IllegalArgumentException("property " + name + ": makes the properties " + bytes
                    + " bytes (expected: at most " + MAX_PROPERTIES_BYTES + ")");
        }
        properties.put(name, value);
        changed = true;
    }

    private static int size(String name, String value) {
        return ByteBufUtil.utf8Bytes(name) + ByteBufUtil.utf8Bytes(value) + 2;
    }

    @SuppressWarnings("ConstantValue") // A hook without null analysis may pass null.
    private static void requireText(String what, String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(what + ": '" + text + "' (expected: text that is not blank)");
        }
        if (text.indexOf(1) >= 0 || text.indexOf(2) >= 0) {
            throw new IllegalArgumentException(
                    what + ": has U+0001 or U+0002 (expected: neither, because they separate properties on the wire)");
        }
    }

    /** What hooks made of the properties; null if they left them alone. */
    public @Nullable Map<String, String> changedProperties() {
        return changed ? message.properties() : null;
    }

    @Override
    public Map<Object, Object> attributes() {
        return attributes;
    }

    @Override
    public @Nullable SendResult result() {
        return result;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Nothing can be set any more. */
    void begin() {
        begun = true;
    }

    /** The request as request hooks saw it, and were shown it with the response. */
    void request(Frame seen) {
        request = seen;
    }

    /** The broker answered. */
    public void answered(Frame answer) {
        response = answer;
    }

    /** The attempt is over; neither result nor failure for a one-way attempt that is out. Only the first end counts. */
    public void end(@Nullable SendResult newResult, @Nullable Throwable newFailure) {
        if (!over) {
            over = true;
            result = newResult;
            failure = newFailure;
        }
    }

    @Nullable
    Frame request() {
        return request;
    }

    @Nullable
    Frame response() {
        return response;
    }

    @Override
    public String toString() {
        return "attempt " + number + " of " + message.messageId() + " to " + queue;
    }
}

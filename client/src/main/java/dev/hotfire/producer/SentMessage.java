// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A message as it travels, for hooks to look at: with the properties that the producer added, and with its body
 * compressed if the sysFlag says so. A batch is one message here, whose body holds its elements (W-14).
 *
 * <p>Topic and group names are without their namespace. Immutable, but for the body, which must not be written to.
 */
public final class SentMessage {
    private final String topic;
    private final String messageId;
    private final int flag;
    private final int sysFlag;
    private final boolean batch;
    private final Map<String, String> properties;
    private final byte[] body;

    /**
     * @param messageId  UNIQ_KEY; for a batch those of its elements, separated by commas
     * @param flag       the user's own number
     * @param sysFlag    compression and transaction bits (W-15)
     * @param properties seen as they are, not copied
     * @param body       not copied
     */
    public SentMessage(
            String topic,
            String messageId,
            int flag,
            int sysFlag,
            boolean batch,
            Map<String, String> properties,
            byte[] body) {
        this.topic = requireNonNull(topic, "topic");
        this.messageId = requireNonNull(messageId, "messageId");
        this.flag = flag;
        this.sysFlag = sysFlag;
        this.batch = batch;
        this.properties = requireNonNull(properties, "properties");
        this.body = requireNonNull(body, "body");
    }

    public String topic() {
        return topic;
    }

    /** UNIQ_KEY; for a batch those of its elements, in order, separated by commas. */
    public String messageId() {
        return messageId;
    }

    /** The user's own number. */
    public int flag() {
        return flag;
    }

    /** Compression and transaction bits (W-15). */
    public int sysFlag() {
        return sysFlag;
    }

    public boolean isBatch() {
        return batch;
    }

    /** All properties, unmodifiable, in the order of writing. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The body itself, not a copy. */
    public byte[] body() {
        return body;
    }

    /** What kind of message this is. */
    public MessageType type() {
        return MessageType.of(properties, sysFlag);
    }

    @Override
    public String toString() {
        return "SentMessage[" + topic + ", " + messageId + ", " + body.length + " bytes, " + properties + "]";
    }
}

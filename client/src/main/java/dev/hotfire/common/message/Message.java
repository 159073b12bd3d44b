// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to send. Mutable: it must not be changed until the send call has returned. The producer reads it and works
 * on a copy.
 *
 * <p>Not for use by several threads while one of them changes it; any number may send it at once.
 */
public class Message implements Serializable {
    private static final long serialVersionUID = 8445773977080406428L;

    private @Nullable String topic;
    private int flag;
    private Map<String, String> properties = new LinkedHashMap<>();
    private byte @Nullable [] body;
    private @Nullable String transactionId;

    /** A message without anything, which can't be sent before it has a topic and a body. */
    public Message() {}

    public Message(@Nullable String topic, byte @Nullable [] body) {
        this(topic, "", "", 0, body, true);
    }

    /**
     * A message with all that its broker needs.
     *
     * @param tags           the tag that consumers filter by; null or empty for none
     * @param keys           what the message can be found by, separated by blanks; null or empty for none
     * @param flag           a number of the user's own
     * @param body           the content, not copied
     * @param waitStoreMsgOK whether the broker answers only once the message is as safe as it is set up to make it
     */
    public Message(
            @Nullable String topic,
            @Nullable String tags,
            @Nullable String keys,
            int flag,
            byte @Nullable [] body,
            boolean waitStoreMsgOK) {
        this.topic = topic;
        this.flag = flag;
        this.body = body;
        if (tags != null && !tags.isEmpty()) {
            putProperty(MessageConst.PROPERTY_TAGS, tags);
        }
        if (keys != null && !keys.isEmpty()) {
            putProperty(MessageConst.PROPERTY_KEYS, keys);
        }
        putProperty(MessageConst.PROPERTY_WAIT_STORE_MSG_OK, Boolean.toString(waitStoreMsgOK));
    }

    public Message(@Nullable String topic, @Nullable String tags, byte @Nullable [] body) {
        this(topic, tags, "", 0, body, true);
    }

    public Message(@Nullable String topic, @Nullable String tags, @Nullable String keys, byte @Nullable [] body) {
        this(topic, tags, keys, 0, body, true);
    }

    /** Keys that the message can be found by, separated by blanks. */
    public void setKeys(@Nullable String keys) {
        putProperty(MessageConst.PROPERTY_KEYS, keys);
    }

    /** A property of any name. A null value takes it away. */
    void putProperty(String name, @Nullable String value) {
        if (value == null) {
            properties.remove(name);
        } else {
            properties.put(name, value);
        }
    }

    void clearProperty(String name) {
        properties.remove(name);
    }

    /**
     * A property of the user's own (B-VALID-06).
     *
     * @throws IllegalArgumentException if the name or value is null or blank, or has a character that the wire uses as a
     *     separator (W-12)
     * @throws RuntimeException if the name belongs to the system
     */
    public void putUserProperty(@Nullable String name, @Nullable String value) {
        if (name != null && PropertyNames.isSystem(name)) {
            throw new IllegalArgumentException(
                    "property: '" + name + "' is used by the system (expected: a name that it does not use itself)");
        }
        if (name == null || name.isBlank() || value == null || value.isBlank()) {
            throw new IllegalArgumentException("property: '" + name + "'='" + value
                    + "' (expected: a name and a value that are not null or blank)");
        }
        MessageProperties.requireValid(name, value);
        putProperty(name, value);
    }

    public @Nullable String getUserProperty(String name) {
        return getProperty(name);
    }

    public @Nullable String getProperty(String name) {
        return properties.get(name);
    }

    public boolean hasProperty(String name) {
        return properties.containsKey(name);
    }

    public @Nullable String getTopic() {
        return topic;
    }

    public void setTopic(@Nullable String topic) {
        this.topic = topic;
    }

    public @Nullable String getTags() {
        return getProperty(MessageConst.PROPERTY_TAGS);
    }

    public void setTags(@Nullable String tags) {
        putProperty(MessageConst.PROPERTY_TAGS, tags);
    }

    public @Nullable String getKeys() {
        return getProperty(MessageConst.PROPERTY_KEYS);
    }

    /** As {@link #setKeys(String)}, with one blank between each two. */
    public void setKeys(Collection<String> keyCollection) {
        setKeys(String.join(MessageConst.KEY_SEPARATOR, keyCollection));
    }

    /** 1 to the broker's highest level, by default 18; 0 is no delay. */
    public int getDelayTimeLevel() {
        return (int) number(MessageConst.PROPERTY_DELAY_TIME_LEVEL, 0);
    }

    public void setDelayTimeLevel(int level) {
        putProperty(MessageConst.PROPERTY_DELAY_TIME_LEVEL, Integer.toString(level));
    }

    /**
     * The higher, the earlier it is consumed, on brokers that know priorities.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public void setPriority(int priority) {
        if (priority < 0) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0 or more)");
        }
        putProperty(MessageConst.PROPERTY_PRIORITY, Integer.toString(priority));
    }

    /** The priority, or -1. */
    public int getPriority() {
        return (int) number(MessageConst.PROPERTY_PRIORITY, -1);
    }

    public boolean isWaitStoreMsgOK() {
        String wait = getProperty(MessageConst.PROPERTY_WAIT_STORE_MSG_OK);
        return wait == null || Boolean.parseBoolean(wait);
    }

    public void setWaitStoreMsgOK(boolean waitStoreMsgOK) {
        putProperty(MessageConst.PROPERTY_WAIT_STORE_MSG_OK, Boolean.toString(waitStoreMsgOK));
    }

    public void setInstanceId(@Nullable String instanceId) {
        putProperty(MessageConst.PROPERTY_INSTANCE_ID, instanceId);
    }

    /** A number of the user's own. */
    public int getFlag() {
        return flag;
    }

    public void setFlag(int flag) {
        this.flag = flag;
    }

    /** The content, not a copy. */
    public byte @Nullable [] getBody() {
        return body;
    }

    public void setBody(byte @Nullable [] body) {
        this.body = body;
    }

    /** All properties, not a copy; never null. */
    public Map<String, String> getProperties() {
        return properties;
    }

    void setProperties(@Nullable Map<String, String> properties) {
        this.properties = properties == null ? new LinkedHashMap<>() : properties;
    }

    public @Nullable String getBuyerId() {
        return getProperty(MessageConst.PROPERTY_BUYER_ID);
    }

    public void setBuyerId(@Nullable String buyerId) {
        putProperty(MessageConst.PROPERTY_BUYER_ID, buyerId);
    }

    public @Nullable String getTransactionId() {
        return transactionId;
    }

    public void setTransactionId(@Nullable String transactionId) {
        this.transactionId = transactionId;
    }

    @Override
    public String toString() {
        return "Message{topic='" + topic + "', flag=" + flag + ", properties=" + properties + ", body="
                + Arrays.toString(body) + ", transactionId='" + transactionId + "'}";
    }

    /** Deliver after so many seconds. */
    public void setDelayTimeSec(long sec) {
        putProperty(MessageConst.PROPERTY_TIMER_DELAY_SEC, Long.toString(sec));
    }

    /** The delay in seconds, or 0. */
    public long getDelayTimeSec() {
        return number(MessageConst.PROPERTY_TIMER_DELAY_SEC, 0);
    }

    /** Deliver after so many milliseconds. */
    public void setDelayTimeMs(long timeMs) {
        putProperty(MessageConst.PROPERTY_TIMER_DELAY_MS, Long.toString(timeMs));
    }

    /** The delay in milliseconds, or 0. */
    public long getDelayTimeMs() {
        return number(MessageConst.PROPERTY_TIMER_DELAY_MS, 0);
    }

    /** Deliver at this time, in milliseconds since the epoch. */
    public void setDeliverTimeMs(long timeMs) {
        putProperty(MessageConst.PROPERTY_TIMER_DELIVER_MS, Long.toString(timeMs));
    }

    /** The time of delivery in milliseconds since the epoch, or 0. */
    public long getDeliverTimeMs() {
        return number(MessageConst.PROPERTY_TIMER_DELIVER_MS, 0);
    }

    private long number(String name, long ifNone) {
        String text = getProperty(name);
        return text == null ? ifNone : Long.parseLong(text);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import dev.hotfire.common.attribute.TopicMessageType;
import dev.hotfire.common.constant.PermName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a topic is set up on a broker. */
public class TopicConfig {
    /** What topics have that don't say how many queues they have. */
    public static int defaultReadQueueNums = 16;

    public static int defaultWriteQueueNums = 16;

    private static final String MESSAGE_TYPE = "message.type";
    private static final String LITE_EXPIRATION = "lite.topic.expiration";

    private @Nullable String topicName;
    private int readQueueNums = defaultReadQueueNums;
    private int writeQueueNums = defaultWriteQueueNums;
    private int perm = PermName.PERM_READ | PermName.PERM_WRITE;
    private TopicFilterType topicFilterType = TopicFilterType.SINGLE_TAG;
    private int topicSysFlag;
    private boolean order;
    private Map<String, String> attributes = new HashMap<>();

    public TopicConfig() {}

    public TopicConfig(@Nullable String topicName) {
        this.topicName = topicName;
    }

    public TopicConfig(@Nullable String topicName, int readQueueNums, int writeQueueNums) {
        this(topicName);
        this.readQueueNums = readQueueNums;
        this.writeQueueNums = writeQueueNums;
    }

    public TopicConfig(@Nullable String topicName, int readQueueNums, int writeQueueNums, int perm) {
        this(topicName, readQueueNums, writeQueueNums);
        this.perm = perm;
    }

    public TopicConfig(@Nullable String topicName, int readQueueNums, int writeQueueNums, int perm, int topicSysFlag) {
        this(topicName, readQueueNums, writeQueueNums, perm);
        this.topicSysFlag = topicSysFlag;
    }

    /** A copy. */
    public TopicConfig(TopicConfig other) {
        this(other.topicName, other.readQueueNums, other.writeQueueNums, other.perm, other.topicSysFlag);
        this.topicFilterType = other.topicFilterType;
        this.order = other.order;
        this.attributes = new HashMap<>(other.attributes);
    }

    public @Nullable String getTopicName() {
        return topicName;
    }

    public void setTopicName(@Nullable String topicName) {
        this.topicName = topicName;
    }

    public int getReadQueueNums() {
        return readQueueNums;
    }

    public void setReadQueueNums(int readQueueNums) {
        this.readQueueNums = readQueueNums;
    }

    public int getWriteQueueNums() {
        return writeQueueNums;
    }

    public void setWriteQueueNums(int writeQueueNums) {
        this.writeQueueNums = writeQueueNums;
    }

    /** See {@link PermName}. */
    public int getPerm() {
        return perm;
    }

    public void setPerm(int perm) {
        this.perm = perm;
    }

    public TopicFilterType getTopicFilterType() {
        return topicFilterType;
    }

    public void setTopicFilterType(TopicFilterType topicFilterType) {
        this.topicFilterType = topicFilterType;
    }

    /** See {@link dev.hotfire.common.sysflag.TopicSysFlag}. */
    public int getTopicSysFlag() {
        return topicSysFlag;
    }

    public void setTopicSysFlag(int topicSysFlag) {
        this.topicSysFlag = topicSysFlag;
    }

    public boolean isOrder() {
        return order;
    }

    public void setOrder(boolean isOrder) {
        this.order = isOrder;
    }

    public Map<String, String> getAttributes() {
        return attributes;
    }

    public void setAttributes(Map<String, String> attributes) {
        this.attributes = attributes;
    }

    /** The attribute {@code message.type}; {@link TopicMessageType#NORMAL} without one. */
    public TopicMessageType getTopicMessageType() {
        String type = attributes.get(MESSAGE_TYPE);
        return type == null ? TopicMessageType.NORMAL : TopicMessageType.valueOf(type.toUpperCase(Locale.ROOT));
    }

    public void setTopicMessageType(TopicMessageType topicMessageType) {
        attributes.put(MESSAGE_TYPE, topicMessageType.getValue());
    }

    /** The attribute {@code lite.topic.expiration}; -1 without one, or if the topic is not for light topics. */
    public int getLiteTopicExpiration() {
        return getTopicMessageType() == TopicMessageType.LITE ? UtilAll.asInt(attributes.get(LITE_EXPIRATION), -1) : -1;
    }

    /** Changes nothing if the topic is not for light topics. */
    public void setLiteTopicExpiration(int liteTopicExpiration) {
        if (getTopicMessageType() == TopicMessageType.LITE) {
            attributes.put(LITE_EXPIRATION, Integer.toString(liteTopicExpiration));
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TopicConfig other
                && Objects.equals(topicName, other.topicName)
                && readQueueNums == other.readQueueNums
                && writeQueueNums == other.writeQueueNums
                && perm == other.perm
                && topicFilterType == other.topicFilterType
                && topicSysFlag == other.topicSysFlag
                && order == other.order
                && Objects.equals(attributes, other.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                topicName, readQueueNums, writeQueueNums, perm, topicFilterType, topicSysFlag, order, attributes);
    }

    @Override
    public String toString() {
        return "TopicConfig [topicName=" + topicName + ", readQueueNums=" + readQueueNums + ", writeQueueNums="
                + writeQueueNums + ", perm=" + PermName.perm2String(perm) + ", topicFilterType=" + topicFilterType
                + ", topicSysFlag=" + topicSysFlag + ", order=" + order + ", attributes=" + attributes + "]";
    }
}

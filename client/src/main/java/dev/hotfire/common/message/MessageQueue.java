// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One queue of a topic on one broker. Mutable, as the official type is: the producer never changes one that it was given. */
public class MessageQueue implements Comparable<MessageQueue>, Serializable {
    private static final long serialVersionUID = 6191200464116433425L;

    private @Nullable String topic;
    private @Nullable String brokerName;
    private int queueId;

    public MessageQueue() {}

    public MessageQueue(MessageQueue other) {
        this(other.topic, other.brokerName, other.queueId);
    }

    public MessageQueue(@Nullable String topic, @Nullable String brokerName, int queueId) {
        this.topic = topic;
        this.brokerName = brokerName;
        this.queueId = queueId;
    }

    public @Nullable String getTopic() {
        return topic;
    }

    public void setTopic(@Nullable String topic) {
        this.topic = topic;
    }

    /** The broker group's name, never an address. */
    public @Nullable String getBrokerName() {
        return brokerName;
    }

    public void setBrokerName(@Nullable String brokerName) {
        this.brokerName = brokerName;
    }

    public int getQueueId() {
        return queueId;
    }

    public void setQueueId(int queueId) {
        this.queueId = queueId;
    }

    @Override
    public int hashCode() {
        int result = 31 + Objects.hashCode(brokerName);
        result = 31 * result + queueId;
        return 31 * result + Objects.hashCode(topic);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageQueue that
                && queueId == that.queueId
                && Objects.equals(topic, that.topic)
                && Objects.equals(brokerName, that.brokerName);
    }

    @Override
    public String toString() {
        return "MessageQueue [topic=" + topic + ", brokerName=" + brokerName + ", queueId=" + queueId + "]";
    }

    /** By topic, broker name and queue id; a missing name comes first. */
    @Override
    public int compareTo(MessageQueue other) {
        int result = compare(topic, other.topic);
        if (result == 0) {
            result = compare(brokerName, other.brokerName);
        }
        return result == 0 ? Integer.compare(queueId, other.queueId) : result;
    }

    private static int compare(@Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return left.compareTo(right);
    }
}

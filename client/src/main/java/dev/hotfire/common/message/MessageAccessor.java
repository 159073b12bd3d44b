// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets what a {@link Message} has no setter for, for those who know what the system does with it. */
public class MessageAccessor {
    public static void clearProperty(Message msg, String name) {
        msg.clearProperty(name);
    }

    /** Replaces all properties; the map is kept, not copied. Null stands for none. */
    public static void setProperties(Message msg, @Nullable Map<String, String> properties) {
        msg.setProperties(properties);
    }

    /** Sets a property of any name. A null value takes it away. */
    public static void putProperty(Message msg, String name, @Nullable String value) {
        msg.putProperty(name, value);
    }

    public static void setTransferFlag(Message msg, @Nullable String transferFlag) {
        putProperty(msg, MessageConst.PROPERTY_TRANSFER_FLAG, transferFlag);
    }

    public static @Nullable String getTransferFlag(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_TRANSFER_FLAG);
    }

    public static void setCorrectionFlag(Message msg, @Nullable String correctionFlag) {
        putProperty(msg, MessageConst.PROPERTY_CORRECTION_FLAG, correctionFlag);
    }

    public static @Nullable String getCorrectionFlag(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_CORRECTION_FLAG);
    }

    public static void setOriginMessageId(Message msg, @Nullable String originMessageId) {
        putProperty(msg, MessageConst.PROPERTY_ORIGIN_MESSAGE_ID, originMessageId);
    }

    public static @Nullable String getOriginMessageId(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_ORIGIN_MESSAGE_ID);
    }

    public static void setMQ2Flag(Message msg, @Nullable String mq2Flag) {
        putProperty(msg, MessageConst.PROPERTY_MQ2_FLAG, mq2Flag);
    }

    public static @Nullable String getMQ2Flag(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_MQ2_FLAG);
    }

    public static void setReconsumeTime(Message msg, @Nullable String reconsumeTime) {
        putProperty(msg, MessageConst.PROPERTY_RECONSUME_TIME, reconsumeTime);
    }

    public static @Nullable String getReconsumeTime(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_RECONSUME_TIME);
    }

    public static void setMaxReconsumeTimes(Message msg, @Nullable String maxReconsumeTimes) {
        putProperty(msg, MessageConst.PROPERTY_MAX_RECONSUME_TIMES, maxReconsumeTimes);
    }

    public static @Nullable String getMaxReconsumeTimes(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_MAX_RECONSUME_TIMES);
    }

    public static void setConsumeStartTimeStamp(Message msg, @Nullable String consumeStartTimeStamp) {
        putProperty(msg, MessageConst.PROPERTY_CONSUME_START_TIMESTAMP, consumeStartTimeStamp);
    }

    public static @Nullable String getConsumeStartTimeStamp(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_CONSUME_START_TIMESTAMP);
    }

    public static void setLiteTopic(Message msg, @Nullable String liteTopic) {
        putProperty(msg, MessageConst.PROPERTY_LITE_TOPIC, liteTopic);
    }

    /** A message with the same topic, flag, body and properties; the map is a copy, the body is not. */
    public static Message cloneMessage(Message msg) {
        Message copy = new Message(msg.getTopic(), msg.getBody());
        copy.setFlag(msg.getFlag());
        copy.setProperties(deepCopyProperties(msg.getProperties()));
        return copy;
    }

    /** A copy that can be changed. */
    public static Map<String, String> deepCopyProperties(Map<String, String> properties) {
        return new LinkedHashMap<>(properties);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.TopicConfig;
import dev.hotfire.common.constant.PermName;
import dev.hotfire.common.message.Message;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.namespace.SystemTopics;
import java.io.File;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names and messages may be (B-VALID-01 to -04, B-LIFE-04), with the texts that users of the official client know. */
public class Validators {
    public static final int CHARACTER_MAX_LENGTH = 255;
    public static final int TOPIC_MAX_LENGTH = 127;
    public static final int GROUP_MAX_LENGTH = 120;

    private static final Pattern LEGAL = Pattern.compile("^[%|a-zA-Z0-9_-]+$");
    private static final String MULTI_DISPATCH = "INNER_MULTI_DISPATCH";

    /** A producer's or consumer's group. */
    public static void checkGroup(@Nullable String group) throws MQClientException {
        if (group == null || group.isBlank()) {
            throw new MQClientException("the specified group is blank", null);
        }
        if (group.length() > GROUP_MAX_LENGTH) {
            throw new MQClientException(
                    "the specified group[" + group + "] is longer than group max length: " + GROUP_MAX_LENGTH + ".",
                    null);
        }
        if (!LEGAL.matcher(group).matches()) {
            throw new MQClientException(
                    "the specified group[" + group + "] contains illegal characters, allowing only " + LEGAL, null);
        }
    }

    /** A message that is about to be sent. */
    public static void checkMessage(@Nullable Message msg, DefaultMQProducer defaultMQProducer)
            throws MQClientException {
        if (msg == null) {
            throw illegal("the message is null");
        }
        checkTopic(msg.getTopic());
        isNotAllowedSendTopic(String.valueOf(msg.getTopic()));
        byte[] body = msg.getBody();
        if (body == null) {
            throw illegal("the message body is null");
        }
        if (body.length == 0) {
            throw illegal("the message body length is zero");
        }
        if (body.length > defaultMQProducer.getMaxMessageSize()) {
            throw illegal("the message body size over max value, MAX: " + defaultMQProducer.getMaxMessageSize());
        }
        String queues = msg.getProperty(MULTI_DISPATCH);
        if (queues != null && queues.contains(File.separator)) {
            throw illegal(MULTI_DISPATCH + " " + queues + " can not contains " + File.separator + " character");
        }
    }

    private static MQClientException illegal(String text) {
        return new MQClientException(ResponseCode.MESSAGE_ILLEGAL, text);
    }

    /** A topic's name. */
    public static void checkTopic(@Nullable String topic) throws MQClientException {
        if (topic == null || topic.isBlank()) {
            throw new MQClientException("The specified topic is blank", null);
        }
        if (topic.length() > TOPIC_MAX_LENGTH) {
            throw new MQClientException(
                    "The specified topic is longer than topic max length " + TOPIC_MAX_LENGTH + ".", null);
        }
        if (!LEGAL.matcher(topic).matches()) {
            throw new MQClientException(
                    "The specified topic[" + topic + "] contains illegal characters, allowing only " + LEGAL, null);
        }
    }

    /** Refuses what brokers have for themselves. */
    public static void isSystemTopic(String topic) throws MQClientException {
        if (SystemTopics.isSystem(topic)) {
            throw new MQClientException("The topic[" + topic + "] is conflict with system topic.", null);
        }
    }

    /** Refuses permissions that there are not. */
    public static void checkTopicConfig(TopicConfig topicConfig) throws MQClientException {
        if (!PermName.isValid(topicConfig.getPerm())) {
            throw new MQClientException(
                    ResponseCode.NO_PERMISSION, "topicPermission value: " + topicConfig.getPerm() + " is invalid.");
        }
    }

    /** Refuses what only brokers write to. */
    public static void isNotAllowedSendTopic(String topic) throws MQClientException {
        if (SystemTopics.isForbiddenToSend(topic)) {
            throw new MQClientException("Sending message to topic[" + topic + "] is forbidden.", null);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.util.List;

/** What a topic and a producer group may be called (W-21, B-VALID-02, B-VALID-03, B-LIFE-04). */
public final class TopicNames {
    /** A topic's most characters. */
    public static final int MAX_TOPIC_LENGTH = 127;

    /** A group's most characters. */
    public static final int MAX_GROUP_LENGTH = 120;

    /** Where brokers keep their own books. A client that sends there corrupts them. */
    private static final List<String> FORBIDDEN = List.of(
            "SCHEDULE_TOPIC_XXXX",
            "RMQ_SYS_TRANS_HALF_TOPIC",
            "RMQ_SYS_TRANS_OP_HALF_TOPIC",
            "TRANS_CHECK_MAX_TIME_TOPIC",
            "SELF_TEST_TOPIC",
            "OFFSET_MOVED_EVENT",
            "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC",
            "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC");

    private TopicNames() {}

    /**
     * Returns the topic.
     *
     * @throws IllegalArgumentException naming it, if it is blank, too long or has characters that brokers refuse
     */
    public static String requireValid(String topic) {
        return requireName("topic", topic, MAX_TOPIC_LENGTH);
    }

    /** As {@link #requireValid}, for a topic that a setting names. */
    static String requireValid(String setting, String topic) {
        return requireName(setting, topic, MAX_TOPIC_LENGTH);
    }

    /** The same, and not one of the topics that only brokers write. */
    static String requireSendable(String topic) {
        requireValid(topic);
        if (FORBIDDEN.contains(topic)) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: not a topic of the broker's own)");
        }
        return topic;
    }

    static String requireGroup(String group) {
        requireName("producerGroup", group, MAX_GROUP_LENGTH);
        if (group.equals("DEFAULT_PRODUCER")) {
            throw new IllegalArgumentException("producerGroup: 'DEFAULT_PRODUCER' (expected: a group of your own)");
        }
        return group;
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    private static String requireName(String what, String name, int maxLength) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(what + ": '" + name + "' (expected: a name that is not blank)");
        }
        if (name.length() > maxLength) {
            throw new IllegalArgumentException(what + ": '" + name + "' (expected: at most " + maxLength
                    + " characters, not " + name.length() + ")");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i))) {
                throw new IllegalArgumentException(
                        what + ": '" + name + "' (expected: only letters, digits, %, |, -, _)");
            }
        }
        return name;
    }

    private static boolean isLegal(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || c == '_' || c == '-' || c == '%' || c == '|';
    }
}

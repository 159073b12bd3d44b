// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.topic;

import dev.hotfire.wire.namespace.SystemTopics;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What topics and groups may be called, and which topics are the system's (W-21). */
public class TopicValidator {
    public static final String AUTO_CREATE_TOPIC_KEY_TOPIC = "TBW102";
    public static final String RMQ_SYS_SCHEDULE_TOPIC = "SCHEDULE_TOPIC_XXXX";
    public static final String RMQ_SYS_BENCHMARK_TOPIC = "BenchmarkTest";
    public static final String RMQ_SYS_TRANS_HALF_TOPIC = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC = "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC";
    public static final String RMQ_SYS_TRACE_TOPIC = "RMQ_SYS_TRACE_TOPIC";
    public static final String RMQ_SYS_TRANS_OP_HALF_TOPIC = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC = "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC";
    public static final String RMQ_SYS_TRANS_CHECK_MAX_TIME_TOPIC = "TRANS_CHECK_MAX_TIME_TOPIC";
    public static final String RMQ_SYS_SELF_TEST_TOPIC = "SELF_TEST_TOPIC";
    public static final String RMQ_SYS_OFFSET_MOVED_EVENT = "OFFSET_MOVED_EVENT";
    public static final String RMQ_SYS_ROCKSDB_OFFSET_TOPIC = "CHECKPOINT_TOPIC";
    public static final String SYSTEM_TOPIC_PREFIX = "rmq_sys_";
    public static final String SYNC_BROKER_MEMBER_GROUP_PREFIX = "rmq_sys_SYNC_BROKER_MEMBER_";

    private static final int MAX_TOPIC_LENGTH = 127;
    private static final int MAX_GROUP_LENGTH = 120;

    /** Whether there is a character in it that names may not have. */
    public static boolean isTopicOrGroupIllegal(String str) {
        for (int i = 0; i < str.length(); i++) {
            if (!isLegal(str.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLegal(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || c == '_' || c == '-' || c == '%' || c == '|';
    }

    public static ValidateResult validateTopic(@Nullable String topic) {
        return validate("topic", topic, MAX_TOPIC_LENGTH);
    }

    public static ValidateResult validateGroup(@Nullable String group) {
        return validate("group", group, MAX_GROUP_LENGTH);
    }

    private static ValidateResult validate(String what, @Nullable String name, int maxLength) {
        if (name == null || name.isBlank()) {
            return new ValidateResult(false, "The specified " + what + " is blank.");
        }
        if (isTopicOrGroupIllegal(name)) {
            return new ValidateResult(
                    false,
                    "The specified " + what + ": " + name
                            + ", contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$");
        }
        if (name.length() > maxLength) {
            return new ValidateResult(
                    false,
                    "The specified " + what + ": " + name + ", is longer than " + what + " max length: " + maxLength);
        }
        return new ValidateResult(true, "");
    }

    public static boolean isSystemTopic(String topic) {
        return SystemTopics.isSystem(topic);
    }

    /** Whether only brokers write to it. */
    public static boolean isNotAllowedSendTopic(String topic) {
        return SystemTopics.isForbiddenToSend(topic);
    }

    /** The system's topics by name, without those that a prefix tells; a copy. */
    public static Set<String> getSystemTopicSet() {
        return new LinkedHashSet<>(SystemTopics.names());
    }

    /** The topics that only brokers write to; a copy. */
    public static Set<String> getNotAllowedSendTopicSet() {
        Set<String> topics = getSystemTopicSet();
        topics.removeIf(topic -> !SystemTopics.isForbiddenToSend(topic));
        return topics;
    }

    /** What is right or wrong about a name. */
    public static class ValidateResult {
        private final boolean valid;
        private final String remark;

        public ValidateResult(boolean valid, String remark) {
            this.valid = valid;
            this.remark = remark;
        }

        public boolean isValid() {
            return valid;
        }

        /** What is wrong; empty if nothing is. */
        public String getRemark() {
            return remark;
        }
    }
}

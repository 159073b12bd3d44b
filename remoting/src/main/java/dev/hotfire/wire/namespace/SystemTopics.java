// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.namespace;

import java.util.List;
import java.util.stream.Stream;

/** Topics that belong to the system (W-21). */
public final class SystemTopics {
    /** The template that topics are created from when a message names one that is not there. */
    public static final String TEMPLATE = "TBW102";

    /** Where trace records go unless told otherwise. */
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";

    /** Where half messages wait. */
    public static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";

    /** Where delayed messages wait. */
    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";

    /** Where messages with a timer wait. */
    public static final String TIMER = "rmq_sys_wheel_timer";

    /** In front of a consumer group's name: the topic of what it is to be given again. */
    public static final String RETRY_PREFIX = "%RETRY%";

    /** In front of a consumer group's name: the topic of what it failed to consume. */
    public static final String DLQ_PREFIX = "%DLQ%";

    private static final String SYSTEM_PREFIX = "rmq_sys_";

    private static final List<String> NOT_FOR_CLIENTS = List.of(
            SCHEDULE,
            HALF,
            "RMQ_SYS_TRANS_OP_HALF_TOPIC",
            "TRANS_CHECK_MAX_TIME_TOPIC",
            "SELF_TEST_TOPIC",
            "OFFSET_MOVED_EVENT",
            "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC",
            "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC");

    private static final List<String> OTHERS = List.of(TEMPLATE, "BenchmarkTest", TRACE, "CHECKPOINT_TOPIC");

    private SystemTopics() {}

    /** The system's topics by name; more begin with the system's prefix. Unmodifiable. */
    public static List<String> names() {
        return Stream.concat(NOT_FOR_CLIENTS.stream(), OTHERS.stream()).toList();
    }

    /** Whether the topic is one that clients may not send to. */
    public static boolean isForbiddenToSend(String topic) {
        return NOT_FOR_CLIENTS.contains(topic);
    }

    /** Whether the topic belongs to the system: it gets no namespace and cannot be created. */
    public static boolean isSystem(String topic) {
        return NOT_FOR_CLIENTS.contains(topic) || OTHERS.contains(topic) || topic.startsWith(SYSTEM_PREFIX);
    }
}

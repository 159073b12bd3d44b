// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;

/**
 * A topic as one broker has it.
 *
 * @param topic          its name
 * @param readQueueNums  queues that consumers may read, 0 to {@link QueueData#MAX_QUEUES}
 * @param writeQueueNums queues that producers may write, 0 to {@link QueueData#MAX_QUEUES}
 * @param perm           see {@link Permission}
 */
public record TopicConfig(String topic, int readQueueNums, int writeQueueNums, int perm) {
    public TopicConfig {
        requireNonNull(topic, "topic");
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("topic: \"\" (expected: a topic's name)");
        }
        requireCount("readQueueNums", readQueueNums);
        requireCount("writeQueueNums", writeQueueNums);
        int known = Permission.READ_WRITE_INHERIT | Permission.PRIORITY;
        if ((perm & ~known) != 0) {
            throw new IllegalArgumentException("perm: " + perm + " (expected: 0 to " + known + ")");
        }
    }

    /** An ordinary topic: so many queues to read and to write. */
    public static TopicConfig of(String topic, int queues) {
        return new TopicConfig(topic, queues, queues, Permission.READ_WRITE);
    }

    public TopicConfig withPerm(int newPerm) {
        return new TopicConfig(topic, readQueueNums, writeQueueNums, newPerm);
    }

    public TopicConfig withWriteQueueNums(int newWriteQueueNums) {
        return new TopicConfig(topic, readQueueNums, newWriteQueueNums, perm);
    }

    public TopicConfig withReadQueueNums(int newReadQueueNums) {
        return new TopicConfig(topic, newReadQueueNums, writeQueueNums, perm);
    }

    /** One past the highest queue id that a request may name. */
    int queueIdBound() {
        return Math.max(readQueueNums, writeQueueNums);
    }

    private static void requireCount(String name, int count) {
        if (count < 0 || count > QueueData.MAX_QUEUES) {
            throw new IllegalArgumentException(name + ": " + count + " (expected: 0 to " + QueueData.MAX_QUEUES + ")");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import static java.util.Objects.requireNonNull;

/**
 * What a topic has on one broker (W-10).
 *
 * @param brokerName    names the {@link BrokerData} that says where the broker is
 * @param readQueueNums  queues to read from
 * @param writeQueueNums queues to write to: ids 0 up to but not including this
 * @param perm           {@link Permission} bits
 * @param topicSysFlag   unit bits of the topic, of no concern to producers
 */
public record QueueData(String brokerName, int readQueueNums, int writeQueueNums, int perm, int topicSysFlag) {
    /**
     * More queues than any topic has on a broker, by two orders of magnitude. Who routes by this data makes something
     * for each queue, and a corrupted count must not make it billions.
     */
    public static final int MAX_QUEUES = 65_536;

    public QueueData {
        requireNonNull(brokerName, "brokerName");
        requireCount("readQueueNums", readQueueNums);
        requireCount("writeQueueNums", writeQueueNums);
    }

    static void requireCount(String name, int count) {
        if (count < 0 || count > MAX_QUEUES) {
            throw new IllegalArgumentException(name + ": " + count + " (expected: 0 to " + MAX_QUEUES + ")");
        }
    }
}

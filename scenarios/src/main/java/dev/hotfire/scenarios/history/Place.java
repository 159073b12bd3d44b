// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

/** Where a message is: an offset of a queue on a broker. */
public record Place(String topic, String broker, int queueId, long queueOffset) {
    public Place {
        requireNonNull(topic, "topic");
        requireNonNull(broker, "broker");
    }

    /** What results name as the broker of a static topic's queue (W-10). */
    public static final String LOGICAL_BROKER = "__syslo__global__";

    /** Whether its queue and offset are numbered across brokers. */
    public boolean isNumbered() {
        return broker.equals(LOGICAL_BROKER);
    }

    @Override
    public String toString() {
        return topic + " on " + broker + ", queue " + queueId + ", offset " + queueOffset;
    }
}

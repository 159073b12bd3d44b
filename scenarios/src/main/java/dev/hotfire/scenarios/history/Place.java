// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

/** Where a message is: an offset of a queue on a broker. */
public record Place(String topic, String broker, int queueId, long queueOffset) {
    public Place {
        requireNonNull(topic, "topic");
        requireNonNull(broker, "broker");
    }

    @Override
    public String toString() {
        return topic + " on " + broker + ", queue " + queueId + ", offset " + queueOffset;
    }
}

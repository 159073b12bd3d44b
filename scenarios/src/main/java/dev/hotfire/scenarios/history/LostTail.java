// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.namespace.SystemTopics;

/**
 * The end of a queue's log that a broker lost (B03).
 *
 * @param topic      whose log
 * @param broker     on which broker
 * @param queueId    which queue
 * @param fromOffset the first offset that is gone
 * @param ordered    whether the scenario told the broker to lose it: then the broker is to blame for what was promised
 */
public record LostTail(String topic, String broker, int queueId, long fromOffset, boolean ordered) {
    public LostTail {
        requireNonNull(topic, "topic");
        requireNonNull(broker, "broker");
    }

    /** Whether the place is in it. */
    public boolean covers(Place place) {
        return place.topic().equals(topic)
                && place.broker().equals(broker)
                && place.queueId() == queueId
                && place.queueOffset() >= fromOffset;
    }

    /**
     * Whether what a sender was told of this place, which is out of sight, may be in it: only the offset is of the queue where
     * messages wait.
     */
    public boolean coversWaiting(Place told) {
        return SystemTopics.isSystem(topic)
                && (told.broker().equals(broker) ? told.queueOffset() >= fromOffset : told.isNumbered());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.route.TopicQueueMapping;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which queues of static topics (W-10) a broker holds: they have numbers of the whole cluster, and go on with their
 * offsets when they move from broker to broker. Safe from any thread.
 *
 * <p>Simplified against broker 5.5.0: a queue's messages from before its last move are not read through its new broker,
 * and offsets go on without the gap that a real move leaves.
 */
final class StaticTopics {
    private volatile SortedMap<String, Held> topics = Collections.emptySortedMap();

    /**
     * What a broker holds of one topic.
     *
     * @param mapping      as name servers tell it
     * @param shifts by global queue id: what an offset in the broker's queue is less than that in the global one
     */
    record Held(TopicQueueMapping mapping, Map<Integer, Long> shifts) {
        Held {
            shifts = Map.copyOf(shifts);
        }

        /** The broker's own queue for a global one, or null when it is held elsewhere. */
        @Nullable
        Integer queueId(int globalId) {
            return mapping.currIdMap().get(globalId);
        }

        long globalOffset(int globalId, long queueOffset) {
            return shifts.getOrDefault(globalId, 0L) + queueOffset;
        }
    }

    /** What the broker holds of a topic, or null when it is not static. */
    @Nullable
    Held get(String topic) {
        return topics.get(topic);
    }

    synchronized void put(Held held) {
        TreeMap<String, Held> changed = new TreeMap<>(topics);
        changed.put(held.mapping.topic(), held);
        topics = Collections.unmodifiableSortedMap(changed);
    }

    synchronized void remove(String topic) {
        TreeMap<String, Held> changed = new TreeMap<>(topics);
        changed.remove(topic);
        topics = Collections.unmodifiableSortedMap(changed);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which consumer groups the broker knows, and how far they are, by queue: what they committed. On disk, so it survives.
 * Safe from any thread.
 */
final class ConsumerOffsets {
    private final Map<Place, Long> offsets = new ConcurrentHashMap<>();

    private final Set<String> groups = ConcurrentHashMap.newKeySet();

    private record Place(String group, String topic, int queueId) {}

    /** Takes note of a group, as a broker does that makes groups when it first hears of them. */
    void know(String group) {
        groups.add(group);
    }

    boolean isKnown(String group) {
        return groups.contains(group);
    }

    OptionalLong get(String group, String topic, int queueId) {
        Long offset = offsets.get(new Place(group, topic, queueId));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    void put(String group, String topic, int queueId, long offset) {
        offsets.put(new Place(group, topic, queueId), offset);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** How far consumer groups are, by queue: what they committed. On disk, so it survives. Safe from any thread. */
final class ConsumerOffsets {
    private final Map<Place, Long> offsets = new ConcurrentHashMap<>();

    private record Place(String group, String topic, int queueId) {}

    OptionalLong get(String group, String topic, int queueId) {
        Long offset = offsets.get(new Place(group, topic, queueId));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    void put(String group, String topic, int queueId, long offset) {
        offsets.put(new Place(group, topic, queueId), offset);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queues in an order that makes it cheap to leave out one broker's: all queues of a broker stand side by side, so leaving them
 * out is a step over them, however many there are. Immutable.
 */
final class OtherBrokers {
    private final Target[] targets;
    private final Map<String, Block> blocks = new HashMap<>();

    /** Where a broker's queues stand. */
    private record Block(int first, int length) {}

    /** Keeps the order of brokers, as they first occur, and that of each one's queues. */
    OtherBrokers(Target[] all) {
        Map<String, List<Target>> byBroker = new LinkedHashMap<>();
        for (Target target : all) {
            byBroker.computeIfAbsent(target.brokerName(), name -> new ArrayList<>())
                    .add(target);
        }
        this.targets = byBroker.values().stream().flatMap(List::stream).toArray(Target[]::new);
        int first = 0;
        for (Map.Entry<String, List<Target>> broker : byBroker.entrySet()) {
            int length = broker.getValue().size();
            blocks.put(broker.getKey(), new Block(first, length));
            first += length;
        }
    }

    /** The next in turn of those that are not on this broker; null if all are. */
    @Nullable
    Target next(String brokerName, QueueChoice.Positions positions) {
        Block left = blocks.get(brokerName);
        if (left == null) {
            return targets[positions.nextRetry(targets.length)];
        }
        int others = targets.length - left.length;
        if (others == 0) {
            return null;
        }
        int turn = positions.nextRetry(others);
        return targets[turn < left.first ? turn : turn + left.length];
    }
}

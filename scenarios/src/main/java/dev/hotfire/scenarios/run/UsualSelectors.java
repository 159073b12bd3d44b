// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.QueueSelectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The selectors that come along with the producer, a key's always the same one, and what they should choose: worked out here once
 * more, or, for the ring, what follows from its last choice, and what one chooses that has no past: producers that see the same
 * queues choose the same for a key. Any thread.
 */
final class UsualSelectors {
    private static final int RING_PLACES = 20;
    private static final String ROOM = "broker-a";

    private final QueueSelector<Object> byHash = QueueSelectors.byHash();
    private final QueueSelector<String> onRing = QueueSelectors.byConsistentHash(RING_PLACES);
    private final QueueSelector<Object> inRoom = QueueSelectors.inMachineRoom(ROOM, QueueSelectors.byHash());
    private final Map<String, Choice> lastOnRing = new HashMap<>();

    /** By the queues that they see, selectors that never saw others. */
    private final Map<List<MessageQueue>, QueueSelector<String>> newRings = new HashMap<>();

    /** What a selector chose, and what it should have. */
    record Choice(List<MessageQueue> from, @Nullable MessageQueue chosen, MessageQueue expected) {}

    /** Lets the selector of the key with this number choose. */
    synchronized Choice choose(List<MessageQueue> queues, Message message, int number) {
        String key = "key " + number;
        return switch (number % 4) {
            case 0 -> {
                MessageQueue own = queues.get(number % queues.size());
                yield new Choice(queues, own, own);
            }
            case 1 -> new Choice(queues, byHash.select(queues, message, key), hashed(queues, key));
            case 2 ->
                onRing(
                        queues,
                        onRing.select(queues, message, key),
                        newRings.computeIfAbsent(
                                        List.copyOf(queues), seen -> QueueSelectors.byConsistentHash(RING_PLACES))
                                .select(queues, message, key),
                        key);
            default -> {
                List<MessageQueue> near = queues.stream()
                        .filter(queue -> queue.brokerName().startsWith(ROOM))
                        .toList();
                yield new Choice(
                        queues, inRoom.select(queues, message, key), hashed(near.isEmpty() ? queues : near, key));
            }
        };
    }

    private static MessageQueue hashed(List<MessageQueue> queues, String key) {
        int rest = key.hashCode() % queues.size();
        return queues.get(rest < 0 ? -rest : rest);
    }

    /** A key stays where it is while that queue is there, unless it moves to one that has come. */
    private Choice onRing(
            List<MessageQueue> queues, @Nullable MessageQueue chosen, @Nullable MessageQueue byAnother, String key) {
        Choice before = lastOnRing.get(key);
        MessageQueue expected = byAnother == null ? queues.get(0) : byAnother;
        if (before != null
                && before.chosen != null
                && queues.contains(before.chosen)
                && (before.from.contains(expected) || before.from.equals(queues))) {
            expected = before.chosen;
        }
        Choice now = new Choice(queues, chosen, expected);
        lastOnRing.put(key, now);
        return now;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.hash.ConsistentHashRing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The usual {@link QueueSelector}s (B-SELECT-08, -09). All may serve any number of sends and threads. */
public final class QueueSelectors {
    private QueueSelectors() {}

    /**
     * The queue at the key's hash code modulo the number of queues; a negative remainder counts as positive, as in the
     * official client, so that both choose the same queue for the same key. When the number of queues changes, most keys
     * move.
     */
    public static QueueSelector<Object> byHash() {
        return (queues, message, key) -> queues.get(Math.abs(key.hashCode() % queues.size()));
    }

    /**
     * The queue at a key's place on a ring of hashes: when a queue comes or goes, only about its own share of the keys
     * move. The official client ships no such selector for producers (B-SELECT-09).
     *
     * @param virtualNodes places per queue, 1 or more; with more, shares are more even. 100 is usual
     */
    public static QueueSelector<String> byConsistentHash(int virtualNodes) {
        if (virtualNodes < 1) {
            throw new IllegalArgumentException("virtualNodes: " + virtualNodes + " (expected: 1 or more)");
        }
        AtomicReference<@Nullable Ring> last = new AtomicReference<>();
        return (queues, message, key) -> {
            Ring ring = last.get();
            if (ring == null || !ring.queues.equals(queues)) {
                ring = new Ring(queues, virtualNodes);
                last.set(ring);
            }
            return ring.queueOf(key);
        };
    }

    /**
     * As {@code selector}, among the queues of some brokers only; among all if none of those can be written to. For
     * producers that prefer the brokers of their own machine room; the official client's selector of that name always
     * returns null (B-SELECT-08).
     *
     * @param isNear tells by a broker's name whether its queues are preferred
     */
    public static <K extends @Nullable Object> QueueSelector<K> inMachineRoom(
            Predicate<String> isNear, QueueSelector<K> selector) {
        requireNonNull(isNear, "isNear");
        requireNonNull(selector, "selector");
        return (queues, message, key) -> {
            List<MessageQueue> near = queues.stream()
                    .filter(queue -> isNear.test(queue.brokerName()))
                    .toList();
            return selector.select(near.isEmpty() ? queues : near, message, key);
        };
    }

    /** As {@link #inMachineRoom(Predicate, QueueSelector)}, for broker names that begin with {@code room}. */
    public static <K extends @Nullable Object> QueueSelector<K> inMachineRoom(String room, QueueSelector<K> selector) {
        requireNonNull(room, "room");
        if (room.isBlank()) {
            throw new IllegalArgumentException("room: '" + room + "' (expected: what the brokers' names begin with)");
        }
        return inMachineRoom(brokerName -> brokerName.startsWith(room), selector);
    }

    /**
     * As {@link #inMachineRoom(Predicate, QueueSelector)}, for broker names of the form {@code room@name}, as the official
     * consumers' allocation by machine room reads them.
     *
     * @param rooms the producer's own, or those that are near; at least one
     */
    public static <K extends @Nullable Object> QueueSelector<K> inMachineRooms(
            Set<String> rooms, QueueSelector<K> selector) {
        Set<String> near = Set.copyOf(rooms);
        if (near.isEmpty()) {
            throw new IllegalArgumentException("rooms: [] (expected: at least one)");
        }
        return inMachineRoom(
                brokerName -> {
                    int at = brokerName.indexOf('@');
                    return at >= 0 && brokerName.indexOf('@', at + 1) < 0 && near.contains(brokerName.substring(0, at));
                },
                selector);
    }

    /** The ring of one version of a topic's queues. */
    private static final class Ring {
        private final List<MessageQueue> queues;
        private final Map<String, MessageQueue> byName = new LinkedHashMap<>();
        private final ConsistentHashRing ring;

        Ring(List<MessageQueue> queues, int virtualNodes) {
            this.queues = List.copyOf(queues);
            for (MessageQueue queue : queues) {
                byName.put(queue.toString(), queue);
            }
            ring = new ConsistentHashRing(new ArrayList<>(byName.keySet()), virtualNodes);
        }

        @Nullable
        MessageQueue queueOf(String key) {
            return byName.get(ring.nodeOf(key));
        }
    }
}

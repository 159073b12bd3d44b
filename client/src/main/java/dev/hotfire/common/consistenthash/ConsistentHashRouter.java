// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.consistenthash;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.hash.ConsistentHashRing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes on a ring of hashes (B-SELECT-09): a key belongs to the first place at or after its own hash. For any number of
 * threads, unlike the official one, whose threads share one MD5. Places whose hashes collide are kept, and come back when
 * the one that covers them is taken away.
 */
public class ConsistentHashRouter<T extends Node> {
    private final TreeMap<Long, List<VirtualNode<T>>> ring = new TreeMap<>();
    private final HashFunction hashFunction;

    /** A ring with the hash that the official one uses: the first four bytes of a key's MD5. */
    public ConsistentHashRouter(@Nullable Collection<T> pNodes, int vNodeCount) {
        this(pNodes, vNodeCount, ConsistentHashRing::hash);
    }

    /**
     * A ring of these nodes; null is none.
     *
     * @param vNodeCount   places per node, 0 or more
     * @param hashFunction where a place or key stands
     */
    public ConsistentHashRouter(@Nullable Collection<T> pNodes, int vNodeCount, HashFunction hashFunction) {
        this.hashFunction = requireNonNull(hashFunction, "hashFunction");
        if (pNodes != null) {
            for (T node : pNodes) {
                add(node, vNodeCount);
            }
        }
    }

    /** Gives a node more places. */
    public synchronized void addNode(T pNode, int vNodeCount) {
        add(pNode, vNodeCount);
    }

    private void add(T node, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("vNodeCount: " + count + " (expected: 0 or more)");
        }
        int first = getExistingReplicas(node);
        for (int i = first; i < first + count; i++) {
            VirtualNode<T> place = new VirtualNode<>(node, i);
            ring.computeIfAbsent(hashFunction.hash(place.getKey()), hash -> new ArrayList<>(1))
                    .add(place);
        }
    }

    /** Takes all places of a node away. */
    public synchronized void removeNode(T pNode) {
        ring.values().removeIf(places -> {
            places.removeIf(place -> place.isVirtualNodeOf(pNode));
            return places.isEmpty();
        });
    }

    /** The node that a key belongs to; null if there is none at all. */
    public synchronized @Nullable T routeNode(String objectKey) {
        if (ring.isEmpty()) {
            return null;
        }
        Map.Entry<Long, List<VirtualNode<T>>> found = ring.ceilingEntry(hashFunction.hash(objectKey));
        List<VirtualNode<T>> places = (found == null ? ring.firstEntry() : found).getValue();
        return places.get(places.size() - 1).getPhysicalNode();
    }

    /** How many places a node has. */
    public synchronized int getExistingReplicas(T pNode) {
        int count = 0;
        for (List<VirtualNode<T>> places : ring.values()) {
            for (VirtualNode<T> place : places) {
                if (place.isVirtualNodeOf(pNode)) {
                    count++;
                }
            }
        }
        return count;
    }
}

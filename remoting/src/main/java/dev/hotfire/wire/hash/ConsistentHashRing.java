// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes on a ring of hashes (GV-19): a key belongs to the first node at or after its own hash. Every node stands at
 * several places, {@code <node>-0}, {@code <node>-1} and so on, so that shares come out even. Immutable, for any thread.
 */
public final class ConsistentHashRing {
    private final TreeMap<Long, String> places = new TreeMap<>();

    /**
     * A ring of these nodes.
     *
     * @param nodes        at least one; a node that is listed twice gets twice the places
     * @param virtualNodes places per node, at least one
     */
    public ConsistentHashRing(List<String> nodes, int virtualNodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("nodes: none (expected: at least one)");
        }
        if (virtualNodes < 1) {
            throw new IllegalArgumentException("virtualNodes: " + virtualNodes + " (expected: at least 1)");
        }
        TreeMap<String, Integer> taken = new TreeMap<>();
        for (String node : nodes) {
            int first = taken.getOrDefault(node, 0);
            for (int i = first; i < first + virtualNodes; i++) {
                // Two nodes may meet at one place. Whose it is must not depend on who was named first.
                places.merge(hash(node + "-" + i), node, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
            taken.put(node, first + virtualNodes);
        }
    }

    /** The node that a key belongs to. */
    public String nodeOf(String key) {
        Map.Entry<Long, String> place = places.ceilingEntry(hash(key));
        return (place == null ? places.firstEntry() : place).getValue();
    }

    /** The first four bytes of a text's MD5, as an unsigned number. */
    public static long hash(String text) {
        try {
            // A digest of our own per call: the official router shares one between threads, and mixes up their keys.
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
            return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is part of every Java platform", e);
        }
    }
}

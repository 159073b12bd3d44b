// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One connection, as its server sees it. */
final class Link {
    /** Opaques further from the first are not kept in mind. */
    private static final int MOST = 1 << 20;

    final String server;
    final int number;
    final String host;
    final long firstAt;
    /** How much less than the first opaque that was read one may be: frames may be read in another order than written. */
    private static final int BEFORE = 1 << 12;

    /** Attempts that were read and not answered, by opaque. */
    final Map<Integer, SeenAttempt> unanswered = new HashMap<>();

    private final BitSet opaques = new BitSet();
    private int firstOpaque = -1;

    /** When the last attempt of which a frame was read began; heartbeats that follow are younger. */
    long lastStart = -1;

    long lastSequence = -1;
    int requests;
    int sends;
    int heartbeats;
    long lastHeartbeatAt;

    /** The producer groups that the last heartbeat named, as servers know them. */
    Set<String> named = Set.of();

    long lastAt;

    /** When its client's end was closed, by whomever; -1 if it was not, or nobody could say. */
    long endedAt = -1;

    Link(String server, int number, String host, long firstAt) {
        this.server = server;
        this.number = number;
        this.host = host;
        this.firstAt = firstAt;
    }

    /** Notes a request; false if its opaque was seen here before. */
    boolean isNew(int opaque) {
        if (firstOpaque < 0) {
            firstOpaque = opaque;
        }
        int index = opaque - firstOpaque + BEFORE;
        if (index < 0 || index >= MOST) {
            return true;
        }
        if (opaques.get(index)) {
            return false;
        }
        opaques.set(index);
        return true;
    }

    @Override
    public String toString() {
        return "connection " + number + " from " + host;
    }
}

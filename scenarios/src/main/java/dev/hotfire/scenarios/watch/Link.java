// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.BitSet;

/** One connection, as its server sees it. */
final class Link {
    /** Opaques beyond this are not kept in mind. */
    private static final int MOST = 1 << 20;

    final String server;
    final int number;
    final String host;
    final long firstAt;
    private final BitSet opaques = new BitSet();

    /** When the last attempt of which a frame was read began; heartbeats that follow are younger. */
    long lastStart = -1;

    long lastSequence = -1;
    int sends;
    int heartbeats;
    long lastAt;

    Link(String server, int number, String host, long firstAt) {
        this.server = server;
        this.number = number;
        this.host = host;
        this.firstAt = firstAt;
    }

    /** Notes a request; false if its opaque was seen here before. */
    boolean isNew(int opaque) {
        if (opaque < 0 || opaque >= MOST) {
            return true;
        }
        if (opaques.get(opaque)) {
            return false;
        }
        opaques.set(opaque);
        return true;
    }

    @Override
    public String toString() {
        return "connection " + number + " from " + host;
    }
}

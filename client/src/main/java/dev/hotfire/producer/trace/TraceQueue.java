// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.trace;

import dev.hotfire.wire.trace.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Records that wait to be sent: at most so many, further ones are dropped and counted (B-TRACE-03). Any thread. */
final class TraceQueue {
    /** As the official client's. */
    static final int CAPACITY = 2048;

    private final ArrayDeque<TraceRecord> records = new ArrayDeque<>();
    private long dropped;

    /** Takes a record in, or drops it; returns how many wait now, never waits itself. */
    synchronized int offer(TraceRecord toAdd) {
        if (records.size() < CAPACITY) {
            records.addLast(toAdd);
        } else {
            dropped++;
        }
        return records.size();
    }

    /** Takes out what waits, oldest first, at most so many. */
    synchronized List<TraceRecord> take(int atMost) {
        List<TraceRecord> taken = new ArrayList<>();
        while (taken.size() < atMost && !records.isEmpty()) {
            taken.add(records.removeFirst());
        }
        return taken;
    }

    /** Counts records that were lost later on. */
    synchronized void drop(int count) {
        dropped += count;
    }

    synchronized boolean isEmpty() {
        return records.isEmpty();
    }

    /** How many were dropped so far. */
    synchronized long dropped() {
        return dropped;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Avoids a broker for a time that a table gives for how long it took to answer (B-FAULT-02, -03).
 *
 * <p>Differs from the official table where that one is a hazard: an answer that only concerns the message is an answer
 * like any other (B-FAULT-08), and an answer in time to something that was sent during the isolation ends it
 * (B-FAULT-05). Confined to the loop.
 */
public final class IsolationTable {
    /** Told about changes, on the loop. */
    public interface Listener {
        void onIsolated(String brokerName, long untilNanos, String reason);

        void onReleased(String brokerName);
    }

    private static final long MILLI = 1_000_000;

    /** 550, 1,800, 3,000, 5,000, 15,000 ms; the official table's first two rows, 50 and 100 ms, isolate for 0 ms. */
    private static final long[] LATENCY_NANOS = {
        550 * MILLI, 1_800 * MILLI, 3_000 * MILLI, 5_000 * MILLI, 15_000 * MILLI
    };

    private static final long[] ISOLATION_NANOS = {
        2_000 * MILLI, 5_000 * MILLI, 6_000 * MILLI, 10_000 * MILLI, 30_000 * MILLI
    };

    /** What a failure counts as, however quick it was (B-FAULT-04). */
    private static final long FAILURE_NANOS = 10_000 * MILLI;

    private final Deadlines deadlines;
    private final Listener listener;
    private final Map<String, Isolated> isolated = new LinkedHashMap<>();

    public IsolationTable(Deadlines deadlines, Listener listener) {
        this.deadlines = deadlines;
        this.listener = listener;
    }

    public boolean isIsolated(String brokerName) {
        return isolated.containsKey(brokerName);
    }

    /** The broker answered what was sent to it at {@code startedNanos}. */
    public void onAnswer(String brokerName, long startedNanos, long nowNanos) {
        long tookNanos = nowNanos - startedNanos;
        long isolationNanos = isolationNanos(tookNanos);
        if (isolationNanos > 0) {
            isolate(brokerName, nowNanos, isolationNanos, "answered after " + tookNanos / MILLI + " ms");
            return;
        }
        Isolated current = isolated.get(brokerName);
        if (current != null && startedNanos - current.sinceNanos > 0) {
            release(current);
        }
    }

    /** The broker failed: silence, a dead connection, or an answer that speaks of its own state. */
    public void onFailure(String brokerName, String reason, long nowNanos) {
        isolate(brokerName, nowNanos, isolationNanos(FAILURE_NANOS), reason);
    }

    /** How long a broker is avoided that took this long; 0 for not at all. */
    static long isolationNanos(long tookNanos) {
        for (int i = LATENCY_NANOS.length - 1; i >= 0; i--) {
            if (tookNanos >= LATENCY_NANOS[i]) {
                return ISOLATION_NANOS[i];
            }
        }
        return 0;
    }

    private void isolate(String brokerName, long nowNanos, long isolationNanos, String reason) {
        long untilNanos = nowNanos + isolationNanos;
        Isolated current = isolated.get(brokerName);
        if (current == null) {
            current = new Isolated(brokerName, nowNanos);
            isolated.put(brokerName, current);
        } else if (untilNanos - current.untilNanos <= 0) {
            return;
        }
        current.untilNanos = untilNanos;
        deadlines.set(current, untilNanos);
        listener.onIsolated(brokerName, untilNanos, reason);
    }

    private void release(Isolated current) {
        deadlines.remove(current);
        isolated.remove(current.brokerName);
        listener.onReleased(current.brokerName);
    }

    /** A broker that is avoided now. */
    private final class Isolated extends Deadlines.Entry {
        private final String brokerName;
        private final long sinceNanos;
        private long untilNanos;

        Isolated(String brokerName, long sinceNanos) {
            this.brokerName = brokerName;
            this.sinceNanos = sinceNanos;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            release(this);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Our own policy: avoids a broker for a time that a table gives for how long it took to answer (B-FAULT-02, -03).
 *
 * <p>Differs from {@link OfficialTable} where that one is a hazard: an answer that only concerns the message is an answer
 * like any other (B-FAULT-08), and an answer in time to something that was sent during the isolation ends it (B-FAULT-05).
 * All kinds of sends count alike. Confined to the loop.
 */
public final class IsolationTable implements BrokerHealth {
    private static final long MILLI = 1_000_000;

    /** What a failure counts as, however quick it was (B-FAULT-04). */
    private static final long FAILURE_NANOS = 10_000 * MILLI;

    private final Deadlines deadlines;
    private final Listener listener;
    private final Map<String, Isolated> isolated = new LinkedHashMap<>();
    private Settings settings;

    /** The shortest time that the table isolates for: nearly all answers take less, and are spared the look at its rows. */
    private long isolatesFromNanos;

    public IsolationTable(Deadlines deadlines, Listener listener, Settings settings) {
        this.deadlines = deadlines;
        this.listener = listener;
        this.settings = settings;
        this.isolatesFromNanos = isolatesFromNanos(settings.table());
    }

    private static long isolatesFromNanos(LatencyTable table) {
        for (int i = 0; i < table.latencies().size(); i++) {
            if (!table.isolations().get(i).isZero()) {
                return table.latencies().get(i).toNanos();
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public Standing standing(String brokerName) {
        return isolated.containsKey(brokerName) ? Standing.AVOIDED : Standing.GOOD;
    }

    @Override
    public void onAttempt(
            String brokerName, Kind kind, Ending ending, String reason, long startedNanos, long nowNanos) {
        switch (ending) {
            case SUBMITTED -> {}
            case STORED, REFUSED -> onAnswer(brokerName, startedNanos, nowNanos);
            case TROUBLED, UNREACHED, GIVEN_UP, UNCONNECTED ->
                isolate(brokerName, nowNanos, settings.table().isolationNanos(FAILURE_NANOS), reason);
        }
    }

    private void onAnswer(String brokerName, long startedNanos, long nowNanos) {
        long tookNanos = nowNanos - startedNanos;
        if (tookNanos >= isolatesFromNanos) {
            long isolationNanos = settings.table().isolationNanos(tookNanos);
            if (isolationNanos > 0) {
                isolate(brokerName, nowNanos, isolationNanos, "answered after " + tookNanos / MILLI + " ms");
                return;
            }
        }
        if (isolated.isEmpty()) {
            return;
        }
        Isolated current = isolated.get(brokerName);
        if (current != null && startedNanos - current.sinceNanos > 0) {
            release(current);
        }
    }

    private void isolate(String brokerName, long nowNanos, long isolationNanos, String reason) {
        long untilNanos = nowNanos + isolationNanos;
        Isolated current = isolated.get(brokerName);
        if (isolationNanos == 0 || (current != null && untilNanos - current.untilNanos <= 0)) {
            return;
        }
        if (current == null) {
            current = new Isolated(brokerName, nowNanos);
            isolated.put(brokerName, current);
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

    @Override
    public void settings(Settings newSettings) {
        this.settings = newSettings;
        this.isolatesFromNanos = isolatesFromNanos(newSettings.table());
    }

    @Override
    public void close() {
        isolated.values().forEach(deadlines::remove);
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

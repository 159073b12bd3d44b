// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The official client's table (B-FAULT-01 to -12), decision for decision: a time until which a broker is unavailable, which
 * is only ever extended, and a flag whether it was reached, which each update sets.
 *
 * <p>Not available but reached is {@link BrokerHealth.Standing#AVOIDED}, neither is
 * {@link BrokerHealth.Standing#SHUNNED}, which yields the official selection in three stages. With the detector on,
 * unreached brokers are probed; here any answer proves that a broker is there, unless it speaks of the broker's own trouble
 * (hazard of B-FAULT-12).
 */
public final class OfficialTable implements BrokerHealth {
    private static final long MILLI = 1_000_000;

    /** What an isolation counts as (B-FAULT-04). */
    private static final long ISOLATION_NANOS = 10_000 * MILLI;

    private final Deadlines deadlines;
    private final Listener listener;
    private final Prober prober;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private Settings settings;

    public OfficialTable(Deadlines deadlines, Listener listener, Prober prober, Settings settings) {
        this.deadlines = deadlines;
        this.listener = listener;
        this.prober = prober;
        this.settings = settings;
    }

    @Override
    public Standing standing(String brokerName) {
        Item item = items.get(brokerName);
        return item == null ? Standing.GOOD : item.standing();
    }

    @Override
    public void onAttempt(
            String brokerName, Kind kind, Ending ending, String reason, long startedNanos, long nowNanos) {
        long tookNanos = nowNanos - startedNanos;
        switch (kind) {
            case SYNC -> {
                switch (ending) {
                    case SUBMITTED -> {}
                    case STORED -> update(brokerName, tookNanos, false, true, reason, nowNanos);
                    // Hazard of B-FAULT-08, kept: it decides.
                    case REFUSED, TROUBLED -> update(brokerName, tookNanos, true, false, reason, nowNanos);
                    case UNREACHED, GIVEN_UP, UNCONNECTED ->
                        update(brokerName, tookNanos, true, !settings.detector(), reason, nowNanos);
                }
            }
            case ASYNC, ASYNC_CHOSEN -> {
                switch (ending) {
                    case SUBMITTED -> {
                        if (kind == Kind.ASYNC) {
                            update(brokerName, 0, false, true, reason, nowNanos);
                        }
                    }
                    case STORED -> update(brokerName, tookNanos, false, true, reason, nowNanos);
                    case REFUSED, TROUBLED, UNREACHED, GIVEN_UP, UNCONNECTED ->
                        update(brokerName, tookNanos, true, true, reason, nowNanos);
                }
            }
            // Only that it was handed over is known, or thought to be (B-FAULT-09).
            case ONEWAY -> {
                if (ending == Ending.SUBMITTED) {
                    update(brokerName, 0, false, true, reason, nowNanos);
                }
            }
            // Officially nobody looks at those (B-FAULT-10).
            case CHOSEN -> {}
        }
    }

    private void update(
            String brokerName, long tookNanos, boolean isolate, boolean reached, String reason, long nowNanos) {
        long unavailableNanos = settings.table().isolationNanos(isolate ? ISOLATION_NANOS : tookNanos);
        Item item = items.get(brokerName);
        if (item == null) {
            if (unavailableNanos == 0 && reached) {
                return;
            }
            item = new Item(brokerName);
            items.put(brokerName, item);
        }
        Standing before = item.standing();
        boolean extended = unavailableNanos > 0 && item.extend(nowNanos + unavailableNanos);
        item.reached(reached, nowNanos);
        if (extended) {
            String why = isolate ? reason : "answered after " + tookNanos / MILLI + " ms";
            listener.onIsolated(brokerName, item.untilNanos, why);
        } else if (item.standing() != before) {
            listener.onStandingChanged(brokerName);
        }
    }

    @Override
    public void settings(Settings newSettings) {
        this.settings = newSettings;
    }

    @Override
    public void close() {
        for (Item item : items.values()) {
            deadlines.remove(item);
            deadlines.remove(item.nextProbe);
        }
        // An answer that is still under way finds nobody.
        items.clear();
    }

    /** What is known about one broker. Its own deadline is the end of its being unavailable. */
    private final class Item extends Deadlines.Entry {
        private final String brokerName;
        private final NextProbe nextProbe = new NextProbe(this);
        private boolean available = true;
        private long untilNanos;
        private boolean reached = true;

        Item(String brokerName) {
            this.brokerName = brokerName;
        }

        Standing standing() {
            if (available) {
                return Standing.GOOD;
            }
            return reached ? Standing.AVOIDED : Standing.SHUNNED;
        }

        /** Never shortens, not even for a success (B-FAULT-05). */
        boolean extend(long newUntilNanos) {
            if (!available && newUntilNanos - untilNanos <= 0) {
                return false;
            }
            available = false;
            untilNanos = newUntilNanos;
            deadlines.set(this, newUntilNanos);
            return true;
        }

        void reached(boolean isReached, long nowNanos) {
            if (isReached) {
                deadlines.remove(nextProbe);
            } else if (reached) {
                deadlines.set(nextProbe, nowNanos + settings.detectorPeriodNanos());
            }
            reached = isReached;
            forgetIfUnremarkable();
        }

        @Override
        protected void onDeadline(long nowNanos) {
            available = true;
            forgetIfUnremarkable();
            listener.onReleased(brokerName);
        }

        private void forgetIfUnremarkable() {
            if (available && reached) {
                items.remove(brokerName);
            }
        }

        private void onProbeAnswered() {
            if (items.get(brokerName) == this && !reached) {
                Standing before = standing();
                reached(true, 0);
                if (standing() != before) {
                    listener.onStandingChanged(brokerName);
                }
            }
        }
    }

    /** When a broker that was not reached is asked again. Whether anybody is asked is decided anew each time. */
    private final class NextProbe extends Deadlines.Entry {
        private final Item item;

        NextProbe(Item item) {
            this.item = item;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            if (settings.detector()
                    && !prober.probe(item.brokerName, settings.detectorTimeoutNanos(), item::onProbeAnswered)) {
                deadlines.remove(item);
                items.remove(item.brokerName);
                if (!item.available) {
                    listener.onReleased(item.brokerName);
                }
                return;
            }
            deadlines.set(this, nowNanos + settings.detectorPeriodNanos());
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;

/** Gives a broker that comes back its share by and by. Confined to the loop. */
final class Ramp extends Deadlines.Entry {
    private static final long QUARTER_NANOS = 50_000_000;

    /** So many times as long at most for who came back before. */
    private static final int SLOWEST = 4;

    private final Deadlines deadlines;
    private final BrokerLoad load;
    private long quarterNanos;
    private int quarters;

    Ramp(Deadlines deadlines, BrokerLoad load) {
        this.deadlines = deadlines;
        this.load = load;
    }

    /** @param times so many times as slowly as usual, to a limit; above 0 */
    void begin(int times, long nowNanos) {
        quarterNanos = QUARTER_NANOS * Math.min(SLOWEST, times);
        quarters = 0;
        step(nowNanos);
    }

    /** All of it from now on. */
    void stop() {
        deadlines.remove(this);
        load.share(BrokerLoad.FULL_SHARE);
    }

    private void step(long nowNanos) {
        quarters++;
        load.share(quarters);
        if (quarters < BrokerLoad.FULL_SHARE) {
            deadlines.set(this, nowNanos + quarterNanos);
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        step(nowNanos);
    }
}

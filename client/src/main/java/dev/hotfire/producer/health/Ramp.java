// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;

/** Gives a broker that comes back its share by and by. Confined to the loop. */
final class Ramp extends Deadlines.Entry {
    private static final long QUARTER_NANOS = 50_000_000;

    private final Deadlines deadlines;
    private final BrokerLoad load;
    private int quarters;

    Ramp(Deadlines deadlines, BrokerLoad load) {
        this.deadlines = deadlines;
        this.load = load;
    }

    /**
     * Always as fast: where all have hardly room enough, the others have too much to do meanwhile, and one after the other would
     * be avoided for it.
     */
    void begin(long nowNanos) {
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
            deadlines.set(this, nowNanos + QUARTER_NANOS);
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        step(nowNanos);
    }
}

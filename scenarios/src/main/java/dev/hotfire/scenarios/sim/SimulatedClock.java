// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import dev.hotfire.runtime.MachineClock;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * How one machine reads the virtual time: a monotonic clock with an origin of its own, and a wall clock that can be
 * wrong. Also the ticker of the machine's event loop, so that timers and code agree.
 */
final class SimulatedClock implements MachineClock, Ticker {
    private final VirtualClock virtual;
    private final long originNanos;
    private final long epochMillis;
    private long wallSkewMillis;

    /**
     * @param originNanos what this machine's monotonic clock shows when the world begins. Different on each machine, so
     *                    that readings of two machines which are compared by mistake give nonsense, as they do over TCP.
     * @param epochMillis the date on which the world begins
     */
    SimulatedClock(VirtualClock virtual, long originNanos, long epochMillis) {
        this.virtual = virtual;
        this.originNanos = originNanos;
        this.epochMillis = epochMillis;
    }

    @Override
    public long nanoTime() {
        return originNanos + virtual.nanos();
    }

    @Override
    public long initialNanoTime() {
        return originNanos;
    }

    @Override
    public long currentTimeMillis() {
        return epochMillis + TimeUnit.NANOSECONDS.toMillis(virtual.nanos()) + wallSkewMillis;
    }

    void skewWallClock(long millis) {
        wallSkewMillis = millis;
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("a simulated machine's thread is everyone's: it can't sleep");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import org.jspecify.annotations.Nullable;

/** Whose turn it is. Confined to the world's thread, except that other threads may read a stale answer. */
final class Turns {
    private volatile @Nullable SimulatedLoop running;
    private volatile boolean stepping;

    /** The loop that is having its turn, null between turns and while user code has one. */
    @Nullable
    SimulatedLoop running() {
        return running;
    }

    /** Whether the world is being stepped: what is then asked between turns is asked by a simulated process's own code. */
    boolean stepping() {
        return stepping;
    }

    void stepping(boolean nowStepping) {
        stepping = nowStepping;
    }

    /** Runs what is ready on the loop, as its turn; returns how many tasks that were. */
    int run(SimulatedLoop loop) {
        running = loop;
        try {
            return loop.runNow();
        } finally {
            running = null;
            loop.forgetTimers();
        }
    }

    /** Ends the loop, as its last turn. */
    void end(SimulatedLoop loop) {
        running = loop;
        try {
            loop.end();
        } finally {
            running = null;
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, and how much was done within one instant. Confined to the world's thread, except that other threads may read a
 * stale answer.
 */
final class Turns {
    /** More tasks than this within one instant means that some keep queueing each other, or themselves. */
    static final int MAX_TASKS_PER_INSTANT = 5_000_000;

    /** A turn takes as long as so many small tasks. */
    private static final int TURN = 5;

    private volatile @Nullable SimulatedLoop running;
    private volatile boolean stepping;
    private long done;

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

    /** Time passes. */
    void newInstant() {
        done = 0;
    }

    /**
     * A turn is over.
     *
     * @param tasks how many ran in it
     * @throws EndlessException if too much was done within this instant
     */
    void turnOver(int tasks) {
        done += tasks == 0 ? 0 : TURN + tasks;
        if (done > MAX_TASKS_PER_INSTANT) {
            throw new EndlessException("time stands still: tasks keep queueing each other");
        }
    }

    /** Runs what is ready on the loop, as its turn; returns how many tasks that were. */
    int run(SimulatedLoop loop) {
        running = loop;
        try {
            return loop.turn();
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

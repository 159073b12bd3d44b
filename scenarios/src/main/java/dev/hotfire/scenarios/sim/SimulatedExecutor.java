// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine's threads for user code: a queue that the world empties between the turns of event loops. Tasks run one
 * after another in the order of their arrival and must not block.
 */
final class SimulatedExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedExecutor.class);

    private final String name;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean closed;

    SimulatedExecutor(String name) {
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (closed) {
            throw new RejectedExecutionException("executor " + name + " is closed");
        }
        tasks.addLast(task);
    }

    boolean hasTasks() {
        return !tasks.isEmpty();
    }

    /** Runs what was queued when the turn began; returns how many tasks that were. */
    int runQueued() {
        int queued = tasks.size();
        for (int i = 0; i < queued; i++) {
            try {
                tasks.removeFirst().run();
            } catch (RuntimeException e) {
                // As a thread pool does: the task dies, the pool lives.
                LOG.warn("task on executor {} failed", name, e);
            }
        }
        return queued;
    }

    /** Refuses tasks from now on. Those that are queued still run, as in an orderly shutdown of threads. */
    void close() {
        closed = true;
    }
}

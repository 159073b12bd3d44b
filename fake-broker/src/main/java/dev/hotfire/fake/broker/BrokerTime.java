// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One broker's clock, which a test can put forward, and what is due on it: the delivery of delayed messages, checks of
 * transactions. What is due survives the process, as it would on a disk: a broker that is down or stands still does it
 * when it goes on.
 *
 * <p>A task runs with the broker locked, in the order of due times, and of asking where these are equal. Safe from any
 * thread; the broker's lock is never taken with this object's own one held.
 */
final class BrokerTime {
    private final MachineClock clock;

    /** What the monotonic clock showed at first. All times here count from it, so that they never wrap. */
    private final long originNanos;

    private final EventLoop loop;
    private final Predicate<Runnable> process;

    // The rest is guarded by this.
    private final TreeSet<Task> tasks = new TreeSet<>(
            Comparator.comparingLong((Task task) -> task.dueNanos).thenComparingLong(task -> task.number));
    private long advancedNanos;
    private long nextNumber;
    private @Nullable ScheduledFuture<?> timer;
    private long timerDueNanos;

    /** Something that will be done; whoever keeps it can cancel it. */
    static final class Task {
        private final long dueNanos;
        private final long number;
        private final Runnable action;

        private Task(long dueNanos, long number, Runnable action) {
            this.dueNanos = dueNanos;
            this.number = number;
            this.action = action;
        }
    }

    /**
     * @param process runs a step with the broker locked, or says no while its process is down or stands still; {@link
     *     #wake} must be called when that is over
     */
    BrokerTime(Machine machine, Predicate<Runnable> process) {
        this.clock = machine.clock();
        this.originNanos = clock.nanoTime();
        this.loop = machine.nextLoop();
        this.process = process;
    }

    /** Wall clock, ms since the epoch. */
    synchronized long currentTimeMillis() {
        return clock.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(advancedNanos);
    }

    private long elapsedNanos() {
        return clock.nanoTime() - originNanos + advancedNanos;
    }

    /** Does something after a while; at once, but not yet now, if the while is zero or less. */
    synchronized Task afterMillis(long delayMillis, Runnable action) {
        long dueNanos = elapsedNanos() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMillis));
        Task task = new Task(dueNanos, nextNumber++, action);
        tasks.add(task);
        arm();
        return task;
    }

    /** Makes sure that a task is not done; one that is being done, or was, is not affected. */
    synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /** Puts the clock forward, and does what is due by then, if the process can. */
    void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: " + by + " (expected: not negative)");
        }
        synchronized (this) {
            advancedNanos += by.toNanos();
            // What is not due yet is due so much earlier than the timer was set for.
            disarm();
        }
        wake();
    }

    /** Does what is due, and sees to the rest. */
    void wake() {
        if (process.test(this::runDue)) {
            synchronized (this) {
                arm();
            }
        }
    }

    private void runDue() {
        Task task = nextDue();
        while (task != null) {
            task.action.run();
            task = nextDue();
        }
    }

    private synchronized @Nullable Task nextDue() {
        return !tasks.isEmpty() && tasks.first().dueNanos <= elapsedNanos() ? tasks.pollFirst() : null;
    }

    /** Has the loop call when the first task is due. A timer that comes too early does no harm. Under the own lock. */
    private void arm() {
        if (tasks.isEmpty()) {
            return;
        }
        Task first = tasks.first();
        if (timer != null && timerDueNanos <= first.dueNanos) {
            return;
        }
        disarm();
        timerDueNanos = first.dueNanos;
        timer = loop.schedule(this::onTimer, Math.max(0, first.dueNanos - elapsedNanos()), TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        synchronized (this) {
            timer = null;
        }
        wake();
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Forgets the timer, not the tasks: the broker is closed. */
    synchronized void close() {
        disarm();
    }
}

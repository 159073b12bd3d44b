// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.runtime.MachineClock;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way of outcomes from the loop to callback threads: in runs. One thread is woken for all that ended in a turn of the loop,
 * and goes on for as long as there is more, because waking a thread costs more than what most callbacks do.
 *
 * <p>User code may hang in a callback, so what waits behind it belongs to no thread: it lies in one queue, and if it is the
 * first there for {@link #PATIENCE_NANOS} another thread is called, up to as many as there are. For what comes later one is
 * called at once, until those that did not get on have ended. Callbacks of one run are called in the order in which the sends
 * ended, and side by side only then.
 */
final class CallbackRuns extends Deadlines.Entry {
    private static final long PATIENCE_NANOS = 5_000_000;

    /** Threads that are awake need not wait for the end of a long turn. */
    private static final int MOST_IN_RUN = 64;

    private final EventLoop loop;
    private final MachineClock clock;
    private final Deadlines deadlines;
    private final Executor threads;
    private final int maxThreads;

    /** What was announced, oldest first. Those at the front may have nothing left in them. */
    private final Queue<Run> waiting = new ConcurrentLinkedQueue<>();

    /** What ended in this turn of the loop and is in no run yet; on the loop. */
    private final @Nullable Runnable[] gathered = new Runnable[MOST_IN_RUN];

    private int gatheredCount;

    /** How many threads were called and have not seen the queue empty yet. */
    private final AtomicInteger called = new AtomicInteger();

    private boolean announced;

    /** Whether nobody looks any more at who does not get on; on the loop. */
    private boolean closed;

    /** How many of those threads have been found not to get on, at most; on the loop. */
    private int stuck;

    /** What was the first to wait when somebody last looked; null if nobody is to look again. */
    private @Nullable Runnable watched;

    /** Confined to the loop, but for what its threads do. */
    CallbackRuns(EventLoop loop, MachineClock clock, Deadlines deadlines, Executor threads, int maxThreads) {
        this.loop = loop;
        this.clock = clock;
        this.deadlines = deadlines;
        this.threads = threads;
        this.maxThreads = maxThreads;
    }

    /** Outcomes that were announced together; any number of threads take from it. Its number says how many are taken. */
    @SuppressWarnings("serial") // Never written anywhere.
    private static final class Run extends AtomicInteger {
        private final Runnable[] outcomes;

        Run(Runnable[] outcomes) {
            this.outcomes = outcomes;
        }

        /** The next one, which is the caller's; null if there is none. */
        @Nullable
        Runnable take() {
            int index = get() < outcomes.length ? getAndIncrement() : outcomes.length;
            return index < outcomes.length ? outcomes[index] : null;
        }

        /** Who is next, if nobody takes it meanwhile; null if there is none. */
        @Nullable
        Runnable next() {
            int index = get();
            return index < outcomes.length ? outcomes[index] : null;
        }
    }

    /** Has this run on a callback thread; in this one if there are none any more. On the loop. */
    void add(Runnable outcome) {
        gathered[gatheredCount++] = outcome;
        if (gatheredCount == MOST_IN_RUN) {
            publish();
        }
        if (!announced) {
            announced = true;
            try {
                // After what else this turn brings.
                loop.execute(this::begin);
            } catch (RejectedExecutionException e) {
                begin();
            }
        }
    }

    private void publish() {
        if (gatheredCount > 0) {
            waiting.add(new Run(Arrays.copyOf(gathered, gatheredCount)));
            Arrays.fill(gathered, 0, gatheredCount, null);
            gatheredCount = 0;
        }
    }

    /** Takes what has waited longest; null if nothing waits. Any thread. */
    private @Nullable Runnable poll() {
        for (Run first = waiting.peek(); first != null; first = waiting.peek()) {
            Runnable outcome = first.take();
            if (outcome != null) {
                return outcome;
            }
            waiting.remove(first);
        }
        return null;
    }

    /** What has waited longest, if nobody takes it meanwhile; null if nothing waits. Any thread. */
    private @Nullable Runnable peek() {
        for (Run run : waiting) {
            Runnable outcome = run.next();
            if (outcome != null) {
                return outcome;
            }
        }
        return null;
    }

    /**
     * No timer fires from now on. So what waits behind a callback that may hang has another thread at once, as far as there are
     * any. On the loop.
     */
    void close() {
        closed = true;
        watched = null;
        publish();
        callAll();
    }

    private void callAll() {
        int now = called.get();
        while (peek() != null && now < maxThreads) {
            if (called.compareAndSet(now, now + 1)) {
                call();
            }
            now = called.get();
        }
    }

    private void begin() {
        announced = false;
        publish();
        if (closed) {
            callAll();
            return;
        }
        int now = called.get();
        // Those that ended meanwhile are stuck no more.
        stuck = Math.min(stuck, now);
        if (now <= stuck && now < maxThreads && called.compareAndSet(now, now + 1)) {
            call();
        }
        watch();
    }

    /** Looks again later whether what is the first to wait now still waits then. */
    private void watch() {
        if (watched == null && maxThreads > 1) {
            watched = peek();
            if (watched != null) {
                deadlines.set(this, clock.nanoTime() + PATIENCE_NANOS);
            }
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        int now = called.get();
        if (peek() == watched) {
            stuck = now;
            if (now < maxThreads && called.compareAndSet(now, now + 1)) {
                call();
            }
        }
        watched = null;
        watch();
    }

    private void call() {
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Somebody closed the machine below us, or the system has no thread to give. An outcome in the wrong thread
            // is
            // better than none.
            run();
        }
    }

    private void run() {
        boolean done = false;
        try {
            do {
                for (Runnable next = poll(); next != null; next = poll()) {
                    next.run();
                }
                called.decrementAndGet();
                // What came between the last look and the step back was left to us.
            } while (peek() != null && called.compareAndSet(0, 1));
            done = true;
        } finally {
            if (!done) {
                // User code threw what ends this thread. The others' outcomes are nobody's fault.
                call();
            }
        }
    }
}

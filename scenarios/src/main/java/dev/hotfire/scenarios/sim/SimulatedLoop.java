// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One machine's event loop. It never has a thread of its own: the world's thread runs it, one turn after another.
 *
 * <p>One thread runs the loops of all machines, so Netty's usual question, "is this my thread?", would be answered
 * with yes on each of them, and work would cross from machine to machine in a call where over TCP it is handed
 * over. This loop answers a sharper question: is it my turn? What then crosses is queued, as between real threads.
 */
final class SimulatedLoop extends ManualIoEventLoop {
    private static final long NEVER = Long.MIN_VALUE;
    private static final StackWalker STACK = StackWalker.getInstance();

    /** Frames between {@link #inEventLoop()} and Netty's check, with room for a bridge or an override. */
    private static final int FRAMES_TO_LOOK_AT = 4;

    private final WakingHandler handler;
    private final Thread worldThread;
    private final Turns turns;
    private final TurnTicker ticker;
    private boolean timersKnown;
    private long nextTimerAt;

    SimulatedLoop(Thread worldThread, Turns turns, Ticker ticker) {
        this(worldThread, turns, new TurnTicker(ticker), new WakingHandler.Factory());
    }

    private SimulatedLoop(Thread worldThread, Turns turns, TurnTicker ticker, WakingHandler.Factory factory) {
        super(null, worldThread, factory, ticker);
        this.worldThread = worldThread;
        this.turns = turns;
        this.ticker = ticker;
        this.handler = factory.made();
    }

    /** Runs what is ready, and what that makes ready, unless it is far too much for one turn; returns how many tasks that were. */
    int turn() {
        ticker.beginTurn();
        return runNow(TurnTicker.LONGEST_TURN_NANOS);
    }

    /**
     * The machine's clock, until it was asked too often: Netty looks at it after each task of a turn, to end a turn that takes too long,
     * and by virtual time none does. A task that queues itself would never be over.
     */
    private static final class TurnTicker implements Ticker {
        private static final long LONGEST_TURN_NANOS = Duration.ofHours(1).toNanos();

        private final Ticker clock;
        private int asked;

        TurnTicker(Ticker clock) {
            this.clock = clock;
        }

        void beginTurn() {
            asked = 0;
        }

        @Override
        public long initialNanoTime() {
            return clock.initialNanoTime();
        }

        @Override
        public long nanoTime() {
            return ++asked > Turns.MAX_TASKS_PER_INSTANT ? clock.nanoTime() + 2 * LONGEST_TURN_NANOS : clock.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) throws InterruptedException {
            clock.sleep(delay, unit);
        }
    }

    /** Whether somebody else gave it a task since this was last asked. */
    boolean takeWoken() {
        return handler.takeWoken();
    }

    @Override
    public boolean inEventLoop() {
        SimulatedLoop running = turns.running();
        if (running == this) {
            return Thread.currentThread() == worldThread;
        }
        // Within a step this is asked for each send: looking at the stack would cost more than the send.
        return running == null && !turns.stepping() && Thread.currentThread() == worldThread && isAskedBeforeWaiting();
    }

    /**
     * Whether a promise asks because its caller is about to block. Between turns nobody else can complete it, so the
     * wait would be for ever: answering yes makes Netty throw its BlockingOperationException instead.
     */
    private static boolean isAskedBeforeWaiting() {
        return STACK.walk(frames -> frames.skip(2).limit(FRAMES_TO_LOOK_AT).anyMatch(frame -> frame.getMethodName()
                .equals("checkDeadLock")));
    }

    /** Nanoseconds until the first timer is due, 0 if one is due now, -1 if there is none. */
    long nanosToNextTimer() {
        if (!timersKnown) {
            timersKnown = true;
            long delay = nextScheduledTaskNano();
            nextTimerAt = delay < 0 ? NEVER : ticker.nanoTime() + delay;
        }
        return nextTimerAt == NEVER ? -1 : Math.max(0, nextTimerAt - ticker.nanoTime());
    }

    /** For whoever gives it a turn: only then timers come and go. Who sets one from outside gives it a task, and so a turn. */
    void forgetTimers() {
        timersKnown = false;
    }

    /** Ends this loop at once. Its channels must be closed already; timers that are left never fire. */
    @SuppressWarnings("deprecation") // The graceful way sleeps on the real clock until the virtual one has moved.
    void end() {
        shutdown();
        while (!isTerminated()) {
            runNow();
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.limit;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.SendLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The places in flight: so many sends, and so many bytes of bodies, at a time.
 *
 * <p>A send takes both at once or neither, so there is nothing to return when the second is missing (B-BACKPRESSURE-10).
 * Fair: who waits is served in the order of coming, and nobody passes. What is larger than the limit of bytes goes when
 * it is alone, and since nobody passes, it will be (hazard of B-BACKPRESSURE-06).
 *
 * <p>As long as nobody waits, taking and giving back is one atomic step on one word, which holds the bytes, the sends,
 * and whether somebody waits. Waiters stand in a queue under a lock. Whoever gives back and finds the mark of waiters
 * takes the lock, for as long as it takes to wake those who now fit; a waiter sets the mark before it looks whether there
 * is room. So either the waiter sees the room or the other sees the mark. Nobody holds the lock while waiting, so limits
 * change at once (hazard of B-BACKPRESSURE-08).
 *
 * <p>For any thread. Only {@link #take} waits.
 */
public final class InFlightLimit {
    /** How an attempt to take a place ended. */
    public enum Outcome {
        /** There is a place; it must be given back once. */
        TAKEN,
        /** There is none, or others came first. */
        FULL,
        /** There will be none any more. */
        CLOSED
    }

    private static final int BYTE_BITS = 41;
    private static final long ONE_SEND = 1L << BYTE_BITS;
    private static final long BYTES_MASK = ONE_SEND - 1;
    private static final long SENDS_MASK = ((1L << 21) - 1) << BYTE_BITS;
    private static final long WAITERS = 1L << 62;
    private static final long CLOSED = 1L << 63;

    private final AtomicLong word = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private volatile SendLimits limits;

    /** One thread that waits. Guarded by the lock. */
    private static final class Waiter {
        private final long weight;
        private final Condition settled;
        private @Nullable Outcome outcome;

        Waiter(long weight, Condition settled) {
            this.weight = weight;
            this.settled = settled;
        }
    }

    /** Nothing is in flight yet. */
    public InFlightLimit(SendLimits limits) {
        this.limits = requireNonNull(limits, "limits");
    }

    public SendLimits limits() {
        return limits;
    }

    /** Replaces the limits. What is in flight stays there; if it is more than allowed now, nothing new goes until it fits. */
    public void limits(SendLimits newLimits) {
        requireNonNull(newLimits, "newLimits");
        lock.lock();
        try {
            limits = newLimits;
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** How many places are taken. */
    public int sends() {
        return sendsIn(word.get());
    }

    /** How many bytes those places stand for. */
    public long bytes() {
        return word.get() & BYTES_MASK;
    }

    /** How many threads wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place if there is one and nobody waits for it. Returns at once. */
    public Outcome tryTake(int bodyBytes) {
        long weight = weightOf(bodyBytes);
        while (true) {
            long seen = word.get();
            if ((seen & CLOSED) != 0) {
                return Outcome.CLOSED;
            }
            if ((seen & WAITERS) != 0 || !fits(seen, weight)) {
                return Outcome.FULL;
            }
            if (word.compareAndSet(seen, seen + weight)) {
                return Outcome.TAKEN;
            }
        }
    }

    /**
     * Takes a place, and waits for it if need be.
     *
     * @param waitNanos the longest wait; with zero or less there is none
     * @throws InterruptedException if the thread is interrupted while it waits; it then holds no place
     */
    public Outcome take(int bodyBytes, long waitNanos) throws InterruptedException {
        Outcome atOnce = tryTake(bodyBytes);
        if (atOnce != Outcome.FULL || waitNanos <= 0) {
            return atOnce;
        }
        lock.lockInterruptibly();
        try {
            Waiter waiter = new Waiter(weightOf(bodyBytes), lock.newCondition());
            waiters.addLast(waiter);
            word.getAndUpdate(seen -> seen | WAITERS);
            settle();
            return await(waiter, waitNanos);
        } finally {
            lock.unlock();
        }
    }

    private Outcome await(Waiter waiter, long waitNanos) throws InterruptedException {
        try {
            long leftNanos = waitNanos;
            while (waiter.outcome == null && leftNanos > 0) {
                leftNanos = waiter.settled.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            if (waiter.outcome == Outcome.TAKEN) {
                // The place came at the same moment; this thread will not use it.
                subtract(waiter.weight);
                settle();
            } else {
                withdraw(waiter);
            }
            throw e;
        }
        if (waiter.outcome == null) {
            withdraw(waiter);
            return Outcome.FULL;
        }
        return waiter.outcome;
    }

    /** Takes a waiter out of the queue; those behind it may fit where it did not. */
    private void withdraw(Waiter waiter) {
        waiters.remove(waiter);
        settle();
    }

    /**
     * Gives back what a send took.
     *
     * @param bodyBytes as it was taken with
     * @throws IllegalStateException if that much is not taken
     */
    public void giveBack(int bodyBytes) {
        if ((subtract(weightOf(bodyBytes)) & WAITERS) != 0) {
            lock.lock();
            try {
                settle();
            } finally {
                lock.unlock();
            }
        }
    }

    private long subtract(long weight) {
        while (true) {
            long seen = word.get();
            if (sendsIn(seen) < 1 || (seen & BYTES_MASK) < (weight & BYTES_MASK)) {
                throw new IllegalStateException("a place in flight was given back twice");
            }
            if (word.compareAndSet(seen, seen - weight)) {
                return seen;
            }
        }
    }

    /** Ends the handing out of places, and all waits for one; places that are taken may still be given back. */
    public void close() {
        word.getAndUpdate(seen -> seen | CLOSED);
        lock.lock();
        try {
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Serves waiters from the front for as long as they fit. Under the lock. */
    private void settle() {
        for (Waiter first = waiters.peekFirst(); first != null; first = waiters.peekFirst()) {
            Outcome outcome = takeFor(first);
            if (outcome == Outcome.FULL) {
                return;
            }
            waiters.removeFirst();
            first.outcome = outcome;
            first.settled.signal();
        }
        word.getAndUpdate(seen -> seen & ~WAITERS);
    }

    private Outcome takeFor(Waiter first) {
        while (true) {
            long seen = word.get();
            if ((seen & CLOSED) != 0) {
                return Outcome.CLOSED;
            }
            if (!fits(seen, first.weight)) {
                return Outcome.FULL;
            }
            if (word.compareAndSet(seen, seen + first.weight)) {
                return Outcome.TAKEN;
            }
        }
    }

    private boolean fits(long seen, long weight) {
        int sends = sendsIn(seen);
        SendLimits now = limits;
        return sends == 0
                || (sends < now.maxInFlight() && (seen & BYTES_MASK) + (weight & BYTES_MASK) <= now.maxInFlightBytes());
    }

    private static int sendsIn(long seen) {
        return (int) ((seen & SENDS_MASK) >>> BYTE_BITS);
    }

    /** A body of no bytes counts one, as in the official client (B-BACKPRESSURE-02). */
    private static long weightOf(int bodyBytes) {
        return ONE_SEND + Math.max(1, bodyBytes);
    }
}

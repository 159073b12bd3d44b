// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** A latch that can be set back to where it began, which many a program waits for its callbacks with. */
public class CountDownLatch2 {
    private final Sync sync;

    /**
     * @param count how often {@link #countDown} opens it; 0 or more
     */
    public CountDownLatch2(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " (expected: 0 or more)");
        }
        this.sync = new Sync(count);
    }

    /** Waits until the count is zero. */
    public void await() throws InterruptedException {
        sync.acquireSharedInterruptibly(1);
    }

    /** As {@link #await()}, but no longer than the time given; whether the count is zero. */
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return sync.tryAcquireSharedNanos(1, unit.toNanos(timeout));
    }

    /** One less, unless it is zero already. */
    public void countDown() {
        sync.releaseShared(1);
    }

    public long getCount() {
        return sync.count();
    }

    /** Back to the count that it was made with. */
    public void reset() {
        sync.reset();
    }

    @Override
    public String toString() {
        return super.toString() + "[Count = " + sync.count() + "]";
    }

    private static final class Sync extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1L;

        private final int initial;

        Sync(int count) {
            this.initial = count;
            setState(count);
        }

        int count() {
            return getState();
        }

        void reset() {
            setState(initial);
        }

        @Override
        protected int tryAcquireShared(int acquires) {
            return getState() == 0 ? 1 : -1;
        }

        @Override
        protected boolean tryReleaseShared(int releases) {
            for (int count = getState(); count > 0; count = getState()) {
                if (compareAndSetState(count, count - 1)) {
                    return count == 1;
                }
            }
            return false;
        }
    }
}

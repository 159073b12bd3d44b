// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.common;

import dev.hotfire.runtime.ThisProcess;

/** A counter for each thread, for selectors that take turns. It begins anywhere. */
public class ThreadLocalIndex {
    private final ThreadLocal<Integer> threadLocalIndex = ThreadLocal.withInitial(ThisProcess::randomInt);

    /** The next number of this thread, 0 or more; after the greatest comes 0. */
    public int incrementAndGet() {
        int next = (threadLocalIndex.get() + 1) & Integer.MAX_VALUE;
        threadLocalIndex.set(next);
        return next;
    }

    /** Begins anew for this thread, anywhere. */
    public void reset() {
        threadLocalIndex.set(ThisProcess.randomInt() & Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "ThreadLocalIndex{threadLocalIndex=" + threadLocalIndex.get() + '}';
    }
}

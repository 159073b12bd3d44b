// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes wait in all. What is taken is given back by whoever takes the message out, whatever becomes of it: the
 * official client forgets to for messages that go alone after all, until none may wait any more (hazard of B-ACCUM-05). Any
 * thread.
 */
public final class ByteBudget {
    private final AtomicLong held = new AtomicLong();

    /** Takes the bytes if no more than {@code most} are taken then; else takes none. */
    public boolean tryTake(int bytes, long most) {
        while (true) {
            long before = held.get();
            if (bytes > most - before) {
                return false;
            }
            if (held.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
    }

    public void giveBack(int bytes) {
        if (held.addAndGet(-bytes) < 0) {
            throw new IllegalStateException(bytes + " bytes given back that nobody had taken");
        }
    }

    public long held() {
        return held.get();
    }
}

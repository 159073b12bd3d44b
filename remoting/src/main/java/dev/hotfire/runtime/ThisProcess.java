// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What there is of a process before it has a {@link Machine}: for names and ids that are made outside any. Whatever is to
 * be simulated takes all of this from its machine instead.
 */
public final class ThisProcess {
    private static final AtomicLong LAST = new AtomicLong(Long.MIN_VALUE);

    private ThisProcess() {}

    /** This process's id. */
    public static long id() {
        return ProcessHandle.current().pid();
    }

    /**
     * A name that nothing else on this computer has, before or beside it: {@code pid#nanos}, as the official client makes
     * it. The time tells this process from an earlier one with its id, as in containers, where it is always the same.
     */
    public static String nextName() {
        long now = System.nanoTime();
        return id() + "#" + LAST.updateAndGet(last -> Math.max(last + 1, now));
    }

    /** Wall clock, milliseconds since the epoch. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /** The zone of local time. */
    public static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /** A number that cannot be foreseen. */
    public static int randomInt() {
        return new SecureRandom().nextInt();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM while something lasts that wants to end well: the process goes on until it is closed, though not for ever.
 * Who asks for it closes it when all is written.
 */
final class Interruption implements AutoCloseable {
    /** Longer than any send's usual timeout, and shorter than most who wait for a process to end before they kill it. */
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "hotfire-interruption");
    private volatile boolean happened;

    private Interruption() {}

    /** From here on the process does not end at once. */
    static Interruption expected() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupt() {
        happened = true;
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process was told to stop. From any thread. */
    boolean happened() {
        return happened;
    }

    /** The process may end now. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is about to run, finds the latch open, and ends.
            }
        }
    }
}

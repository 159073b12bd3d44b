// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Executors for what only users put there: they have threads while they are given something to do, and none before. */
public final class SpareThreads {
    private static final int MAX_WAITING = 50_000;
    private static final long IDLE_SECONDS = 10;

    private SpareThreads() {}

    /**
     * A {@link ThreadPoolExecutor} of daemon threads with a queue for 50,000 tasks. Whoever asks for it shuts it down.
     *
     * @param name       what its threads are called, with a number behind it
     * @param maxThreads how many threads it may have, at least 1
     */
    public static ExecutorService executor(String name, int maxThreads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                maxThreads, maxThreads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING));
        executor.setThreadFactory(task -> {
            Thread thread = new Thread(task, name + "_" + executor.getTaskCount());
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}

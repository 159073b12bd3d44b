// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.runtime.MachineClock;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A loop and a clock that stand still until a test moves them. */
public final class HandMovedTime implements MachineClock {
    /** Near the wrap of the monotonic clock, which has no origin to rely on. */
    private long nanos = Long.MAX_VALUE - 1_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    public HandMovedTime() {
        channel.freezeTime();
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Has the loop do what it was told to. */
    public void turn() {
        channel.runPendingTasks();
    }

    public void advance(Duration duration) {
        nanos += duration.toNanos();
        channel.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Time that a task takes: the clock moves, and nothing that became due meanwhile runs yet. */
    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long currentTimeMillis() {
        return 0;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The while between the word and the end of a graceful shutdown (W-6): who is sent away in it, how long it lasts, and who
 * waits for its end. For {@link ServerProcess}, under the {@link Monitor}.
 */
final class Drain {
    /** What a peer that shuts down writes into its answers (W-6). */
    static final String GO_AWAY_REMARK = "please go away";

    private final Monitor monitor;
    private final EventLoop loop;
    private @Nullable ScheduledFuture<?> timer;
    private CompletableFuture<Void> down = CompletableFuture.completedFuture(null);

    Drain(Monitor monitor, EventLoop loop) {
        this.monitor = monitor;
        this.loop = loop;
    }

    /** Whether a server that shuts down answers this request with GO_AWAY: clients up to 5.3.1 don't understand it. */
    static boolean sendsAway(Frame request) {
        return request.version() > MqVersion.V5_3_1 && !request.isOneway();
    }

    /**
     * Begins a drain. Under the lock.
     *
     * @param atEnd is run on the loop when the while is over, unless the drain was cut short
     * @return the new {@link #down()}
     */
    CompletableFuture<Void> begin(Duration length, Runnable atEnd) {
        monitor.requireHeld();
        down = new CompletableFuture<>();
        timer = loop.schedule(atEnd, length.toNanos(), TimeUnit.NANOSECONDS);
        return down;
    }

    /** Forgets the end of the while, because the server's came first. Under the lock. */
    void cutShort() {
        monitor.requireHeld();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Completed, by whoever takes the server down, once the drained server is down. Under the lock. */
    CompletableFuture<Void> down() {
        monitor.requireHeld();
        return down;
    }
}

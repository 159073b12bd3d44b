// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.suite.Lab;
import dev.hotfire.runtime.Machine;
import dev.hotfire.testkit.FakeCluster;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The real world. For any thread that may wait. */
public final class TcpLab implements Lab {
    private static final long POLL_MILLIS = 5;

    private final Machine machine;
    private final EventLoop loop;

    /** @param machine whose clock and loop serve for waiting */
    public TcpLab(Machine machine) {
        this.machine = machine;
        this.loop = machine.nextLoop();
    }

    @Override
    public FakeCluster start(FakeCluster.Builder cluster) {
        return cluster.start();
    }

    @Override
    public void stop(FakeCluster cluster) {
        cluster.close();
    }

    @Override
    public <T> T await(CompletableFuture<T> future, Duration limit) {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new LimitException(limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LimitException("an interrupt");
        }
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration limit) {
        long deadlineNanos = nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (nanoTime() - deadlineNanos >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            CompletableFuture<Boolean> tick = new CompletableFuture<>();
            loop.schedule(() -> tick.complete(true), POLL_MILLIS, TimeUnit.MILLISECONDS);
            tick.join();
        }
        return true;
    }

    @Override
    public long nanoTime() {
        return machine.clock().nanoTime();
    }
}

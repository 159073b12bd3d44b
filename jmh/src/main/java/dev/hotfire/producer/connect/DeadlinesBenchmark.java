// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.runtime.MachineClock;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a send's deadline take, set and taken back, while so many others wait? They come in the order in which they are set,
 * as the deadlines of sends with one timeout do. The floor is the same with the JDK's heap, which must search what it removes
 * unless that is the first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class DeadlinesBenchmark {
    @Param({"1000", "100000"})
    int others = 1_000;

    private final EventLoop loop = new DefaultEventLoop();
    private long now;
    private Deadlines deadlines = deadlines();
    private PriorityQueue<Long> heap = new PriorityQueue<>();
    private Waiting[] ring = {};
    private int oldest;

    /** One that is never woken. */
    private static final class Waiting extends Deadlines.Entry {
        @Override
        protected void onDeadline(long nowNanos) {
            throw new IllegalStateException("a deadline passed");
        }
    }

    private Deadlines deadlines() {
        return new Deadlines(loop, new MachineClock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long currentTimeMillis() {
                return 0;
            }
        });
    }

    @Setup
    public void fill() throws InterruptedException {
        // On the loop, which alone may set the timer.
        loop.submit(() -> {
                    deadlines = deadlines();
                    heap = new PriorityQueue<>();
                    ring = new Waiting[others];
                    now = Long.MAX_VALUE / 4;
                    for (int i = 0; i < others; i++) {
                        ring[i] = new Waiting();
                        deadlines.set(ring[i], ++now);
                        heap.add(now);
                    }
                })
                .await();
    }

    @TearDown
    public void end() {
        loop.shutdownGracefully();
    }

    @Benchmark
    public Object baseline() {
        heap.add(++now);
        return heap.remove();
    }

    /** The oldest is answered, a new one goes out. */
    @Benchmark
    public Object removeOldestAndSet() {
        Waiting entry = ring[oldest];
        oldest = oldest + 1 == ring.length ? 0 : oldest + 1;
        deadlines.remove(entry);
        deadlines.set(entry, ++now);
        return entry;
    }
}

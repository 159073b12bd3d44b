// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.producer.batch.Accumulator;
import dev.hotfire.producer.batch.BatchKey;
import dev.hotfire.producer.batch.Member;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.runtime.MachineClock;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a message's wait for company take, of a batch of 32 whose first may go at once when it is complete? The floor is a
 * list that is filled and emptied.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class AccumulatorBenchmark {
    private static final int BATCH = 32;
    private static final BatchKey KEY = new BatchKey("orders", null, "true", null, true);

    private final EventLoop loop = new DefaultEventLoop();
    private final Waiting[] members = new Waiting[BATCH];
    private final List<Member> list = new ArrayList<>();
    private long departed;
    private Accumulator<Waiting> accumulator = accumulator();

    private Accumulator<Waiting> accumulator() {
        Deadlines deadlines = new Deadlines(loop, new MachineClock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long currentTimeMillis() {
                return 0;
            }
        });
        return new Accumulator<>(deadlines, (batch, nowNanos) -> departed += batch.size());
    }

    /** A message of 100 bytes. */
    private static final class Waiting extends Member {
        Waiting() {
            super(KEY, 100, 180);
        }

        @Override
        protected int batchBytes() {
            return 32 << 10;
        }

        @Override
        protected int maxEncodedBytes() {
            return 4 << 20;
        }

        @Override
        protected boolean eager() {
            return true;
        }

        @Override
        protected long departureNanos() {
            return Long.MAX_VALUE / 4;
        }
    }

    @Setup
    public void fill() throws InterruptedException {
        for (int i = 0; i < BATCH; i++) {
            members[i] = new Waiting();
        }
        // The timer is set on the loop, once, and found in place from then on.
        loop.submit(() -> {
                    accumulator = accumulator();
                    addAndDepart();
                })
                .await();
    }

    @TearDown
    public void end() {
        loop.shutdownGracefully();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int baseline() {
        for (Waiting member : members) {
            list.add(member);
        }
        int size = list.size();
        list.clear();
        return size;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addAndDepart() {
        for (Waiting member : members) {
            accumulator.add(member, 0);
        }
        accumulator.departEager(0);
        accumulator.onEnded(KEY, 0);
        return departed;
    }
}

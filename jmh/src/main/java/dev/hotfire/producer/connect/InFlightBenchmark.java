// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.wire.frame.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to remember a call and to find it when its answer comes, with so many others under way? The floor is a hash
 * map by number, which is no floor at all once it has to make keys.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class InFlightBenchmark {
    @Param({"1", "1000", "100000"})
    int others = 1_000;

    private InFlight table = new InFlight(0);
    private Map<Integer, Call> map = new HashMap<>();
    private final Call call = new Silent();
    private int next;

    /** A call that nothing comes of. */
    private static final class Silent extends Call {
        @Override
        protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void onReply(Frame reply, long nowNanos) {}

        @Override
        protected void onLost(boolean written, IOException cause, long nowNanos) {}

        @Override
        protected void onDeadline(long nowNanos) {}
    }

    @Setup
    public void fill() {
        table = new InFlight(0);
        map = new HashMap<>();
        for (next = 0; next < others; next++) {
            Call other = new Silent();
            table.add(other);
            map.put(next, other);
        }
    }

    @Benchmark
    public @Nullable Call baseline() {
        map.put(next, call);
        return map.remove(next++);
    }

    @Benchmark
    public @Nullable Call addAndRemove() {
        return table.remove(table.add(call));
    }
}

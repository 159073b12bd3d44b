// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.wire.id.UniqueIds;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What does a message's id take, as bytes and as text, also when two threads want one? The floors are a shared counter and the clock. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class UniqueIdBenchmark {
    private final UniqueIds ids =
            new UniqueIds(new byte[] {10, 0, 0, 7}, 4711, 42, System::currentTimeMillis, ZoneOffset.UTC);
    private final AtomicLong counter = new AtomicLong();

    /** Where a thread writes its ids. */
    @State(Scope.Thread)
    public static class Room {
        private final byte[] bytes = new byte[32];
    }

    @Benchmark
    public long baseline() {
        return counter.incrementAndGet();
    }

    @Benchmark
    public long clock() {
        return System.currentTimeMillis();
    }

    @Benchmark
    public byte[] bytes(Room room) {
        ids.next(room.bytes, 0);
        return room.bytes;
    }

    @Benchmark
    public String text() {
        return ids.next();
    }

    @Benchmark
    @Threads(2)
    public String textOfTwoThreads() {
        return ids.next();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.testkit.FakeCluster;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a test wait for its cluster of one name server and one broker: in a JVM that never had one, and in one that had
 * twenty? The floor is a JVM's own: an empty method.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FakeClusterBenchmark {
    private @Nullable FakeCluster cluster;

    @Benchmark
    @Fork(1)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public void baseline() {
        // Nothing is what it measures.
    }

    @Benchmark
    @Fork(9)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public FakeCluster cold() {
        return started();
    }

    @Benchmark
    @Fork(1)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public FakeCluster warm() {
        return started();
    }

    private FakeCluster started() {
        FakeCluster started = FakeCluster.builder().topic("bench", 8).start();
        cluster = started;
        return started;
    }

    @TearDown(Level.Invocation)
    public void close() {
        FakeCluster started = cluster;
        cluster = null;
        if (started != null) {
            started.close();
        }
    }
}

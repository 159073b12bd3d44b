// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to decide how long an attempt may take, and whether another one follows its answer? The floor is a comparison
 * with a code that is known.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class RetryBenchmark {
    private final RetryRules rules = RetryRules.of(
            ProducerConfig.builder("pg-orders").nameServers("10.0.0.1:9876").build());
    private int code = ResponseCode.SYSTEM_BUSY;
    private long leftNanos = 3_000_000_000L;

    @Benchmark
    public boolean baseline() {
        return code == ResponseCode.SYSTEM_BUSY;
    }

    @Benchmark
    public long attemptNanos() {
        return rules.attemptNanos(Ending.ASYNC, leftNanos, rules.attempts(Ending.ASYNC, false));
    }

    @Benchmark
    public boolean afterAnswer() {
        return rules.afterAnswer(Ending.ASYNC, code);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.jmh;

import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.latency.MQFaultStrategy;
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

/** What does it take to tell the official client's fault tolerance that an attempt went well? The floor is with it off. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OfficialHealthBenchmark {
    private final MQFaultStrategy off = strategy(false);
    private final MQFaultStrategy on = strategy(true);

    private static MQFaultStrategy strategy(boolean enabled) {
        MQFaultStrategy made = new MQFaultStrategy(new ClientConfig(), name -> name, (endpoint, timeoutMillis) -> true);
        made.setSendLatencyFaultEnable(enabled);
        return made;
    }

    @Benchmark
    public void baseline() {
        off.updateFaultItem("broker-0", 1, false, true);
    }

    @Benchmark
    public void stored() {
        on.updateFaultItem("broker-0", 1, false, true);
    }

    @Benchmark
    @Threads(2)
    public void storedByTwoThreads() {
        on.updateFaultItem("broker-0", 1, false, true);
    }
}

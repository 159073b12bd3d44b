// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.health.BrokerHealth;
import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.IsolationTable;
import dev.hotfire.runtime.MachineClock;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to tell the health policy that an attempt went well, which nearly all do? The floor is a policy that keeps
 * nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class HealthBenchmark {
    private final EventLoop loop = new DefaultEventLoop();
    private final BrokerHealth.Settings settings =
            new BrokerHealth.Settings(LatencyTable.DEFAULT, false, 2_000_000_000L, 200_000_000L, 20_000_000L);
    private final BrokerHealth table = new IsolationTable(deadlines(), new Deaf(), settings);
    private long now;

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

    /** Nobody listens. */
    private static final class Deaf implements BrokerHealth.Listener {
        @Override
        public void onIsolated(String brokerName, long untilNanos, String reason) {}

        @Override
        public void onReleased(String brokerName) {}

        @Override
        public void onStandingChanged(String brokerName) {}
    }

    @TearDown
    public void end() {
        loop.shutdownGracefully();
    }

    @Benchmark
    public void baseline() {
        now += 1_000;
        BrokerHealth.NONE.onAttempt("broker-0", Kind.ASYNC, Ending.STORED, "", now - 300_000, now);
    }

    @Benchmark
    public void stored() {
        now += 1_000;
        table.onAttempt("broker-0", Kind.ASYNC, Ending.STORED, "", now - 300_000, now);
    }
}

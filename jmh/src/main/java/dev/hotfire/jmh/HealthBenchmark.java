// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.health.AdaptiveHealth;
import dev.hotfire.producer.health.BrokerHealth;
import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.health.IsolationTable;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.select.QueueChoice;
import dev.hotfire.producer.select.QueueOrder;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to tell the health policy that an attempt went well, which nearly all do? The floor is a policy that keeps
 * nothing. The adaptive policy is also told when the attempt begins, and asked how long it may take; and with its choice of
 * the queue before that it is all that it costs a send.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class HealthBenchmark {
    /** Timers that nobody waits for: time stands still on the deadlines' clock. */
    private static final EventLoop LOOP = new DefaultEventLoop(new DefaultThreadFactory("timers", true));

    private static final BrokerHealth.Settings SETTINGS =
            new BrokerHealth.Settings(LatencyTable.DEFAULT, false, 2_000_000_000L, 200_000_000L, 50_000_000L);
    private final BrokerHealth table = new IsolationTable(deadlines(), new Deaf(), SETTINGS);
    private final AdaptiveHealth adaptive = adaptive();
    private final QueueChoice choice = QueueOrder.laden(adaptive::load)
            .choice(SelectBenchmark.route(64), name -> Standing.GOOD, QueueChoice.Positions.from(7));
    private long now;

    /** A policy to which nothing has happened. */
    static AdaptiveHealth adaptive() {
        return new AdaptiveHealth(
                deadlines(),
                STILL,
                new Deaf(),
                (brokerName, timeoutNanos, onAnswer) -> true,
                RandomSource.seeded(1),
                SETTINGS);
    }

    private static final MachineClock STILL = new MachineClock() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    };

    private static Deadlines deadlines() {
        return new Deadlines(LOOP, STILL);
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

    /** One thread that is caller and loop in one: all that the policy costs a send. */
    @Benchmark
    public long adaptiveChoiceAndFeedback() {
        now += 1_000;
        return feedback(adaptive, choice.next(), now);
    }

    private static long feedback(AdaptiveHealth health, Target target, long now) {
        String broker = target.brokerName();
        long patience = Math.max(health.usualNanos(broker, now), health.patienceNanos(broker, now, now));
        health.onStart(broker, Kind.ASYNC, now);
        health.onAttempt(broker, Kind.ASYNC, Ending.STORED, "", now - 300_000, now);
        return patience;
    }

    /** What a caller and the loop share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final AdaptiveHealth health = adaptive();
        private final Target[] targets = SelectBenchmark.route(64).targets().toArray(Target[]::new);
        private final QueueChoice choice = QueueOrder.laden(health::load)
                .choice(SelectBenchmark.route(64), name -> Standing.GOOD, QueueChoice.Positions.from(7));
    }

    /** Two threads, as in a producer: a caller chooses while the loop, which alone feeds the policy, writes what he looks at. */
    @Benchmark
    @Group("adaptiveCallerAndLoop")
    public Target choose(Shared shared) {
        return shared.choice.next();
    }

    @Benchmark
    @Group("adaptiveCallerAndLoop")
    public long feed(Shared shared) {
        now += 1_000;
        return feedback(shared.health, shared.targets[(int) (now / 1_000) & 63], now);
    }
}

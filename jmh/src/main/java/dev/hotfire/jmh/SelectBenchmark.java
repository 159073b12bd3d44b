// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.select.QueueChoice;
import dev.hotfire.producer.select.QueueChoice.Positions;
import dev.hotfire.producer.select.QueueOrder;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to say which queue is next, and does it depend on how many there are, on who is avoided, or on who else asks?
 * The floor is an index that counts up in a field of the thread's own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SelectBenchmark {
    /** The orders that there are: ours, the compatible profile's, and that of the adaptive policy. */
    public enum Order {
        EVEN,
        OFFICIAL,
        LADEN
    }

    /** Who is avoided. */
    public enum Avoided {
        NONE,
        ONE,
        ALL
    }

    /** What is chosen from. */
    @State(Scope.Benchmark)
    public static class Topic {
        @Param
        Order order = Order.EVEN;

        @Param({"8", "64", "1024"})
        int queues = 8;

        @Param
        Avoided avoided = Avoided.NONE;

        private QueueChoice choice = choice(Order.EVEN, 8, Avoided.NONE);

        @Setup
        public void choose() {
            choice = choice(order, queues, avoided);
        }
    }

    private static QueueChoice choice(Order order, int queues, Avoided avoided) {
        PublishRoute route = route(queues);
        QueueOrder taken =
                switch (order) {
                    case EVEN -> QueueOrder.EVEN;
                    case OFFICIAL -> QueueOrder.OFFICIAL;
                    case LADEN -> QueueOrder.laden(HealthBenchmark.adaptive()::load);
                };
        return taken.choice(
                route,
                name -> avoided == Avoided.ALL || (avoided == Avoided.ONE && name.equals("broker-0"))
                        ? Standing.AVOIDED
                        : Standing.GOOD,
                Positions.from(7));
    }

    /** Two brokers for 8 queues, 16 for 1,024. */
    static PublishRoute route(int queues) {
        int brokers = queues <= 8 ? 2 : queues <= 64 ? 8 : 16;
        List<QueueData> queueDatas = new ArrayList<>();
        List<BrokerData> brokerDatas = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            String name = "broker-" + i;
            queueDatas.add(new QueueData(name, queues / brokers, queues / brokers, 6, 0));
            brokerDatas.add(new BrokerData(
                    "cluster",
                    name,
                    new TreeMap<>(Map.of(BrokerData.MASTER_ID, "10.0.0." + (i + 1) + ":10911")),
                    null,
                    false));
        }
        return PublishRoute.of("orders", new TopicRoute(null, queueDatas, brokerDatas, Map.of()));
    }

    /** A position of the thread's own. */
    @State(Scope.Thread)
    public static class Own {
        private int position;
    }

    @Benchmark
    public Target baseline(Own own) {
        List<Target> all = targets;
        int next = own.position + 1;
        own.position = next == all.size() ? 0 : next;
        return all.get(own.position);
    }

    private final List<Target> targets = route(8).targets();

    @Benchmark
    public Target next(Topic topic) {
        return topic.choice.next();
    }

    @Benchmark
    @Threads(2)
    public Target nextOfTwoThreads(Topic topic) {
        return topic.choice.next();
    }

    @Benchmark
    public Target nextAvoiding(Topic topic) {
        return topic.choice.nextAvoiding("broker-1");
    }
}

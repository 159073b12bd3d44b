// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.impl.producer.TopicPublishInfo;
import org.apache.rocketmq.client.latency.MQFaultStrategy;
import org.apache.rocketmq.common.message.MessageQueue;
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

/** What does the official client take to say which queue is next, with fault tolerance on? Its floor is without it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OfficialSelectBenchmark {
    private static final long AN_HOUR_MILLIS = 3_600_000;

    /** Who is avoided. */
    public enum Avoided {
        NONE,
        ONE,
        ALL
    }

    @Param({"8", "64", "1024"})
    int queues = 8;

    @Param
    Avoided avoided = Avoided.NONE;

    private final ClientConfig config = new ClientConfig();
    private TopicPublishInfo topic = new TopicPublishInfo();
    private MQFaultStrategy strategy = strategy();

    private MQFaultStrategy strategy() {
        MQFaultStrategy made = new MQFaultStrategy(config, name -> name, (endpoint, timeoutMillis) -> true);
        made.setSendLatencyFaultEnable(true);
        return made;
    }

    @Setup
    public void fill() {
        int brokers = queues <= 8 ? 2 : queues <= 64 ? 8 : 16;
        List<MessageQueue> all = new ArrayList<>();
        strategy = strategy();
        // Whoever is avoided is so for as long as the benchmark lasts.
        strategy.setNotAvailableDuration(new long[] {0, 0, 0, 0, 0, 0, AN_HOUR_MILLIS});
        for (int broker = 0; broker < brokers; broker++) {
            for (int id = 0; id < queues / brokers; id++) {
                all.add(new MessageQueue("orders", "broker-" + broker, id));
            }
            boolean bad = avoided == Avoided.ALL || (avoided == Avoided.ONE && broker == 0);
            strategy.updateFaultItem("broker-" + broker, bad ? 60_000 : 1, false, true);
        }
        topic = new TopicPublishInfo();
        topic.setMessageQueueList(all);
    }

    @Benchmark
    public MessageQueue baseline() {
        return topic.selectOneMessageQueue();
    }

    @Benchmark
    public MessageQueue next() {
        return strategy.selectOneMessageQueue(topic, null, false);
    }

    @Benchmark
    @Threads(2)
    public MessageQueue nextOfTwoThreads() {
        return strategy.selectOneMessageQueue(topic, null, false);
    }
}

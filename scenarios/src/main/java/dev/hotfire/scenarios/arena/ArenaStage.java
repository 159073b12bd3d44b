// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.fault.BrokerService;
import dev.hotfire.scenarios.fault.BrokerService.ServiceTime;
import dev.hotfire.testkit.FakeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What faults of the arena happen to: a cluster whose brokers take time, a script, and the truth about it. */
final class ArenaStage {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** Of healthy brokers: half of all sends take less than 2 ms, one in a thousand more than 12.8 ms. */
    private static final double MEDIAN_NANOS = 2e6;

    private static final double SIGMA = 0.6;

    /** Pareto: none takes less than 1 ms, one in a hundred more than 21 ms, one in a thousand more than 100 ms. */
    private static final double LEAST_NANOS = 1e6;

    private static final double ALPHA = 1.5;
    private static final double MOST_NANOS = 2e9;

    /** Sends a second that a broker with bounded room is given at least. */
    private static final double LEAST_LOAD = 250;

    private final FakeCluster cluster;
    private final ArenaCell cell;
    private final Truth truth;
    private final Samples samples;
    private final RandomSource random;
    private final long originNanos;
    private final LongSupplier worldNanos;
    private final List<FakeBroker> brokers;
    private final List<BrokerService> services = new ArrayList<>();
    private final PriorityQueue<Step> script = new PriorityQueue<>();
    private int steps;

    /** Something that is to happen. In the order of time, then of being said. */
    record Step(long nanos, int number, Runnable what) implements Comparable<Step> {
        @Override
        public int compareTo(Step other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    /**
     * @param random      the arena's own
     * @param originNanos when the first send may be due, on the world's clock
     */
    ArenaStage(
            FakeCluster cluster,
            ArenaCell cell,
            Truth truth,
            Samples samples,
            RandomSource random,
            long originNanos,
            LongSupplier worldNanos) {
        this.cluster = cluster;
        this.cell = cell;
        this.truth = truth;
        this.samples = samples;
        this.random = random.fork("faults");
        this.originNanos = originNanos;
        this.worldNanos = worldNanos;
        this.brokers = cluster.masters();
        ServiceTime time = cell.fault() == ArenaFault.HEALTHY_PARETO ? ArenaStage::pareto : logNormal(MEDIAN_NANOS);
        for (FakeBroker broker : brokers) {
            services.add(serve(broker, time, random));
        }
        for (FakeBroker broker : cluster.brokers()) {
            if (!brokers.contains(broker)) {
                // A slave, which is there in case that it becomes the master.
                serve(broker, time, random);
            }
        }
    }

    private BrokerService serve(FakeBroker broker, ServiceTime time, RandomSource arena) {
        BrokerService service = new BrokerService(
                time,
                arena.fork("service of " + broker.name()),
                broker.server().machine().clock());
        cluster.rules().add(FaultRule.onSends().server(broker.name()).optional().control(service));
        return service;
    }

    /** A service time half of whose draws are below the median, and one in a thousand above 6.4 times that. */
    static ServiceTime logNormal(double medianNanos) {
        return random -> (long) (medianNanos * StrictMath.exp(SIGMA * random.nextGaussian()));
    }

    private static long pareto(RandomSource random) {
        return (long) Math.min(MOST_NANOS, LEAST_NANOS * StrictMath.pow(1 - random.nextDouble(), -1 / ALPHA));
    }

    FakeCluster cluster() {
        return cluster;
    }

    ArenaCell cell() {
        return cell;
    }

    RandomSource random() {
        return random;
    }

    int count() {
        return brokers.size();
    }

    FakeBroker broker(int index) {
        return brokers.get(index);
    }

    /**
     * How many sends a second each broker is given: what the cell says, and where that is little, by other producers, too. A
     * broker that only has room for a few sends a second is not slow, it is none.
     */
    double load() {
        return Math.max(LEAST_LOAD, cell.ratePerBroker());
    }

    /** Bounds the room of a broker, which other producers use as well. */
    void bound(int index, double perSecond) {
        service(index).capacity(perSecond);
        service(index).others(load() - cell.ratePerBroker());
    }

    BrokerService service(int index) {
        return services.get(index);
    }

    long begin() {
        return cell.phases().beginNanos();
    }

    long heal() {
        return cell.phases().healNanos();
    }

    /** Nanoseconds since the first send may be due. */
    long now() {
        return worldNanos.getAsLong() - originNanos;
    }

    /** A broker is bad for all sends for the whole fault. */
    void bad(int broker) {
        bad(broker, begin(), heal(), null);
    }

    void bad(int broker, long fromNanos, long toNanos, @Nullable Predicate<Truth.Sent> only) {
        truth.add(new Truth.Spell(broker, fromNanos, toNanos, toNanos, only));
    }

    void bad(Truth.Spell spell) {
        truth.add(spell);
    }

    /** A send met a fault that is there for some sends only. */
    void hit() {
        samples.hit(now());
    }

    void at(long nanos, Runnable what) {
        script.add(new Step(nanos, steps++, what));
    }

    /** Does one thing when the fault begins and another when it heals. */
    void during(Runnable begin, Runnable heal) {
        at(begin(), begin);
        at(heal(), heal);
    }

    /** When the next step is due; the greatest number if there is none. */
    long nextStepNanos() {
        Step step = script.peek();
        return step == null ? Long.MAX_VALUE : step.nanos;
    }

    void performDue(long nowNanos) {
        Step step = script.peek();
        while (step != null && step.nanos <= nowNanos) {
            script.remove();
            step.what.run();
            step = script.peek();
        }
    }
}

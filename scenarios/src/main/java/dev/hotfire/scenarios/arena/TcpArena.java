// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A cell of the arena over TCP in real time, for clients in processes of their own, whoever made them: brokers that take time
 * and the fault are the same as in simulated time. What attempts there were is what brokers saw of them.
 */
public final class TcpArena implements AutoCloseable {
    private final ArenaCell cell;
    private final TcpWorld world;
    private final FakeCluster cluster;
    private final EventLoop loop;
    private final MachineClock clock;
    private final RandomSource random;
    private final Samples samples;
    private final Truth truth = new Truth();
    private final List<Planned> plan = new ArrayList<>();

    /**
     * A send that is to be made.
     *
     * @param dueNanos since {@link #begin}
     * @param body     in Base64; says which send it is
     */
    public record Planned(long dueNanos, String topic, String body) {}

    /**
     * What came of a send.
     *
     * @param tookNanos from when it was due
     * @param stored    whether the client was told so
     */
    public record Ended(long tookNanos, boolean stored) {}

    private TcpArena(ArenaCell cell, long seed) {
        this.cell = cell;
        // One loop, so that brokers, what happens to them, and what is seen of it need no locks.
        this.world = TcpWorld.seeded(1, seed);
        this.random = RandomSource.seeded(seed).fork("arena");
        this.samples = new Samples(cell.brokers(), false);
        Machine driver = world.machine("arena driver");
        this.loop = driver.nextLoop();
        this.clock = driver.clock();
        String[] names = new String[cell.brokers()];
        for (int i = 0; i < names.length; i++) {
            names[i] = "broker-" + (char) ('a' + i);
        }
        FakeCluster.Builder builder = FakeCluster.builder()
                .world(world)
                .brokers(names)
                .slaves(cell.fault().wantsSlaves() ? 1 : 0)
                .traceOn(false)
                .journal(new Journal(0, 0));
        ArenaMessages.TOPICS.forEach(topic -> builder.topic(topic, ArenaMessages.QUEUES));
        this.cluster = builder.start();
        makePlan();
    }

    /** Starts the cluster, with nothing wrong. Of the cell, load and policy mean nothing: the client has them. */
    public static TcpArena start(ArenaCell cell, long seed) {
        return new TcpArena(cell, seed);
    }

    private void makePlan() {
        RandomSource arrivals = random.fork("arrivals");
        RandomSource kinds = random.fork("kinds of messages");
        double meanGapNanos = 1e9 / ((double) cell.ratePerBroker() * cell.brokers());
        for (double due = 0;
                due < cell.phases().endNanos();
                due += -StrictMath.log(1 - arrivals.nextDouble()) * meanGapNanos) {
            Truth.Sent sent = new Truth.Sent(kinds.nextInt(5) == 0, kinds.nextInt(5) == 0, kinds.nextInt(50) == 0, -1);
            String body = Base64.getEncoder()
                    .encodeToString(
                            ArenaMessages.make(samples.due((long) due), sent).body());
            plan.add(new Planned(
                    (long) due, sent.second() ? ArenaMessages.SECOND_TOPIC : ArenaMessages.FIRST_TOPIC, body));
        }
    }

    /** Where the client finds the cluster. */
    public String nameServerAddresses() {
        return cluster.nameServerAddresses();
    }

    /** The topics, for a client that wants to have its routes and connections before it begins. */
    public static List<String> topics() {
        return ArenaMessages.TOPICS;
    }

    /** What the client is to send, in the order of time. */
    public List<Planned> plan() {
        return List.copyOf(plan);
    }

    /** Time begins: sends may come, and the fault takes its course. */
    public void begin() {
        loop.submit(this::beginOnLoop).syncUninterruptibly();
    }

    private void beginOnLoop() {
        long originNanos = clock.nanoTime();
        ArenaStage stage = new ArenaStage(cluster, cell, truth, samples, random, originNanos, clock::nanoTime);
        cell.fault().prepare(stage);
        performNext(stage, originNanos);
        Map<String, Integer> brokers = new HashMap<>();
        List<FakeBroker> masters = cluster.masters();
        for (int i = 0; i < masters.size(); i++) {
            FakeBroker master = masters.get(i);
            master.log().addListener(new Stored());
            for (FakeBroker broker : cluster.brokers()) {
                if (broker.brokerName().equals(master.brokerName())) {
                    brokers.put(broker.name(), i);
                }
            }
        }
        cluster.journal().addListener(new Received(brokers, originNanos));
    }

    private void performNext(ArenaStage stage, long originNanos) {
        long next = stage.nextStepNanos();
        if (next == Long.MAX_VALUE) {
            return;
        }
        loop.schedule(
                () -> {
                    stage.performDue(next);
                    performNext(stage, originNanos);
                },
                Math.max(0, originNanos + next - clock.nanoTime()),
                TimeUnit.NANOSECONDS);
    }

    /**
     * What came of it all.
     *
     * @param ends for each planned send
     */
    public CellResult end(List<Ended> ends, Duration goodTime) {
        if (ends.size() != plan.size()) {
            throw new IllegalArgumentException("ends: " + ends.size() + " (expected: " + plan.size() + ")");
        }
        return loop.submit(() -> {
                    for (int i = 0; i < ends.size(); i++) {
                        Ended end = ends.get(i);
                        samples.ended(
                                i, samples.dueNanos(i) + end.tookNanos(), end.stored() ? Samples.OK : Samples.UNKNOWN);
                    }
                    return new CellResult(
                            cell,
                            0,
                            Measures.of(samples, truth, cell.phases(), false, goodTime.toNanos()),
                            Curves.of(samples, cell.phases(), goodTime.toNanos()));
                })
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        cluster.close();
        world.close();
    }

    /** Attempts as brokers see them; the second of a message is a retry. */
    private final class Received implements JournalListener {
        private final Map<String, Integer> brokers;
        private final long originNanos;
        private final Set<Integer> seen = new HashSet<>();

        Received(Map<String, Integer> brokers, long originNanos) {
            this.brokers = brokers;
            this.originNanos = originNanos;
        }

        @Override
        public void requestReceived(JournalEntry entry) {
            Integer broker = brokers.get(entry.server());
            if (broker != null && RequestPattern.SEND_CODES.contains(entry.code())) {
                int index = ArenaMessages.indexOf(entry.request().body());
                samples.attempt(clock.nanoTime() - originNanos, broker, !seen.add(index));
            }
        }
    }

    private final class Stored implements LogListener {
        @Override
        public void appended(StoredMessage message) {
            int index = ArenaMessages.indexOf(message.body());
            if (index >= 0 && index < samples.sends()) {
                samples.stored(index, message.messageId());
            }
        }
    }
}

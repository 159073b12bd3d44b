// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.link.Latency;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.arena.ArenaCell.Load;
import dev.hotfire.scenarios.arena.ArenaCell.Traffic;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One cell with one seed: a producer with the policy, brokers with the fault, both in a simulated world of their own. Between
 * its steps this thread plays the callers and the script of the fault.
 */
public final class ArenaRun {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int RETRIES = 2;
    private static final Duration CONNECT = Duration.ofNanos(300_000);

    /** Between a caller's send and its next one. Some time has to pass, or a send that fails at once would make a loop. */
    private static final long THINKING_NANOS = 50_000;

    /** The same after a send that failed. */
    private static final long THINKING_AFTER_FAILURE_NANOS = 10_000_000;

    private static final int BURST = 20;
    private static final int KEYS = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RETAINED_MESSAGES = 1_000;
    private static final SendOptions OPTIONS = SendOptions.DEFAULTS.withSyncRules();

    private final ArenaCell cell;
    private final SimulatedWorld world;
    private final RandomSource arrivals;
    private final RandomSource kinds;
    private final Truth truth = new Truth();
    private final Samples samples;
    private final Map<String, Integer> brokerIndex = new LinkedHashMap<>();
    private final SimulatedMachine machine;
    private final FakeCluster cluster;
    private final Producer producer;
    private final ArenaStage stage;
    private final long originNanos;
    private final QueueSelector<Truth.Sent> omniscient = this::choose;

    /** When callers who are done make their next send. */
    private final PriorityQueue<Long> idle = new PriorityQueue<>();

    private boolean measuring;
    private int open;
    private long turn;

    private ArenaRun(ArenaCell cell, long seed) {
        this.cell = cell;
        this.world = SimulatedWorld.seeded(seed);
        RandomSource random = RandomSource.seeded(seed).fork("arena");
        this.arrivals = random.fork("arrivals");
        this.kinds = random.fork("kinds of messages");
        this.samples = new Samples(cell.brokers(), cell.policy() != ArenaPolicy.ORACLE);
        world.connectLatency(Latency.constant(CONNECT));
        this.machine = world.machine("producer");
        String[] names = new String[cell.brokers()];
        for (int i = 0; i < names.length; i++) {
            names[i] = "broker-" + (char) ('a' + i);
            brokerIndex.put(names[i], i);
        }
        FakeCluster.Builder builder = FakeCluster.builder()
                .world(world)
                .brokers(names)
                .slaves(cell.fault().wantsSlaves() ? 1 : 0)
                .journal(new Journal(0, 0))
                .retainMessages(RETAINED_MESSAGES);
        ArenaMessages.TOPICS.forEach(topic -> builder.topic(topic, ArenaMessages.QUEUES));
        this.cluster = await(builder.startAsync());
        ProducerConfig.Builder settings = ProducerConfig.builder("arena")
                .nameServers(cluster.nameServerAddresses())
                .sendTimeout(TIMEOUT)
                .retries(RETRIES)
                .observer(new Seen());
        this.producer = Hotfire.start(cell.policy().apply(settings).build(), machine);
        for (String topic : ArenaMessages.TOPICS) {
            for (int i = 0; i < 2 * cell.brokers(); i++) {
                await(producer.sendAsync(Message.of(topic, new byte[] {-1, -1, -1, -1, 0})));
            }
        }
        world.runFor(WARM_UP);
        this.originNanos = world.nanosSinceBeginning();
        this.stage = new ArenaStage(cluster, cell, truth, samples, random, originNanos, world::nanosSinceBeginning);
        cell.fault().prepare(stage);
        for (FakeBroker broker : cluster.masters()) {
            broker.log().addListener(new Stored());
        }
        cluster.journal().addListener(new Probes());
    }

    /**
     * Runs a cell.
     *
     * @param goodTime what a send may take to be good
     */
    public static CellResult run(ArenaCell cell, long seed, Duration goodTime) {
        ArenaRun run = new ArenaRun(cell, seed);
        try {
            run.play();
            run.end();
        } finally {
            run.world.close();
        }
        return new CellResult(
                cell,
                seed,
                Measures.of(run.samples, run.truth, cell.phases(), cell.load() == Load.BLOCKING, goodTime.toNanos()),
                Curves.of(run.samples, cell.phases(), goodTime.toNanos()));
    }

    private <T> T await(CompletableFuture<T> future) {
        if (!world.runUntil(future::isDone, PATIENCE)) {
            throw new IllegalStateException("the arena could not be set up for " + cell.title());
        }
        return future.join();
    }

    private long now() {
        return world.nanosSinceBeginning() - originNanos;
    }

    // ---- callers ----

    private void play() {
        measuring = true;
        if (cell.load() == Load.OPEN) {
            playOpen();
        } else {
            playBlocking();
        }
    }

    private void playOpen() {
        int burst = cell.traffic() == Traffic.SKEWED ? BURST : 1;
        double meanGapNanos = 1e9 * burst / ((double) cell.ratePerBroker() * cell.brokers());
        double due = 0;
        while (due < cell.phases().endNanos()) {
            runTo((long) due);
            for (int i = 0; i < burst; i++) {
                send(false);
            }
            due += -StrictMath.log(1 - arrivals.nextDouble()) * meanGapNanos;
        }
        runTo(cell.phases().endNanos());
    }

    private void playBlocking() {
        for (int i = 0; i < cell.callers(); i++) {
            idle.add(0L);
        }
        long end = cell.phases().endNanos();
        while (now() < end) {
            Long due = idle.peek();
            if (due != null) {
                runTo(Math.min(due, end));
                if (due < end) {
                    idle.remove();
                    send(true);
                } else {
                    break;
                }
            } else {
                long until = Math.min(stage.nextStepNanos(), end);
                if (!world.runUntil(() -> !idle.isEmpty(), Duration.ofNanos(until - now()))) {
                    runTo(until);
                }
            }
        }
    }

    /** Lets time pass until then, and performs what the script has for it. */
    private void runTo(long nanos) {
        while (stage.nextStepNanos() <= nanos) {
            long step = stage.nextStepNanos();
            passUntil(step);
            stage.performDue(step);
        }
        passUntil(nanos);
    }

    private void passUntil(long nanos) {
        long left = nanos - now();
        if (left > 0) {
            world.runFor(Duration.ofNanos(left));
        }
    }

    private void send(boolean blocking) {
        int index = samples.due(now());
        Truth.Sent sent = new Truth.Sent(kinds.nextInt(5) == 0, kinds.nextInt(5) == 0, kinds.nextInt(50) == 0, -1);
        Message message = ArenaMessages.make(index, sent);
        open++;
        CompletableFuture<SendResult> future;
        if (cell.traffic() == Traffic.ORDERED) {
            future = producer.sendAsync(message, QueueSelectors.byHash(), kinds.nextInt(KEYS), OPTIONS);
        } else if (cell.policy() == ArenaPolicy.ORACLE && hasChoice(sent)) {
            future = producer.sendAsync(message, omniscient, sent, OPTIONS);
        } else {
            future = producer.sendAsync(message, OPTIONS);
        }
        future.whenComplete((result, failure) -> {
            open--;
            samples.ended(index, now(), outcome(failure));
            if (blocking) {
                idle.add(now() + (failure == null ? THINKING_NANOS : THINKING_AFTER_FAILURE_NANOS));
            }
        });
    }

    private static byte outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return Samples.OK;
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof SendException known && known.certainty() == Certainty.NOT_STORED
                ? Samples.FAILED
                : Samples.UNKNOWN;
    }

    // ---- the omniscient policy ----

    /** Whether it matters where this goes: to some queues it may, to others not. */
    private boolean hasChoice(Truth.Sent sent) {
        boolean good = false;
        boolean bad = false;
        for (int broker = 0; broker < cell.brokers(); broker++) {
            for (int queue = 0; queue < ArenaMessages.QUEUES; queue += ArenaMessages.QUEUES - 1) {
                boolean usable = truth.isUsable(broker, at(sent, queue), now());
                good |= usable;
                bad |= !usable;
            }
        }
        return good && bad;
    }

    private static Truth.Sent at(Truth.Sent sent, int queueId) {
        return new Truth.Sent(sent.large(), sent.second(), sent.poison(), queueId);
    }

    private @Nullable MessageQueue choose(List<MessageQueue> queues, Message message, Truth.Sent sent) {
        Map<Integer, List<MessageQueue>> usable = new TreeMap<>();
        for (MessageQueue queue : queues) {
            int broker = brokerOf(queue);
            if (truth.isUsable(broker, at(sent, queue.queueId()), now())) {
                usable.computeIfAbsent(broker, index -> new ArrayList<>()).add(queue);
            }
        }
        if (usable.isEmpty()) {
            return queues.get((int) (turn++ % queues.size()));
        }
        // From broker to broker: several in a row to one are a burst there.
        List<List<MessageQueue>> byBroker = List.copyOf(usable.values());
        List<MessageQueue> from = byBroker.get((int) (turn % byBroker.size()));
        return from.get((int) (turn++ / byBroker.size() % from.size()));
    }

    private int brokerOf(MessageQueue queue) {
        return indexOf(queue.brokerName());
    }

    private int indexOf(String brokerName) {
        Integer index = brokerIndex.get(brokerName);
        if (index == null) {
            throw new IllegalStateException("an unknown broker: " + brokerName);
        }
        return index;
    }

    // ---- the end ----

    private void end() {
        world.runUntil(() -> open == 0, TIMEOUT.plus(PATIENCE));
        measuring = false;
        await(producer.closeAsync());
        world.runFor(TIMEOUT); // What is stored late shows now.
        await(cluster.closeAsync());
    }

    // ---- what is seen ----

    private final class Seen implements SendObserver {
        private final Set<String> isolated = new HashSet<>();

        @Override
        public void attemptStarted(
                String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
            if (measuring) {
                samples.attempt(now(), brokerOf(queue), number > 1);
            }
        }

        @Override
        public void attemptEnded(String messageId, Attempt attempt) {
            if (measuring && attempt.outcome() instanceof AttemptOutcome.Unknown) {
                samples.unknownIds.add(messageId);
            }
        }

        @Override
        public void brokerIsolated(String brokerName, long untilNanos, String reason) {
            // Said again when the time becomes longer.
            if (isolated.add(brokerName) && measuring) {
                samples.isolated(now(), indexOf(brokerName));
            }
        }

        @Override
        public void brokerReleased(String brokerName) {
            isolated.remove(brokerName);
        }
    }

    private final class Stored implements LogListener {
        @Override
        public void appended(StoredMessage message) {
            int index = ArenaMessages.indexOf(message.body());
            if (index >= 0) {
                samples.stored(index, message.messageId());
            }
        }
    }

    private final class Probes implements JournalListener {
        @Override
        public void requestReceived(JournalEntry entry) {
            if (measuring && entry.code() == RequestCode.GET_MAX_OFFSET) {
                samples.probeRequests++;
            }
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.broker.TransactionChecking;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.World;
import dev.hotfire.scenarios.check.Invariants;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.fault.FaultInjector;
import dev.hotfire.scenarios.fault.Stage;
import dev.hotfire.scenarios.history.Append;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Ledger;
import dev.hotfire.scenarios.history.LostTail;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.PlainBodies;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.Expectation;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.TimedAction;
import dev.hotfire.scenarios.language.TopicSpec;
import dev.hotfire.scenarios.language.WorkloadSpec;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.scenarios.watch.Watch;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.TopicQueueMapping;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run, in any world: starts the cluster and the producers, lets workload and timeline go on, waits for open sends,
 * closes the producers, gives late effects time to show, and checks. All of that happens on the loop of a machine of its
 * own, the driver; nothing waits.
 */
final class Run {
    /** Machines of producers are called this and their group. A space can't be part of a broker's name. */
    static final String PRODUCER_MACHINE_PREFIX = "producer ";

    /** No run is endless before its clock moved so often. */
    private static final long MANY_INSTANTS = 50_000;

    /** As often for each send, and each time that {@link #MILLIS_OF_ONE_MORE} pass: a hundred times as often as in any run. */
    private static final long TOO_MANY_INSTANTS = 300;

    private static final long MILLIS_OF_ONE_MORE = 10;

    /** How long a send may stay open after the last one could have timed out, before the run gives up on it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The machine of who replies to requests. It is no producer's, and may go on for longer. */
    private static final String REPLIER_MACHINE = "replier of requests";

    /** Sooner than the official schedule, so that a run sees it through. */
    private static final TransactionChecking TRANSACTION_CHECKING =
            new TransactionChecking(Duration.ofSeconds(2), Duration.ofSeconds(3), 5);

    private final Scenario scenario;
    private final World world;
    private final WorldKind kind;
    private final long seed;
    private final Trace trace;
    private final RunListener listener;
    private final Recorder recorder;
    private final Watch watch;
    private final Tenancy tenancy;
    private final Machine driver;
    private final EventLoop loop;
    private final CompletableFuture<RunReport> done = new CompletableFuture<>();
    private final List<LostTail> lostTails = Collections.synchronizedList(new ArrayList<>());
    private final Map<Place, Place> numbered = new ConcurrentHashMap<>();
    private final Map<String, ClientProcess> clients = new LinkedHashMap<>();
    private final Map<String, ProducerRuntime> runtimes = new LinkedHashMap<>();
    private @Nullable FakeCluster cluster;
    private @Nullable FaultInjector injector;
    private @Nullable Timeline timeline;
    private @Nullable Replier replier;
    private long originNanos;
    private int secondsShown;
    private List<Workload> workloads = List.of();
    private Optional<Duration> stopped = Optional.empty();
    private boolean sendingIsOver;
    private boolean closing;

    /**
     * A run that was not started yet.
     *
     * @param kind how it is to be judged; that is as strictly as the world allows, or as another one would
     */
    Run(Scenario scenario, World world, WorldKind kind, long seed, Trace trace, RunListener listener) {
        this.scenario = scenario;
        this.world = world;
        this.kind = kind;
        this.seed = seed;
        this.trace = trace;
        this.listener = listener;
        // A name with a space is always free, too.
        this.driver = world.machine("scenario driver");
        this.loop = driver.nextLoop();
        this.tenancy = Tenancy.of(scenario);
        this.watch =
                Watch.all(() -> driver.clock().nanoTime() - originNanos, kind == WorldKind.SIM, tenancy.namespace());
        this.recorder =
                new Recorder(trace, watch, () -> driver.clock().nanoTime() - originNanos, listener != RunListener.NONE);
        if (!standstill().isZero()) {
            watch.unpunctual();
        }
    }

    /** Starts the run. Completes on the driver's loop. */
    CompletableFuture<RunReport> start() {
        loop.execute(guarded(this::startCluster));
        return done;
    }

    /** The longest that the run may take, by its own clocks. */
    Duration limit() {
        Duration longestTimeout = Duration.ZERO;
        for (ProducerSpec producer : scenario.producers()) {
            longestTimeout = max(longestTimeout, producer.timeout());
        }
        return scenario.length()
                .plus(longestTimeout)
                .plus(PATIENCE.multipliedBy(10))
                .plusMinutes(1);
    }

    /**
     * Whether so much was done that the run can't be meant to have an end: by timers that keep setting each other a moment later, or
     * by attempts without a bound.
     *
     * @param instants  how often the clock of a simulated world moved
     * @param sinceBegin what it shows now
     */
    boolean isEndless(long instants, Duration sinceBegin) {
        return instants > MANY_INSTANTS
                && instants - MANY_INSTANTS
                        > TOO_MANY_INSTANTS * (recorder.sendCount() + sinceBegin.toMillis() / MILLIS_OF_ONE_MORE);
    }

    private void startCluster() {
        ClusterSpec spec = scenario.cluster();
        FakeCluster.Builder builder = FakeCluster.builder()
                .world(world)
                .nameServers(spec.nameServers())
                .brokers(spec.brokers().toArray(new String[0]))
                .brokerExpiry(spec.brokerExpiry())
                .slaves(spec.slaves())
                .encoding(spec.headers())
                .transactionChecking(TRANSACTION_CHECKING)
                .journal(new Journal(0, 0))
                .linkConditions(scenario.network().conditions());
        for (TopicSpec topic : spec.topics()) {
            if (!topic.numbered()) {
                builder.topic(wireName(topic), topic.queues());
            }
        }
        AclCredentials credentials = tenancy.credentials();
        if (credentials != null) {
            builder.admit(credentials);
        }
        builder.startAsync()
                .whenComplete((started, failure) -> loop.execute(guarded(() -> {
                    if (failure != null) {
                        done.completeExceptionally(failure);
                    } else {
                        begin(started);
                    }
                })));
    }

    private void begin(FakeCluster started) {
        cluster = started;
        for (TopicSpec topic : scenario.cluster().topics()) {
            prepare(started, topic);
        }
        started.journal().addListener(trace.journal());
        for (FakeBroker broker : started.masters()) {
            broker.log().addListener(trace.log(broker.name()));
            broker.log().addListener(losses(broker.brokerName()));
            broker.log().addListener(numbers(broker));
        }
        Timeline events = new Timeline(started);
        timeline = events;
        originNanos = driver.clock().nanoTime();
        watch.follow(started);
        workloads = startProducers(started);
        injector = new FaultInjector(stage(started), this::onFault);
        workloads.forEach(Workload::start);
        for (Fault fault : scenario.faults()) {
            after(fault.at(), unlessStopped(() -> require(injector).begin(fault)));
        }
        scenario.heal()
                .ifPresent(at -> after(at, () -> {
                    require(injector).healAll();
                    watch.healed();
                }));
        for (TimedAction action : scenario.timeline()) {
            after(action.at(), unlessStopped(() -> {
                recorder.happened(action.action().toString(), action.at().toNanos());
                watch.disturbed();
                events.perform(action);
            }));
        }
        if (listener != RunListener.NONE) {
            after(secondsAfter(1), this::onSecond);
        }
        after(scenario.length(), this::onSendingIsOver);
    }

    private void prepare(FakeCluster started, TopicSpec topic) {
        String name = wireName(topic);
        if (topic.numbered()) {
            started.staticTopic(name, topic.queues());
            return;
        }
        topic.perBroker().forEach((broker, queues) -> {
            started.readQueues(name, broker, queues);
            started.writeQueues(name, broker, queues);
        });
    }

    /** A topic's name as brokers know it. */
    private String wireName(TopicSpec topic) {
        return tenancy.prefix() + topic.name();
    }

    private Stage stage(FakeCluster started) {
        List<TopicSpec> topics = scenario.cluster().topics();
        return new Stage(
                started,
                topics.stream().map(this::wireName).toList(),
                topics.stream().filter(TopicSpec::numbered).map(this::wireName).toList(),
                scenario.network().conditions(),
                List.copyOf(clients.values()),
                loop,
                () -> driver.clock().nanoTime() - originNanos,
                driver.random("faults"),
                world instanceof SimulatedWorld simulated ? Optional.of(simulated) : Optional.empty());
    }

    private void onFault(Fault fault, boolean begins) {
        watch.fault(fault, begins);
        recorder.happened((begins ? "" : "end of ") + fault, driver.clock().nanoTime() - originNanos);
    }

    private LogListener losses(String broker) {
        return new LogListener() {
            @Override
            public void lost(StoredMessage message) {
                // Brokers lose nothing by themselves here, so whatever is lost was ordered.
                Place place = placeOf(broker, message);
                Place told = numbered.getOrDefault(place, place);
                lostTails.add(new LostTail(told.topic(), told.broker(), told.queueId(), told.queueOffset(), true));
            }
        };
    }

    /** Notes under which number and offset of the whole a static topic's message was stored, while that can be asked. */
    private LogListener numbers(FakeBroker broker) {
        return new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                @Nullable TopicQueueMapping mapping = broker.queueMapping(message.topic());
                if (mapping == null) {
                    return;
                }
                mapping.currIdMap().forEach((global, own) -> {
                    if (own == message.queueId()) {
                        numbered.put(
                                placeOf(broker.brokerName(), message),
                                new Place(
                                        tenancy.plain(message.topic()),
                                        Place.LOGICAL_BROKER,
                                        global,
                                        broker.nextOffset(message.topic(), global)
                                                - broker.log().maxOffset(message.topic(), own)
                                                + message.queueOffset()));
                    }
                });
            }
        };
    }

    private Place placeOf(String broker, StoredMessage message) {
        return new Place(tenancy.plain(message.topic()), broker, message.queueId(), message.queueOffset());
    }

    private List<Workload> startProducers(FakeCluster started) {
        Map<String, Long> origins = new LinkedHashMap<>();
        Map<String, Machine> shared = new LinkedHashMap<>();
        Map<String, EventLoop> loops = new LinkedHashMap<>();
        for (ProducerSpec spec : scenario.producers()) {
            Optional<String> runtimeName = spec.tuning().runtime();
            String machineName = PRODUCER_MACHINE_PREFIX + runtimeName.orElse(spec.group());
            Machine machine = runtimeName.isPresent()
                    ? shared.computeIfAbsent(machineName, world::machine)
                    : world.machine(machineName);
            if (machine instanceof SimulatedMachine simulated) {
                simulated.onDisconnected(watch::disconnected);
            }
            long origin = machine.clock().nanoTime();
            origins.put(spec.group(), origin);
            EventLoop itsLoop = loops.computeIfAbsent(machine.name(), name -> machine.nextLoop());
            ProducerConfig config = ClientProcess.config(
                    spec,
                    tenancy,
                    started.nameServerAddresses(),
                    new BothObservers(recorder.observer(spec.group(), origin), watch.observer(spec.group(), origin)),
                    watch,
                    itsLoop);
            ProducerRuntime runtime = runtimeName
                    .map(name -> runtimes.computeIfAbsent(name, n -> Hotfire.runtime(config, machine)))
                    .orElse(null);
            clients.put(spec.group(), new ClientProcess(spec, config, machine, runtime, loop, watch));
        }
        if (scenario.workloads().stream().anyMatch(workload -> workload.mode() == WorkloadSpec.Mode.REQUEST)) {
            replier = new Replier(world.machine(REPLIER_MACHINE), started, tenancy);
        }
        List<Workload> made = new ArrayList<>();
        for (WorkloadSpec spec : scenario.workloads()) {
            made.add(new Workload(
                    made.size() + 1,
                    spec,
                    tenancy,
                    require(clients.get(spec.group())),
                    require(origins.get(spec.group())),
                    recorder,
                    watch,
                    () -> loop.execute(guarded(this::closeIfQuiet))));
        }
        return made;
    }

    /**
     * Just after a second is over: a machine more that has something to do at its very end, when workloads have, too, would make
     * the world draw another order for them, and the run another one than when nobody looks on.
     */
    private static Duration secondsAfter(int seconds) {
        return Duration.ofSeconds(seconds).plusNanos(1);
    }

    private void onSecond() {
        if (!closing) {
            show();
            if (!sendingIsOver && stopped.isEmpty() && listener.wantsEnd()) {
                stop();
            }
            after(secondsAfter(secondsShown + 1), this::onSecond);
        }
    }

    /** Ends the run before its time, in the way that it would have ended. */
    private void stop() {
        long nowNanos = driver.clock().nanoTime() - originNanos;
        stopped = Optional.of(Duration.ofNanos(nowNanos));
        recorder.happened("stopped", nowNanos);
        // First, as a machine that stands still would not hear of the stop.
        require(injector).healAll();
        CompletableFuture.allOf(workloads.stream().map(Workload::stop).toArray(CompletableFuture<?>[]::new))
                .thenRunAsync(guarded(this::onSendingIsOver), loop);
    }

    private Runnable unlessStopped(Runnable step) {
        return () -> {
            if (stopped.isEmpty()) {
                step.run();
            }
        };
    }

    private void show() {
        if (listener == RunListener.NONE) {
            return;
        }
        listener.onSecond(recorder.nextSecond());
        secondsShown++;
    }

    private void onSendingIsOver() {
        if (sendingIsOver) {
            return;
        }
        sendingIsOver = true;
        Duration longestTimeout = Duration.ZERO;
        for (ProducerSpec producer : scenario.producers()) {
            longestTimeout = max(longestTimeout, producer.timeout());
        }
        after(stopped.orElse(scenario.length()).plus(longestTimeout).plus(PATIENCE), this::closeProducers);
        closeIfQuiet();
    }

    private void closeIfQuiet() {
        if (!sendingIsOver || recorder.open() != 0) {
            return;
        }
        if (kind == WorldKind.SIM) {
            closeProducers();
            return;
        }
        // A real thread that makes a send is late at times, and what is not called yet does not count as open.
        CompletableFuture.allOf(workloads.stream().map(Workload::caughtUp).toArray(CompletableFuture<?>[]::new))
                .thenRunAsync(
                        guarded(() -> {
                            if (recorder.open() == 0) {
                                closeProducers();
                            }
                        }),
                        loop);
    }

    private void closeProducers() {
        if (closing) {
            return;
        }
        closing = true;
        // The last of them may have ended just now.
        long nanos = driver.clock().nanoTime() - originNanos;
        while (listener != RunListener.NONE
                && secondsShown < nanos / Duration.ofSeconds(1).toNanos()) {
            show();
        }
        if (kind == WorldKind.SIM && recorder.open() == 0) {
            clients.forEach((group, client) -> watch.atRest(group, Holdings.of(client.producer())));
        }
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        clients.values().forEach(client -> closed.add(client.end()));
        runtimes.values().forEach(runtime -> closed.add(runtime.closeAsync()));
        if (replier != null) {
            closed.add(replier.end());
        }
        CompletableFuture.allOf(closed.toArray(new CompletableFuture<?>[0]))
                .whenComplete((none, failure) -> loop.schedule(
                        guarded(() -> {
                            if (failure != null) {
                                done.completeExceptionally(failure);
                            } else {
                                finish();
                            }
                        }),
                        quietNanos(),
                        TimeUnit.NANOSECONDS));
    }

    /**
     * How long the cluster is left alone before its logs are read: what a fault rule delays may still be stored. In
     * virtual time that costs nothing.
     */
    private long quietNanos() {
        return kind == WorldKind.SIM
                ? Duration.ofSeconds(30).toNanos()
                : Duration.ofMillis(200).toNanos();
    }

    private void finish() {
        // The last second is not over where the run has no even length.
        while (listener != RunListener.NONE && recorder.hasNews()) {
            show();
        }
        FakeCluster current = require(cluster);
        FaultInjector faults = require(injector);
        faults.healAll();
        List<Append> appends = new ArrayList<>();
        List<Append> waiting = new ArrayList<>();
        for (FakeBroker broker : current.masters()) {
            Map<String, List<StoredMessage>> stored = byTopic(broker.log().messages());
            addAppends(broker.brokerName(), stored, appends);
            addWaiting(broker.brokerName(), stored, waiting);
        }
        History history =
                new History(recorder.sends(() -> History.messageIds(appends, waiting)), appends, waiting, lostTails);
        listener.onEnd(history, recorder.happenings());
        Ledger ledger = Ledger.of(history);
        List<Verdict> invariants = new ArrayList<>(
                Invariants.verdictsOn(history, Invariants.all(kind.grace().plus(standstill()))));
        invariants.addAll(watch.verdicts());
        List<RuleUse> rules = require(timeline).rules(scenario);
        List<Verdict> expectations = new ArrayList<>();
        if (stopped.isEmpty()) {
            scenario.expectations()
                    .forEach(expectation ->
                            expectations.add(verdict(expectation, valueOf(expectation.measure(), ledger, history))));
            rules.stream().filter(RuleUse::isMissing).map(RuleUse::verdict).forEach(expectations::add);
        }
        done.complete(new RunReport(
                scenario,
                kind,
                seed,
                trace.hex(),
                ledger,
                faults.fired(),
                rules,
                watch.points(),
                invariants,
                expectations,
                stopped));
    }

    /** Messages by topic, those of each in their order. */
    private static Map<String, List<StoredMessage>> byTopic(List<StoredMessage> messages) {
        Map<String, List<StoredMessage>> byTopic = new HashMap<>();
        for (StoredMessage message : messages) {
            byTopic.computeIfAbsent(message.topic(), topic -> new ArrayList<>()).add(message);
        }
        return byTopic;
    }

    private void addAppends(String broker, Map<String, List<StoredMessage>> stored, List<Append> appends) {
        for (TopicSpec topic : scenario.cluster().topics()) {
            for (StoredMessage message : stored.getOrDefault(wireName(topic), List.of())) {
                Place place = placeOf(broker, message);
                appends.add(append(numbered.isEmpty() ? place : numbered.getOrDefault(place, place), message));
            }
        }
    }

    private Append append(Place place, StoredMessage message) {
        PlainBodies.Plain body = plain(message);
        return new Append(
                place,
                message.properties().get(PropertyNames.UNIQ_KEY),
                message.properties().get(PropertyNames.KEYS),
                body.hash(),
                body.bytes());
    }

    /** The body as its sender had it; as it is, if it is said to be compressed and is not: then it is none that was sent. */
    private PlainBodies.Plain plain(StoredMessage message) {
        try {
            return watch.plainBodies().of(message.body(), message.sysFlag());
        } catch (CompressionException e) {
            return PlainBodies.asItIs(message.body());
        }
    }

    /** Half and delayed messages, each as its sender was told of it; not what remembers that one was taken back. */
    private void addWaiting(String broker, Map<String, List<StoredMessage>> stored, List<Append> waiting) {
        for (String topic : List.of(SystemTopics.HALF, SystemTopics.SCHEDULE, SystemTopics.TIMER)) {
            for (StoredMessage message : stored.getOrDefault(topic, List.of())) {
                String realTopic = message.properties().get(PropertyNames.REAL_TOPIC);
                String realQueue = message.properties().get(PropertyNames.REAL_QUEUE_ID);
                if (realTopic != null
                        && realQueue != null
                        && !message.properties().containsKey(PropertyNames.TIMER_DEL_UNIQKEY)) {
                    Place told = new Place(
                            tenancy.plain(realTopic), broker, Integer.parseInt(realQueue), message.queueOffset());
                    waiting.add(append(told, message));
                }
            }
        }
    }

    private Verdict verdict(Expectation expectation, long value) {
        Duration grace = expectation.measure().isDuration() ? kind.grace() : Duration.ZERO;
        // Grace forgives being late, never being early.
        long forgiven = Math.max(Math.min(value, expectation.max()), value - grace.toNanos());
        boolean holds = expectation.allows(forgiven);
        return new Verdict(
                expectation.measure().field(),
                expectation.toString(),
                holds ? 0 : 1,
                holds ? List.of() : List.of(expectation.broken(value)));
    }

    private static long valueOf(Expectation.Measure measure, Ledger ledger, History history) {
        return switch (measure) {
            case ACCEPTED -> ledger.accepted();
            case STORED -> ledger.stored();
            case ACKNOWLEDGED -> ledger.acknowledged();
            case FAILED -> ledger.failed();
            case UNKNOWN -> ledger.unknown();
            case TIMED_OUT -> ledger.timedOut();
            case LOST -> ledger.lost();
            case DUPLICATED -> ledger.duplicated();
            case RETRIED -> ledger.retried();
            case DUPLICATES -> history.unexplainedDuplicates();
            case SLOWEST -> ledger.slowestNanos();
            case P50 -> history.percentileNanos(50);
            case P99 -> history.percentileNanos(99);
            case P999 -> history.percentileNanos(99.9);
        };
    }

    /** How long a producer's machine stands still at a time: nothing that it does can be on time then. */
    private Duration standstill() {
        Duration longest = Duration.ZERO;
        for (Fault fault : scenario.faults()) {
            if (fault.id() == FaultId.C01) {
                longest = longest.plus(fault.lasting());
            } else if (fault.id() == FaultId.C14) {
                longest = longest.plus(fault.duration());
            }
        }
        return longest;
    }

    /** Runs a step at a time of the run; now, if that is past. */
    private void after(Duration at, Runnable step) {
        long delayNanos = Math.max(0, at.toNanos() - (driver.clock().nanoTime() - originNanos));
        loop.schedule(guarded(step), delayNanos, TimeUnit.NANOSECONDS);
    }

    /** A step that throws ends the run, instead of leaving it without an end. */
    private Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
                throw e;
            }
        };
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return value;
    }
}

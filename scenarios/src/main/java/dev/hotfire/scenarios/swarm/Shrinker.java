// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.NetworkSpec;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.Shape;
import dev.hotfire.scenarios.language.TimedAction;
import dev.hotfire.scenarios.language.TopicSpec;
import dev.hotfire.scenarios.language.Tuning;
import dev.hotfire.scenarios.language.WorkloadSpec;
import dev.hotfire.scenarios.run.WorldKind;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run that breaks an invariant smaller, as long as it breaks the same one: fewer faults, fewer sends, fewer servers,
 * settings as they are by default, round and short times, the n-th request in place of a probability, a fixed order in place
 * of a drawn one.
 *
 * <p>Greedy: of what makes a run simpler, the first that still fails is kept, and all is tried again, until nothing helps
 * or as many runs were made as may be. Every decision follows from the runs, which follow from their seed: so the result does.
 *
 * <p>What is left should also be seen over real sockets, where nothing is that exact. So where a run breaks its invariant
 * even when faults and answers are some milliseconds early or late and it is judged as it would be over TCP, only what does so as
 * well counts as still failing.
 */
public final class Shrinker {
    /** The most runs that one shrinking makes: a matter of seconds, since they get shorter and shorter. */
    private static final int MAX_RUNS = 600;

    /** The most attempts that all of these runs make together. */
    private static final long MAX_WORK = 400_000;

    /** Bodies that are smaller don't count. */
    private static final int LARGE_BODY_BYTES = 10_000;

    /** So many bytes of larger ones, which are compressed and read in several places, are as much work as an attempt. */
    private static final long BYTES_FOR_AN_ATTEMPT = 1_000;

    /** That of the official client; with a shorter one a slow computer may be the reason why a send fails. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(3);

    /** How much longer an answer takes now and then on a computer that has other things to do as well. */
    private static final Duration LATE = Duration.ofMillis(3);

    /** How far from when it should a fault may come there, as seen by sends; the less, the more is left to luck. */
    private static final List<Duration> APART = List.of(Duration.ofMillis(15), Duration.ofMillis(5), Duration.ZERO);

    /** A run that is shorter is no simpler, and real threads need some time to begin at all. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** How long a run goes on after its last send. */
    private static final Duration TAIL = Duration.ofSeconds(1);

    private final Failure failure;

    /** With faults that are so far from when they should be it must show as well, judged as over TCP; null if it need not. */
    private final @Nullable Duration apart;

    private int runs;
    private long work;

    private final long mostWork;
    private final BooleanSupplier enough;

    private Shrinker(Failure failure, @Nullable Duration apart, long mostWork, BooleanSupplier enough) {
        this.failure = failure;
        this.apart = apart;
        this.mostWork = mostWork;
        this.enough = enough;
    }

    /** Whether a run still shows what is looked for. */
    interface Failure {
        boolean shows(SeedResult result);
    }

    /**
     * What is left.
     *
     * @param scenario the smallest run found
     * @param events   its faults, sends and timed actions
     * @param runs     how many runs it took to find it
     */
    public record Shrunk(Scenario scenario, long events, int runs) {}

    /**
     * Shrinks a run.
     *
     * @param scenario  a run that breaks the invariant; it is returned as it is if it does not
     * @param invariant the invariant's id
     */
    public static Shrunk shrink(Scenario scenario, String invariant) throws InterruptedException {
        return shrink(scenario, invariant, () -> false);
    }

    /**
     * As the other, and is content with what it has once that is asked for.
     *
     * @param enough asked before each run
     */
    public static Shrunk shrink(Scenario scenario, String invariant, BooleanSupplier enough)
            throws InterruptedException {
        return shrink(
                scenario,
                result -> result.violations().stream()
                        .anyMatch(verdict -> verdict.id().equals(invariant)),
                MAX_WORK,
                enough);
    }

    /** Shrinks a run that shows something else. */
    static Shrunk shrink(Scenario scenario, Failure failure) throws InterruptedException {
        return shrink(scenario, failure, MAX_WORK);
    }

    /** With another bound on the attempts of all runs together. */
    static Shrunk shrink(Scenario scenario, Failure failure, long mostWork) throws InterruptedException {
        return shrink(scenario, failure, mostWork, () -> false);
    }

    private static Shrunk shrink(Scenario scenario, Failure failure, long mostWork, BooleanSupplier enough)
            throws InterruptedException {
        Duration apart = null;
        for (Duration one : APART) {
            if (apart == null && !enough.getAsBoolean() && showsInRealTime(scenario, failure, one)) {
                apart = one;
            }
        }
        Shrinker shrinker = new Shrinker(failure, apart, mostWork, enough);
        Scenario smallest = shrinker.smallest(scenario);
        return new Shrunk(smallest, events(smallest), shrinker.runs);
    }

    /** Faults, sends and timed actions of a run. */
    public static long events(Scenario scenario) {
        return scenario.faults().size() + scenario.timeline().size() + sends(scenario);
    }

    private static long sends(Scenario scenario) {
        return scenario.workloads().stream().mapToLong(Shrinker::sends).sum();
    }

    private static long sends(WorkloadSpec workload) {
        long calls = workload.shape().only().map(only -> (long) only.size()).orElse(workload.sends());
        return calls * workload.shape().batch();
    }

    private boolean isSpent() {
        return runs >= MAX_RUNS || work >= mostWork || enough.getAsBoolean();
    }

    private boolean fails(Scenario candidate) throws InterruptedException {
        if (isSpent()) {
            return false;
        }
        runs++;
        SeedResult result = SeedResult.of(candidate, WorldKind.SIM);
        long worked = work(candidate, result);
        work += worked;
        if (!failure.shows(result)) {
            return false;
        }
        if (apart == null) {
            return true;
        }
        work += 2 * worked;
        return showsInRealTime(candidate, failure, apart);
    }

    /** What a run takes, told by what it was and did and not by how long that took: every computer shrinks to the same. */
    private static long work(Scenario candidate, SeedResult result) {
        long bytes = candidate.workloads().stream()
                .filter(workload -> workload.bodyBytes() >= LARGE_BODY_BYTES)
                .mapToLong(workload -> sends(workload) * workload.bodyBytes())
                .sum();
        return Math.max(result.attempts(), sends(candidate)) + bytes / BYTES_FOR_AN_ATTEMPT;
    }

    /** Whether a run shows it even where nothing is that exact, and judged as it would be over TCP. */
    private static boolean showsInRealTime(Scenario scenario, Failure failure, Duration apart)
            throws InterruptedException {
        // Faults that come a little sooner are sends that come a little late.
        return failure.shows(SeedResult.judgedAsOverTcp(inexact(scenario, apart.negated())))
                && failure.shows(SeedResult.judgedAsOverTcp(inexact(scenario, apart)));
    }

    /** With faults that come so much later than they should, and links that take a little longer. */
    private static Scenario inexact(Scenario scenario, Duration later) {
        LinkConditions conditions = scenario.network().conditions();
        List<Fault> faults = scenario.faults().stream()
                .map(fault -> fault.withAt(min(max(Duration.ZERO, fault.at().plus(later)), scenario.length())))
                .toList();
        return scenario.withFaults(faults)
                .withNetwork(new NetworkSpec(
                        new LinkConditions(longer(conditions.toServer()), longer(conditions.toClient()))));
    }

    private static LinkDirection longer(LinkDirection direction) {
        long late = LATE.toNanos();
        Latency latency = direction.latency();
        if (latency instanceof Latency.None) {
            return direction.withLatency(new Latency.Uniform(0, late));
        }
        if (latency instanceof Latency.Constant constant) {
            return direction.withLatency(new Latency.Uniform(constant.nanos(), constant.nanos() + late));
        }
        if (latency instanceof Latency.Uniform uniform) {
            return direction.withLatency(new Latency.Uniform(uniform.minNanos(), uniform.maxNanos() + late));
        }
        Latency.LogNormal normal = (Latency.LogNormal) latency;
        return direction.withLatency(new Latency.LogNormal(normal.medianNanos() + late / 2, normal.sigma()));
    }

    private Scenario smallest(Scenario scenario) throws InterruptedException {
        Scenario smallest = scenario;
        Scenario before;
        do {
            before = smallest;
            smallest = withFewerFaults(smallest);
            smallest = withFewerActions(smallest);
            smallest = simpler(smallest, Shrinker::withoutAWorkload);
            smallest = simpler(smallest, Shrinker::withLessTime);
            smallest = withFewerSends(smallest);
            smallest = simpler(smallest, Shrinker::withoutLateSends);
            smallest = simpler(smallest, Shrinker::withFewerServers);
            smallest = simpler(smallest, Shrinker::withPlainerSettings);
            smallest = simpler(smallest, Shrinker::withPlainerFaults);
        } while (!smallest.equals(before) && !isSpent());
        return smallest;
    }

    /** Takes the first candidate that still fails, and tries again from there. */
    private Scenario simpler(Scenario scenario, Function<Scenario, List<Scenario>> candidates)
            throws InterruptedException {
        Scenario smallest = scenario;
        boolean found = true;
        while (found && !isSpent()) {
            found = false;
            for (Scenario candidate : candidates.apply(smallest)) {
                if (!candidate.equals(smallest) && fails(candidate)) {
                    smallest = candidate;
                    found = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** Leaves out as many elements as can be missing: half of them at once, then a quarter, and so on. */
    private <T> List<T> fewer(List<T> all, Function<List<T>, Scenario> scenario) throws InterruptedException {
        List<T> left = all;
        int chunk = left.size();
        while (chunk >= 1 && !isSpent()) {
            boolean dropped = false;
            for (int from = 0; from < left.size() && !isSpent(); ) {
                int to = Math.min(left.size(), from + chunk);
                List<T> without = new ArrayList<>(left.subList(0, from));
                without.addAll(left.subList(to, left.size()));
                if (fails(scenario.apply(without))) {
                    left = without;
                    dropped = true;
                } else {
                    from = to;
                }
            }
            if (!dropped || chunk > 1) {
                chunk /= 2;
            }
        }
        return left;
    }

    // ---- less of it ----

    private Scenario withFewerFaults(Scenario scenario) throws InterruptedException {
        return scenario.faults().isEmpty()
                ? scenario
                : scenario.withFaults(fewer(scenario.faults(), scenario::withFaults));
    }

    private Scenario withFewerActions(Scenario scenario) throws InterruptedException {
        List<TimedAction> timeline = scenario.timeline();
        return timeline.isEmpty() ? scenario : scenario.withTimeline(fewer(timeline, scenario::withTimeline));
    }

    private static List<Scenario> withoutAWorkload(Scenario scenario) {
        List<Scenario> candidates = new ArrayList<>();
        List<WorkloadSpec> workloads = scenario.workloads();
        for (int i = 0; i < workloads.size() && workloads.size() > 1; i++) {
            List<WorkloadSpec> left = new ArrayList<>(workloads);
            left.remove(i);
            candidates.add(scenario.withWorkloads(left));
        }
        for (ProducerSpec producer : scenario.producers()) {
            boolean used = workloads.stream()
                            .anyMatch(workload -> workload.group().equals(producer.group()))
                    || scenario.faults().stream().anyMatch(fault -> fault.on().equals(Optional.of(producer.group())));
            if (!used && scenario.producers().size() > 1) {
                List<ProducerSpec> left = new ArrayList<>(scenario.producers());
                left.remove(producer);
                candidates.add(scenario.withProducers(left));
            }
        }
        return candidates;
    }

    /** With sends for half as long, while those are the ones that matter. */
    private static List<Scenario> withLessTime(Scenario scenario) {
        Duration half = Duration.ofMillis(scenario.length().toMillis() / 2);
        if (half.compareTo(SHORTEST) < 0) {
            return List.of();
        }
        return List.of(cutAt(scenario, half));
    }

    private static Scenario cutAt(Scenario scenario, Duration end) {
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (WorkloadSpec workload : scenario.workloads()) {
            Duration lasting = min(workload.lasting(), end.minus(workload.from()));
            if (lasting.isNegative() || lasting.isZero()) {
                return scenario;
            }
            workloads.add(new WorkloadSpec(
                    workload.group(),
                    workload.topic(),
                    workload.ratePerSecond(),
                    workload.bodyBytes(),
                    workload.mode(),
                    workload.from(),
                    lasting,
                    workload.shape()));
        }
        if (scenario.timeline().stream().anyMatch(action -> action.at().compareTo(end) > 0)
                || scenario.faults().stream().anyMatch(fault -> fault.at().compareTo(end) >= 0)) {
            return scenario;
        }
        // What lasts to the end still does.
        List<Fault> faults = scenario.faults().stream()
                .map(fault -> isToTheEnd(fault, scenario) ? fault.withLasting(end.minus(fault.at())) : fault)
                .toList();
        return scenario.withFaults(faults).withWorkloads(workloads).withLength(end);
    }

    private static boolean isToTheEnd(Fault fault, Scenario scenario) {
        return fault.until().compareTo(scenario.length()) >= 0;
    }

    private Scenario withFewerSends(Scenario scenario) throws InterruptedException {
        Scenario smallest = scenario;
        for (int i = 0; i < smallest.workloads().size(); i++) {
            int index = i;
            Scenario current = smallest;
            WorkloadSpec workload = current.workloads().get(i);
            List<Long> all = workload.shape().only().orElseGet(() -> LongStream.range(0, workload.sends())
                    .boxed()
                    .toList());
            List<Long> left = fewer(all, only -> withOnly(current, index, only));
            if (left.size() < all.size()) {
                smallest = withOnly(current, index, left);
            }
            smallest = withEarlySends(smallest, index, left);
        }
        return smallest;
    }

    /** The first sends in place of later ones; or those after the very first, which races with what begins at once, too. */
    private Scenario withEarlySends(Scenario scenario, int index, List<Long> only) throws InterruptedException {
        for (long from = 0; from <= 1; from++) {
            List<Long> early =
                    LongStream.range(from, from + only.size()).boxed().toList();
            if (only.isEmpty() || only.equals(early)) {
                return scenario;
            }
            if (fails(withOnly(scenario, index, early))) {
                return withOnly(scenario, index, early);
            }
        }
        return scenario;
    }

    private static Scenario withOnly(Scenario scenario, int index, List<Long> only) {
        WorkloadSpec workload = scenario.workloads().get(index);
        return with(scenario, index, shaped(workload, workload.shape().withOnly(only)));
    }

    private static Scenario with(Scenario scenario, int index, WorkloadSpec workload) {
        List<WorkloadSpec> workloads = new ArrayList<>(scenario.workloads());
        workloads.set(index, workload);
        return scenario.withWorkloads(workloads);
    }

    private static WorkloadSpec shaped(WorkloadSpec workload, Shape shape) {
        return new WorkloadSpec(
                workload.group(),
                workload.topic(),
                workload.ratePerSecond(),
                workload.bodyBytes(),
                workload.mode(),
                workload.from(),
                workload.lasting(),
                shape);
    }

    /** Ends the run soon after its last send and fault; that alone must not count as simpler for ever. */
    private static List<Scenario> withoutLateSends(Scenario scenario) {
        Duration end = Duration.ofMillis(1);
        for (WorkloadSpec workload : scenario.workloads()) {
            long last = workload.shape()
                    .only()
                    .map(only -> only.stream().mapToLong(Long::longValue).max().orElse(0))
                    .orElse(workload.sends());
            end = max(end, Duration.ofNanos(workload.dueNanos(last + 1)));
        }
        for (Fault fault : scenario.faults()) {
            end = max(end, isToTheEnd(fault, scenario) ? fault.at() : fault.until());
        }
        for (TimedAction action : scenario.timeline()) {
            end = max(end, action.at());
        }
        Duration rounded = Duration.ofSeconds(end.plus(TAIL).toSeconds() + 1);
        List<Scenario> candidates = new ArrayList<>();
        if (rounded.compareTo(scenario.length()) < 0) {
            candidates.add(cutAt(scenario, rounded));
        }
        if (scenario.heal().isPresent()) {
            candidates.add(scenario.withHeal(Optional.empty()));
        }
        return candidates;
    }

    // ---- fewer servers ----

    private static List<Scenario> withFewerServers(Scenario scenario) {
        List<Scenario> candidates = new ArrayList<>();
        ClusterSpec cluster = scenario.cluster();
        for (String broker : cluster.brokers()) {
            if (cluster.brokers().size() > 1 && !isNamed(scenario, broker)) {
                List<String> left = new ArrayList<>(cluster.brokers());
                left.remove(broker);
                List<TopicSpec> topics = cluster.topics().stream()
                        .map(topic -> without(topic, broker))
                        .toList();
                candidates.add(scenario.withCluster(new ClusterSpec(
                        cluster.nameServers(),
                        left,
                        topics,
                        cluster.brokerExpiry(),
                        cluster.slaves(),
                        cluster.headers())));
            }
        }
        String lastNameServer = ClusterSpec.NAME_SERVER_PREFIX + cluster.nameServers();
        if (cluster.nameServers() > 1 && !isNamed(scenario, lastNameServer)) {
            candidates.add(scenario.withCluster(new ClusterSpec(
                    cluster.nameServers() - 1,
                    cluster.brokers(),
                    cluster.topics(),
                    cluster.brokerExpiry(),
                    cluster.slaves(),
                    cluster.headers())));
        }
        List<TopicSpec> used = cluster.topics().stream()
                .filter(topic -> scenario.workloads().stream()
                        .anyMatch(workload -> workload.topic().equals(topic.name())))
                .toList();
        for (List<TopicSpec> topics : List.of(used, plain(used))) {
            candidates.add(scenario.withCluster(new ClusterSpec(
                    cluster.nameServers(), cluster.brokers(), topics, cluster.brokerExpiry(), 0, HeaderEncoding.JSON)));
        }
        candidates.removeIf(candidate -> weight(candidate.cluster()) >= weight(cluster));
        return candidates;
    }

    /** Something that gets less with each step that makes a cluster simpler. */
    private static long weight(ClusterSpec cluster) {
        long weight = (long) cluster.nameServers() + cluster.brokers().size() + cluster.slaves();
        weight += cluster.headers() == HeaderEncoding.JSON ? 0 : 1;
        for (TopicSpec topic : cluster.topics()) {
            weight += 1L + topic.queues() + (topic.numbered() ? 1 : 0);
            for (int queues : topic.perBroker().values()) {
                weight += queues;
            }
        }
        return weight;
    }

    private static List<TopicSpec> plain(List<TopicSpec> topics) {
        return topics.stream().map(topic -> new TopicSpec(topic.name(), 1)).toList();
    }

    private static TopicSpec without(TopicSpec topic, String broker) {
        Map<String, Integer> perBroker = new LinkedHashMap<>(topic.perBroker());
        perBroker.remove(broker);
        return new TopicSpec(topic.name(), topic.queues(), perBroker, topic.numbered());
    }

    /** Whether a fault or an action is about this server. */
    private static boolean isNamed(Scenario scenario, String name) {
        return scenario.faults().stream().anyMatch(fault -> fault.on().equals(Optional.of(name)))
                || scenario.timeline().stream()
                        .anyMatch(action -> action.action().toString().contains(name));
    }

    // ---- plainer ----

    private static List<Scenario> withPlainerSettings(Scenario scenario) {
        List<Scenario> candidates = new ArrayList<>();
        candidates.add(scenario.withNetwork(new NetworkSpec(LinkConditions.CLEAR)));
        if (!scenario.network().conditions().equals(LinkConditions.CLEAR)) {
            candidates.add(scenario.withNetwork(new NetworkSpec(
                    LinkConditions.both(LinkDirection.CLEAR.withLatency(Latency.constant(Duration.ofMillis(1)))))));
        }
        candidates.add(scenario.withTies(Scenario.Ties.FIXED));
        for (int i = 0; i < scenario.producers().size(); i++) {
            for (ProducerSpec plainer : plainer(scenario.producers().get(i))) {
                List<ProducerSpec> producers = new ArrayList<>(scenario.producers());
                producers.set(i, plainer);
                candidates.add(scenario.withProducers(producers));
            }
        }
        for (int i = 0; i < scenario.workloads().size(); i++) {
            WorkloadSpec workload = scenario.workloads().get(i);
            Shape shape = workload.shape();
            candidates.add(with(scenario, i, shaped(workload, new Shape(Shape.Arrival.EVEN, 1, 0, 1, shape.only()))));
            candidates.add(with(
                    scenario,
                    i,
                    shaped(
                            workload,
                            new Shape(
                                    Shape.Arrival.EVEN, shape.callers(), shape.keys(), shape.batch(), shape.only()))));
        }
        return candidates;
    }

    private static List<ProducerSpec> plainer(ProducerSpec producer) {
        List<ProducerSpec> plainer = new ArrayList<>();
        Tuning tuning = producer.tuning();
        plainer.add(tuned(producer, Tuning.NONE));
        if (producer.timeout().compareTo(USUAL_TIMEOUT) < 0) {
            plainer.add(new ProducerSpec(
                    producer.group(), USUAL_TIMEOUT, producer.retries(), producer.isolation(), producer.tuning()));
        }
        plainer.add(tuned(
                producer,
                new Tuning(
                        tuning.runtime(),
                        tuning.profile(),
                        tuning.closeTimeout(),
                        tuning.attemptTimeout(),
                        tuning.maxInFlight(),
                        tuning.compressOver(),
                        tuning.batching(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        false,
                        false,
                        tuning.asyncRetries(),
                        tuning.maxInFlightBytes(),
                        tuning.maxMessageBytes(),
                        tuning.idleTimeout(),
                        Optional.empty(),
                        false,
                        Set.of())));
        plainer.add(tuned(
                producer,
                new Tuning(
                        tuning.runtime(),
                        Tuning.NONE.profile(),
                        Optional.empty(),
                        Optional.empty(),
                        tuning.maxInFlight(),
                        tuning.compressOver(),
                        Optional.empty(),
                        tuning.routeRefresh(),
                        tuning.heartbeat(),
                        tuning.detector(),
                        tuning.retryWhenNotStored(),
                        tuning.trace(),
                        tuning.hooks(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        tuning.namespace(),
                        tuning.signed(),
                        tuning.features())));
        return plainer;
    }

    private static ProducerSpec tuned(ProducerSpec producer, Tuning tuning) {
        return new ProducerSpec(producer.group(), producer.timeout(), producer.retries(), producer.isolation(), tuning);
    }

    private static List<Scenario> withPlainerFaults(Scenario scenario) {
        List<Scenario> candidates = new ArrayList<>();
        for (int i = 0; i < scenario.faults().size(); i++) {
            for (Fault plainer : plainer(scenario.faults().get(i), scenario.length())) {
                List<Fault> faults = new ArrayList<>(scenario.faults());
                faults.set(i, plainer);
                faults.sort(Comparator.comparing(Fault::at));
                if (plainer.at().compareTo(scenario.length()) <= 0) {
                    candidates.add(scenario.withFaults(faults));
                }
            }
        }
        return candidates;
    }

    private static List<Fault> plainer(Fault fault, Duration length) {
        List<Fault> plainer = new ArrayList<>();
        if (fault.trigger() instanceof Trigger.Chance || fault.trigger() instanceof Trigger.Every) {
            plainer.add(fault.withTrigger(new Trigger.First(1)));
            plainer.add(fault.withTrigger(new Trigger.Nth(2)));
            plainer.add(fault.withTrigger(new Trigger.Nth(3)));
            plainer.add(fault.withTrigger(new Trigger.Always()));
        }
        // All the time: then it does not matter when sends come, and the first of them may do.
        Fault always = fault.withAt(Duration.ZERO).withLasting(length);
        plainer.add(always);
        if (!fault.equals(always)) {
            Duration from = roundDown(fault.at());
            Duration until = fault.until().compareTo(length) < 0 ? min(roundUp(fault.until()), length) : fault.until();
            plainer.add(fault.withAt(from).withLasting(until.minus(from)));
            plainer.add(fault.withLasting(until.minus(fault.at())));
            plainer.add(fault.withAt(from));
        }
        if (fault.id().amount() == FaultId.Amount.DURATION) {
            Duration amount = roundUp(fault.duration());
            if (!amount.equals(fault.duration())) {
                plainer.add(fault.withAmount(amount.toNanos()));
            }
        }
        return plainer;
    }

    /** The next whole number of the largest of 1 ms, 10 ms, 100 ms and 1 s that is not above it. */
    private static Duration roundUp(Duration duration) {
        Duration down = roundDown(duration);
        return down.equals(duration) ? duration : down.plusMillis(unit(duration));
    }

    private static Duration roundDown(Duration duration) {
        long unit = unit(duration);
        return Duration.ofMillis(duration.toMillis() / unit * unit);
    }

    private static long unit(Duration duration) {
        long millis = duration.toMillis();
        return millis >= 1_000 ? 1_000 : millis >= 100 ? 100 : millis >= 10 ? 10 : 1;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

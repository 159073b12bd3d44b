// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.scenarios.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A scenario in Java, in the words of files. Begun by {@link Scenario#named}.
 *
 * <p>What it builds can be written as a file, and read again as the same scenario: {@link #build} refuses all that a file
 * would be refused for, with the same words.
 */
public final class ScenarioBuilder {
    private final String name;
    private final List<ProducerSpec> producers = new ArrayList<>();
    private final List<WorkloadBuilder> workloads = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<TimedAction> timeline = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private final ClusterBuilder cluster = new ClusterBuilder();
    private String description = "";
    private OptionalLong seed = OptionalLong.empty();
    private LinkDirection network = LinkDirection.CLEAR;
    private Optional<Duration> heal = Optional.empty();
    private Scenario.Ties ties = Scenario.Ties.DRAWN;
    private Optional<Duration> length = Optional.empty();

    ScenarioBuilder(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** What the scenario shows. */
    public ScenarioBuilder description(String text) {
        description = text.strip();
        return this;
    }

    /** Decides everything that is left to chance. */
    public ScenarioBuilder seed(long number) {
        seed = OptionalLong.of(number);
        return this;
    }

    /** What producers talk to. Called again, it adds to what was said. */
    public ScenarioBuilder cluster(Consumer<ClusterBuilder> says) {
        says.accept(cluster);
        return this;
    }

    /** The latency of all links, as in {@code "1ms"}. */
    public ScenarioBuilder latency(String time) {
        return latency(Latency.constant(Times.of("latency", time)));
    }

    /** The latency of all links. */
    public ScenarioBuilder latency(Latency latency) {
        network = network.withLatency(latency);
        return this;
    }

    /** The most bytes that arrive in one read, on all links. */
    public ScenarioBuilder sliceBytes(int bytes) {
        network = network.withMaxSliceBytes(bytes);
        return this;
    }

    /** One more producer, with everything as by default. */
    public ScenarioBuilder producer(String group) {
        return producer(group, producer -> {});
    }

    /** One more producer. */
    public ScenarioBuilder producer(String group, Consumer<ProducerBuilder> says) {
        ProducerBuilder producer = new ProducerBuilder(group);
        says.accept(producer);
        producers.add(producer.build());
        return this;
    }

    /** Something more that is sent, to a topic of the cluster. */
    public ScenarioBuilder workload(String topic, Consumer<WorkloadBuilder> says) {
        WorkloadBuilder workload = new WorkloadBuilder(topic);
        says.accept(workload);
        workloads.add(workload);
        return this;
    }

    /** One more fault of the catalogue, by its id. */
    public ScenarioBuilder fault(String id, Consumer<FaultBuilder> says) {
        FaultBuilder fault = new FaultBuilder(id);
        says.accept(fault);
        faults.add(fault.build());
        return this;
    }

    /** When whatever is still wrong heals. */
    public ScenarioBuilder heal(String time) {
        heal = Optional.of(Times.of("heal", time));
        return this;
    }

    /** Who is first when two things happen at once in a simulated world. */
    public ScenarioBuilder ties(Scenario.Ties who) {
        ties = who;
        return this;
    }

    /** What happens when, as in {@code at("5s", crash("broker-a"))}; see {@link Actions}. */
    public ScenarioBuilder at(String time, Action action) {
        return at(Times.of("at", time), action);
    }

    /** What happens when; things at the same time happen in the order of these calls. */
    public ScenarioBuilder at(Duration time, Action action) {
        timeline.add(new TimedAction(time, action));
        return this;
    }

    /** How long the run lasts, before it waits for open sends; to the end of workload and timeline unless told. */
    public ScenarioBuilder length(String time) {
        length = Optional.of(Times.of("length", time));
        return this;
    }

    /** What must hold at the end, beyond the invariants; see {@link Expectations}. */
    public ScenarioBuilder expect(Expectation... what) {
        expectations.addAll(List.of(what));
        return this;
    }

    /**
     * The scenario.
     *
     * @throws IllegalArgumentException if a file that says the same would be refused, or if there can be no such file:
     *     because a rule has code in it, or a link has conditions that files have no words for
     */
    public Scenario build() {
        List<String> groups = producers.stream().map(ProducerSpec::group).toList();
        List<WorkloadSpec> sent =
                workloads.stream().map(workload -> workload.build(groups)).toList();
        // As the reader has them: in the order of time, and measures in their own.
        timeline.sort(Comparator.comparing(TimedAction::at));
        faults.sort(Comparator.comparing(Fault::at));
        expectations.sort(Comparator.comparing(Expectation::measure));
        Scenario scenario = new Scenario(
                name,
                description,
                seed,
                cluster.build(),
                new NetworkSpec(LinkConditions.both(network)),
                producers,
                sent,
                faults,
                heal,
                ties,
                timeline,
                length.orElseGet(() -> ScenarioReader.busy(sent, faults, timeline)),
                expectations);
        Scenario read;
        try {
            read = ScenarioReader.check(ScenarioWriter.write(scenario));
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        if (!read.equals(scenario)) {
            throw new IllegalArgumentException(
                    name + ": a link with conditions that a file can't say (expected: latency and "
                            + "sliceBytes the same in both directions)");
        }
        return scenario;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.scenarios.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run, described: a cluster, producers, what they send, what goes wrong when, and what is expected of it.
 *
 * @param name         short, for reports
 * @param description  what the scenario shows, may be empty
 * @param seed         the seed that is used unless the caller of the run gives one
 * @param cluster      what producers talk to
 * @param network      what lies between them
 * @param producers    at least one, each with a group of its own
 * @param workloads    at least one
 * @param faults       what goes wrong when, and heals; in the order of their begin
 * @param heal         when whatever is still wrong heals; at the end when absent
 * @param ties         who is first when two things happen at once in a simulated world
 * @param timeline     what happens when; in the order of time, things at the same time in the order of the file
 * @param length       how long the run lasts, before it waits for open sends
 * @param expectations what must hold at the end, beyond the invariants
 */
public record Scenario(
        String name,
        String description,
        OptionalLong seed,
        ClusterSpec cluster,
        NetworkSpec network,
        List<ProducerSpec> producers,
        List<WorkloadSpec> workloads,
        List<Fault> faults,
        Optional<Duration> heal,
        Ties ties,
        List<TimedAction> timeline,
        Duration length,
        List<Expectation> expectations) {

    /** Who is first when two things happen at once in a simulated world. */
    public enum Ties {
        /** The seed decides. */
        DRAWN,
        /** Always in the same order. */
        FIXED
    }

    public Scenario {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: not blank)");
        }
        requireNonNull(description, "description");
        requireNonNull(seed, "seed");
        requireNonNull(cluster, "cluster");
        requireNonNull(network, "network");
        producers = List.copyOf(producers);
        workloads = List.copyOf(workloads);
        faults = List.copyOf(faults);
        requireNonNull(heal, "heal");
        requireNonNull(ties, "ties");
        timeline = List.copyOf(timeline);
        expectations = List.copyOf(expectations);
        if (producers.isEmpty()) {
            throw new IllegalArgumentException("producers: none (expected: at least one)");
        }
        if (workloads.isEmpty()) {
            throw new IllegalArgumentException("workloads: none (expected: at least one)");
        }
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("length: " + length + " (expected: more than zero)");
        }
        for (int i = 1; i < timeline.size(); i++) {
            if (timeline.get(i).at().compareTo(timeline.get(i - 1).at()) < 0) {
                throw new IllegalArgumentException("timeline: " + timeline.get(i) + " comes after "
                        + timeline.get(i - 1) + " (expected: in the order of time)");
            }
        }
    }

    /** Begins a scenario in Java, in the words of files. */
    public static ScenarioBuilder named(String name) {
        return new ScenarioBuilder(name);
    }

    /** When the first fault begins: what is before is the warm-up. At the end, without faults. */
    public Duration firstFault() {
        return faults.stream().map(Fault::at).min(Duration::compareTo).orElse(length);
    }

    /** When all is well again for good: at {@link #heal}, or when the last fault is over. */
    public Duration healed() {
        Duration last =
                faults.stream().map(Fault::until).max(Duration::compareTo).orElse(Duration.ZERO);
        return heal.filter(at -> at.compareTo(last) < 0).orElse(last);
    }

    /** Whether all its faults can be brought about over TCP as well. */
    public boolean overTcp() {
        return faults.stream().allMatch(Fault::overTcp);
    }

    /** The producer with this group. */
    public Optional<ProducerSpec> producer(String group) {
        return producers.stream()
                .filter(producer -> producer.group().equals(group))
                .findFirst();
    }

    public Scenario withCluster(ClusterSpec newCluster) {
        return new Scenario(
                name,
                description,
                seed,
                newCluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withNetwork(NetworkSpec newNetwork) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                newNetwork,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withProducers(List<ProducerSpec> newProducers) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                newProducers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withWorkloads(List<WorkloadSpec> newWorkloads) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                newWorkloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withFaults(List<Fault> newFaults) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                newFaults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withHeal(Optional<Duration> newHeal) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                newHeal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withTies(Ties newTies) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                newTies,
                timeline,
                length,
                expectations);
    }

    public Scenario withTimeline(List<TimedAction> newTimeline) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                newTimeline,
                length,
                expectations);
    }

    public Scenario withLength(Duration newLength) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                newLength,
                expectations);
    }

    public Scenario withDescription(String newDescription) {
        return new Scenario(
                name,
                newDescription,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withName(String newName) {
        return new Scenario(
                newName,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                expectations);
    }

    public Scenario withExpectations(List<Expectation> newExpectations) {
        return new Scenario(
                name,
                description,
                seed,
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal,
                ties,
                timeline,
                length,
                newExpectations);
    }
}

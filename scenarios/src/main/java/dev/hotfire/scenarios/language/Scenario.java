// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

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
        List<TimedAction> timeline,
        Duration length,
        List<Expectation> expectations) {

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

    /** The producer with this group. */
    public Optional<ProducerSpec> producer(String group) {
        return producers.stream()
                .filter(producer -> producer.group().equals(group))
                .findFirst();
    }
}

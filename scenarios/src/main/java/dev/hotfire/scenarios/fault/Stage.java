// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What faults happen to.
 *
 * @param cluster   the cluster
 * @param topics    the topics that the run has
 * @param numbered  those of them whose queues are numbered across brokers
 * @param network   what links do while nothing is wrong
 * @param clients   the producers
 * @param loop      the run's own loop: all faults begin and heal on it
 * @param nanos     its clock
 * @param random    chance that is the faults' own
 * @param simulated the world, if it is a simulated one
 */
public record Stage(
        FakeCluster cluster,
        List<String> topics,
        List<String> numbered,
        LinkConditions network,
        List<Client> clients,
        EventLoop loop,
        LongSupplier nanos,
        RandomSource random,
        Optional<SimulatedWorld> simulated) {
    public Stage {
        topics = List.copyOf(topics);
        numbered = List.copyOf(numbered);
        clients = List.copyOf(clients);
    }

    Client client(String group) {
        return clients.stream()
                .filter(client -> client.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group: '" + group + "' (expected: one of the run's)"));
    }
}

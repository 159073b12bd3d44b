// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The servers of a cluster: its name servers, and its brokers, which may become more, take over from each other, and move.
 * What its methods do is said at {@link FakeCluster}. Safe from any thread.
 */
final class Fleet {
    private final Machines machines;
    private final ClusterSettings settings;
    private final FaultRules rules;
    private final Supplier<List<TopicConfig>> topics;
    private final List<FakeNameServer> nameServers = new ArrayList<>();
    private final Registry registry;

    /** Masters and slaves, by the names of their machines, in the order of their making. Replaced, never changed. */
    private volatile Map<String, FakeBroker> brokers = Map.of();

    private volatile String nameServerAddresses = "";

    /**
     * Makes the servers, and starts none.
     *
     * @param topics what a new broker gets
     */
    Fleet(
            Machines machines,
            ClusterSettings settings,
            FaultRules rules,
            EventLoop loop,
            Supplier<List<TopicConfig>> topics) {
        this.machines = machines;
        this.settings = settings;
        this.rules = rules;
        this.topics = topics;
        int port = settings.firstPort;
        for (String name : settings.nameServerNames()) {
            FakeServer.Builder server = FakeServer.builder(machines.get(name)).port(port);
            nameServers.add(FakeNameServer.of(configured(server)));
            port = next(port);
        }
        this.registry = new Registry(nameServers, loop, settings.brokerExpiry);
        for (String name : settings.brokerNames) {
            FakeBroker master = newBroker(machines.get(name), port);
            port = next(port);
            for (int i = 1; i <= settings.slaves; i++) {
                newSlave(master, machines.get(ClusterSettings.slaveName(name, i)), port);
                port = next(port);
            }
        }
    }

    /** The next one to take, as long as they are not to be free ones. */
    private static int next(int port) {
        return port == 0 ? 0 : port + 1;
    }

    // ---- how they are made ----

    private FakeServer.Builder configured(FakeServer.Builder server) {
        settings.admitted.forEach(server::admit);
        if (settings.tls != null) {
            server.tls(settings.tls);
        }
        return server.journal(settings.journal)
                .rules(rules)
                .encoding(settings.encoding)
                .version(settings.version)
                .linkConditions(settings.linkConditions);
    }

    private FakeBroker newBroker(Machine machine, int port) {
        FakeBroker.Builder broker = FakeBroker.builder(machine)
                .clusterName(settings.clusterName)
                .autoCreateTopics(settings.autoCreateTopics)
                .retain(settings.retainedMessages, settings.retainedBytes)
                .region(settings.region)
                .traceOn(settings.traceOn)
                .delayLevels(settings.delayLevels)
                .transactionChecking(settings.transactionChecking)
                .clientExpiry(settings.clientExpiry)
                .onTopicsChanged(registry::publish)
                .routes(registry::routeOf);
        configured(broker.server().port(port));
        FakeBroker made = keep(broker.build());
        topics.get().forEach(made::topic);
        return made;
    }

    private FakeBroker newSlave(FakeBroker master, Machine machine, int port) {
        FakeBroker.Builder slave = FakeBroker.slaveOf(master, machine).clientExpiry(settings.clientExpiry);
        configured(slave.server().port(port));
        return keep(slave.build());
    }

    private synchronized FakeBroker keep(FakeBroker made) {
        Map<String, FakeBroker> more = new LinkedHashMap<>(brokers);
        more.put(made.name(), made);
        brokers = Collections.unmodifiableMap(more);
        return made;
    }

    // ---- up and down ----

    CompletableFuture<Void> start() {
        List<CompletableFuture<Address>> all = new ArrayList<>();
        nodes().forEach(node -> all.add(node.startAsync()));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).thenRun(() -> {
            List<String> addresses = new ArrayList<>();
            nameServers.forEach(nameServer -> addresses.add(nameServer.address().toString()));
            nameServerAddresses = String.join(";", addresses);
            brokers.values().forEach(registry::add);
            registry.publish();
        });
    }

    CompletableFuture<Void> close() {
        registry.close();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        nodes().forEach(node -> all.add(node.closeAsync()));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    // ---- who there is ----

    /** Who is listed where. */
    Registry registry() {
        return registry;
    }

    String nameServerAddresses() {
        return nameServerAddresses;
    }

    List<FakeNameServer> nameServers() {
        return List.copyOf(nameServers);
    }

    List<FakeBroker> brokers() {
        return List.copyOf(brokers.values());
    }

    List<FakeBroker> masters() {
        return brokers().stream().filter(FakeBroker::isMaster).toList();
    }

    FakeBroker master(String brokerName) {
        return masters().stream()
                .filter(broker -> broker.brokerName().equals(brokerName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("brokerName: '" + brokerName + "' (expected: one of "
                        + masters().stream().map(FakeBroker::brokerName).toList() + ")"));
    }

    FakeBroker broker(String name) {
        FakeBroker broker = brokers.get(name);
        if (broker == null) {
            throw new IllegalArgumentException("broker: '" + name + "' (expected: one of " + brokers.keySet() + ")");
        }
        return broker;
    }

    /** Name servers, then brokers. */
    List<FakeNode> nodes() {
        List<FakeNode> nodes = new ArrayList<>(nameServers);
        nodes.addAll(brokers.values());
        return nodes;
    }

    // ---- who comes, takes over and moves ----

    CompletableFuture<FakeBroker> addBroker(String name) {
        return starting(newBroker(machines.add(requireNonNull(name, "name")), 0));
    }

    CompletableFuture<FakeBroker> addSlave(String brokerName) {
        FakeBroker master = master(brokerName);
        int number = 1;
        while (brokers.containsKey(ClusterSettings.slaveName(brokerName, number))) {
            number++;
        }
        return starting(newSlave(master, machines.add(ClusterSettings.slaveName(brokerName, number)), 0));
    }

    private CompletableFuture<FakeBroker> starting(FakeBroker broker) {
        return broker.startAsync().thenApply(address -> {
            registry.add(broker);
            registry.publish();
            return broker;
        });
    }

    FakeBroker failOver(String brokerName) {
        master(brokerName);
        FakeBroker chosen = brokers().stream()
                .filter(broker -> broker.brokerName().equals(brokerName)
                        && !broker.isMaster()
                        && broker.state() == ServerState.RUNNING)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(brokerName + " has no slave that runs"));
        chosen.promote();
        return chosen;
    }
}

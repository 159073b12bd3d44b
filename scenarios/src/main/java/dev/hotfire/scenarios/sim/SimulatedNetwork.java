// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.RandomSource;
import io.netty.channel.local.LocalAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who can be reached where. Bytes of established connections are not its business: they go from channel to channel. */
final class SimulatedNetwork {
    /**
     * Netty keeps the addresses of local channels in one table for the whole JVM, so each network prefixes its own with
     * a number. The number never leaves this class: it differs from run to run, and nothing may depend on it.
     */
    private static final AtomicLong NETWORKS = new AtomicLong();

    /** What a connection request meets. */
    enum Answer {
        ACCEPT,
        REFUSE,
        NO_ROUTE,
        SILENCE
    }

    private final String prefix = "hotfire-" + NETWORKS.getAndIncrement() + "/";
    private final Map<String, SimulatedMachine> machines = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final RandomSource random;
    private Latency connectLatency = Latency.none();

    SimulatedNetwork(RandomSource random) {
        this.random = random;
    }

    void add(SimulatedMachine machine) {
        machines.put(machine.host(), machine);
    }

    void name(String name, List<String> hosts) {
        names.put(name, List.copyOf(hosts));
    }

    /** The addresses that a name stands for; the address itself if the name stands for nothing else. */
    List<Address> resolve(Address address) {
        List<String> hosts = names.getOrDefault(address.host(), List.of(address.host()));
        return hosts.stream().map(host -> new Address(host, address.port())).toList();
    }

    void connectLatency(Latency latency) {
        connectLatency = latency;
    }

    long drawConnectLatencyNanos() {
        return connectLatency.drawNanos(random);
    }

    Answer answerTo(Address address) {
        SimulatedMachine machine = machines.get(address.host());
        if (machine == null) {
            return Answer.NO_ROUTE;
        }
        if (!machine.isReachable()) {
            return Answer.SILENCE;
        }
        return machine.isListening(address.port()) ? Answer.ACCEPT : Answer.REFUSE;
    }

    LocalAddress toLocal(Address address) {
        return new LocalAddress(prefix + address);
    }

    Address fromLocal(@Nullable SocketAddress address) {
        if (!(address instanceof LocalAddress local) || !local.id().startsWith(prefix)) {
            throw new IllegalArgumentException("address: " + address + " (expected: one of this simulation)");
        }
        return Address.parse(local.id().substring(prefix.length()));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.Admission;
import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.runtime.Address;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Faults of servers and of what leads to them. */
final class NodeFaults {
    /** A host that is in no simulated world. */
    private static final String NOBODY = "10.255.255.254";

    /** A request code that no client knows. */
    private static final int UNKNOWN_CODE = 9_999;

    private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double BROWN_OUT_SIGMA = 1.0;
    private static final int SLOW_READ_BYTES = 64;

    private final Stage stage;
    private final Map<String, List<UnaryOperator<LinkConditions>>> links = new LinkedHashMap<>();

    NodeFaults(Stage stage) {
        this.stage = stage;
    }

    Effect begin(Fault fault) {
        if (fault.id() == FaultId.T03) {
            stage.simulated().ifPresent(world -> world.connectLatency(Latency.constant(fault.duration())));
            return Effect.healedBy(() -> stage.simulated().ifPresent(world -> world.connectLatency(Latency.none())));
        }
        if (fault.id() == FaultId.B18) {
            return allButOne(fault);
        }
        FakeNode node = node(fault.on().orElseThrow());
        return switch (fault.id()) {
            case T01 -> admission(node, fault, Admission.REFUSE);
            case T02 -> unreachable(node, fault);
            case T04 -> admission(node, fault, Admission.CLOSE);
            case T05 -> admission(node, fault, Admission.RESET);
            case T08 -> link(node, LinkConditions::blackholed);
            case T09 -> link(node, blackhole(fault.kind().equals("requests")));
            case T10 -> link(node, latency(latencyOf(fault)));
            case B12 -> link(node, latency(Latency.logNormal(fault.duration(), BROWN_OUT_SIGMA)));
            case T11 ->
                link(
                        node,
                        conditions -> new LinkConditions(
                                conditions
                                        .toServer()
                                        .withMaxSliceBytes(SLOW_READ_BYTES)
                                        .withSliceInterval(fault.duration()),
                                conditions.toClient()));
            case T12 ->
                link(
                        node,
                        conditions -> new LinkConditions(
                                conditions.toServer(),
                                conditions.toClient().withMaxSliceBytes(1).withSliceInterval(fault.duration())));
            case T13 ->
                link(
                        node,
                        conditions -> new LinkConditions(
                                conditions.toServer().withMaxSliceBytes((int) fault.amount()),
                                conditions.toClient().withMaxSliceBytes((int) fault.amount())));
            case T24 -> repeatedly(fault, () -> ask(node, fault.kind()));
            case T25 -> repeatedly(fault, () -> node.connections().forEach(Connection::close));
            case T27 -> deadFirstAddress((FakeBroker) node);
            case B03 -> loseTail((FakeBroker) node, (int) fault.amount());
            case B05 -> gone(node, fault.kind());
            case B06 -> paused(node);
            case B07 -> restarted((FakeBroker) node, fault.kind().equals("log-lost"));
            case B08 -> {
                node.server().moveAsync();
                yield Effect.healedBy(() -> revive(node));
            }
            case B11 -> takeOver((FakeBroker) node);
            case B16 -> flapping(node, fault);
            case N14 -> {
                node.powerOff();
                stage.cluster().relist(node.name());
                yield Effect.healedBy(() -> revive(node));
            }
            default -> throw new AssertionError(fault.id());
        };
    }

    FakeNode node(String name) {
        return stage.cluster().nameServers().stream()
                .filter(server -> server.name().equals(name))
                .map(FakeNode.class::cast)
                .findFirst()
                .orElseGet(() -> stage.cluster().broker(name));
    }

    /** Starts a process that is down, and lets one that stands still go on. */
    void revive(FakeNode node) {
        ServerState state = node.state();
        if (state == ServerState.PAUSED) {
            node.resume();
        } else if (state != ServerState.RUNNING && state != ServerState.STARTING && state != ServerState.CLOSED) {
            node.restartAsync();
        }
    }

    // ---- connections ----

    Effect admission(FakeNode node, Fault fault, Admission admission) {
        node.server().admissionAsync(admission);
        if (!fault.kind().equals("new")) {
            // New ones must come about for the fault to be met.
            node.connections().forEach(Connection::reset);
        }
        return Effect.healedBy(() -> node.server().admissionAsync(Admission.ACCEPT));
    }

    private static Effect unreachable(FakeNode node, Fault fault) {
        SimulatedMachine machine = (SimulatedMachine) node.server().machine();
        machine.reachable(false);
        if (fault.kind().equals("all")) {
            node.connections().forEach(Connection::reset);
        }
        return Effect.healedBy(() -> machine.reachable(true));
    }

    private Effect link(FakeNode node, UnaryOperator<LinkConditions> change) {
        links.computeIfAbsent(node.name(), name -> new ArrayList<>()).add(change);
        apply(node);
        return Effect.healedBy(() -> {
            requireNonNull(links.get(node.name())).remove(change);
            apply(node);
        });
    }

    private void apply(FakeNode node) {
        LinkConditions conditions = stage.network();
        for (UnaryOperator<LinkConditions> change : requireNonNull(links.get(node.name()))) {
            conditions = change.apply(conditions);
        }
        node.linkConditions(conditions);
    }

    private static UnaryOperator<LinkConditions> blackhole(boolean requests) {
        return conditions -> requests
                ? new LinkConditions(conditions.toServer().withBlackhole(true), conditions.toClient())
                : new LinkConditions(
                        conditions.toServer(), conditions.toClient().withBlackhole(true));
    }

    private static UnaryOperator<LinkConditions> latency(Latency latency) {
        return conditions -> {
            LinkDirection toServer = conditions.toServer().withLatency(latency);
            LinkDirection toClient = conditions.toClient().withLatency(latency);
            return new LinkConditions(toServer, toClient);
        };
    }

    private static Latency latencyOf(Fault fault) {
        return switch (fault.kind()) {
            case "constant" -> Latency.constant(fault.duration());
            case "uniform" -> Latency.uniform(Duration.ZERO, fault.duration());
            default -> Latency.logNormal(fault.duration(), BROWN_OUT_SIGMA);
        };
    }

    /** Does something now and then, until the fault heals. */
    private Effect repeatedly(Fault fault, Runnable step) {
        Repeated repeated = new Repeated(fault.amount(), step);
        repeated.run();
        return repeated;
    }

    private static void ask(FakeNode node, String kind) {
        for (Connection connection : node.connections()) {
            switch (kind) {
                case "consumers" ->
                    connection.push(Frame.request(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED)
                            .field("consumerGroup", "nobody"));
                case "transaction" ->
                    connection.push(Frame.request(RequestCode.CHECK_TRANSACTION_STATE)
                            .field("tranStateTableOffset", 1)
                            .field("commitLogOffset", 1)
                            .body(new byte[] {1, 2, 3}));
                default -> connection.call(Frame.request(UNKNOWN_CODE), CALL_NANOS);
            }
        }
    }

    private Effect deadFirstAddress(FakeBroker broker) {
        String name = broker.name() + ".hotfire";
        String host = broker.address().host();
        stage.simulated().ifPresent(world -> world.name(name, NOBODY, host));
        stage.cluster()
                .advertise(broker.name(), new Address(name, broker.address().port()));
        broker.connections().forEach(Connection::reset);
        return Effect.healedBy(() -> stage.cluster().advertise(broker.name(), null));
    }

    // ---- processes ----

    private Effect gone(FakeNode node, String kind) {
        switch (kind) {
            case "kill" -> node.server().crashAsync();
            case "graceful" -> node.shutdownGracefullyAsync(FakeServer.DEFAULT_DRAIN);
            default -> node.powerOff();
        }
        return Effect.healedBy(() -> revive(node));
    }

    Effect paused(FakeNode node) {
        node.pause();
        return Effect.healedBy(node::resume);
    }

    private Effect loseTail(FakeBroker broker, int count) {
        broker.server().crashAsync();
        broker.log().loseTail(count);
        return Effect.healedBy(() -> revive(broker));
    }

    private Effect restarted(FakeBroker broker, boolean logLost) {
        broker.server().crashAsync();
        if (logLost) {
            broker.loseLog();
        }
        return Effect.healedBy(() -> revive(broker));
    }

    private Effect takeOver(FakeBroker master) {
        boolean hasSlave = stage.cluster().brokers().stream()
                .anyMatch(broker -> broker.brokerName().equals(master.brokerName())
                        && broker != master
                        && !broker.isMaster()
                        && broker.state() == ServerState.RUNNING);
        if (hasSlave && master.isMaster()) {
            master.server().crashAsync();
            stage.cluster().failOver(master.brokerName());
        }
        return Effect.of(hasSlave, () -> revive(master));
    }

    private Effect flapping(FakeNode node, Fault fault) {
        Effect effect = repeatedly(fault, () -> {
            node.server().crashAsync();
            stage.loop().schedule(() -> revive(node), fault.amount() / 2, TimeUnit.NANOSECONDS);
        });
        return new Effect() {
            @Override
            public void heal() {
                effect.heal();
                revive(node);
            }

            @Override
            public long firings() {
                return effect.firings();
            }
        };
    }

    private Effect allButOne(Fault fault) {
        List<FakeBroker> brokers = stage.cluster().masters();
        List<Effect> effects = new ArrayList<>();
        for (FakeBroker broker : brokers.subList(1, brokers.size())) {
            effects.add(
                    switch (fault.kind()) {
                        case "slow" -> link(broker, latency(Latency.constant(fault.duration())));
                        case "busy" ->
                            rule(FaultRule.onSends()
                                    .server(broker.name())
                                    .then(new FaultAction.Answer(ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy")));
                        default -> gone(broker, "kill");
                    });
        }
        return Effect.of(!effects.isEmpty(), () -> effects.forEach(Effect::heal));
    }

    /** A rule that is in force until the fault heals. */
    Effect rule(FaultRule rule) {
        FaultRules.ArmedRule armed = stage.cluster().rules().add(rule);
        return new Effect() {
            @Override
            public void heal() {
                armed.remove();
            }

            @Override
            public long firings() {
                return armed.firings();
            }
        };
    }

    private final class Repeated implements Effect, Runnable {
        private final long periodNanos;
        private final Runnable step;
        private boolean over;
        private long times;

        Repeated(long periodNanos, Runnable step) {
            this.periodNanos = periodNanos;
            this.step = step;
        }

        @Override
        public void run() {
            if (!over) {
                times++;
                step.run();
                stage.loop().schedule(this, periodNanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void heal() {
            over = true;
        }

        @Override
        public long firings() {
            return times;
        }
    }
}

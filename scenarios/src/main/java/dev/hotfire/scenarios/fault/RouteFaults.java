// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.nameserver.RouteView;
import dev.hotfire.fake.server.Admission;
import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.Latency;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Faults of what name servers say. */
final class RouteFaults {
    private static final int READ_ONLY = 4;
    private static final int MORE_QUEUES = 2;

    private final Stage stage;

    /** By broker, while any fault changes what it has. */
    private final Map<String, Configured> configured = new LinkedHashMap<>();

    private final NodeFaults nodes;
    private final Map<String, List<RouteChange>> changes = new LinkedHashMap<>();

    RouteFaults(Stage stage, NodeFaults nodes) {
        this.stage = stage;
        this.nodes = nodes;
    }

    Effect begin(Fault fault) {
        return switch (fault.id()) {
            case N01 -> stale(servers(fault.on()));
            case N02 ->
                change(
                        servers(fault.on()),
                        fault.kind().equals("no-broker") ? RouteFaults::withoutLast : partial(fault.kind()));
            case N03 -> noRoute(fault);
            case N04 -> flapping(servers(fault.on()));
            case N05 -> {
                String broker = fault.on().orElseThrow();
                stage.cluster().unlist(broker, 0);
                yield Effect.of(stage.cluster().nameServers().size() > 1, () -> stage.cluster()
                        .relist(broker, 0));
            }
            case N06 ->
                onLookUps(
                        fault,
                        fault.kind().equals("slow")
                                ? new FaultAction.Delay(Latency.constant(fault.duration()))
                                : new FaultAction.Silent());
            case N17 -> onLookUps(fault, new FaultAction.Delay(Latency.constant(fault.duration())));
            case N07 -> outOfReach(fault);
            case N09 -> permission(fault.on().orElseThrow(), fault.kind().equals("none") ? 0 : READ_ONLY);
            case B09 -> readOnly(fault.on().orElseThrow());
            case B10 -> slavesOnly(fault.on().orElseThrow());
            case N10 -> writeQueues(fault.on().orElseThrow(), fault.kind());
            case N11 -> moveQueue(fault.on().orElseThrow());
            case N12 -> ordered(fault.kind());
            case N13 -> alias(fault.on().orElseThrow());
            case N14 -> nodes.begin(fault);
            case T17 -> onLookUps(fault, new FaultAction.Damage(AnswerDamage.BODY_GARBAGE));
            case N15 ->
                onLookUps(fault, new FaultAction.Alter(frame -> frame.toBuilder()
                        .body(malformed(fault, frame.body()))
                        .build()));
            default -> throw new AssertionError(fault.id());
        };
    }

    private List<FakeNameServer> servers(Optional<String> on) {
        return stage.cluster().nameServers().stream()
                .filter(server -> on.isEmpty() || on.get().equals(server.name()))
                .toList();
    }

    // ---- what they answer ----

    /** Has name servers answer with what the change makes of the answer, on top of what else is wrong with it. */
    private Effect change(List<FakeNameServer> servers, RouteChange change) {
        for (FakeNameServer server : servers) {
            changes.computeIfAbsent(server.name(), name -> new ArrayList<>()).add(change);
            apply(server);
        }
        return Effect.healedBy(() -> {
            for (FakeNameServer server : servers) {
                changes.getOrDefault(server.name(), new ArrayList<>()).remove(change);
                apply(server);
            }
        });
    }

    private void apply(FakeNameServer server) {
        List<RouteChange> all = List.copyOf(changes.getOrDefault(server.name(), List.of()));
        server.answers((topic, believed) -> {
            TopicRoute route = believed;
            for (RouteChange change : all) {
                route = change.routeFor(topic, route);
            }
            return route;
        });
    }

    private Effect stale(List<FakeNameServer> servers) {
        List<Effect> effects = new ArrayList<>();
        for (FakeNameServer server : servers) {
            RouteView view = server.view();
            effects.add(change(List.of(server), (topic, believed) -> view.route(topic)));
        }
        return Effect.healedBy(() -> effects.forEach(Effect::heal));
    }

    private Effect flapping(List<FakeNameServer> servers) {
        return change(servers, new RouteChange() {
            private boolean other;

            @Override
            public synchronized @Nullable TopicRoute routeFor(String topic, @Nullable TopicRoute believed) {
                other = !other;
                return other ? withoutLast(topic, believed) : believed;
            }
        });
    }

    private static @Nullable TopicRoute withoutLast(String topic, @Nullable TopicRoute route) {
        if (route == null || route.brokerDatas().size() < 2) {
            return route;
        }
        String last = lastOf(route);
        return new TopicRoute(
                route.orderTopicConf(),
                route.queueDatas().stream()
                        .filter(queues -> !queues.brokerName().equals(last))
                        .toList(),
                route.brokerDatas().stream()
                        .filter(broker -> !broker.brokerName().equals(last))
                        .toList(),
                route.queueMappings());
    }

    private static String lastOf(TopicRoute route) {
        return route.brokerDatas().get(route.brokerDatas().size() - 1).brokerName();
    }

    private static RouteChange partial(String kind) {
        return (topic, route) -> {
            if (route == null || route.brokerDatas().isEmpty()) {
                return route;
            }
            String last = lastOf(route);
            List<QueueData> queues = route.queueDatas();
            List<BrokerData> brokers = route.brokerDatas();
            switch (kind) {
                case "no-address" ->
                    brokers = brokers.stream()
                            .filter(broker -> !broker.brokerName().equals(last))
                            .toList();
                case "no-queues" ->
                    queues = queues.stream()
                            .filter(data -> !data.brokerName().equals(last))
                            .toList();
                default ->
                    brokers = brokers.stream()
                            .map(broker -> broker.brokerName().equals(last) ? withoutMaster(broker) : broker)
                            .toList();
            }
            return new TopicRoute(route.orderTopicConf(), queues, brokers, route.queueMappings());
        };
    }

    private static BrokerData withoutMaster(BrokerData broker) {
        TreeMap<Long, String> addresses = new TreeMap<>(broker.brokerAddrs());
        String master = addresses.remove(BrokerData.MASTER_ID);
        if (master != null) {
            addresses.putIfAbsent(1L, master);
        }
        return new BrokerData(
                broker.cluster(), broker.brokerName(), addresses, broker.zoneName(), broker.enableActingMaster());
    }

    private Effect slavesOnly(String name) {
        return change(
                stage.cluster().nameServers(),
                (topic, route) -> route == null
                        ? null
                        : new TopicRoute(
                                route.orderTopicConf(),
                                route.queueDatas(),
                                route.brokerDatas().stream()
                                        .map(broker ->
                                                broker.brokerName().equals(name) ? withoutMaster(broker) : broker)
                                        .toList(),
                                route.queueMappings()));
    }

    private Effect permission(String name, int perm) {
        return change(
                stage.cluster().nameServers(),
                (topic, route) -> route == null
                        ? null
                        : new TopicRoute(
                                route.orderTopicConf(),
                                route.queueDatas().stream()
                                        .map(queues -> queues.brokerName().equals(name)
                                                ? new QueueData(
                                                        name,
                                                        queues.readQueueNums(),
                                                        queues.writeQueueNums(),
                                                        perm,
                                                        queues.topicSysFlag())
                                                : queues)
                                        .toList(),
                                route.brokerDatas(),
                                route.queueMappings()));
    }

    private Effect noRoute(Fault fault) {
        List<FakeNameServer> servers = servers(fault.on());
        return switch (fault.kind()) {
            case "empty" -> change(servers, (topic, believed) -> TopicRoute.of(List.of(), List.of()));
            case "no-topic" -> change(servers, (topic, believed) -> null);
            case "not-ready" -> {
                servers.forEach(server -> server.ready(false));
                yield Effect.healedBy(() -> servers.forEach(server -> server.ready(true)));
            }
            default ->
                onLookUps(fault, new FaultAction.Alter(frame -> frame.toBuilder()
                        .body(new byte[0])
                        .build()));
        };
    }

    private Effect onLookUps(Fault fault, FaultAction action) {
        FaultRule.Builder rule =
                FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).trigger(fault.trigger());
        fault.on().ifPresent(rule::server);
        return nodes.rule(rule.named(fault.toString()).then(action));
    }

    private static byte[] malformed(Fault fault, byte[] body) {
        String text = new String(body, UTF_8);
        return switch (fault.kind()) {
            case "garbage" -> "{]this is no route".getBytes(UTF_8);
            case "cut" -> Arrays.copyOf(body, body.length / 2);
            case "unknown-fields" ->
                text.replaceFirst("\\{", "{\"toCome\":{\"a\":[1,{}]},").getBytes(UTF_8);
            default -> text.replaceFirst("\\{", "{\"brokerDatas\":[],").getBytes(UTF_8);
        };
    }

    private Effect outOfReach(Fault fault) {
        List<Effect> effects = new ArrayList<>();
        for (FakeNameServer server : servers(fault.on())) {
            effects.add(
                    fault.kind().equals("refused")
                            ? nodes.admission(server, fault, Admission.REFUSE)
                            : nodes.paused(server));
        }
        return Effect.healedBy(() -> effects.forEach(Effect::heal));
    }

    // ---- what brokers have ----

    /** The topics that a broker has, without those whose queues are numbered across brokers. */
    private List<TopicConfig> configs(FakeBroker broker) {
        List<TopicConfig> found = new ArrayList<>();
        for (String topic : stage.topics()) {
            TopicConfig config = broker.topics().get(topic);
            if (config != null && !stage.numbered().contains(topic)) {
                found.add(config);
            }
        }
        return found;
    }

    /** What a broker has is what all active faults together make of what it had before the first of them. */
    private final class Configured {
        private final FakeBroker broker;
        private final List<TopicConfig> before;
        private final List<UnaryOperator<TopicConfig>> changes = new ArrayList<>();

        Configured(FakeBroker broker) {
            this.broker = broker;
            this.before = configs(broker);
        }

        void begin(UnaryOperator<TopicConfig> change) {
            changes.add(change);
            apply();
        }

        void heal(UnaryOperator<TopicConfig> change) {
            changes.remove(change);
            apply();
            if (changes.isEmpty()) {
                configured.remove(broker.name(), this);
            }
        }

        private void apply() {
            for (TopicConfig config : before) {
                TopicConfig now = config;
                for (UnaryOperator<TopicConfig> change : changes) {
                    now = change.apply(now);
                }
                broker.topic(now);
            }
        }
    }

    private Effect configured(String name, UnaryOperator<TopicConfig> change) {
        Configured broker = configured.computeIfAbsent(
                name, n -> new Configured(stage.cluster().broker(n)));
        // Each fault's own, also where two of a kind do the same.
        UnaryOperator<TopicConfig> own = config -> change.apply(config);
        broker.begin(own);
        return Effect.of(!broker.before.isEmpty(), () -> broker.heal(own));
    }

    private Effect readOnly(String name) {
        return configured(name, config -> config.withPerm(READ_ONLY));
    }

    private Effect writeQueues(String name, String kind) {
        return configured(name, config -> switch (kind) {
            case "grow" ->
                config.withReadQueueNums(config.readQueueNums() + MORE_QUEUES)
                        .withWriteQueueNums(config.writeQueueNums() + MORE_QUEUES);
            case "shrink" -> config.withReadQueueNums(1).withWriteQueueNums(1);
            default -> config.withWriteQueueNums(0);
        });
    }

    private Effect moveQueue(String to) {
        for (String topic : stage.numbered()) {
            stage.cluster().moveQueue(topic, 0, to);
        }
        return Effect.of(!stage.numbered().isEmpty(), () -> {});
    }

    private Effect ordered(String kind) {
        List<FakeBroker> masters = stage.cluster().masters();
        List<String> topics = stage.topics().stream()
                .filter(topic -> !stage.numbered().contains(topic))
                .toList();
        for (String topic : topics) {
            List<String> parts = new ArrayList<>();
            for (FakeBroker broker : kind.equals("partial") ? masters.subList(0, 1) : masters) {
                TopicConfig config = broker.topics().get(topic);
                int queues = config == null ? 1 : config.writeQueueNums();
                parts.add(broker.brokerName() + ":"
                        + (kind.equals("malformed") && parts.isEmpty() ? "abc" : "" + queues));
            }
            stage.cluster().orderTopic(topic, String.join(";", parts));
        }
        return Effect.of(
                !topics.isEmpty(), () -> topics.forEach(topic -> stage.cluster().orderTopic(topic, null)));
    }

    /** The broker is listed under a second name of the same address. */
    private Effect alias(String name) {
        FakeBroker broker = stage.cluster().broker(name);
        Address address = broker.address();
        String other = stage.simulated().isPresent() ? name + ".alias" : "localhost";
        stage.simulated().ifPresent(world -> world.name(other, address.host()));
        stage.cluster().advertise(name, new Address(other, address.port()));
        broker.connections().forEach(Connection::reset);
        return Effect.healedBy(() -> stage.cluster().advertise(name, null));
    }
}

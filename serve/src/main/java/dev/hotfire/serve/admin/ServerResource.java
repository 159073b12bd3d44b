// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Body;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.route.Permission;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Name servers and brokers: what they are doing, and what is done to them. */
final class ServerResource {
    private static final Duration MAX_DRAIN = Duration.ofMinutes(10);
    private static final int MAX_BROKERS = 100;
    private static final Pattern BROKER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /** Does something to a broker or a name server. */
    @FunctionalInterface
    private interface Action<T extends FakeNode> {
        void act(T target, Call call);
    }

    private final FakeCluster cluster;
    private final ClusterView view;
    private final Map<String, Action<FakeBroker>> brokerActions = new LinkedHashMap<>();
    private final Map<String, Action<FakeNameServer>> nameServerActions = new LinkedHashMap<>();

    ServerResource(FakeCluster cluster, ClusterView view) {
        this.cluster = cluster;
        this.view = view;
        processActions(brokerActions);
        processActions(nameServerActions);
        brokerActions.put("move", (broker, call) -> {
            nothingMore(call);
            cluster.move(broker.name());
        });
        brokerActions.put("hide", (broker, call) -> onNameServers(call, broker, cluster::unlist));
        brokerActions.put("list", (broker, call) -> onNameServers(call, broker, cluster::relist));
        brokerActions.put("read-only", (broker, call) -> permit(call, broker, Permission.READ));
        brokerActions.put("read-write", (broker, call) -> permit(call, broker, Permission.READ_WRITE));
        brokerActions.put("fail-over", (broker, call) -> {
            nothingMore(call);
            cluster.failOver(broker.brokerName());
        });
        brokerActions.put("add-slave", (broker, call) -> {
            nothingMore(call);
            requireRoom();
            cluster.addSlave(broker.brokerName());
        });
        brokerActions.put("check-transactions", (broker, call) -> {
            nothingMore(call);
            broker.checkTransactions();
        });
        brokerActions.put("lose-log", (broker, call) -> {
            nothingMore(call);
            broker.loseLog();
        });
        nameServerActions.put("not-ready", (nameServer, call) -> {
            nothingMore(call);
            nameServer.ready(false);
        });
        nameServerActions.put("ready", (nameServer, call) -> {
            nothingMore(call);
            nameServer.ready(true);
        });
    }

    private static <T extends FakeNode> void processActions(Map<String, Action<T>> actions) {
        actions.put("crash", (node, call) -> {
            nothingMore(call);
            node.crash();
        });
        actions.put("power-off", (node, call) -> {
            nothingMore(call);
            node.powerOff();
        });
        actions.put("shutdown", (node, call) -> {
            Body body = call.fields("drain");
            Duration drain = body.has("drain") ? body.duration("drain", MAX_DRAIN) : FakeServer.DEFAULT_DRAIN;
            node.shutdownGracefullyAsync(drain);
        });
        actions.put("restart", (node, call) -> {
            nothingMore(call);
            node.restart();
        });
        actions.put("pause", (node, call) -> {
            nothingMore(call);
            require(node, ServerState.RUNNING);
            node.pause();
        });
        actions.put("resume", (node, call) -> {
            nothingMore(call);
            require(node, ServerState.PAUSED);
            node.resume();
        });
    }

    private static void nothingMore(Call call) {
        call.fields();
    }

    private static void require(FakeNode node, ServerState state) {
        if (node.state() != state) {
            throw new IllegalStateException(
                    node.name() + ": '" + Words.of(node.state()) + "' (expected: " + Words.of(state) + ")");
        }
    }

    private void requireRoom() {
        if (cluster.brokers().size() >= MAX_BROKERS) {
            throw new IllegalStateException(
                    "brokers: " + cluster.brokers().size() + " (expected: fewer than " + MAX_BROKERS + ")");
        }
    }

    /** The names of what can be done to brokers. */
    List<String> brokerActions() {
        return List.copyOf(brokerActions.keySet());
    }

    /** The names of what can be done to name servers. */
    List<String> nameServerActions() {
        return List.copyOf(nameServerActions.keySet());
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/brokers", false, this::brokers),
                new Route("POST", "/brokers", false, this::addBroker),
                new Route("GET", "/brokers/{name}", false, this::broker),
                new Route("POST", "/brokers/{name}/{action}", false, this::actOnBroker),
                new Route("GET", "/name-servers", false, this::nameServers),
                new Route("GET", "/name-servers/{name}", false, this::nameServer),
                new Route("POST", "/name-servers/{name}/{action}", false, this::actOnNameServer));
    }

    private Answer brokers(Call call) {
        call.requireOnlyParameters();
        return Answer.json(view::writeBrokers);
    }

    private Answer addBroker(Call call) {
        call.requireOnlyParameters();
        String name = call.fields("name").text("name");
        if (!BROKER_NAME.matcher(name).matches()) {
            throw HttpProblem.unexpected("name", name, "letters, digits, '_', '.' and '-', at most 100 of them");
        }
        requireRoom();
        FakeBroker added = cluster.addBroker(name);
        return Answer.json(201, json -> view.write(json, added));
    }

    private Answer broker(Call call) {
        call.requireOnlyParameters();
        FakeBroker broker = brokerOf(call);
        return Answer.json(json -> view.write(json, broker));
    }

    private Answer actOnBroker(Call call) {
        call.requireOnlyParameters();
        FakeBroker broker = brokerOf(call);
        Words.oneOf("action", call.variable("action"), brokerActions).act(broker, call);
        return Answer.json(json -> view.write(json, broker));
    }

    private FakeBroker brokerOf(Call call) {
        String name = call.variable("name");
        for (FakeBroker broker : cluster.brokers()) {
            if (broker.name().equals(name)) {
                return broker;
            }
        }
        throw HttpProblem.notFound(
                "broker",
                name,
                "one of " + cluster.brokers().stream().map(FakeBroker::name).toList());
    }

    private Answer nameServers(Call call) {
        call.requireOnlyParameters();
        return Answer.json(view::writeNameServers);
    }

    private Answer nameServer(Call call) {
        call.requireOnlyParameters();
        FakeNameServer nameServer = nameServerOf(call.variable("name"));
        return Answer.json(json -> view.write(json, nameServer));
    }

    private Answer actOnNameServer(Call call) {
        call.requireOnlyParameters();
        FakeNameServer nameServer = nameServerOf(call.variable("name"));
        Words.oneOf("action", call.variable("action"), nameServerActions).act(nameServer, call);
        return Answer.json(json -> view.write(json, nameServer));
    }

    private FakeNameServer nameServerOf(String name) {
        return cluster.nameServer(indexOf(name, 404));
    }

    private int indexOf(String name, int status) {
        List<String> names =
                cluster.nameServers().stream().map(FakeNameServer::name).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            String expectation = "one of " + names;
            throw status == 404
                    ? HttpProblem.notFound("name server", name, expectation)
                    : HttpProblem.unexpected("nameServer", name, expectation);
        }
        return index;
    }

    /** On the one that the call names, or on all. */
    private void onNameServers(Call call, FakeBroker broker, ObjIntConsumer<String> change) {
        @Nullable String one = call.fields("nameServer").optionalText("nameServer");
        if (one != null) {
            change.accept(broker.name(), indexOf(one, 400));
            return;
        }
        for (int i = 0; i < cluster.nameServers().size(); i++) {
            change.accept(broker.name(), i);
        }
    }

    /** For all topics that people made. */
    private static void permit(Call call, FakeBroker broker, int perm) {
        nothingMore(call);
        for (TopicConfig topic : ClusterView.userTopics(broker)) {
            broker.topic(topic.withPerm(perm));
        }
    }
}

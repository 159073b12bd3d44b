// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Wire;
import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Routes in every shape. */
final class RouteCases {
    private RouteCases() {}

    private static Case.Builder routes(String name) {
        return Case.builder(Area.ROUTES, name);
    }

    static List<Case> all() {
        return List.of(
                routes("asked-before-the-send")
                        .restsOn("B-ROUTE-01", "W-5")
                        .says(
                                "Where a topic is kept is asked of a name server, with request 105, before the first message "
                                        + "goes to a broker.")
                        .topic(TopicScript.clear(1, wire -> {
                            wire.expect(!wire.questions().isEmpty(), "a question about the topic", wire.questions());
                            wire.expect(!wire.attempts().isEmpty(), "a send");
                            if (!wire.questions().isEmpty() && !wire.attempts().isEmpty()) {
                                wire.expect(
                                        wire.questions().get(0).sequence()
                                                < wire.attempts().get(0).entry().sequence(),
                                        "the question before the send",
                                        wire.questions());
                            }
                        })),
                routes("remembered")
                        .restsOn("B-ROUTE-01", "B-LIFE-11")
                        .says(
                                "A route is kept: ten messages in a row don't ask ten times. Name servers serve a whole cluster.")
                        .topic(TopicScript.clear(
                                10,
                                wire -> wire.expect(
                                        wire.questions().size() <= 3,
                                        "at most 3 questions for 10 messages",
                                        wire.questions().size()))),
                routes("all-queues-in-turn")
                        .restsOn("B-SELECT-01", "W-10")
                        .says("Messages are spread over all queues of all brokers: 16 messages reach each of 4 queues.")
                        .topic(TopicScript.clear(16, wire -> {
                            Set<String> queues = queues(wire);
                            wire.expect(queues.size() >= 3, "at least 3 of the 4 queues", queues);
                            wire.better(queues.size() == 4, "all 4 queues");
                            wire.expect(
                                    queues.stream().allMatch(queue -> queue.endsWith(":0") || queue.endsWith(":1")),
                                    "queue ids 0 and 1",
                                    queues);
                        })),
                routes("spread-evenly")
                        .restsOn("B-SELECT-01", "L2")
                        .says("The spread is even: of 16 messages no broker gets more than twice what another gets.")
                        .topic(TopicScript.clear(16, wire -> {
                            long atA = wire.attempts().stream()
                                    .filter(attempt -> attempt.server().equals("broker-a"))
                                    .count();
                            long atB = wire.attempts().size() - atA;
                            wire.expect(atA > 0 && atB > 0, "both brokers");
                            wire.better(
                                    Math.max(atA, atB) <= 2 * Math.min(atA, atB),
                                    "no broker with more than twice the other's");
                        })),
                shape(
                        "read-only-broker-is-left-out",
                        "N09",
                        "Broker A may only be read (perm 4). Nothing is sent there.",
                        route -> queues(
                                route,
                                queue -> queue.brokerName().equals("broker-a")
                                        ? new QueueData("broker-a", 2, 2, 4, 0)
                                        : queue)),
                shape(
                        "no-write-queues",
                        "N10",
                        "Broker A has queues to read and none to write. Nothing is sent there.",
                        route -> queues(
                                route,
                                queue -> queue.brokerName().equals("broker-a")
                                        ? new QueueData("broker-a", 2, 0, 6, 0)
                                        : queue)),
                shape(
                        "no-master",
                        "B10",
                        "Broker A has a slave only, no broker with id 0. Slaves take no messages.",
                        route -> brokers(
                                route,
                                broker -> broker.brokerName().equals("broker-a")
                                        ? new BrokerData(
                                                broker.cluster(),
                                                "broker-a",
                                                new TreeMap<>(Map.of(1L, address(broker))),
                                                null,
                                                false)
                                        : broker)),
                shape(
                        "queues-without-a-broker",
                        "N02",
                        "The route has queues of broker A and not its address. They can't be used, and are no reason to fail.",
                        route -> TopicRoute.of(
                                route.queueDatas(),
                                route.brokerDatas().stream()
                                        .filter(broker -> !broker.brokerName().equals("broker-a"))
                                        .toList())),
                shape(
                        "a-broker-without-queues",
                        "N02",
                        "The route has the address of broker A and no queues of it. Nothing is sent there.",
                        route -> TopicRoute.of(
                                route.queueDatas().stream()
                                        .filter(queue -> !queue.brokerName().equals("broker-a"))
                                        .toList(),
                                route.brokerDatas())),
                routes("fewer-to-write-than-to-read")
                        .restsOn("W-10", "N10", "B-ROUTE-13")
                        .says(
                                "Each broker has 8 queues to read and 1 to write: a topic that is being made smaller. Messages go "
                                        + "to queue 0 alone.")
                        .topic(TopicScript.route(
                                (topic, believed) -> believed == null
                                        ? null
                                        : queues(believed, queue -> new QueueData(queue.brokerName(), 8, 1, 6, 0)),
                                8,
                                wire -> wire.each("queue 0", attempt -> attempt.queueId() == 0, Attempt::queueId))),
                routes("slaves-beside-the-master")
                        .restsOn("W-10", "B-ROUTE-16", "B10")
                        .says(
                                "A broker has slaves under ids 1 and 2, at addresses where nobody listens. Messages go to id 0.")
                        .topic(TopicScript.route(
                                (topic, believed) -> believed == null
                                        ? null
                                        : brokers(
                                                believed,
                                                broker -> new BrokerData(
                                                        broker.cluster(),
                                                        broker.brokerName(),
                                                        new TreeMap<>(Map.of(
                                                                0L,
                                                                address(broker),
                                                                1L,
                                                                "127.0.0.1:1",
                                                                2L,
                                                                "127.0.0.1:2")),
                                                        null,
                                                        false)),
                                4,
                                wire -> wire.expect(
                                        wire.stored().size() == 4,
                                        "4 messages stored",
                                        wire.stored().size()))),
                routes("fixed-order")
                        .restsOn("W-10", "N12", "B-ROUTE-13")
                        .says(
                                "The topic has a fixed set of queues, orderTopicConf \"broker-b:2\": the queues of broker A are not "
                                        + "in it, and get nothing.")
                        .topic(TopicScript.route(
                                (topic, believed) -> believed == null
                                        ? null
                                        : new TopicRoute(
                                                "broker-b:2", believed.queueDatas(), believed.brokerDatas(), Map.of()),
                                6,
                                wire -> wire.each(
                                        "broker-b", attempt -> attempt.server().equals("broker-b"), Attempt::server))),
                routes("one-broker-of-two-listed")
                        .restsOn("N02", "W-10", "I14")
                        .says("One name server knows broker B only. A client sends where the route leads.")
                        .topic(TopicScript.route(
                                (topic, believed) -> believed == null
                                        ? null
                                        : TopicRoute.of(
                                                believed.queueDatas().stream()
                                                        .filter(queue -> queue.brokerName()
                                                                .equals("broker-b"))
                                                        .toList(),
                                                believed.brokerDatas().stream()
                                                        .filter(broker -> broker.brokerName()
                                                                .equals("broker-b"))
                                                        .toList()),
                                4,
                                wire -> wire.each(
                                        "broker-b", attempt -> attempt.server().equals("broker-b"), Attempt::server))),
                routes("unknown-topic-is-not-sent")
                        .restsOn("B-ROUTE-03", "W-10")
                        .says(
                                "The name server knows no such topic (17), and no template topic either. Nothing is sent to any "
                                        + "broker on the off chance.")
                        .topic(TopicScript.route((topic, believed) -> null, 1, wire -> {
                            wire.expect(!wire.questions().isEmpty(), "a question about the topic", wire.questions());
                            wire.expect(wire.attempts().isEmpty(), "no send");
                        })),
                routes("unknown-topic-is-told")
                        .restsOn("B-ROUTE-03", "W-10")
                        .needs("sync")
                        .says("The caller is told that there is no route, and in time.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").topic("nowhere"));
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                            trial.better(outcome.kind().equals("no-route"), "a failure of the kind no-route", outcome);
                        }),
                routes("template-topic")
                        .restsOn("B-ROUTE-02", "W-10")
                        .needs("sync")
                        .cluster(builder -> builder.autoCreateTopics(true))
                        .says(
                                "Brokers make topics as they are needed, and list the template topic TBW102 for that. A message for "
                                        + "a topic that does not exist goes to a broker of the template's, which makes it.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").topic("fresh"));
                            trial.expectStored(outcome);
                            trial.expect(
                                    trial.cluster().stored("fresh").size() == 1,
                                    "one copy",
                                    trial.cluster().stored("fresh"));
                        }),
                routes("bare-keys")
                        .restsOn("W-10", "N15")
                        .says(
                                "Older name servers write {0:\"host:port\"}, with bare integer keys, which is not JSON. Clients read it all "
                                        + "the same.")
                        .needs("sync")
                        .script(trial -> {
                            altered(trial, route -> RouteCodec.encode(route, false));
                            trial.expectStored(trial.send());
                        }),
                routes("quoted-keys")
                        .restsOn("W-10", "N15")
                        .says("Newer name servers write the same with quoted keys.")
                        .needs("sync")
                        .script(trial -> {
                            altered(trial, route -> RouteCodec.encode(route, true));
                            trial.expectStored(trial.send());
                        }),
                routes("unknown-fields")
                        .restsOn("W-10", "N15")
                        .says(
                                "A newer name server's route has fields, objects and lists that the client does not know.")
                        .needs("sync")
                        .script(trial -> {
                            altered(trial, route -> new String(RouteCodec.encode(route, true), UTF_8)
                                    .replaceFirst("\\{", "{\"future\":{\"a\":[1,2,{\"b\":null}]},\"flag\":true,")
                                    .getBytes(UTF_8));
                            trial.expectStored(trial.send());
                        }),
                broken("no-body", "N03", "success without a body", route -> new byte[0]),
                broken("not-json", "N15", "a body that is no JSON", route -> "<html>502 Bad Gateway</html>"
                        .getBytes(UTF_8)),
                broken("half-a-body", "N15", "half a body", route -> {
                    byte[] whole = RouteCodec.encode(route, true);
                    return Arrays.copyOf(whole, whole.length / 2);
                }),
                broken(
                        "no-queues",
                        "N03",
                        "a route without queues",
                        route -> RouteCodec.encode(TopicRoute.of(List.of(), route.brokerDatas()), true)),
                broken("nothing-in-it", "N03", "an empty object", route -> "{}".getBytes(UTF_8)),
                routes("not-ready")
                        .restsOn("N03", "W-10", "L1")
                        .needs("sync")
                        .says(
                                "The name server has just started and answers 1, \"name server not ready\". The send fails in time; "
                                        + "once it is ready, the next one works.")
                        .script(trial -> {
                            trial.cluster().nameServer(0).ready(false);
                            Outcome outcome = trial.send();
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                            trial.cluster().nameServer(0).ready(true);
                            trial.expectStored(trial.send());
                        }),
                routes("many-queues")
                        .restsOn("N06", "W-10")
                        .needs("sync")
                        .says("A topic has 10,000 queues on each of two brokers.")
                        .script(trial -> {
                            trial.cluster().topic("wide", 10_000);
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").topic("wide")));
                        }),
                routes("many-brokers")
                        .restsOn("N06", "N02", "I13")
                        .needs("sync")
                        .says("A route lists 200 brokers, of which all but two are without queues to write.")
                        .script(trial -> {
                            answers(trial, (topic, believed) -> believed == null ? null : crowded(believed));
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(trial.send());
                            }
                        }),
                routes("slow-answer")
                        .restsOn("N06", "B-ROUTE-06", "I10")
                        .needs("sync")
                        .says("The name server takes a second. With three seconds to go, the message is stored.")
                        .script(trial -> {
                            trial.fault(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                                    .delay(Duration.ofSeconds(1)));
                            trial.expectStored(trial.send());
                        }),
                routes("first-sends-share-a-question")
                        .restsOn("N17", "B-ROUTE-05")
                        .needs("async")
                        .says(
                                "Twenty messages of a new topic are sent at once. They need one answer, not twenty questions: a fleet "
                                        + "that restarts would fall upon its name servers.")
                        .script(trial -> {
                            trial.fault(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                                    .delay(Duration.ofMillis(100)));
                            List<Call> calls = new ArrayList<>();
                            Subject subject = trial.subject();
                            for (int i = 0; i < 20; i++) {
                                calls.add(subject.begin(Command.send("async").body("m" + i)));
                            }
                            calls.forEach(call -> trial.expectStored(trial.end(call)));
                            trial.better(
                                    trial.wire().questions().size() <= 4,
                                    "at most 4 questions",
                                    trial.wire().questions().size());
                        }),
                routes("topics-are-kept-apart")
                        .restsOn("B-ROUTE-01", "I5")
                        .needs("sync")
                        .says(
                                "One producer sends to two topics that live on different brokers, in turn. Each message is where its "
                                        + "topic is.")
                        .script(trial -> {
                            trial.cluster().topic("left", 1);
                            trial.cluster().topic("right", 1);
                            trial.cluster().permission("left", "broker-b", 4);
                            trial.cluster().permission("right", "broker-a", 4);
                            for (int i = 0; i < 3; i++) {
                                trial.expectStored(
                                        trial.subject().act(Command.send("sync").topic("left")));
                                trial.expectStored(
                                        trial.subject().act(Command.send("sync").topic("right")));
                            }
                            trial.wire("left")
                                    .each(
                                            "broker-a",
                                            attempt -> attempt.server().equals("broker-a"),
                                            Attempt::server);
                            trial.wire("right")
                                    .each(
                                            "broker-b",
                                            attempt -> attempt.server().equals("broker-b"),
                                            Attempt::server);
                        }),
                routes("static-topics")
                        .restsOn("W-10", "B-ROUTE-14", "N11")
                        .needs("sync", "static-topics")
                        .says(
                                "The queues of a static topic are numbered across brokers; its mapping says who has which. Messages "
                                        + "reach the broker that has the queue which they name.")
                        .script(trial -> {
                            trial.cluster().staticTopic("numbered", 4);
                            for (int i = 0; i < 8; i++) {
                                trial.expectStored(
                                        trial.subject().act(Command.send("sync").topic("numbered")));
                            }
                            trial.wire("numbered")
                                    .each(
                                            "even queues at broker-a, odd ones at broker-b",
                                            attempt -> attempt.server()
                                                    .equals(attempt.queueId() % 2 == 0 ? "broker-a" : "broker-b"),
                                            attempt -> attempt);
                        }),
                routes("refreshed")
                        .restsOn("B-ROUTE-10", "B-LIFE-11", "N01")
                        .needs("sync")
                        .limit(Duration.ofSeconds(20))
                        .says(
                                "A producer that reads routes anew every half second hears of a broker that was added, and uses it.")
                        .script(trial -> {
                            Subject subject = trial.start("routeRefreshMillis", 500);
                            trial.expectStored(subject.send());
                            trial.await(trial.cluster().addBrokerAsync("broker-c"));
                            trial.expect(
                                    trial.until(
                                            () -> {
                                                subject.send();
                                                return trial.wire().servers().contains("broker-c");
                                            },
                                            Duration.ofSeconds(10)),
                                    "a message at the new broker within 10 s",
                                    trial.wire().servers());
                        }),
                routes("refreshed-to-less")
                        .restsOn("B-ROUTE-10", "B-LIFE-11", "N09")
                        .needs("sync")
                        .limit(Duration.ofSeconds(20))
                        .says(
                                "A broker is made read-only. A producer that reads routes anew every half second stops sending there, "
                                        + "and no message fails meanwhile.")
                        .script(trial -> {
                            Subject subject = trial.start("routeRefreshMillis", 500);
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(subject.send());
                            }
                            trial.cluster().permission(Trial.TOPIC, "broker-a", 4);
                            trial.expect(
                                    trial.until(() -> quiet(trial, subject), Duration.ofSeconds(10)),
                                    "broker A is left alone within 10 s",
                                    trial.attempts().size());
                        }),
                routes("bad-answer-keeps-the-old-route")
                        .restsOn("B-ROUTE-07", "N03")
                        .needs("sync")
                        .limit(Duration.ofSeconds(20))
                        .says(
                                "A producer has a route; then its name server loses its memory and knows no topic. What is known goes "
                                        + "on to be used: brokers are still there.")
                        .script(trial -> {
                            Subject subject = trial.start("routeRefreshMillis", 500);
                            trial.expectStored(subject.send());
                            answers(trial, (topic, believed) -> null);
                            int before = trial.wire().questions().size();
                            trial.until(() -> trial.wire().questions().size() >= before + 2);
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(subject.send());
                            }
                        }));
    }

    private static boolean quiet(Trial trial, Subject subject) {
        trial.cluster().journal().clear();
        for (int i = 0; i < 6; i++) {
            trial.expectStored(subject.send());
        }
        return !trial.wire().servers().contains("broker-a");
    }

    /** A route in which broker A can't be written to. */
    private static Case shape(String name, String fault, String text, UnaryOperator<TopicRoute> change) {
        RouteChange route = (topic, believed) -> believed == null ? null : change.apply(believed);
        return routes(name)
                .restsOn("W-10", "B-ROUTE-13", fault, "I14")
                .says(text)
                .topic(TopicScript.route(route, 4, wire -> {
                    wire.each("broker-b", attempt -> attempt.server().equals("broker-b"), Attempt::server);
                    wire.expect(
                            wire.stored().size() == 4,
                            "4 messages stored",
                            wire.stored().size());
                }));
    }

    /** An answer that is no route: the send fails, and the producer lives. */
    private static Case broken(String name, String fault, String what, Function<TopicRoute, byte[]> body) {
        return routes(name)
                .restsOn("B-ROUTE-08", fault, "L1")
                .needs("sync")
                .says("The name server answers with " + what
                        + ". The send fails in time, nothing else happens, and the same "
                        + "producer works as soon as the name server does.")
                .script(trial -> {
                    FaultRule rule = alter(trial, body);
                    trial.fault(rule);
                    Outcome outcome = trial.send();
                    trial.expectFailed(outcome);
                    trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                    trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                    trial.cluster().rules().clear();
                    trial.expectStored(trial.send());
                });
    }

    private static void altered(Trial trial, Function<TopicRoute, byte[]> body) {
        trial.fault(alter(trial, body));
    }

    private static FaultRule alter(Trial trial, Function<TopicRoute, byte[]> body) {
        return FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .topic(Trial.TOPIC)
                .alter(answer -> withBody(trial, answer, body));
    }

    private static Frame withBody(Trial trial, Frame answer, Function<TopicRoute, byte[]> body) {
        TopicRoute route = trial.cluster().nameServer(0).view().route(Trial.TOPIC);
        return answer.code() != ResponseCode.SUCCESS || route == null
                ? answer
                : answer.toBuilder().body(body.apply(route)).build();
    }

    static void answers(Trial trial, RouteChange change) {
        trial.cluster().nameServers().forEach(server -> server.answers(change));
    }

    private static TopicRoute crowded(TopicRoute route) {
        List<QueueData> queues = new ArrayList<>(route.queueDatas());
        List<BrokerData> brokers = new ArrayList<>(route.brokerDatas());
        for (int i = 0; i < 198; i++) {
            String name = "crowd-" + i;
            queues.add(new QueueData(name, 4, 4, 4, 0));
            brokers.add(new BrokerData("DefaultCluster", name, new TreeMap<>(Map.of(0L, "127.0.0.1:1")), null, false));
        }
        return TopicRoute.of(queues, brokers);
    }

    private static String address(BrokerData broker) {
        return String.valueOf(broker.masterAddress());
    }

    private static TopicRoute queues(TopicRoute route, UnaryOperator<QueueData> change) {
        return new TopicRoute(
                route.orderTopicConf(),
                route.queueDatas().stream().map(change).toList(),
                route.brokerDatas(),
                route.queueMappings());
    }

    private static TopicRoute brokers(TopicRoute route, UnaryOperator<BrokerData> change) {
        return new TopicRoute(
                route.orderTopicConf(),
                route.queueDatas(),
                route.brokerDatas().stream().map(change).toList(),
                route.queueMappings());
    }

    private static Set<String> queues(Wire wire) {
        Set<String> queues = new TreeSet<>();
        wire.attempts().forEach(attempt -> queues.add(attempt.server() + ":" + attempt.queueId()));
        return queues;
    }
}

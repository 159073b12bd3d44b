// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When routes are read, what becomes of the answers, and where sends go by them. */
class RouteTest {
    private static Bench twoTopics(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .topic("bills", 2),
                settings);
    }

    private static CompletableFuture<SendResult> send(Bench bench, String topic) {
        return bench.producer.sendAsync(Message.of(topic, new byte[] {1}));
    }

    private static List<String> lookUps(Bench bench) {
        return bench.cluster.journal().requests(RequestCode.GET_ROUTEINFO_BY_TOPIC).stream()
                .map(entry -> String.valueOf(entry.request().field("topic")))
                .toList();
    }

    private static long nanosOf(Bench bench, CompletableFuture<SendResult> send) {
        long before = bench.machine.clock().nanoTime();
        bench.await(send);
        return bench.machine.clock().nanoTime() - before;
    }

    // ---- looking up ----

    @Test
    @Tag("B-ROUTE-01")
    void aRouteIsLookedUpOnceForAllSendsOfItsTopic() {
        try (Bench bench = twoTopics(settings -> settings)) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sends.add(send(bench, "orders"));
            }
            sends.forEach(bench::await);
            bench.await(send(bench, "orders"));
            assertThat(lookUps(bench)).containsExactly("orders");
        }
    }

    /** A route without a queue to write to is of no use: each send asks again. */
    @Test
    @Tag("B-ROUTE-01")
    @Tag("B-ROUTE-13")
    void aRouteWithoutQueuesIsAskedForAgainByEachSend() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.cluster.permission("orders", "broker-a", Permission.READ);
            bench.cluster.permission("orders", "broker-b", Permission.READ);
            bench.awaitFailure(send(bench, "orders"), NoRouteException.class);
            bench.awaitFailure(send(bench, "orders"), NoRouteException.class);
            assertThat(lookUps(bench).size()).isBetween(2, 4);
            bench.cluster.permission("orders", "broker-b", Permission.READ_WRITE);
            assertThat(bench.await(send(bench, "orders")).queue().brokerName()).isEqualTo("broker-b");
        }
    }

    @Test
    @Tag("B-ROUTE-02")
    void aTopicThatTheBrokerWillMakeTakesTheTemplatesBrokersAndNoMoreQueuesThanBothAllow() {
        for (int wanted : List.of(3, 100)) {
            try (Bench bench = new Bench(
                    builder -> builder.brokers("broker-a").autoCreateTopics(true),
                    settings -> settings.defaultTopicQueues(wanted))) {
                for (int i = 0; i < 20; i++) {
                    bench.await(send(bench, "fresh"));
                }
                assertThat(lookUps(bench)).startsWith("fresh", "TBW102");
                assertThat(bench.cluster
                                .broker("broker-a")
                                .topics()
                                .get("fresh")
                                .writeQueueNums())
                        .isEqualTo(Math.min(wanted, 8));
                assertThat(bench.sends().stream()
                                .map(entry ->
                                        SendRequestHeader.from(entry.request()).queueId())
                                .distinct())
                        .hasSize(Math.min(wanted, 8));
            }
        }
    }

    /** The hazard: the official client sends the configured template along, but looks up the fixed one. */
    @Test
    @Tag("B-ROUTE-02")
    void theConfiguredTemplateIsLookedUp() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").autoCreateTopics(true),
                settings -> settings.templateTopic("OUR_TEMPLATE"))) {
            bench.cluster
                    .broker("broker-a")
                    .topic(new TopicConfig("OUR_TEMPLATE", 2, 2, Permission.READ_WRITE_INHERIT));
            bench.await(send(bench, "fresh"));
            assertThat(lookUps(bench)).containsExactly("fresh", "OUR_TEMPLATE");
            assertThat(SendRequestHeader.from(bench.sends().get(0).request()).defaultTopic())
                    .isEqualTo("OUR_TEMPLATE");
        }
    }

    @Test
    @Tag("B-ROUTE-03")
    void anUnknownTopicAsksForItselfAndTheTemplateEachTime() {
        try (Bench bench = twoTopics(settings -> settings)) {
            for (int i = 0; i < 2; i++) {
                NoRouteException failure = bench.awaitFailure(send(bench, "nowhere"), NoRouteException.class);
                assertThat(failure).hasMessageContaining("nowhere");
            }
            assertThat(lookUps(bench)).containsExactly("nowhere", "TBW102", "nowhere", "TBW102");
        }
    }

    /** The hazard: one lock for all look-ups, so one slow answer holds up the first sends of every other topic. */
    @Test
    @Tag("B-ROUTE-05")
    void aSlowLookUpHoldsUpNoOtherTopic() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .topic("orders")
                            .delay(Duration.ofSeconds(2)));
            CompletableFuture<SendResult> slow = send(bench, "orders");
            bench.world.runFor(Duration.ofMillis(10));
            assertThat(nanosOf(bench, send(bench, "bills"))).isLessThan(20_000_000L);
            assertThat(slow).isNotDone();
            bench.await(slow);
        }
    }

    /** An answer that holds no route is none; the send goes on asking while it has time. */
    @Test
    @Tag("B-ROUTE-08")
    void anAnswerWithoutARouteIsAskedForAgain() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .first(2)
                            .alter(frame -> frame.toBuilder().body(new byte[0]).build()));
            bench.await(send(bench, "orders"));
            assertThat(lookUps(bench)).containsExactly("orders", "orders", "orders");
        }
    }

    @Test
    @Tag("B-ROUTE-19")
    void configuredTopicsAreReadAtTheStartAndFailuresOnlyWarn() {
        try (Bench bench = twoTopics(settings -> settings.topics(List.of("orders", "nowhere", "bills")))) {
            bench.world.runFor(Duration.ofMillis(20));
            assertThat(lookUps(bench)).containsExactly("orders", "nowhere", "bills", "TBW102");
            // Nothing left to look up: there, over a new connection, and back.
            assertThat(nanosOf(bench, send(bench, "bills"))).isLessThan(4_000_000L);
            assertThat(lookUps(bench)).hasSize(4);
        }
        try (Bench bench = twoTopics(settings -> settings.topics(List.of("orders")))) {
            bench.cluster.nameServer(0).ready(false);
            bench.world.runFor(Duration.ofMillis(20));
            bench.cluster.nameServer(0).ready(true);
            bench.await(send(bench, "orders"));
        }
    }

    // ---- reading again ----

    @Test
    @Tag("B-ROUTE-10")
    void aChangeIsAppliedWithTheNextReading() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            bench.cluster.writeQueues("orders", "broker-a", 0);
            bench.cluster.writeQueues("orders", "broker-b", 5);
            bench.world.runFor(Duration.ofSeconds(61));
            List<MessageQueue> used = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                used.add(bench.await(send(bench, "orders")).queue());
            }
            assertThat(used).extracting(MessageQueue::brokerName).containsOnly("broker-b");
            assertThat(used).extracting(MessageQueue::queueId).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    /** The official client begins at a random queue again, whatever changed. */
    @Test
    @Tag("B-ROUTE-12")
    void roundRobinGoesOnWhenTheRouteIsReadAgain() {
        try (Bench bench = twoTopics(settings -> settings.routeRefresh(Duration.ofMillis(100)))) {
            List<MessageQueue> used = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                used.add(bench.await(send(bench, "orders")).queue());
                bench.world.runFor(Duration.ofMillis(150));
            }
            assertThat(used.subList(0, 4)).doesNotHaveDuplicates();
            assertThat(used.subList(4, 8)).isEqualTo(used.subList(0, 4));
            assertThat(lookUps(bench).size()).isGreaterThan(8);
        }
    }

    /** The hazard: the first transport error ends the round, and the topics after it are not read. */
    @Test
    @Tag("B-ROUTE-18")
    void oneTopicsFailureLeavesTheOthersFresh() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            bench.await(send(bench, "bills"));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .topic("orders")
                            .silent());
            bench.cluster.writeQueues("bills", "broker-a", 0);
            bench.world.runFor(Duration.ofSeconds(61));
            for (int i = 0; i < 4; i++) {
                assertThat(bench.await(send(bench, "bills")).queue().brokerName())
                        .isEqualTo("broker-b");
            }
        }
    }

    /** Whatever else a name server answers, what is known stays in use. */
    @Test
    @Tag("B-ROUTE-07")
    void errorsLeaveTheRouteAsItWas() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            for (int code : List.of(ResponseCode.SYSTEM_ERROR, ResponseCode.TOPIC_NOT_EXIST, 99)) {
                bench.cluster
                        .rules()
                        .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                                .first(2)
                                .answer(code, "no"));
                bench.world.runFor(Duration.ofSeconds(65));
                bench.await(send(bench, "orders"));
            }
        }
    }

    /** The hazard: a deleted topic is asked for until the end of the process. */
    @Test
    @Tag("B-ROUTE-07")
    void aTopicThatIsGoneAndNotUsedIsForgotten() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            bench.cluster.brokers().forEach(broker -> broker.removeTopic("orders"));
            bench.world.runFor(Duration.ofMinutes(5));
            int before = lookUps(bench).size();
            bench.world.runFor(Duration.ofMinutes(5));
            assertThat(lookUps(bench)).hasSize(before);
            bench.cluster.brokers().forEach(broker -> assertThat(broker.server().connections())
                    .isEmpty());
            bench.awaitFailure(send(bench, "orders"), NoRouteException.class);
            bench.cluster.topic("orders", 1);
            bench.await(send(bench, "orders"));
        }
    }

    /** One that is used is not given up: the name servers may be wrong about it. */
    @Test
    @Tag("B-ROUTE-07")
    void aTopicThatIsGoneButUsedStays() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            bench.cluster.nameServer(0).changeView(view -> view.withoutTopic("orders"));
            for (int i = 0; i < 20; i++) {
                bench.world.runFor(Duration.ofSeconds(25));
                bench.await(send(bench, "orders"));
            }
        }
    }

    // ---- brokers ----

    @Test
    @Tag("B-ROUTE-16")
    @Tag("B-HEART-01")
    void onlyMastersAreSentToOrTold() {
        try (Bench bench = twoTopics(settings -> settings)) {
            String slave = bench.cluster.broker("broker-b").address().toString();
            String master = bench.cluster.broker("broker-a").address().toString();
            bench.cluster
                    .nameServer(0)
                    .changeView(view -> view.withRoute(
                            "orders",
                            TopicRoute.of(
                                    List.of(new QueueData("broker-a", 2, 2, Permission.READ_WRITE, 0)),
                                    List.of(new BrokerData(
                                            "c",
                                            "broker-a",
                                            new TreeMap<>(Map.of(0L, master, 1L, slave)),
                                            null,
                                            false)))));
            for (int i = 0; i < 4; i++) {
                bench.await(send(bench, "orders"));
            }
            bench.world.runFor(Duration.ofMinutes(2));
            assertThat(bench.cluster.journal().of("broker-b")).isEmpty();
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT)).hasSizeGreaterThan(3);
        }
    }

    @Test
    @Tag("B-ROUTE-17")
    void aBrokerThatNoRouteNamesIsLetGo() {
        try (Bench bench = twoTopics(settings -> settings)) {
            for (int i = 0; i < 4; i++) {
                bench.await(send(bench, "orders"));
            }
            bench.cluster.unlist("broker-a");
            bench.world.runFor(Duration.ofSeconds(95));
            assertThat(bench.cluster.broker("broker-a").server().connections()).isEmpty();
            assertThat(bench.cluster.broker("broker-b").server().connections()).hasSize(1);
            bench.cluster.journal().clear();
            bench.world.runFor(Duration.ofMinutes(2));
            assertThat(bench.cluster.journal().requests(RequestCode.HEART_BEAT))
                    .extracting(JournalEntry::server)
                    .containsOnly("broker-b");
        }
    }

    // ---- static and ordered topics ----

    private static void mapStatically(Bench bench, Map<Integer, String> brokers) {
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> datas = new ArrayList<>();
        Map<String, TopicQueueMapping> mappings = new LinkedHashMap<>();
        for (FakeBroker broker : bench.cluster.brokers()) {
            TreeMap<Integer, Integer> ids = new TreeMap<>();
            brokers.forEach((id, name) -> {
                if (name.equals(broker.name())) {
                    ids.put(id, ids.size());
                }
            });
            queues.add(new QueueData(broker.name(), 8, 8, Permission.READ_WRITE, 0));
            datas.add(new BrokerData(
                    "c",
                    broker.name(),
                    new TreeMap<>(Map.of(0L, broker.address().toString())),
                    null,
                    false));
            mappings.put(
                    broker.name(),
                    new TopicQueueMapping("orders", "__global__", brokers.size(), broker.name(), 1, false, ids));
        }
        bench.cluster
                .nameServer(0)
                .changeView(view -> view.withRoute("orders", new TopicRoute(null, queues, datas, mappings)));
    }

    private static Bench staticTopic() {
        Bench bench =
                new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 8), settings -> settings);
        mapStatically(bench, Map.of(0, "broker-b", 1, "broker-a", 2, "broker-b"));
        return bench;
    }

    /** The hazard: a queue that the table of endpoints does not have goes to "broker null". */
    @Test
    @Tag("B-ROUTE-14")
    void aStaticTopicsQueuesGoToTheirOwners() {
        try (Bench bench = staticTopic()) {
            for (int i = 0; i < 3; i++) {
                SendResult result = bench.await(send(bench, "orders"));
                assertThat(result.queue().brokerName()).isEqualTo("__syslo__global__");
            }
            assertThat(bench.sends()).allSatisfy(entry -> {
                SendRequestHeader header = SendRequestHeader.from(entry.request());
                assertThat(entry.server()).isEqualTo(header.queueId() == 1 ? "broker-a" : "broker-b");
                assertThat(header.brokerName()).isEqualTo(entry.server());
            });
            MessageQueue chosen = new MessageQueue("orders", "__syslo__global__", 1);
            assertThat(bench.await(bench.producer.sendAsync(Message.of("orders", new byte[] {1}), chosen))
                            .queue())
                    .isEqualTo(chosen);
            bench.awaitFailure(
                    bench.producer.sendAsync(
                            Message.of("orders", new byte[] {1}), new MessageQueue("orders", "__syslo__global__", 3)),
                    NoRouteException.class);
        }
    }

    /** The hazard: endpoints are only ever replaced by others, so a topic that becomes ordinary again keeps them. */
    @Test
    @Tag("B-ROUTE-15")
    void aTopicThatIsNoLongerStaticIsOrdinary() {
        try (Bench bench = staticTopic()) {
            bench.await(send(bench, "orders"));
            mapStatically(bench, Map.of(0, "broker-a", 1, "broker-a", 2, "broker-a"));
            bench.world.runFor(Duration.ofSeconds(61));
            int before = bench.sends().size();
            for (int i = 0; i < 3; i++) {
                bench.await(send(bench, "orders"));
            }
            assertThat(bench.sends().subList(before, before + 3))
                    .extracting(JournalEntry::server)
                    .containsOnly("broker-a");
            bench.cluster.republish();
            bench.world.runFor(Duration.ofSeconds(61));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                names.add(bench.await(send(bench, "orders")).queue().brokerName());
            }
            assertThat(names).containsOnly("broker-a", "broker-b").contains("broker-a", "broker-b");
        }
    }

    @Test
    @Tag("B-ROUTE-13")
    void anOrderedTopicsQueuesAreThoseOfItsConfiguration() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.cluster.nameServer(0).changeView(view -> {
                TopicRoute route = view.routes().get("orders");
                return view.withRoute(
                        "orders",
                        new TopicRoute("broker-b:1;broker-a:2", route.queueDatas(), route.brokerDatas(), Map.of()));
            });
            List<MessageQueue> used = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                used.add(bench.await(send(bench, "orders")).queue());
            }
            MessageQueue first = new MessageQueue("orders", "broker-b", 0);
            int begin = used.indexOf(first);
            assertThat(used.subList(begin, begin + 3))
                    .containsExactly(
                            first,
                            new MessageQueue("orders", "broker-a", 0),
                            new MessageQueue("orders", "broker-a", 1));
        }
    }

    // ---- VIP channel, units ----

    @Test
    @Tag("B-VIP-01")
    void sendsAndQuestionsUseTheSecondPortIfToldSoAndHeartbeatsDoNot() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2), settings -> settings.vipChannel(true))) {
            FakeBroker usual = bench.cluster.broker("broker-a");
            FakeBroker.Builder second = FakeBroker.builder(usual.server().machine());
            second.server().port(usual.address().port() - 2);
            FakeBroker vip = second.build();
            vip.topic(TopicConfig.of("orders", 2));
            Address vipAddress = bench.await(vip.startAsync());
            assertThat(vipAddress.port()).isEqualTo(usual.address().port() - 2);
            SendResult result = bench.await(send(bench, "orders"));
            assertThat(bench.await(bench.producer.admin().maxOffset(result.queue())))
                    .isEqualTo(1);
            assertThat(vip.stored("orders")).hasSize(1);
            assertThat(usual.stored("orders")).isEmpty();
            assertThat(usual.producerGroups()).containsKey("pg-orders");
            assertThat(vip.producerGroups()).isEmpty();
            assertThat(bench.observed.attempts.values().iterator().next().get(0).brokerAddress())
                    .isEqualTo(vipAddress.toString());
            bench.await(vip.closeAsync());
        }
    }

    @Test
    @Tag("B-VIP-01")
    void withoutBeingToldSoTheSecondPortIsNotUsed() {
        try (Bench bench = twoTopics(settings -> settings)) {
            bench.await(send(bench, "orders"));
            assertThat(bench.sends()).hasSize(1);
        }
    }

    /** W-7, field k, and W-11. */
    @Test
    void aUnitIsPartOfTheClientIdAndOfEachSend() {
        try (Bench bench = twoTopics(settings -> settings.unitName("north").unitMode(true))) {
            bench.await(send(bench, "orders"));
            assertThat(SendRequestHeader.from(bench.sends().get(0).request()).unitMode())
                    .isTrue();
            assertThat(HeartbeatData.decode(bench.cluster
                                    .journal()
                                    .requests(RequestCode.HEART_BEAT)
                                    .get(0)
                                    .request()
                                    .body())
                            .clientId())
                    .endsWith("@north");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.server.RawClient;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of a cluster can change while it runs. */
class TopologyTest {
    private final List<RawClient> clients = new ArrayList<>();
    private final TcpWorld clientWorld = TcpWorld.seeded(1, 1);
    private final Machine clientMachine = clientWorld.machine("client");

    @AfterEach
    void end() {
        clients.forEach(RawClient::close);
        clientWorld.close();
    }

    private RawClient connect(Address to) {
        RawClient client = RawClient.connect(clientMachine, to);
        clients.add(client);
        return client;
    }

    private Frame lookUp(FakeCluster cluster, int nameServer, String topic) {
        return connect(cluster.nameServer(nameServer).address())
                .call(new GetRouteHeader(topic, null).writeTo(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)));
    }

    private TopicRoute route(FakeCluster cluster, String topic) {
        return RouteCodec.decode(lookUp(cluster, 0, topic).body());
    }

    private static Frame.Builder send(String topic, int queueId, Map<String, String> properties) {
        return new SendRequestHeader(
                        "pg",
                        topic,
                        "TBW102",
                        4,
                        queueId,
                        0,
                        1_700_000_000_000L,
                        0,
                        MessageProperties.encode(properties),
                        0,
                        false,
                        null,
                        false,
                        null)
                .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(new byte[] {1, 2, 3});
    }

    private Frame sendTo(FakeBroker broker, String topic, int queueId) {
        return connect(broker.address()).call(send(topic, queueId, Map.of()));
    }

    // ---- slaves ----

    @Test
    void slavesAreListedAndReadAndRefuseToWrite() {
        try (FakeCluster cluster =
                FakeCluster.builder().slaves(2).topic("orders", 4).start()) {
            FakeBroker master = cluster.master("broker-a");
            FakeBroker slave = cluster.broker("broker-a-slave-1");
            BrokerData listed = route(cluster, "orders").brokerDatas().get(0);
            assertThat(listed.brokerAddrs().keySet()).containsExactly(0L, 1L, 2L);
            assertThat(listed.masterAddress()).isEqualTo(master.address().toString());
            assertThat(listed.brokerAddrs().get(1L)).isEqualTo(slave.address().toString());
            assertThat(route(cluster, "orders").queueDatas()).hasSize(1);

            assertThat(sendTo(master, "orders", 1).code()).isZero();
            Frame refused = sendTo(slave, "orders", 1);
            assertThat(refused.code()).isEqualTo(ResponseCode.SYSTEM_BUSY);
            assertThat(refused.remark()).startsWith("[REJECTREQUEST]");
            Frame max = connect(slave.address())
                    .call(new QueueHeader("orders", 1, null).writeTo(Frame.request(RequestCode.GET_MAX_OFFSET)));
            assertThat(OffsetResponseHeader.from(max).offset()).isEqualTo(1);
            assertThat(cluster.stored("orders")).hasSize(1);
        }
    }

    @Test
    void aMasterThatIsMissingLeavesItsSlaveInTheRoute() {
        try (FakeCluster cluster =
                FakeCluster.builder().slaves(1).topic("orders", 4).start()) {
            cluster.broker("broker-a").stop();
            TopicRoute route = route(cluster, "orders");
            assertThat(route.queueDatas()).hasSize(1);
            assertThat(route.brokerDatas().get(0).masterAddress()).isNull();
            assertThat(route.brokerDatas().get(0).brokerAddrs()).containsOnlyKeys(1L);
        }
    }

    @Test
    void aSlaveTakesOverAndGoesOnWhereTheMasterWas() {
        try (FakeCluster cluster =
                FakeCluster.builder().slaves(1).topic("orders", 4).start()) {
            FakeBroker former = cluster.master("broker-a");
            assertThat(sendTo(former, "orders", 1).code()).isZero();
            connect(former.address()).call(send("orders", 1, Map.of(PropertyNames.DELAY, "1")));
            former.crash();
            cluster.advanceClock(Duration.ofSeconds(1));
            assertThat(cluster.stored("orders")).hasSize(1);

            FakeBroker master = cluster.failOver("broker-a");
            assertThat(master.name()).isEqualTo("broker-a-slave-1");
            assertThat(master.isMaster()).isTrue();
            assertThat(master.brokerId()).isZero();
            assertThat(cluster.master("broker-a")).isSameAs(master);
            // What the former master had delayed is delivered by the new one.
            assertThat(cluster.stored("orders")).hasSize(2);
            assertThat(SendResponseHeader.from(sendTo(master, "orders", 1)).queueOffset())
                    .isEqualTo(2);
            assertThat(route(cluster, "orders").brokerDatas().get(0).masterAddress())
                    .isEqualTo(master.address().toString());

            former.restart();
            assertThat(former.isMaster()).isFalse();
            assertThat(route(cluster, "orders").brokerDatas().get(0).brokerAddrs())
                    .isEqualTo(new TreeMap<>(Map.of(
                            0L,
                            master.address().toString(),
                            1L,
                            former.address().toString())));
            assertThat(sendTo(former, "orders", 0).code()).isEqualTo(ResponseCode.SYSTEM_BUSY);
        }
    }

    @Test
    void nobodyTakesOverWhereNoSlaveRuns() {
        try (FakeCluster cluster = FakeCluster.builder().start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> cluster.failOver("broker-a"))
                    .withMessageContaining("no slave");
            FakeBroker slave = cluster.addSlave("broker-a");
            assertThat(slave.name()).isEqualTo("broker-a-slave-1");
            assertThat(cluster.addSlave("broker-a").brokerId()).isEqualTo(2);
            assertThat(cluster.failOver("broker-a")).isSameAs(slave);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.addSlave("broker-z"))
                    .withMessageContaining("'broker-z'");
        }
    }

    // ---- brokers that come and move ----

    @Test
    void aBrokerIsAddedWithTheTopicsOfTheCluster() {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            cluster.topic("later", 2);
            FakeBroker added = cluster.addBroker("broker-b");
            assertThat(route(cluster, "orders").queueDatas())
                    .extracting(QueueData::brokerName)
                    .containsExactly("broker-a", "broker-b");
            assertThat(sendTo(added, "later", 1).code()).isZero();
            assertThatIllegalArgumentException().isThrownBy(() -> cluster.addBroker("broker-b"));
        }
    }

    @Test
    void aBrokerMovesAndNobodyIsLeftAtItsOldAddress() {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            FakeBroker broker = cluster.broker("broker-a");
            Address before = broker.address();
            assertThat(sendTo(broker, "orders", 1).code()).isZero();
            Address after = cluster.move("broker-a");
            assertThat(after).isNotEqualTo(before).isEqualTo(broker.address());
            assertThat(route(cluster, "orders").brokerDatas().get(0).masterAddress())
                    .isEqualTo(after.toString());
            assertThatIllegalStateException().isThrownBy(() -> connect(before));
            assertThat(SendResponseHeader.from(sendTo(broker, "orders", 1)).queueOffset())
                    .isEqualTo(1);
        }
    }

    @Test
    void nameServersTellTheAddressThatIsAdvertised() {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            cluster.advertise("broker-a", new Address("192.0.2.7", 10911));
            assertThat(route(cluster, "orders").brokerDatas().get(0).masterAddress())
                    .isEqualTo("192.0.2.7:10911");
            cluster.advertise("broker-a", null);
            assertThat(route(cluster, "orders").brokerDatas().get(0).masterAddress())
                    .isEqualTo(cluster.broker("broker-a").address().toString());
        }
    }

    // ---- routes ----

    @Test
    void oneNameServerMaySayWhatItLikes() {
        try (FakeCluster cluster =
                FakeCluster.builder().nameServers(2).topic("orders", 4).start()) {
            AtomicInteger asked = new AtomicInteger();
            cluster.nameServer(1).answers((topic, believed) -> asked.getAndIncrement() % 2 == 0 ? null : believed);
            assertThat(lookUp(cluster, 1, "orders").code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            cluster.topic("orders", 8);
            assertThat(RouteCodec.decode(lookUp(cluster, 1, "orders").body())
                            .queueDatas()
                            .get(0)
                            .writeQueueNums())
                    .isEqualTo(8);
            assertThat(lookUp(cluster, 1, "orders").code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            assertThat(lookUp(cluster, 0, "orders").code()).isZero();
            cluster.nameServer(1).answers(RouteChange.NONE);
            assertThat(lookUp(cluster, 1, "orders").code()).isZero();
        }
    }

    @Test
    void topicsMayHaveAConfiguredOrder() {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            assertThat(route(cluster, "orders").orderTopicConf()).isNull();
            cluster.orderTopic("orders", "broker-a:3");
            assertThat(route(cluster, "orders").orderTopicConf()).isEqualTo("broker-a:3");
            cluster.orderTopic("orders", null);
            assertThat(route(cluster, "orders").orderTopicConf()).isNull();
        }
    }

    @Test
    void queuesOfStaticTopicsBelongToOneBrokerEachAndMoveWithTheirOffsets() {
        try (FakeCluster cluster =
                FakeCluster.builder().brokers("broker-a", "broker-b").start()) {
            cluster.staticTopic("static", 4);
            Map<String, TopicQueueMapping> mappings = route(cluster, "static").queueMappings();
            assertThat(mappings.get("broker-a").currIdMap()).containsOnlyKeys(0, 2);
            assertThat(mappings.get("broker-b").currIdMap()).containsOnlyKeys(1, 3);
            assertThat(mappings.get("broker-a").totalQueues()).isEqualTo(4);
            FakeBroker a = cluster.broker("broker-a");
            FakeBroker b = cluster.broker("broker-b");

            SendResponseHeader told = SendResponseHeader.from(sendTo(b, "static", 3));
            assertThat(told.queueId()).isEqualTo(3);
            Frame refused = sendTo(a, "static", 3);
            assertThat(refused.code()).isEqualTo(ResponseCode.NOT_LEADER_FOR_QUEUE);
            assertThat(refused.remark()).contains("static-3").contains("broker-a");

            cluster.moveQueue("static", 3, "broker-a");
            Map<String, TopicQueueMapping> moved = route(cluster, "static").queueMappings();
            assertThat(moved.get("broker-a").currIdMap()).containsOnlyKeys(0, 2, 3);
            assertThat(moved.get("broker-a").epoch())
                    .isGreaterThan(mappings.get("broker-a").epoch());
            assertThat(SendResponseHeader.from(sendTo(a, "static", 3)).queueOffset())
                    .isEqualTo(1);
            assertThat(sendTo(b, "static", 3).code()).isEqualTo(ResponseCode.NOT_LEADER_FOR_QUEUE);
            cluster.moveQueue("static", 3, "broker-b");
            assertThat(SendResponseHeader.from(sendTo(b, "static", 3)).queueOffset())
                    .isEqualTo(2);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.moveQueue("static", 4, "broker-a"))
                    .withMessageContaining("queueId: 4");
            assertThatIllegalArgumentException().isThrownBy(() -> cluster.moveQueue("none", 0, "broker-a"));
            assertThatIllegalArgumentException().isThrownBy(() -> cluster.staticTopic("none", 0));
            cluster.removeTopic("static");
            assertThat(lookUp(cluster, 0, "static").code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        }
    }

    @Test
    void queuesGrowAndShrinkOneSideAtATime() {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start()) {
            cluster.readQueues("orders", "broker-a", 8);
            cluster.writeQueues("orders", "broker-a", 2);
            assertThat(route(cluster, "orders").queueDatas()).containsExactly(new QueueData("broker-a", 8, 2, 6, 0));
        }
    }

    @Test
    void brokersSayWhatTheyWereToldToSay() {
        try (FakeCluster cluster = FakeCluster.builder()
                .region("moon")
                .traceOn(false)
                .version(401)
                .topic("orders", 1)
                .start()) {
            Frame answer = sendTo(cluster.broker("broker-a"), "orders", 0);
            assertThat(answer.version()).isEqualTo(401);
            assertThat(SendResponseHeader.from(answer).region()).isEqualTo("moon");
            assertThat(SendResponseHeader.from(answer).traceOn()).isFalse();
            assertThat(lookUp(cluster, 0, "RMQ_SYS_TRACE_TOPIC").code()).isZero();
        }
    }
}

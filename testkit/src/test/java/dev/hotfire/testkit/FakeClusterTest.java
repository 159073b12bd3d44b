// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.RawClient;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FakeClusterTest {
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
        RawClient client = connect(cluster.nameServer(nameServer).address());
        return client.call(new GetRouteHeader(topic, null).writeTo(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)));
    }

    private TopicRoute route(FakeCluster cluster, int nameServer, String topic) {
        Frame response = lookUp(cluster, nameServer, topic);
        assertThat(response.code()).isEqualTo(ResponseCode.SUCCESS);
        return RouteCodec.decode(response.body());
    }

    private static List<String> brokersOf(TopicRoute route) {
        return route.brokerDatas().stream().map(BrokerData::brokerName).toList();
    }

    private static Frame.Builder send(String topic, int queueId) {
        return new SendRequestHeader(
                        "pg", topic, "TBW102", 4, queueId, 0, 1_700_000_000_000L, 0, null, 0, false, null, false, null)
                .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(new byte[] {1, 2, 3});
    }

    private static FakeCluster two() {
        return FakeCluster.builder()
                .nameServers(2)
                .brokers("broker-a", "broker-b")
                .topic("orders", 4)
                .start();
    }

    @Test
    void routesLeadToTheBrokersAndWhatIsSentThereIsStored() {
        try (FakeCluster cluster = two()) {
            assertThat(cluster.nameServerAddresses())
                    .isEqualTo(cluster.nameServer(0).address() + ";"
                            + cluster.nameServer(1).address());
            TopicRoute route = route(cluster, 0, "orders");
            assertThat(route.queueDatas())
                    .containsExactly(
                            new QueueData("broker-a", 4, 4, Permission.READ_WRITE, 0),
                            new QueueData("broker-b", 4, 4, Permission.READ_WRITE, 0));
            for (BrokerData broker : route.brokerDatas()) {
                RawClient client = connect(Address.parse(broker.masterAddress()));
                assertThat(client.call(send("orders", 1)).code()).isZero();
            }
            assertThat(cluster.stored("orders")).hasSize(2);
            assertThat(cluster.broker("broker-b").stored("orders")).hasSize(1);
            assertThat(cluster.journal().sends())
                    .extracting(JournalEntry::server)
                    .containsExactly("broker-a", "broker-b");
        }
    }

    /** After 6 s, then every 30 s, 15 times; whom nobody answers for is given up then. */
    @Test
    void brokersAskAboutTransactionsByThemselvesAsReleasesDo() {
        try (FakeCluster cluster = two();
                RawProducer producer = new RawProducer(cluster, "broker-a")) {
            producer.call(RawProducer.request("orders", "k", 0, "half")
                    .field("f", SysFlag.TRANSACTION_PREPARED)
                    .field(
                            "i",
                            MessageProperties.encode(Map.of(
                                    PropertyNames.TRAN_MSG,
                                    "true",
                                    PropertyNames.PRODUCER_GROUP,
                                    "pg",
                                    PropertyNames.UNIQ_KEY,
                                    "k"))));
            cluster.advanceClock(Duration.ofSeconds(6));
            for (int i = 1; i < 15; i++) {
                cluster.advanceClock(Duration.ofSeconds(30));
            }
            assertThat(cluster.broker("broker-a").halfMessages()).hasSize(1);
            cluster.advanceClock(Duration.ofSeconds(30));
            assertThat(cluster.broker("broker-a").halfMessages()).isEmpty();
        }
    }

    @Test
    void rulesReachEveryServerByName() {
        try (FakeCluster cluster = two()) {
            cluster.rules().add(FaultRule.onSends().server("broker-b").answer(ResponseCode.SYSTEM_BUSY, "busy"));
            cluster.rules().add(FaultRule.onAny().server("namesrv-2").answer(ResponseCode.SYSTEM_ERROR, "sick"));
            assertThat(connect(cluster.broker("broker-a").address())
                            .call(send("orders", 0))
                            .code())
                    .isZero();
            assertThat(connect(cluster.broker("broker-b").address())
                            .call(send("orders", 0))
                            .remark())
                    .isEqualTo("busy");
            assertThat(lookUp(cluster, 1, "orders").remark()).isEqualTo("sick");
            assertThat(lookUp(cluster, 0, "orders").code()).isZero();
        }
    }

    @Test
    void aCrashedBrokerStaysListedAndComesBackAtItsAddressWithItsLog() {
        try (FakeCluster cluster = two()) {
            Address address = cluster.broker("broker-a").address();
            connect(address).call(send("orders", 0));
            cluster.broker("broker-a").crash();
            assertThat(brokersOf(route(cluster, 0, "orders"))).containsExactly("broker-a", "broker-b");
            assertThatIllegalStateException().isThrownBy(() -> connect(address));

            assertThat(cluster.broker("broker-a").restart()).isEqualTo(address);
            connect(address).call(send("orders", 0));
            assertThat(cluster.stored("orders")).hasSize(2);
        }
    }

    @Test
    @Timeout(30)
    void aCrashedBrokerIsTakenOffWhenItsRegistrationExpiresAndListedAgainAtItsStart() {
        try (FakeCluster cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 1)
                .brokerExpiry(Duration.ofMillis(1))
                .start()) {
            cluster.broker("broker-a").powerOff();
            // No sleep: asks until the expiry, which needs a timer's turn, has come.
            while (brokersOf(route(cluster, 0, "orders")).contains("broker-a")) {
                Thread.onSpinWait();
            }
            cluster.broker("broker-a").restart();
            assertThat(brokersOf(route(cluster, 0, "orders"))).containsExactly("broker-a", "broker-b");
        }
    }

    @Test
    void anOrderlyShutdownTakesABrokerOffAtOnce() {
        try (FakeCluster cluster = two()) {
            CompletableFuture<Void> down = cluster.broker("broker-a").shutdownGracefullyAsync(Duration.ofHours(1));
            assertThat(brokersOf(route(cluster, 0, "orders"))).containsExactly("broker-b");
            cluster.broker("broker-a").stop();
            assertThat(down).succeedsWithin(Duration.ofSeconds(20));
            cluster.broker("broker-a").restart();
            assertThat(brokersOf(route(cluster, 0, "orders"))).containsExactly("broker-a", "broker-b");
        }
    }

    @Test
    void nameServersDisagreeWhenToldTo() {
        try (FakeCluster cluster = two()) {
            cluster.unlist("broker-a", 1);
            assertThat(brokersOf(route(cluster, 0, "orders"))).containsExactly("broker-a", "broker-b");
            assertThat(brokersOf(route(cluster, 1, "orders"))).containsExactly("broker-b");
            cluster.broker("broker-a").pause();
            cluster.broker("broker-a").resume();
            assertThat(brokersOf(route(cluster, 1, "orders"))).containsExactly("broker-b");

            cluster.relist("broker-a");
            assertThat(brokersOf(route(cluster, 1, "orders"))).containsExactly("broker-a", "broker-b");
            cluster.unlist("broker-a");
            cluster.unlist("broker-b");
            Frame unknown = lookUp(cluster, 0, "orders");
            assertThat(unknown.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            assertThat(unknown.remark()).startsWith("No topic route info in name server for the topic: orders");
        }
    }

    @Test
    void topologyChangesReachTheRoutesAtOnce() {
        try (FakeCluster cluster = two()) {
            cluster.permission("orders", "broker-a", Permission.READ);
            cluster.writeQueues("orders", "broker-b", 7);
            assertThat(route(cluster, 1, "orders").queueDatas())
                    .containsExactly(
                            new QueueData("broker-a", 4, 4, Permission.READ, 0),
                            new QueueData("broker-b", 4, 7, Permission.READ_WRITE, 0));
            assertThat(connect(cluster.broker("broker-a").address())
                            .call(send("orders", 0))
                            .code())
                    .isEqualTo(ResponseCode.NO_PERMISSION);

            cluster.topic("payments", 2);
            assertThat(route(cluster, 0, "payments").queueDatas()).hasSize(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.permission("unknown", "broker-a", Permission.READ))
                    .withMessageContaining("unknown");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.broker("broker-z"))
                    .withMessageContaining("broker-z");
        }
    }

    @Test
    void topicsAreMadeByTheFirstSendWhereThatIsOn() {
        try (FakeCluster cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .autoCreateTopics(true)
                .start()) {
            assertThat(route(cluster, 0, "TBW102").queueDatas())
                    .allSatisfy(queue -> assertThat(queue.perm()).isEqualTo(Permission.READ_WRITE_INHERIT));
            assertThat(lookUp(cluster, 0, "fresh").code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            connect(cluster.broker("broker-b").address()).call(send("fresh", 3));
            assertThat(route(cluster, 0, "fresh").queueDatas())
                    .containsExactly(new QueueData("broker-b", 4, 4, Permission.READ_WRITE, 0));
        }
    }

    @Test
    void linkConditionsAndEncodingApplyToAll() {
        try (FakeCluster cluster = FakeCluster.builder()
                .topic("orders", 1)
                .encoding(HeaderEncoding.ROCKETMQ)
                .linkConditions(LinkConditions.both(LinkDirection.CLEAR.withMaxSliceBytes(7)))
                .start()) {
            Frame response = connect(cluster.broker("broker-a").address()).call(send("orders", 0));
            assertThat(response.encoding()).isEqualTo(HeaderEncoding.ROCKETMQ);
            assertThat(lookUp(cluster, 0, "orders").encoding()).isEqualTo(HeaderEncoding.ROCKETMQ);
            cluster.linkConditions(LinkConditions.CLEAR);
            assertThat(cluster.broker("broker-a").connections()).hasSize(1);
        }
    }

    @Test
    void livesInAWorldThatOutlivesIt() {
        try (TcpWorld world = TcpWorld.seeded(2, 7)) {
            FakeCluster cluster = FakeCluster.builder()
                    .world(world)
                    .topic("orders", 1)
                    .startAsync()
                    .join();
            assertThat(connect(cluster.broker("broker-a").address())
                            .call(send("orders", 0))
                            .code())
                    .isZero();
            cluster.closeAsync().join();
            cluster.close();
            assertThat(world.machine("another").clock()).isNotNull();
        }
    }

    @Test
    void keepsAsMuchOfTheLogAsItIsToldTo() {
        try (FakeCluster cluster =
                FakeCluster.builder().topic("orders", 1).retain(2, 1_000_000).start()) {
            RawClient client = connect(cluster.broker("broker-a").address());
            for (int i = 0; i < 5; i++) {
                client.call(send("orders", 0));
            }
            assertThat(cluster.stored("orders")).hasSize(2);
            assertThat(cluster.broker("broker-a").log().dropped()).isEqualTo(3);
        }
    }

    @Test
    void aClusterWhoseNamesAreTakenInItsWorldIsRefused() {
        try (TcpWorld world = TcpWorld.seeded(1, 1)) {
            Machine taken = world.machine("broker-b");
            assertThat(taken.name()).isEqualTo("broker-b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FakeCluster.builder()
                            .world(world)
                            .brokers("broker-a", "broker-b")
                            .start())
                    .withMessageContaining("broker-b");
        }
    }

    @Test
    void aClusterThatCannotBeMadeLeavesNoThread() throws InterruptedException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().brokers("namesrv-1").start())
                .withMessageContaining("namesrv-1");
        clientWorld.close();
        assertNoThread();
    }

    @Test
    void buildersCheckWhatTheyAreGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().retain(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().nameServers(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().brokers("a", "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().brokers());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeCluster.builder().brokerExpiry(Duration.ZERO));
    }

    @Test
    void fiftyClustersOpenedAndClosedLeaveNoThread() throws InterruptedException {
        List<FakeCluster> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FakeCluster cluster = two();
            connect(cluster.broker("broker-a").address()).call(send("orders", 0));
            open.add(cluster);
            if (open.size() == 5) {
                open.forEach(FakeCluster::close);
                open.forEach(FakeCluster::close);
                open.clear();
            }
        }
        clients.forEach(client -> assertThat(client.awaitEnd()).isNotNull());
        clientWorld.close();
        assertNoThread();
    }

    /** A loop says that it has ended from within its thread, which then has a few more instructions to go. */
    private static void assertNoThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("hotfire")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}

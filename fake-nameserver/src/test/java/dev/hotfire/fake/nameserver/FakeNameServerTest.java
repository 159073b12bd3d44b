// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.ClusterInfo;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeNameServerTest {
    private static final TopicRoute ORDERS = TopicRoute.of(
            List.of(new QueueData("broker-a", 4, 4, 6, 0), new QueueData("broker-b", 4, 4, 6, 0)),
            List.of(broker("broker-a", 10_911), broker("broker-b", 10_921)));
    private static final TopicRoute PAYMENTS =
            TopicRoute.of(List.of(new QueueData("broker-a", 1, 1, 6, 0)), List.of(broker("broker-a", 10_911)));

    private TcpWorld world;
    private FakeNameServer nameServer;
    private RawClient client;

    private static BrokerData broker(String name, int port) {
        return new BrokerData("DefaultCluster", name, new TreeMap<>(Map.of(0L, "127.0.0.1:" + port)), null, false);
    }

    @BeforeEach
    void start() {
        world = TcpWorld.seeded(1, 1);
        nameServer = FakeNameServer.on(world.machine("namesrv-1"));
        nameServer.view(RouteView.of(Map.of("orders", ORDERS, "payments", PAYMENTS)));
        client = RawClient.connect(world.machine("client"), nameServer.start());
    }

    @AfterEach
    void end() {
        client.close();
        nameServer.close();
        world.close();
    }

    private Frame lookUp(String topic, int version, Boolean standardJsonOnly) {
        return client.call(new GetRouteHeader(topic, standardJsonOnly)
                .writeTo(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC).version(version)));
    }

    private static String text(Frame frame) {
        return new String(frame.body(), StandardCharsets.UTF_8);
    }

    @Test
    void answersWithTheRouteOfItsView() {
        Frame response = lookUp("orders", MqVersion.V5_5_0, null);
        assertThat(response.code()).isEqualTo(ResponseCode.SUCCESS);
        assertThat(RouteCodec.decode(response.body())).isEqualTo(ORDERS);
    }

    @Test
    void quotesIntegerKeysForNewClientsAndForThoseWhoAskOnly() {
        assertThat(text(lookUp("orders", MqVersion.V4_9_4, null))).contains("{\"0\":");
        assertThat(text(lookUp("orders", MqVersion.V4_9_3, true))).contains("{\"0\":");
        Frame old = lookUp("orders", MqVersion.V4_9_3, null);
        assertThat(text(old)).contains("{0:");
        assertThat(RouteCodec.decode(old.body())).isEqualTo(ORDERS);
        assertThat(text(lookUp("orders", MqVersion.V4_9_3, false))).contains("{0:");
    }

    @Test
    void doesNotKnowOtherTopics() {
        Frame response = lookUp("unknown", MqVersion.V5_5_0, null);
        assertThat(response.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(response.remark())
                .startsWith("No topic route info in name server for the topic: unknown\nSee https://");
    }

    @Test
    void refusesWhileItIsNotReady() {
        nameServer.ready(false);
        Frame response = lookUp("orders", MqVersion.V5_5_0, null);
        assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(response.remark()).isEqualTo("name server not ready");
        nameServer.ready(true);
        assertThat(lookUp("orders", MqVersion.V5_5_0, null).code()).isZero();
    }

    @Test
    void listsClusterAndTopics() {
        ClusterInfo info = RouteCodec.decodeClusterInfo(
                client.call(Frame.request(RequestCode.GET_BROKER_CLUSTER_INFO)).body());
        assertThat(info.clusters()).isEqualTo(Map.of("DefaultCluster", List.of("broker-a", "broker-b")));
        assertThat(info.brokers()).containsOnlyKeys("broker-a", "broker-b");
        assertThat(RouteCodec.decodeTopicList(client.call(Frame.request(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER))
                        .body()))
                .containsExactly("orders", "payments");
    }

    @Test
    void believesWhatItIsToldNext() {
        nameServer.changeView(view -> view.withoutBroker("broker-a"));
        assertThat(RouteCodec.decode(lookUp("orders", MqVersion.V5_5_0, null).body())
                        .brokerDatas())
                .extracting(BrokerData::brokerName)
                .containsExactly("broker-b");
        assertThat(lookUp("payments", MqVersion.V5_5_0, null).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);

        nameServer.changeView(view -> view.withRoute("payments", ORDERS).withoutTopic("orders"));
        assertThat(lookUp("orders", MqVersion.V5_5_0, null).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(RouteCodec.decode(lookUp("payments", MqVersion.V5_5_0, null).body()))
                .isEqualTo(ORDERS);
    }

    @Test
    void refusesWhatOnlyABrokerCanDoAndWhatIsNoLookup() {
        assertThat(client.call(Frame.request(RequestCode.SEND_MESSAGE_V2)).code())
                .isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(client.call(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                        .code())
                .isEqualTo(ResponseCode.SYSTEM_ERROR);
    }
}

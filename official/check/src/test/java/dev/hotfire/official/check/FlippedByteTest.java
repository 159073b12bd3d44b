// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.nameserver.RouteView;
import dev.hotfire.official.check.Comparison.Difference;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@link RealBrokerTest} would notice: one bit of one body, flipped between producer and broker. */
class FlippedByteTest {
    private static final String TOPIC = "flipped";
    private static final int MESSAGES = 50;
    private static final int FLIPPED = 31;

    @Test
    void aBitFlippedOnTheWayIsToldOfThatMessageAndNoOther(@TempDir Path scratch) throws Exception {
        try (OfficialCluster cluster = OfficialCluster.start(scratch, "--topic", TOPIC + ":2");
                FlippingProxy proxy = new FlippingProxy(cluster.brokerAddress("broker-a"), body(FLIPPED));
                TcpWorld world = TcpWorld.create(1);
                FakeNameServer nameServer = FakeNameServer.on(world.machine("name-server"))) {
            nameServer.view(RouteView.of(Map.of(TOPIC, realRouteBy(proxy.address(), cluster))));
            ProducerConfig config = ProducerConfig.builder("pg-flipped")
                    .nameServers(nameServer.start().toString())
                    .build();

            List<SentMessage> sent;
            try (Producer producer = Hotfire.start(config)) {
                sent = Sending.SYNC.send(producer, messages());
            }

            assertThat(proxy.flips()).isEqualTo(1);
            assertThat(Comparison.differences(sent, cluster.read(TOPIC, MESSAGES)))
                    .extracting(Difference::kind, Difference::number)
                    .containsExactly(tuple(Comparison.Kind.OTHER_BODY, Integer.toString(FLIPPED)));
        }
    }

    /** What the official name server says of the topic, with the proxy in the broker's place. */
    private static TopicRoute realRouteBy(String proxyAddress, OfficialCluster cluster) throws IOException {
        try (RawConnection nameServer = new RawConnection(cluster.nameServerAddress())) {
            TopicRoute real = RouteCodec.decode(nameServer
                    .call(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                            .field("topic", TOPIC)
                            .build())
                    .body());
            BrokerData broker = real.broker("broker-a");
            BrokerData moved = new BrokerData(
                    broker.cluster(),
                    broker.brokerName(),
                    new TreeMap<>(Map.of(BrokerData.MASTER_ID, proxyAddress)),
                    broker.zoneName(),
                    broker.enableActingMaster());
            return TopicRoute.of(real.queueDatas(), List.of(moved));
        }
    }

    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (int number = 0; number < MESSAGES; number++) {
            messages.add(Message.builder(TOPIC)
                    .body(body(number))
                    .property(SentMessage.NUMBER, Integer.toString(number))
                    .build());
        }
        return messages;
    }

    /** Small enough to travel as it is. */
    private static byte[] body(int number) {
        return ("the body of message " + number).getBytes(UTF_8);
    }
}

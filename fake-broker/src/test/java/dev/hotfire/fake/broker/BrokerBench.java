// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A broker with the topic "orders" of four queues, over TCP, and clients that speak frames to it. */
final class BrokerBench implements AutoCloseable {
    static final byte[] BODY = {1, 2, 3};

    final TcpWorld world = TcpWorld.seeded(2, 1);
    final Machine clientMachine = world.machine("client");
    final FakeBroker broker;
    final RawClient client;
    private final List<RawClient> clients = new ArrayList<>();
    private final List<FakeBroker> slaves = new ArrayList<>();

    BrokerBench() {
        this(builder -> builder);
    }

    BrokerBench(UnaryOperator<FakeBroker.Builder> settings) {
        broker = settings.apply(FakeBroker.builder(world.machine("broker-a"))).build();
        broker.topic(TopicConfig.of("orders", 4));
        broker.start();
        client = connect(broker);
    }

    FakeBroker slave(String name) {
        FakeBroker slave = FakeBroker.slaveOf(broker, world.machine(name)).build();
        slaves.add(slave);
        slave.start();
        return slave;
    }

    RawClient connect(FakeBroker to) {
        RawClient connected = RawClient.connect(clientMachine, to.address());
        clients.add(connected);
        return connected;
    }

    static SendRequestHeader header(String topic, int queueId, Map<String, String> properties) {
        return new SendRequestHeader(
                "pg",
                topic,
                "TBW102",
                4,
                queueId,
                0,
                1_700_000_000_000L,
                7,
                MessageProperties.encode(properties),
                0,
                false,
                null,
                false,
                "broker-a");
    }

    static Frame.Builder send(String topic, int queueId, Map<String, String> properties) {
        return header(topic, queueId, properties)
                .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(BODY);
    }

    static Frame.Builder send(String topic, int queueId, String uniqueKey) {
        return send(topic, queueId, Map.of(PropertyNames.UNIQ_KEY, uniqueKey));
    }

    /** Sends what must be stored. */
    SendResponseHeader stored(Frame.Builder request) {
        Frame response = client.call(request);
        assertThat(response.remark()).isNull();
        assertThat(response.code()).isEqualTo(ResponseCode.SUCCESS);
        return SendResponseHeader.from(response);
    }

    /** Sends what must be refused. */
    void refused(Frame.Builder request, int code, String remark) {
        Frame response = client.call(request);
        assertThat(response.codeName()).isEqualTo(ResponseCode.nameOf(code));
        assertThat(String.valueOf(response.remark())).contains(remark);
    }

    /** The unique keys of what a topic has, in the order of the log. */
    List<String> keys(String topic) {
        return broker.stored(topic).stream().map(StoredMessage::messageId).toList();
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        slaves.forEach(FakeBroker::close);
        broker.close();
        world.close();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersOnRelease4Test {
    private FakeCluster cluster;
    private DefaultMQProducer producer;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 4)
                .start();
        producer = new DefaultMQProducer("order-publisher");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout(1_000);
        producer.start();
    }

    @AfterEach
    void end() {
        producer.shutdown();
        cluster.close();
    }

    private static Message order(String id) {
        return new Message("orders", "placed", id, id.getBytes(UTF_8));
    }

    @Test
    void anOrderIsStoredOnce() throws Exception {
        assertEquals(SendStatus.SEND_OK, producer.send(order("o-1")).getSendStatus());

        assertEquals(1, cluster.stored("orders").size());
    }

    @Test
    void anOrderSurvivesABrokerThatDies() throws Exception {
        cluster.rules().add(FaultRule.onSends().first(1).crashBefore());

        producer.send(order("o-2"));

        assertEquals(1, cluster.stored("orders").size());
    }

    @Test
    void anOrderDoesNotSurviveABrokerThatSaysNothing() {
        cluster.rules().add(FaultRule.onSends().first(1).silent());

        assertThrows(RemotingException.class, () -> producer.send(order("o-3")));

        assertEquals(0, cluster.stored("orders").size());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.junit.FakeRocketMQ;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.Test;

@FakeRocketMQ(
        brokers = {"broker-a", "broker-b"},
        topics = "orders:4")
class FirstFailureTest {
    @Test
    void anOrderSurvivesABusyBroker(FakeCluster cluster) throws Exception {
        cluster.arm(FaultRule.onSends().once().answer(2));
        DefaultMQProducer producer = new DefaultMQProducer("pg-first");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.start();
        producer.send(new Message("orders", "hello".getBytes(UTF_8)));
        producer.shutdown();
        assertEquals(1, cluster.messages("orders").size());
    }
}

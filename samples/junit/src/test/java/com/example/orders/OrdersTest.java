// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.junit.FakeRocketMQ;
import dev.hotfire.testkit.junit.NameServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test gets a cluster of its own, and fails if the fault that it arms never fires. */
@FakeRocketMQ(
        brokers = {"broker-a", "broker-b"},
        topics = "orders:4")
class OrdersTest {
    private OrderPublisher publisher;

    @BeforeEach
    void start(@NameServerAddress String nameServers) throws Exception {
        publisher = new OrderPublisher(nameServers);
    }

    @AfterEach
    void end() {
        publisher.close();
    }

    @Test
    void anOrderIsStoredOnce(FakeCluster cluster) throws Exception {
        publisher.placed("o-1");

        assertEquals(
                List.of("o-1"),
                cluster.stored("orders").stream()
                        .map(stored -> stored.properties().get("KEYS"))
                        .toList());
    }

    @Test
    void anOrderSurvivesABrokerThatSaysNothing(FakeCluster cluster) throws Exception {
        cluster.arm(FaultRule.onSends().first(1).silent());

        publisher.placed("o-2");

        assertEquals(1, cluster.stored("orders").size());
    }

    @Test
    void anOrderIsThereTwiceWhenABrokerStoresItAndSaysNothing(FakeCluster cluster) throws Exception {
        cluster.arm(FaultRule.onSends().first(1).storeThenSilent());

        publisher.placed("o-3");

        assertEquals(2, cluster.stored("orders").size());
    }

    @Test
    void anOrderThatNobodyMayStoreFails(FakeCluster cluster) {
        cluster.arm(FaultRule.onSends().answer(16, "not writable"));

        MQClientException failure = assertThrows(MQClientException.class, () -> publisher.placed("o-4"));

        assertEquals(16, failure.getResponseCode());
    }

    @Test
    void aReminderIsReadTwoHoursLater(FakeCluster cluster) throws Exception {
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        try (OrderReader reader = new OrderReader(cluster.nameServerAddresses(), read::add)) {
            publisher.remind("o-5");
            assertNull(read.poll(100, TimeUnit.MILLISECONDS));
            cluster.advanceClock(Duration.ofHours(2));
            assertEquals("o-5", read.poll(30, TimeUnit.SECONDS));
        }
    }
}

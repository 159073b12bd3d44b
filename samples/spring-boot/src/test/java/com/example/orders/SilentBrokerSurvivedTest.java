// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application with a limit for each attempt: the order goes to the other broker, and is read. */
@SpringBootTest(properties = "orders.attempt-timeout-millis=300")
@DirtiesContext
class SilentBrokerSurvivedTest {
    private static final FakeCluster CLUSTER = FakeCluster.builder()
            .brokers("broker-a", "broker-b")
            .topic("orders", 4)
            .start();

    @DynamicPropertySource
    static void nameServer(DynamicPropertyRegistry registry) {
        registry.add("rocketmq.name-server", CLUSTER::nameServerAddresses);
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }

    @Test
    void anOrderSurvivesABrokerThatSaysNothing(@Autowired OrderPublisher publisher, @Autowired OrderReader reader) {
        CLUSTER.rules().add(FaultRule.onSends().first(1).silent());

        publisher.placed("o-2");

        await().atMost(30, SECONDS).until(() -> reader.seen().contains("o-2"));
        assertThat(CLUSTER.stored("orders")).hasSize(1);
    }
}

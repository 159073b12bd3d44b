// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.messaging.MessagingException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application as the starter makes it: one broker that says nothing, and the order is not sent. */
@SpringBootTest
@DirtiesContext
class SilentBrokerTest {
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
    void anOrderDoesNotSurviveABrokerThatSaysNothing(@Autowired OrderPublisher publisher) {
        CLUSTER.rules().add(FaultRule.onSends().first(1).silent());

        assertThatThrownBy(() -> publisher.placed("o-1")).isInstanceOf(MessagingException.class);

        assertThat(CLUSTER.stored("orders")).isEmpty();
    }
}

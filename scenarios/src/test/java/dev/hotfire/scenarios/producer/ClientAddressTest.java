// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.runtime.LocalAddress;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.UniqueId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which computer a producer says it is on, over TCP. */
class ClientAddressTest {
    @Test
    @Tag("B-ID-03")
    @Tag("B-ID-04")
    void aProducerNamesTheAddressThatOthersKnowItsComputerBy() throws Exception {
        try (FakeCluster cluster =
                FakeCluster.builder().brokers("broker-a").topic("orders", 1).start()) {
            ProducerConfig.Builder settings = ProducerConfig.builder("pg").nameServers(cluster.nameServerAddresses());
            IpAddress here = IpAddress.parse(LocalAddress.find());
            try (Producer producer = Hotfire.start(settings.build())) {
                SendResult result = producer.send(Message.of("orders", new byte[1]));
                assertThat(UniqueId.parse(result.messageId()).address()).isEqualTo(here);
            }
            assertThat(lastClientId(cluster)).startsWith(LocalAddress.find() + "@");
            try (Producer producer =
                    Hotfire.start(settings.clientIp("203.0.113.9").build())) {
                producer.send(Message.of("orders", new byte[1]));
            }
            assertThat(lastClientId(cluster)).startsWith("203.0.113.9@");
        }
    }

    private static String lastClientId(FakeCluster cluster) {
        return cluster.journal().requests(RequestCode.UNREGISTER_CLIENT).stream()
                .reduce((first, second) -> second)
                .orElseThrow()
                .request()
                .field("clientID");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static dev.hotfire.fake.broker.BrokerBench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private BrokerBench bench = new BrokerBench();

    @AfterEach
    void end() {
        bench.close();
    }

    private static HeartbeatData of(String clientId, String tags, boolean withoutSub) {
        HeartbeatData.ConsumerGroup group = new HeartbeatData.ConsumerGroup(
                "cg",
                "CONSUME_PASSIVELY",
                "CLUSTERING",
                "CONSUME_FROM_FIRST_OFFSET",
                List.of(new HeartbeatData.Subscription("orders", tags, "TAG", 1)),
                false);
        return new HeartbeatData(clientId, List.of("pg"), List.of(group), 0, false).withFingerprint(withoutSub);
    }

    private Frame heartbeat(HeartbeatData data) {
        Frame answer = bench.client.call(Frame.request(RequestCode.HEART_BEAT).body(data.encode()));
        assertThat(answer.code()).isZero();
        return answer;
    }

    @Test
    void versionTwoHearsWhetherSubscriptionsDiffer() {
        Frame first = heartbeat(of("c@1", "a", false));
        assertThat(first.version()).isEqualTo(MqVersion.V5_5_0);
        assertThat(first.field("IS_SUPPORT_HEART_BEAT_V2")).isEqualTo("true");
        assertThat(first.field("IS_SUB_CHANGE")).isEqualTo("false");
        assertThat(heartbeat(of("c@1", "a", true)).field("IS_SUB_CHANGE")).isEqualTo("false");
        assertThat(heartbeat(of("c@1", "b", false)).field("IS_SUB_CHANGE")).isEqualTo("true");
        assertThat(heartbeat(of("c@1", "b", true)).field("IS_SUB_CHANGE")).isEqualTo("false");
    }

    @Test
    void versionOneIsAlwaysToldToTellAll() {
        assertThat(heartbeat(HeartbeatData.ofProducers("c@1", List.of("pg"))).field("IS_SUB_CHANGE"))
                .isEqualTo("true");
    }

    @Test
    void oldBrokersKnowNothingOfVersionTwo() {
        bench.close();
        bench = new BrokerBench(builder -> {
            builder.server().version(MqVersion.V4_9_4);
            return builder;
        });
        Frame answer = heartbeat(of("c@1", "a", false));
        assertThat(answer.version()).isEqualTo(MqVersion.V4_9_4);
        assertThat(answer.extFields()).doesNotContainKeys("IS_SUPPORT_HEART_BEAT_V2", "IS_SUB_CHANGE");
    }

    /** When is held by a test in virtual time. */
    @Test
    void whoIsSilentIsForgottenAndTheOthersAreTold() throws InterruptedException {
        bench.close();
        bench = new BrokerBench(builder -> builder.clientExpiry(Duration.ofSeconds(2)));
        RawClient silent = bench.connect(bench.broker);
        silent.call(Frame.request(RequestCode.HEART_BEAT)
                .body(of("c@silent", "a", false).encode()));
        while (bench.broker.clients().consumersOf("cg").size() != 1
                || !bench.broker.clients().consumersOf("cg").contains("c@1")) {
            heartbeat(of("c@1", "a", false));
        }
        assertThat(silent.awaitEnd()).isEqualTo(RawClient.End.FIN);
        for (int i = 0; i < 2; i++) {
            Frame told = bench.client.nextRequest();
            assertThat(told.code()).isEqualTo(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED);
            assertThat(told.field("consumerGroup")).isEqualTo("cg");
        }
        assertThat(bench.client.isOpen()).isTrue();
        assertThatThrownBy(() -> FakeBroker.builder(bench.clientMachine).clientExpiry(Duration.ZERO))
                .hasMessage("clientExpiry: PT0S (expected: > 0)");
    }

    @Test
    void fieldsThatClientsAddToEveryRequestDoNoHarm() {
        bench.stored(send("orders", 0, "k")
                .field("nsd", true)
                .field("ns", "tenant")
                .field("ReqT", "0")
                .field("__ZONE_NAME", "z")
                .field("__ZONE_MODE", "m"));
        assertThat(bench.keys("orders")).containsExactly("k");
    }
}

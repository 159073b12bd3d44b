// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How brokers learn that a producer is there. */
class HeartbeatTest {
    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1), settings);
    }

    private static void sendToBoth(Bench bench) {
        bench.await(bench.send("x"));
        bench.await(bench.send("y"));
        bench.world.runFor(Duration.ofMillis(10));
    }

    private static List<JournalEntry> heartbeats(Bench bench) {
        return bench.cluster.journal().requests(RequestCode.HEART_BEAT);
    }

    private static List<HeartbeatData> said(Bench bench, String broker) {
        return heartbeats(bench).stream()
                .filter(entry -> entry.server().equals(broker))
                .map(entry -> HeartbeatData.decode(entry.request().body()))
                .toList();
    }

    @Test
    @Tag("B-HEART-02")
    void nothingIsSaidWhileNoBrokerIsKnown() {
        try (Bench bench = bench(settings -> settings)) {
            bench.world.runFor(Duration.ofMinutes(5));
            assertThat(bench.cluster.journal().entries()).isEmpty();
        }
    }

    /** The hazard of a group that brokers hear of 30 s later only: its transactions can't be asked about until then. */
    @Test
    @Tag("B-HEART-03")
    void aBrokerHearsOfTheProducerWithItsConnection() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("x"));
            bench.world.runFor(Bench.ONE_WAY);
            assertThat(heartbeats(bench)).hasSize(1);
            String broker = heartbeats(bench).get(0).server();
            assertThat(bench.cluster.broker(broker).producerGroups()).containsKey("pg-orders");
        }
    }

    /** B-HEART-08: the official client's own inner group serves its consumers; here nobody is behind it. */
    @Test
    @Tag("B-HEART-08")
    @Tag("B-HEART-01")
    void heartbeatsComeOncePerPeriodAndNameThisGroupOnly() {
        try (Bench bench = bench(settings -> settings)) {
            sendToBoth(bench);
            bench.world.runFor(Duration.ofSeconds(89));
            for (String broker : List.of("broker-a", "broker-b")) {
                assertThat(said(bench, broker)).hasSize(3).allSatisfy(heartbeat -> {
                    assertThat(heartbeat.producerGroups()).containsExactly("pg-orders");
                    assertThat(heartbeat.consumerGroups()).isEmpty();
                    assertThat(heartbeat.fingerprint()).isZero();
                });
            }
        }
    }

    /** A broker that has not answered one heartbeat gets no second one meanwhile. */
    @Test
    @Tag("B-HEART-04")
    void roundsDoNotOverlap() {
        try (Bench bench = bench(settings -> settings.heartbeat(Duration.ofMillis(500)))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.HEART_BEAT).server("broker-a").delay(Duration.ofMillis(1_900)));
            sendToBoth(bench);
            bench.world.runFor(Duration.ofSeconds(8));
            assertThat(said(bench, "broker-a").size()).isBetween(3, 5);
            assertThat(said(bench, "broker-b").size()).isGreaterThan(12);
        }
    }

    /** One slow broker: the official client tells the next one only after it answered, or after 3 s. */
    @Test
    @Tag("B-HEART-06")
    void allBrokersAreToldAtOnce() {
        try (Bench bench = bench(settings -> settings)) {
            sendToBoth(bench);
            bench.cluster.journal().clear();
            bench.cluster.rules().add(FaultRule.on(RequestCode.HEART_BEAT).silent());
            bench.world.runFor(Duration.ofSeconds(31));
            assertThat(heartbeats(bench))
                    .extracting(JournalEntry::server)
                    .containsExactlyInAnyOrder("broker-a", "broker-b");
        }
    }

    /** The hazard: in the official client heartbeats wait behind the reading of all routes, 3 s for each topic. */
    @Test
    @Tag("B-LIFE-12")
    @Tag("B-HEART-06")
    void aSilentNameServerDelaysNoHeartbeat() {
        try (Bench bench = new Bench(
                builder -> {
                    builder.brokers("broker-a");
                    for (int i = 0; i < 50; i++) {
                        builder.topic("t" + i, 1);
                    }
                    return builder;
                },
                settings -> settings)) {
            for (int i = 0; i < 50; i++) {
                bench.await(bench.producer.sendAsync(Message.of("t" + i, new byte[] {1})));
            }
            bench.cluster.journal().clear();
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).silent());
            bench.world.runFor(Duration.ofSeconds(301));
            assertThat(heartbeats(bench)).hasSize(10);
        }
    }

    @Test
    @Tag("B-HEART-01")
    @Tag("B-HEART-07")
    void whatABrokerAnswersToAHeartbeatIsNotHeldAgainstIt() {
        try (Bench bench = bench(settings -> settings)) {
            bench.cluster.rules().add(FaultRule.on(RequestCode.HEART_BEAT).answer(ResponseCode.SYSTEM_ERROR, "no"));
            sendToBoth(bench);
            bench.world.runFor(Duration.ofSeconds(61));
            sendToBoth(bench);
            assertThat(bench.observed.isolations).isEmpty();
            assertThat(heartbeats(bench).size()).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    @Tag("B-HEART-05")
    void versionTwoIsSaidInFullUntilTheBrokerKnowsIt() {
        try (Bench bench = bench(settings -> settings.heartbeatV2(true))) {
            sendToBoth(bench);
            bench.world.runFor(Duration.ofSeconds(61));
            List<HeartbeatData> said = said(bench, "broker-a");
            assertThat(said).extracting(HeartbeatData::withoutSub).containsExactly(false, true, true);
            assertThat(said)
                    .extracting(HeartbeatData::fingerprint)
                    .containsOnly(HeartbeatData.ofProducers("any", List.of("pg-orders"))
                            .computeFingerprint());

            // Whoever comes back after a crash may know nothing.
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            bench.await(bench.cluster.broker("broker-a").server().restartAsync());
            bench.world.runFor(Duration.ofSeconds(10));
            sendToBoth(bench);
            sendToBoth(bench);
            said = said(bench, "broker-a");
            assertThat(said.get(said.size() - 1).withoutSub()).isFalse();
        }
    }

    /** A broker that does not know version 2, or saw a change, is told everything again. */
    @Test
    @Tag("B-HEART-05")
    void versionTwoIsSaidInFullAgainAfterAChange() {
        try (Bench bench = bench(settings -> settings.heartbeatV2(true))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.HEART_BEAT).server("broker-a").alter(frame -> frame.toBuilder()
                            .field("IS_SUB_CHANGE", true)
                            .build()));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.HEART_BEAT).server("broker-b").alter(frame -> frame.toBuilder()
                            .field("IS_SUPPORT_HEART_BEAT_V2", false)
                            .build()));
            sendToBoth(bench);
            bench.world.runFor(Duration.ofSeconds(61));
            assertThat(said(bench, "broker-a")).hasSize(3).noneMatch(HeartbeatData::withoutSub);
            assertThat(said(bench, "broker-b")).hasSize(3).noneMatch(HeartbeatData::withoutSub);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.broker.FakeBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a fake broker forgets clients that say nothing, to the second of virtual time. */
class ClientExpiryTest {
    /** Shorter than the two minutes of official brokers, after which this producer would give up an idle connection itself. */
    private static final Duration EXPIRY = Duration.ofSeconds(60);

    /** A producer that heartbeats with its first connection, and then this often. */
    private static Bench bench(Duration heartbeat) {
        return new Bench(
                builder -> builder.topic("orders", 1).clientExpiry(EXPIRY), settings -> settings.heartbeat(heartbeat));
    }

    private static boolean isKnown(FakeBroker broker) {
        return broker.producerGroups().containsKey("pg-orders");
    }

    @Test
    void whoIsNotHeardForSoLongIsForgottenAndHisConnectionEnds() {
        try (Bench bench = bench(Duration.ofMinutes(10))) {
            FakeBroker broker = bench.cluster.broker("broker-a");
            bench.await(bench.send("x"));
            bench.world.runFor(Bench.ONE_WAY);
            bench.world.runFor(Duration.ofSeconds(59));
            assertThat(isKnown(broker)).isTrue();
            assertThat(broker.connections()).hasSize(1);
            bench.world.runFor(Duration.ofSeconds(2));
            assertThat(isKnown(broker)).isFalse();
            assertThat(broker.connections()).isEmpty();

            // He may come again.
            bench.await(bench.send("y"));
            bench.world.runFor(Bench.ONE_WAY);
            assertThat(isKnown(broker)).isTrue();
        }
    }

    @Test
    void whoIsHeardStays() {
        try (Bench bench = bench(Duration.ofSeconds(30))) {
            bench.await(bench.send("x"));
            bench.world.runFor(Duration.ofMinutes(10));
            assertThat(isKnown(bench.cluster.broker("broker-a"))).isTrue();
            assertThat(bench.cluster.broker("broker-a").connections()).hasSize(1);
        }
    }

    /** Else a test that delivers a delayed message would cut everybody off. */
    @Test
    void aClockPutForwardMakesNobodyOlder() {
        try (Bench bench = bench(Duration.ofSeconds(30))) {
            bench.await(bench.send("x"));
            bench.world.runFor(Bench.ONE_WAY);
            bench.cluster.advanceClock(Duration.ofHours(2));
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(isKnown(bench.cluster.broker("broker-a"))).isTrue();
        }
    }

    /** A process that stands still does not look around, and does when it goes on. */
    @Test
    void aPausedBrokerForgetsNobodyMeanwhile() {
        try (Bench bench = bench(Duration.ofMinutes(10))) {
            FakeBroker broker = bench.cluster.broker("broker-a");
            bench.await(bench.send("x"));
            bench.world.runFor(Bench.ONE_WAY);
            broker.server().pause();
            bench.world.runFor(Duration.ofSeconds(65));
            assertThat(isKnown(broker)).isTrue();
            broker.server().resume();
            bench.world.runFor(Duration.ofSeconds(10));
            assertThat(isKnown(broker)).isFalse();
        }
    }
}

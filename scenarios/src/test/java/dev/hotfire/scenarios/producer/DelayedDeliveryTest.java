// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When the fake brokers deliver delayed messages, to the millisecond of virtual time. */
class DelayedDeliveryTest {
    private static Message.Builder message() {
        return Message.builder("orders").body("later".getBytes(StandardCharsets.UTF_8));
    }

    private static long millisUntilDelivery(Bench bench, Message message) {
        bench.await(bench.producer.sendAsync(message));
        long storedNanos = bench.world.nanosSinceBeginning();
        assertThat(bench.cluster.stored("orders")).isEmpty();
        assertThat(bench.world.runUntil(() -> !bench.cluster.stored("orders").isEmpty(), Duration.ofHours(3)))
                .isTrue();
        // The answer takes a network's way more than the store.
        return Math.round((bench.world.nanosSinceBeginning() - storedNanos) / 1e6) + Bench.ONE_WAY.toMillis();
    }

    @Test
    void aLevelTakesItsTimeToTheMillisecond() {
        try (Bench bench = Bench.of("broker-a")) {
            assertThat(millisUntilDelivery(bench, message().delayLevel(5).build()))
                    .isEqualTo(60_000);
        }
    }

    @Test
    void whatIsLeftOfADelayPassesByItselfAfterTheClockWasPutForward() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.producer.sendAsync(message().delayLevel(3).build()));
            bench.cluster.advanceClock(Duration.ofSeconds(9));
            assertThat(bench.cluster.stored("orders")).isEmpty();
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }

    @Test
    void aTimerIsRoundedUpToTheNextSecondOfTheBrokersClock() {
        try (Bench bench = Bench.of("broker-a")) {
            long wanted = bench.machine.clock().currentTimeMillis() + 12_345;
            millisUntilDelivery(
                    bench, message().deliverAt(Instant.ofEpochMilli(wanted)).build());
            long delivered = bench.cluster.stored("orders").get(0).storeTimestamp();
            assertThat(delivered).isEqualTo((wanted + 999) / 1_000 * 1_000);
        }
    }

    @Test
    void aBrokerThatStandsStillDeliversWhenItGoesOn() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.producer.sendAsync(message().delayLevel(1).build()));
            bench.cluster.broker("broker-a").pause();
            bench.world.runFor(Duration.ofSeconds(10));
            assertThat(bench.cluster.stored("orders")).isEmpty();
            bench.cluster.broker("broker-a").resume();
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }
}

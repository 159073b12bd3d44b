// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.WhenFull;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be in flight, in the simulator, where every thread is the producer's own and nobody may wait. */
class InFlightLimitsTest {
    private static Bench benchWith(SendLimits limits) {
        return new Bench(builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.maxInFlight(
                        limits.maxInFlight())
                .maxInFlightBytes(limits.maxInFlightBytes())
                .whenFull(limits.whenFull())
                .compressOver(Integer.MAX_VALUE));
    }

    private static Message ofBytes(int bytes) {
        return Message.of("orders", new byte[bytes]);
    }

    /** B-BACKPRESSURE-01: bounded, where the official client is not unless told to be. */
    @Test
    @Tag("B-BACKPRESSURE-01")
    @Tag("B-REMOTE-08")
    void aProducerIsBoundedByDefault() {
        try (Bench bench = Bench.of("broker-a")) {
            assertThat(bench.producer.limits()).isEqualTo(new SendLimits(65_535, 100 << 20, WhenFull.WAIT));
        }
    }

    @Test
    @Tag("B-BACKPRESSURE-02")
    @Tag("B-BACKPRESSURE-03")
    void bytesInFlightAreBoundedAndComeBack() {
        try (Bench bench = benchWith(new SendLimits(100, 1_000, WhenFull.REFUSE))) {
            CompletableFuture<SendResult> large = bench.producer.sendAsync(ofBytes(900));
            TooManyInFlightException failure =
                    bench.awaitFailure(bench.producer.sendAsync(ofBytes(101)), TooManyInFlightException.class);
            assertThat(failure)
                    .hasMessageContaining("1 sends with 900 bytes in flight, and 101 bytes more")
                    .hasMessageContaining("maxInFlightBytes, 1000)");
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
            CompletableFuture<SendResult> small = bench.producer.sendAsync(ofBytes(100));
            bench.await(large);
            bench.await(small);
            bench.await(bench.producer.sendAsync(ofBytes(1_000)));
            assertThat(bench.observed.started).hasSize(3);
        }
    }

    /** Waiting here would stop the simulation for good; and a callback that waits for room holds up who makes it. */
    @Test
    @Tag("B-REMOTE-13")
    void aThreadOfTheProducersOwnIsRefusedWhereOthersWait() {
        try (Bench bench = benchWith(new SendLimits(1, 1_000, WhenFull.WAIT))) {
            CompletableFuture<SendResult> first = bench.producer.sendAsync(ofBytes(1));
            TooManyInFlightException failure =
                    bench.awaitFailure(bench.producer.sendAsync(ofBytes(1)), TooManyInFlightException.class);
            assertThat(failure).hasMessageContaining("a thread of the producer's own must not wait for room");
            bench.await(first);
        }
    }

    /** B-BACKPRESSURE-06: such a body never goes in the official client. */
    @Test
    @Tag("B-BACKPRESSURE-06")
    void aBodyLargerThanTheLimitGoesWhenItIsAlone() {
        try (Bench bench = benchWith(new SendLimits(100, 1_000, WhenFull.REFUSE))) {
            CompletableFuture<SendResult> small = bench.producer.sendAsync(ofBytes(1));
            bench.awaitFailure(bench.producer.sendAsync(ofBytes(5_000)), TooManyInFlightException.class);
            bench.await(small);
            assertThat(bench.await(bench.producer.sendAsync(ofBytes(5_000))).status())
                    .isEqualTo(SendStatus.SEND_OK);
        }
    }

    /** B-BACKPRESSURE-07. */
    @Test
    @Tag("B-BACKPRESSURE-07")
    void limitsChangeWhileSendsAreInFlight() {
        try (Bench bench = benchWith(new SendLimits(2, 1_000, WhenFull.REFUSE))) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            sends.add(bench.producer.sendAsync(ofBytes(1)));
            sends.add(bench.producer.sendAsync(ofBytes(1)));
            bench.producer.limits(new SendLimits(3, 1_000, WhenFull.REFUSE));
            sends.add(bench.producer.sendAsync(ofBytes(1)));
            bench.producer.limits(new SendLimits(1, 1_000, WhenFull.REFUSE));
            assertThat(bench.producer.limits().maxInFlight()).isEqualTo(1);
            bench.awaitFailure(bench.producer.sendAsync(ofBytes(1)), TooManyInFlightException.class);
            sends.forEach(bench::await);
            bench.await(bench.producer.sendAsync(ofBytes(1)));
            bench.producer.limits(new SendLimits(100, 10, WhenFull.REFUSE));
            CompletableFuture<SendResult> ten = bench.producer.sendAsync(ofBytes(10));
            bench.awaitFailure(bench.producer.sendAsync(ofBytes(1)), TooManyInFlightException.class);
            bench.await(ten);
        }
    }

    /** B-BACKPRESSURE-05: held for 1 to 2 s beyond the timeout by the official client; B-BACKPRESSURE-09: once each. */
    @Test
    @Tag("B-BACKPRESSURE-05")
    @Tag("B-BACKPRESSURE-09")
    @Tag("B-REMOTE-10")
    void everyEndGivesThePlaceBackWhenItComes() {
        try (Bench bench = benchWith(new SendLimits(1, 10, WhenFull.REFUSE))) {
            bench.await(bench.producer.sendAsync(ofBytes(10)));
            bench.cluster.rules().add(FaultRule.onSends().first(3).silent());
            bench.awaitFailure(bench.producer.sendAsync(ofBytes(10)), SendTimeoutException.class);
            bench.await(bench.producer.sendOneway(ofBytes(10)));
            bench.await(bench.producer.sendBatchAsync(List.of(ofBytes(1), ofBytes(2))));
            assertThatThrownBy(() -> bench.producer.sendAsync(ofBytes(5 << 20)))
                    .isInstanceOf(IllegalArgumentException.class);
            bench.await(bench.producer.sendAsync(ofBytes(10)));
        }
    }

    /** Without room, one-way sends would pile up in memory for as long as a slow network takes them. */
    @Test
    @Tag("B-REMOTE-08")
    void onewaySendsThatTheNetworkHasNotTakenAreInFlight() {
        try (Bench bench = benchWith(new SendLimits(10, 1_000, WhenFull.REFUSE))) {
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(bench.producer.sendOneway(ofBytes(1)));
            }
            bench.awaitFailure(bench.producer.sendOneway(ofBytes(1)), TooManyInFlightException.class);
            sends.forEach(bench::await);
            bench.await(bench.producer.sendOneway(ofBytes(1)));
        }
    }
}

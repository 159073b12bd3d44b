// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.producer.AvoidedBroker;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adaptive policy in a producer; what it concludes from what is tested where it lives. */
class AdaptiveTest {
    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b", "broker-c").topic("orders", 2),
                config -> settings.apply(config.isolation(Isolation.ADAPTIVE)));
    }

    private static void change(Bench bench, UnaryOperator<ProducerConfig.Builder> change) {
        bench.producer.reconfigure(
                change.apply(bench.producer.config().toBuilder()).build());
    }

    private static void warm(Bench bench) {
        for (int i = 0; i < 60; i++) {
            bench.await(bench.send("warm"));
        }
    }

    private static List<CompletableFuture<SendResult>> sends(Bench bench, int count) {
        List<CompletableFuture<SendResult>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(bench.send("x"));
        }
        return futures;
    }

    /** One after the other, so that there is never much under way. */
    private static Map<String, Long> sharesOf(Bench bench, int count) {
        List<SendResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(bench.await(bench.send("y")));
        }
        return results.stream()
                .collect(Collectors.groupingBy(result -> result.queue().brokerName(), Collectors.counting()));
    }

    @Test
    void whoIsAvoidedAndWhyCanBeAsked() {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
            FaultRules.ArmedRule rule = bench.cluster
                    .rules()
                    .add(FaultRule.onSends().server("broker-a").closeBefore());
            long before = bench.machine.clock().nanoTime();
            sharesOf(bench, 12);
            assertThat(bench.producer.avoidedBrokers()).hasSize(1);
            AvoidedBroker avoided = bench.producer.avoidedBrokers().get(0);
            assertThat(avoided.brokerName()).isEqualTo("broker-a");
            assertThat(avoided.reason()).startsWith("3 failures in a row, the last: ");
            assertThat(avoided.sinceNanos())
                    .isBetween(before, bench.machine.clock().nanoTime());
            assertThat(avoided.untilNanos()).isGreaterThan(avoided.sinceNanos());
            rule.remove();
            for (int i = 0; i < 2_000 && !bench.producer.avoidedBrokers().isEmpty(); i++) {
                bench.await(bench.send("y"));
            }
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
            bench.await(bench.producer.closeAsync());
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
        }
    }

    /** What began under one policy ends under another, which has not heard of it. */
    @ParameterizedTest
    @EnumSource
    void thePolicyCanBeExchangedWhileSendsAreUnderWay(Isolation other) {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            FaultRules.ArmedRule rule = bench.cluster
                    .rules()
                    .add(FaultRule.onSends().server("broker-a").silent());
            List<CompletableFuture<SendResult>> all = new ArrayList<>(sends(bench, 30));
            bench.world.runFor(Duration.ofMillis(10));
            change(bench, settings -> settings.isolation(other));
            all.addAll(sends(bench, 30));
            bench.world.runFor(Duration.ofMillis(10));
            change(bench, settings -> settings.isolation(Isolation.ADAPTIVE));
            all.addAll(sends(bench, 30));
            all.forEach(bench::await);
            rule.remove();

            // All that was under way is forgotten or has ended: nobody is passed over for it.
            for (int i = 0; i < 4_000 && !bench.producer.avoidedBrokers().isEmpty(); i++) {
                bench.await(bench.send("y"));
            }
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
            assertThat(sharesOf(bench, 60))
                    .containsOnly(Map.entry("broker-a", 20L), Map.entry("broker-b", 20L), Map.entry("broker-c", 20L));
        }
    }

    @Test
    void whoIsAvoidedIsNotWhenThePolicyChanges() {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            bench.cluster.rules().add(FaultRule.onSends().server("broker-a").closeBefore());
            sharesOf(bench, 12);
            assertThat(bench.observed.isolations).containsExactly("isolated broker-a");
            change(bench, settings -> settings.isolation(Isolation.OFF));
            bench.world.runFor(Duration.ofMillis(1));
            assertThat(bench.observed.isolations).containsExactly("isolated broker-a", "released broker-a");
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
        }
    }

    /** All three have slow disks: another copy elsewhere is no better, and three of each message triple their load. */
    @Test
    void anotherCopyForASaferOneCountsAsARetry() {
        try (Bench bench = bench(settings -> settings.retryWhenNotStored(true))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().storeThenAnswer(ResponseCode.FLUSH_DISK_TIMEOUT, "slow disk"));
            for (CompletableFuture<SendResult> future : sends(bench, 400)) {
                assertThat(bench.await(future).status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
            }
            assertThat(bench.observed.attemptsStarted).isBetween(500, 600);
        }
    }

    /** All in flight to a broker that falls silent go elsewhere in time, more than what is saved up for retries. */
    @Test
    @Tag("large")
    void hundredsThatWaitForASilentBrokerAreAllSaved() {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            bench.cluster.rules().add(FaultRule.onSends().server("broker-a").silent());
            List<CompletableFuture<SendResult>> all = sends(bench, 1_200);
            bench.world.runFor(Duration.ofMillis(100));
            // Each that is given up may be there twice: a few are at once, the others when their share of the time is
            // over.
            assertThat(all.stream().filter(CompletableFuture::isDone)).hasSize(816);
            bench.world.runFor(Duration.ofMillis(950));
            for (CompletableFuture<SendResult> future : all) {
                assertThat(future).isDone();
                assertThat(bench.await(future).queue().brokerName()).isNotEqualTo("broker-a");
            }
        }
    }

    /** Where no other attempt may follow, there is no reason to give one up before its time. */
    @Test
    void withoutABudgetForRetriesAnAttemptHasItsTime() {
        try (Bench bench = bench(settings -> settings.sendTimeout(Duration.ofSeconds(1)))) {
            warm(bench);
            // Refusals by all: the budget is spent on them, and nobody is better than another.
            FaultRules.ArmedRule busy =
                    bench.cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_BUSY, "busy"));
            for (int i = 0; i < 200; i++) {
                CompletableFuture<SendResult> refused = bench.send("x");
                bench.world.runUntil(refused::isDone, Duration.ofSeconds(1));
            }
            busy.remove();
            bench.cluster.rules().add(FaultRule.onSends().storeThenDelay(Duration.ofMillis(150)));
            int before = bench.observed.attemptsStarted;
            List<CompletableFuture<SendResult>> late = sends(bench, 90);
            late.forEach(bench::await);
            assertThat(bench.observed.attemptsStarted - before).isLessThan(110);
        }
    }

    /** Where all take as long as a whole share, a second copy would come no sooner. */
    @Test
    void whereAllAreSlowASlowAttemptHasAllTheTime() {
        try (Bench bench = bench(settings -> settings)) {
            bench.cluster.rules().add(FaultRule.onSends().storeThenDelay(Duration.ofMillis(400)));
            for (int i = 0; i < 60; i++) {
                bench.await(bench.send("warm"));
            }
            change(bench, settings -> settings.sendTimeout(Duration.ofSeconds(1)));
            // Of these one takes 950 ms; others come back meanwhile.
            bench.cluster.rules().add(FaultRule.onSends().once().storeThenDelay(Duration.ofMillis(950)));
            int before = bench.observed.attemptsStarted;
            List<CompletableFuture<SendResult>> late = sends(bench, 9);
            late.forEach(bench::await);
            assertThat(bench.observed.attemptsStarted - before).isEqualTo(9);
        }
    }

    @Test
    void aOnewaySendIsNoTry() {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            bench.cluster.rules().add(FaultRule.onSends().server("broker-a").closeBefore());
            sharesOf(bench, 12);
            assertThat(bench.producer.avoidedBrokers()).hasSize(1);
            bench.cluster.journal().clear();
            for (int i = 0; i < 1_000; i++) {
                bench.await(bench.producer.sendOneway(Message.of("orders", new byte[] {1})));
                bench.world.runFor(Duration.ofMillis(1));
            }
            assertThat(bench.sends()).hasSize(1_000).noneMatch(send -> send.server()
                    .equals("broker-a"));
        }
    }

    /** Nothing comes back that would end it, so it ends when it is written. */
    @Test
    void aOnewaySendToAChosenQueueIsNotUnderWayForEver() {
        try (Bench bench = bench(settings -> settings)) {
            warm(bench);
            for (int i = 0; i < 10; i++) {
                bench.await(bench.producer.sendOneway(
                        Message.of("orders", new byte[] {1}), new MessageQueue("orders", "broker-a", 0)));
            }
            bench.world.runFor(Duration.ofSeconds(2));
            assertThat(bench.producer.avoidedBrokers()).isEmpty();
            assertThat(sharesOf(bench, 60)).containsEntry("broker-a", 20L);
        }
    }
}

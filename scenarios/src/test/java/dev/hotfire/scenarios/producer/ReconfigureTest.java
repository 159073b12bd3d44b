// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.route.Permission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settings that change while a producer runs. */
class ReconfigureTest {
    private static void change(Bench bench, UnaryOperator<ProducerConfig.Builder> change) {
        bench.producer.reconfigure(
                change.apply(bench.producer.config().toBuilder()).build());
    }

    @Test
    void aSendGoesByTheSettingsOfTheMomentInWhichItIsCalled() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            CompletableFuture<SendResult> before = bench.send("before");
            change(bench, settings -> settings.sendTimeout(Duration.ofMillis(800))
                    .asyncRetries(0));
            CompletableFuture<SendResult> after = bench.send("after");

            SendException late = bench.awaitFailure(after, SendTimeoutException.class);
            assertThat(late.elapsed()).isEqualTo(Duration.ofMillis(800));
            assertThat(late.attempts()).hasSize(1);
            SendException first = bench.awaitFailure(before, SendTimeoutException.class);
            assertThat(first.elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(first.attempts()).hasSize(3);
        }
    }

    @Test
    void whatMessagesMayBeAndHowTheyTravelCanChange() {
        try (Bench bench = Bench.of("broker-a")) {
            Message message = Message.of("orders", new byte[5_000]);
            bench.await(bench.producer.sendAsync(message));
            change(bench, settings -> settings.compressOver(6_000));
            bench.await(bench.producer.sendAsync(message));
            assertThat(bench.sends())
                    .extracting(send -> send.request().body().length)
                    .first()
                    .isNotEqualTo(5_000);
            assertThat(bench.sends())
                    .extracting(send -> send.request().body().length)
                    .last()
                    .isEqualTo(5_000);

            change(bench, settings -> settings.maxMessageBytes(4_999));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.producer.sendAsync(message))
                    .withMessageContaining("maxMessageBytes, 4999");
        }
    }

    @Test
    void isolationCanBeTurnedOffWhileABrokerIsAvoided() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.await(bench.send("warm"));
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("meets it" + i));
            }
            int before = bench.observed.attemptsStarted;
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("avoids it" + i));
            }
            assertThat(bench.observed.attemptsStarted - before).isEqualTo(4);

            change(bench, settings -> settings.isolation(Isolation.OFF));
            bench.world.runFor(Duration.ofMillis(1));
            for (int i = 0; i < 4; i++) {
                bench.await(bench.send("meets it again" + i));
            }
            assertThat(bench.observed.attemptsStarted - before).isGreaterThan(8);
        }
    }

    private static SendRequestHeader lastHeader(Bench bench) {
        return SendRequestHeader.from(
                bench.sends().get(bench.sends().size() - 1).request());
    }

    @Test
    void whatSendsCarryForTopicsThatBrokersMakeCanChange() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2).autoCreateTopics(true),
                settings -> settings)) {
            bench.cluster
                    .broker("broker-a")
                    .topic(new TopicConfig("OUR_TEMPLATE", 8, 8, Permission.READ_WRITE_INHERIT));
            bench.await(bench.send("before"));
            assertThat(lastHeader(bench))
                    .returns("TBW102", SendRequestHeader::defaultTopic)
                    .returns(4, SendRequestHeader::defaultTopicQueueNums)
                    .returns(false, SendRequestHeader::unitMode);

            change(bench, settings -> settings.templateTopic("OUR_TEMPLATE")
                    .defaultTopicQueues(7)
                    .unitMode(true));
            // A topic that was used before, and one that is new.
            for (String topic : List.of("orders", "fresh")) {
                bench.await(bench.producer.sendAsync(Message.of(topic, new byte[] {1})));
                assertThat(lastHeader(bench))
                        .returns("OUR_TEMPLATE", SendRequestHeader::defaultTopic)
                        .returns(7, SendRequestHeader::defaultTopicQueueNums)
                        .returns(true, SendRequestHeader::unitMode);
            }
            assertThat(bench.cluster.broker("broker-a").topics().get("fresh").writeQueueNums())
                    .isEqualTo(7);
        }
    }

    /** With hooks each attempt is made anew; it went by the settings of that moment, beside the first one's body. */
    @Test
    void allAttemptsOfASendWithHooksGoByTheSettingsThatItBeganWith() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1),
                settings -> settings.sendHooks(List.of(new SendHook() {})))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).silent());
            CompletableFuture<SendResult> before = bench.send("before");
            bench.world.runFor(Duration.ofMillis(1));
            change(bench, settings -> settings.templateTopic("OUR_TEMPLATE").unitMode(true));
            bench.await(before);
            assertThat(bench.sends()).hasSize(3);
            assertThat(lastHeader(bench))
                    .returns("TBW102", SendRequestHeader::defaultTopic)
                    .returns(false, SendRequestHeader::unitMode);
        }
    }

    /** Until a broker has made the topic, its queues are those of the template. */
    @Test
    void theQueuesOfATopicThatIsYetToBeMadeFollowTheSettings() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").autoCreateTopics(true),
                settings -> settings.defaultTopicQueues(1))) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(2));
            bench.producer.reconfigure(
                    bench.producer.config().toBuilder().asyncRetries(0).build());
            Message fresh = Message.of("fresh", new byte[] {1});
            bench.awaitFailure(bench.producer.sendAsync(fresh), SendException.class);
            bench.awaitFailure(bench.producer.sendAsync(fresh), SendException.class);
            assertThat(bench.sends())
                    .extracting(send -> SendRequestHeader.from(send.request()).queueId())
                    .containsExactly(0, 0);

            change(bench, settings -> settings.defaultTopicQueues(3));
            bench.cluster.rules().add(FaultRule.onSends().first(3).answer(2));
            bench.world.runFor(Duration.ofMillis(1));
            for (int i = 0; i < 3; i++) {
                bench.awaitFailure(bench.producer.sendAsync(fresh), SendException.class);
            }
            assertThat(bench.sends().subList(2, 5))
                    .extracting(send -> SendRequestHeader.from(send.request()).queueId())
                    .containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    @Tag("B-VIP-01")
    void sendsCanMoveToTheSecondPortAndBack() {
        try (Bench bench = Bench.of("broker-a")) {
            FakeBroker usual = bench.cluster.broker("broker-a");
            FakeBroker.Builder second = FakeBroker.builder(usual.server().machine());
            second.server().port(usual.address().port() - 2);
            FakeBroker vip = second.build();
            vip.topic(TopicConfig.of("orders", 2));
            bench.await(vip.startAsync());
            bench.await(bench.send("usual"));

            change(bench, settings -> settings.vipChannel(true));
            bench.world.runFor(Duration.ofMillis(1));
            SendResult moved = bench.await(bench.send("vip"));
            assertThat(bench.await(bench.producer.admin().maxOffset(moved.queue())))
                    .isEqualTo(1);
            assertThat(vip.stored("orders")).hasSize(1);

            change(bench, settings -> settings.vipChannel(false));
            bench.world.runFor(Duration.ofMillis(1));
            bench.await(bench.send("usual again"));
            assertThat(usual.stored("orders")).hasSize(2);
            assertThat(usual.producerGroups()).containsKey("pg-orders");
            bench.await(vip.closeAsync());
        }
    }

    @Test
    @Tag("B-BACKPRESSURE-07")
    void limitsAreSettingsLikeAllOthers() {
        try (Bench bench = Bench.of("broker-a")) {
            change(bench, settings -> settings.maxInFlight(1).whenFull(WhenFull.REFUSE));
            assertThat(bench.producer.limits()).isEqualTo(new SendLimits(1, 100 << 20, WhenFull.REFUSE));
            CompletableFuture<SendResult> only = bench.send("one");
            bench.awaitFailure(bench.send("two"), TooManyInFlightException.class);

            bench.producer.limits(new SendLimits(2, 1_000, WhenFull.REFUSE));
            assertThat(bench.producer.config().maxInFlight()).isEqualTo(2);
            assertThat(bench.producer.config().maxInFlightBytes()).isEqualTo(1_000);
            bench.await(bench.send("two"));
            bench.await(only);
        }
    }

    @Test
    void whatIsFixedIsRefusedByNameAndNothingElseChangesThen() {
        try (Bench bench = Bench.of("broker-a")) {
            ProducerConfig before = bench.producer.config();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> change(bench, settings -> settings.retries(7)
                            .connectTimeout(Duration.ofSeconds(1))
                            .maxInFlight(1)))
                    .withMessage("connectTimeout: PT1S (expected: PT3S, as it is fixed while the producer runs)");
            assertThat(bench.producer.config()).isSameAs(before);
            bench.await(CompletableFuture.allOf(bench.send("a"), bench.send("b")));
        }
    }

    @Test
    void theTimeToCloseCanChangeUntilTheClose() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            bench.send("never answered");
            change(bench, settings -> settings.closeTimeout(Duration.ofMillis(300)));
            long before = bench.machine.clock().nanoTime();
            bench.await(bench.producer.closeAsync());
            assertThat(Duration.ofNanos(bench.machine.clock().nanoTime() - before))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(310));
            change(bench, settings -> settings.retries(1));
        }
    }
}

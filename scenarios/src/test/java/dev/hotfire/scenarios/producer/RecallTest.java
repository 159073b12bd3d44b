// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.RecallException.Reason;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.id.RecallHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are delivered later, and those that are taken back before. */
class RecallTest {
    private static final Duration LATER = Duration.ofSeconds(10);

    private static Message timed() {
        return Message.builder("orders")
                .body(new byte[] {1})
                .deliverAfter(LATER)
                .build();
    }

    private static RecallException failureOf(Bench bench, CompletableFuture<String> recall) {
        assertThat(bench.world.runUntil(recall::isDone, Duration.ofMinutes(1))).isTrue();
        assertThat(recall).isCompletedExceptionally();
        try {
            recall.join();
            throw new AssertionError("recalled");
        } catch (CompletionException e) {
            return (RecallException) e.getCause();
        }
    }

    private static List<JournalEntry> recalls(Bench bench) {
        return bench.cluster.journal().requests(RequestCode.RECALL_MESSAGE);
    }

    @Test
    @Tag("B-VALID-07")
    void messagesAreDeliveredWhenTheirDelaySaysSo() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            long nowMillis = bench.machine.clock().currentTimeMillis();
            SendResult level = bench.await(bench.producer.sendAsync(
                    Message.builder("orders").body(new byte[] {1}).delayLevel(3).build()));
            SendResult after = bench.await(bench.producer.sendAsync(timed()));
            SendResult at = bench.await(bench.producer.sendAsync(Message.builder("orders")
                    .body(new byte[] {1})
                    .deliverAt(Instant.ofEpochMilli(nowMillis).plus(LATER))
                    .build()));
            assertThat(level.recallHandle()).isNull();
            assertThat(after.recallHandle()).isNotNull();
            assertThat(at.recallHandle()).isNotNull();
            bench.world.runFor(LATER.minusSeconds(1));
            assertThat(bench.cluster.stored("orders")).hasSize(1);
            bench.world.runFor(Duration.ofSeconds(3));
            assertThat(bench.cluster.stored("orders"))
                    .extracting(stored -> stored.messageId())
                    .contains(level.messageId(), after.messageId(), at.messageId())
                    .hasSize(4);
        }
    }

    @Test
    @Tag("B-RECALL-01")
    @Tag("B-RECALL-03")
    void aRecalledMessageIsNeverDelivered() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            SendResult kept = bench.await(bench.producer.sendAsync(timed()));
            SendResult recalled = bench.await(bench.producer.sendAsync(timed()));
            String id = bench.await(bench.producer.recallAsync("orders", recalled.recallHandle()));
            assertThat(id).isEqualTo(recalled.messageId());
            bench.world.runFor(LATER.multipliedBy(2));
            assertThat(bench.cluster.stored("orders"))
                    .extracting(stored -> stored.messageId())
                    .containsExactly(kept.messageId());
            RecallHeader header = RecallHeader.from(recalls(bench).get(0).request());
            assertThat(header.topic()).isEqualTo("orders");
            assertThat(header.producerGroup()).isEqualTo("pg-orders");
            assertThat(header.brokerName()).isEqualTo(recalled.queue().brokerName());
            // Its time is over now.
            RecallException late = failureOf(bench, bench.producer.recallAsync("orders", kept.recallHandle()));
            assertThat(late.reason()).isEqualTo(Reason.REFUSED);
            assertThat(late.responseCode()).isEqualTo(ResponseCode.ILLEGAL_OPERATION);
            assertThat(late)
                    .hasMessageContaining("recall from topic orders failed: ")
                    .hasMessageContaining("604");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "%RETRY%pg, topic: '%RETRY%pg'",
        "%DLQ%pg, topic: '%DLQ%pg'",
        "'', topic: ''",
        "a b, topic: 'a b'",
    })
    @Tag("B-RECALL-01")
    void topicsWhoseMessagesNobodyTakesBackAreRefused(String topic, String what) {
        try (Bench bench = Bench.of("broker-a")) {
            String handle = new RecallHandle("orders", "broker-a", 1, "id").encode();
            assertThatThrownBy(() -> bench.producer.recallAsync(topic, handle))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(what);
            assertThatThrownBy(() -> bench.producer.recall(topic, handle)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "none", "%%%", "djIgYSBiIDEgYw=="})
    @Tag("B-RECALL-01")
    void whatIsNoHandleIsRefused(String handle) {
        try (Bench bench = Bench.of("broker-a")) {
            assertThatThrownBy(() -> bench.producer.recallAsync("orders", handle))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("recallHandle");
            assertThat(recalls(bench)).isEmpty();
        }
    }

    @Test
    @Tag("B-RECALL-01")
    void nobodyIsAskedAfterTheClose() {
        try (Bench bench = Bench.of("broker-a")) {
            SendResult sent = bench.await(bench.producer.sendAsync(timed()));
            bench.await(bench.producer.closeAsync());
            RecallException failure = failureOf(bench, bench.producer.recallAsync("orders", sent.recallHandle()));
            assertThat(failure.reason()).isEqualTo(Reason.CLOSED);
            assertThatThrownBy(() -> bench.producer.recall("orders", sent.recallHandle()))
                    .isInstanceOf(RecallException.class);
            assertThat(recalls(bench)).isEmpty();
        }
    }

    /** A close gives a recall its time, and ends it when that is over. */
    @Test
    @Tag("B-RECALL-01")
    void aCloseWaitsForRecallsAndNotForEver() {
        try (Bench bench = Bench.of("broker-a")) {
            SendResult first = bench.await(bench.producer.sendAsync(timed()));
            SendResult second = bench.await(bench.producer.sendAsync(timed()));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.RECALL_MESSAGE).nth(2).silent());
            CompletableFuture<String> answered = bench.producer.recallAsync("orders", first.recallHandle());
            CompletableFuture<String> silent = bench.producer.recallAsync("orders", second.recallHandle());
            CompletableFuture<Void> closed = bench.producer.closeAsync();
            assertThat(bench.await(answered)).isEqualTo(first.messageId());
            assertThat(closed).isNotDone();
            assertThat(failureOf(bench, silent).reason()).isIn(Reason.NO_ANSWER, Reason.CLOSED);
            bench.await(closed);
        }
    }

    /** Another process may take the message back: its producer has never sent to the topic. */
    @Test
    @Tag("B-RECALL-02")
    void theBrokerThatKeepsTheMessageIsFoundByItsName() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            for (int i = 0; i < 4; i++) {
                SendResult sent = bench.await(bench.producer.sendAsync(timed()));
                Producer other = Hotfire.start(
                        ProducerConfig.builder("pg-other")
                                .nameServers(bench.cluster.nameServerAddresses())
                                .build(),
                        bench.world.machine("other-" + i));
                assertThat(bench.await(other.recallAsync("orders", sent.recallHandle())))
                        .isEqualTo(sent.messageId());
                bench.await(other.closeAsync());
                assertThat(recalls(bench).get(i).server())
                        .isEqualTo(sent.queue().brokerName());
            }
            bench.world.runFor(LATER.multipliedBy(2));
            assertThat(bench.cluster.stored("orders")).isEmpty();
        }
    }

    @Test
    @Tag("B-RECALL-02")
    void withoutThatBrokerAnyOfTheTopicIsAsked() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            String handle = new RecallHandle("orders", "broker-gone", Long.MAX_VALUE, "id").encode();
            RecallException failure = failureOf(bench, bench.producer.recallAsync("orders", handle));
            assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
            assertThat(RecallHeader.from(recalls(bench).get(0).request()).brokerName())
                    .isEqualTo("broker-gone");
            RecallException nobody = failureOf(bench, bench.producer.recallAsync("nowhere", handle));
            assertThat(nobody.reason()).isEqualTo(Reason.NO_BROKER);
            assertThat(nobody).hasMessageContaining("nowhere");
            assertThat(nobody.responseCode()).isEqualTo(RecallException.NO_CODE);
            assertThat(recalls(bench)).hasSize(1);
        }
    }

    @Test
    @Tag("B-RECALL-03")
    void aBrokerIsAskedOnceWithinTheTimeoutOfASend() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            SendResult sent = bench.await(bench.producer.sendAsync(timed()));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.RECALL_MESSAGE).first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            RecallException busy = failureOf(bench, bench.producer.recallAsync("orders", sent.recallHandle()));
            assertThat(busy.responseCode()).isEqualTo(ResponseCode.SYSTEM_BUSY);
            assertThat(recalls(bench)).hasSize(1);
            bench.cluster.rules().add(FaultRule.on(RequestCode.RECALL_MESSAGE).silent());
            long before = bench.machine.clock().nanoTime();
            RecallException silent = failureOf(bench, bench.producer.recallAsync("orders", sent.recallHandle()));
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Duration.ofSeconds(3).toNanos());
            assertThat(silent.reason()).isEqualTo(Reason.NO_ANSWER);
            assertThat(recalls(bench)).hasSize(2);
        }
    }

    /** Only sends use the second port of a broker. */
    @Test
    @Tag("B-RECALL-03")
    void aProducerThatSendsToTheSecondPortAsksTheFirst() {
        try (Bench bench = Bench.of("broker-a")) {
            SendResult sent = bench.await(bench.producer.sendAsync(timed()));
            Producer other = Hotfire.start(
                    ProducerConfig.builder("pg-other")
                            .nameServers(bench.cluster.nameServerAddresses())
                            .vipChannel(true)
                            .build(),
                    bench.world.machine("other"));
            assertThat(bench.await(other.recallAsync("orders", sent.recallHandle())))
                    .isEqualTo(sent.messageId());
            bench.await(other.closeAsync());
        }
    }

    /** The route of a topic that nobody sent to yet has to be read first; a recall waits for it as long as a send would. */
    @Test
    @Tag("B-RECALL-03")
    void withoutARouteARecallEndsOnTimeAndSaysWhatWasMissing() {
        try (Bench bench = Bench.of("broker-a")) {
            String handle = new RecallHandle("orders", "broker-a", Long.MAX_VALUE, "id").encode();
            // Refuses connections, so that there is something to tell.
            bench.await(bench.cluster.nameServer(0).server().crashAsync());
            long before = bench.machine.clock().nanoTime();
            RecallException failure = failureOf(bench, bench.producer.recallAsync("orders", handle));
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Duration.ofSeconds(3).toNanos());
            assertThat(failure.reason()).isEqualTo(Reason.NO_BROKER);
            assertThat(failure).hasMessageContaining("no route in time");
            assertThat(failure.getCause())
                    .as("why the name server did not tell")
                    .isNotNull();
            assertThat(recalls(bench)).isEmpty();
        }
    }

    /** The time that is left for the broker is what the look-up did not use. */
    @Test
    @Tag("B-RECALL-03")
    void theLookUpAndTheAnswerShareOneTimeout() {
        try (Bench bench = Bench.of("broker-a")) {
            String handle = new RecallHandle("orders", "broker-a", Long.MAX_VALUE, "id").encode();
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).delay(Duration.ofMillis(700)));
            bench.cluster.rules().add(FaultRule.on(RequestCode.RECALL_MESSAGE).silent());
            long before = bench.machine.clock().nanoTime();
            RecallException failure = failureOf(bench, bench.producer.recallAsync("orders", handle));
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Duration.ofSeconds(3).toNanos());
            assertThat(failure.reason()).isEqualTo(Reason.NO_ANSWER);
            assertThat(recalls(bench)).hasSize(1);
        }
    }

    @Test
    @Tag("B-RECALL-01")
    void aCloseEndsARecallThatWaitsForARoute() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2),
                settings -> settings.closeTimeout(Duration.ofSeconds(1)))) {
            String handle = new RecallHandle("orders", "broker-a", Long.MAX_VALUE, "id").encode();
            bench.cluster.nameServers().forEach(server -> server.server().powerOff());
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<String> recall = bench.producer.recallAsync("orders", handle);
            CompletableFuture<Void> closed = bench.producer.closeAsync();
            assertThat(failureOf(bench, recall).reason()).isEqualTo(Reason.CLOSED);
            bench.await(closed);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isBetween(
                            Duration.ofSeconds(1).toNanos(),
                            Duration.ofSeconds(2).toNanos());
        }
    }

    @Test
    @Tag("B-RECALL-01")
    void withoutANameServerARecallEndsAtOnceAndSaysSo() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2), given -> ProducerConfig.builder("pg-orders")
                        .nameServerDiscovery(() -> "")
                        .observer(given.build().observer()))) {
            bench.world.runFor(Duration.ofMillis(1));
            String handle = new RecallHandle("orders", "broker-a", Long.MAX_VALUE, "id").encode();
            long before = bench.machine.clock().nanoTime();
            RecallException failure = failureOf(bench, bench.producer.recallAsync("orders", handle));
            assertThat(failure.reason()).isEqualTo(Reason.NO_BROKER);
            assertThat(failure).hasMessageContaining("no name server");
            assertThat(bench.machine.clock().nanoTime() - before).isZero();
        }
    }

    /** The handle names one message only, so an answer without an id can mean no other. */
    @Test
    @Tag("B-RECALL-01")
    void anAnswerThatNamesNoMessageMeansTheOneOfTheHandle() {
        try (Bench bench = Bench.of("broker-a")) {
            SendResult sent = bench.await(bench.producer.sendAsync(timed()));
            bench.cluster.rules().add(FaultRule.on(RequestCode.RECALL_MESSAGE).answer(ResponseCode.SUCCESS, null));
            assertThat(bench.await(bench.producer.recallAsync("orders", sent.recallHandle())))
                    .isEqualTo(sent.messageId());
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Producers that share a client, on a virtual clock. */
class SharedRuntimeTest {
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    private final Bench bench =
            new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 1), settings -> settings);
    private final SimulatedMachine machine = bench.world.machine("shared");
    private final ProducerRuntime runtime = Hotfire.runtime(settings("pg-1").build(), machine);

    private ProducerConfig.Builder settings(String group) {
        return ProducerConfig.builder(group).nameServers(bench.cluster.nameServerAddresses());
    }

    @AfterEach
    void nothingIsLeft() {
        bench.await(runtime.closeAsync());
        bench.close();
        assertThat(machine.bufferBytesInUse()).isZero();
    }

    private static Message message() {
        return Message.of("orders", new byte[] {1});
    }

    private Producer start(String group) {
        return runtime.start(settings(group).build());
    }

    private SendResult send(Producer producer) {
        return bench.await(producer.sendAsync(message()));
    }

    private List<Producer> threeThatHaveSentToBothBrokers() {
        List<Producer> producers = new ArrayList<>();
        for (String group : List.of("pg-1", "pg-2", "pg-3")) {
            Producer producer = start(group);
            send(producer);
            send(producer);
            producers.add(producer);
        }
        bench.world.runFor(A_MOMENT);
        return producers;
    }

    private List<JournalEntry> requests(int requestCode) {
        return bench.cluster.journal().requests(requestCode);
    }

    private List<JournalEntry> heartbeatsTo(String broker) {
        return requests(RequestCode.HEART_BEAT).stream()
                .filter(entry -> entry.server().equals(broker))
                .toList();
    }

    @Test
    @Tag("B-LIFE-07")
    @Tag("B-REMOTE-01")
    @Tag("B-HEART-01")
    void allShareOneConnectionToEachBrokerAndOneHeartbeatThatNamesTheirGroups() {
        threeThatHaveSentToBothBrokers();
        bench.cluster.journal().clear();
        bench.world.runFor(Duration.ofSeconds(31));
        for (String broker : List.of("broker-a", "broker-b")) {
            assertThat(bench.cluster.broker(broker).server().connections()).hasSize(1);
            assertThat(heartbeatsTo(broker)).singleElement().satisfies(heartbeat -> {
                HeartbeatData said = HeartbeatData.decode(heartbeat.request().body());
                assertThat(said.clientId()).isEqualTo(runtime.clientId());
                assertThat(said.producerGroups()).containsExactlyInAnyOrder("pg-1", "pg-2", "pg-3");
            });
            assertThat(bench.cluster.broker(broker).producerGroups()).containsOnlyKeys("pg-1", "pg-2", "pg-3");
        }
    }

    /** A hundred that start in one moment are one heartbeat under way and one with everybody, not a hundred. */
    @Test
    @Tag("B-HEART-04")
    void brokersHearOfNewcomersAtOnceWithoutAHeartbeatForEach() {
        send(start("pg-1"));
        bench.world.runFor(A_MOMENT);
        bench.cluster.journal().clear();
        for (int i = 0; i < 100; i++) {
            start("pg-new-" + i);
        }
        bench.world.runFor(A_MOMENT);
        assertThat(bench.cluster.brokers())
                .anySatisfy(broker -> assertThat(broker.producerGroups()).hasSize(101));
        assertThat(requests(RequestCode.HEART_BEAT)).hasSizeLessThan(6);
    }

    @Test
    @Tag("B-LIFE-07")
    void whatOneWasToldAboutARouteServesTheOthers() {
        threeThatHaveSentToBothBrokers();
        assertThat(requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)).hasSize(1);
        bench.world.runFor(Duration.ofMinutes(2));
        assertThat(requests(RequestCode.GET_ROUTEINFO_BY_TOPIC))
                .as("a look-up per period, or little more")
                .hasSizeBetween(4, 8);
    }

    /** Who asks while another's question is under way waits for the same answer. */
    @Test
    void twoThatBeginAtOnceAskOnce() {
        CompletableFuture<SendResult> first = start("pg-1").sendAsync(message());
        CompletableFuture<SendResult> second = start("pg-2").sendAsync(message());
        bench.await(CompletableFuture.allOf(first, second));
        assertThat(requests(RequestCode.GET_ROUTEINFO_BY_TOPIC)).hasSize(1);
    }

    @Test
    @Tag("B-LIFE-02")
    @Tag("B-LIFE-05")
    void aGroupHasOneProducerAtATime() {
        Producer first = start("pg-1");
        assertThatIllegalStateException()
                .isThrownBy(() -> start("pg-1"))
                .withMessageContaining("producerGroup: 'pg-1'")
                .withMessageContaining("no other producer of this runtime");
        assertThat(send(first).status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(send(start("pg-2")).status()).as("another group").isEqualTo(SendStatus.SEND_OK);

        bench.await(first.closeAsync());
        assertThat(send(start("pg-1")).status()).as("the same, once it is free").isEqualTo(SendStatus.SEND_OK);
    }

    /** The official client lets the first one's settings win, and says nothing. */
    /** Somebody closed the machine that the runtime was given. */
    @Test
    @Tag("B-LIFE-01")
    void aRuntimeWhoseMachineIsGoneSaysSo() {
        for (boolean trace : new boolean[] {false, true}) {
            SimulatedMachine gone = bench.world.machine("gone " + trace);
            ProducerRuntime below = Hotfire.runtime(settings("pg-1").build(), gone);
            gone.close();
            assertThatThrownBy(() -> below.start(settings("pg-2").trace(trace).build()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runtime is closed");
            bench.await(below.closeAsync());
        }
    }

    @Test
    @Tag("B-LIFE-07")
    @Tag("B-LIFE-02")
    void aSettingThatAllShareAndThatDiffersIsRefusedByNameAndLeavesNothingBehind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runtime.start(settings("pg-2")
                        .nameServers("10.9.9.9:9876")
                        .connectTimeout(Duration.ofSeconds(1))
                        .build()))
                .withMessageContaining("nameServers: [10.9.9.9:9876] (expected: [" + bench.cluster.nameServerAddresses()
                        + "], as all producers of the runtime have)")
                .withMessageContaining("connectTimeout: PT1S (expected: PT3S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runtime.start(
                        settings("pg-2").namespace(Namespace.fields("tenant")).build()))
                .withMessageContaining("namespace: ");
        // What is each one's own may differ, names with a prefix included; the group was not taken by those refused.
        Producer own = runtime.start(settings("pg-2")
                .sendTimeout(Duration.ofSeconds(1))
                .retries(0)
                .namespace(Namespace.prefix("MQ_INST_1_2"))
                .build());
        assertThat(own.config().sendTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(own.config().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatAProducerDoesNotSetItHasFromTheRuntime() {
        SimulatedMachine other = bench.world.machine("other");
        ProducerRuntime slow = Hotfire.runtime(
                settings("any")
                        .connectTimeout(Duration.ofSeconds(9))
                        .heartbeat(Duration.ofSeconds(5))
                        .namespace(Namespace.fields("tenant"))
                        .build(),
                other);
        Producer producer = slow.start(settings("pg-2").build());
        assertThat(producer.config().connectTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(producer.config().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(producer.config().namespace()).isEqualTo(Namespace.fields("tenant"));
        bench.await(slow.closeAsync());
    }

    @Test
    @Tag("B-LIFE-15")
    @Tag("B-LIFE-16")
    void closingOneUnregistersItsGroupAndHarmsNoSibling() {
        List<Producer> producers = threeThatHaveSentToBothBrokers();
        bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(500)));
        List<CompletableFuture<SendResult>> siblings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            siblings.add(producers.get(i % 2).sendAsync(message()));
        }
        bench.world.runFor(A_MOMENT);
        bench.cluster.journal().clear();
        bench.await(producers.get(2).closeAsync());
        assertThat(requests(RequestCode.UNREGISTER_CLIENT)).hasSize(2).allSatisfy(word -> assertThat(
                        word.request().field("producerGroup"))
                .isEqualTo("pg-3"));
        bench.awaitFailure(producers.get(2).sendAsync(message()), ProducerClosedException.class);

        siblings.forEach(send -> assertThat(bench.await(send).attempts()).isEqualTo(1));
        bench.world.runFor(Duration.ofSeconds(31));
        assertThat(bench.cluster.broker("broker-a").producerGroups()).containsOnlyKeys("pg-1", "pg-2");
        assertThat(bench.cluster.broker("broker-a").server().connections()).hasSize(1);
        assertThat(send(producers.get(0)).status()).isEqualTo(SendStatus.SEND_OK);
    }

    /** One that has to be forced must not take the others' sends along. */
    @Test
    @Tag("B-LIFE-17")
    void aCloseThatFailsItsOwnSendsFailsNobodyElses() {
        Producer leaving = runtime.start(
                settings("pg-1").closeTimeout(Duration.ofMillis(100)).build());
        Producer staying = start("pg-2");
        send(leaving);
        bench.cluster.rules().add(FaultRule.onSends().delay(Duration.ofMillis(900)));
        CompletableFuture<SendResult> lost = leaving.sendAsync(message());
        CompletableFuture<StoredMessage> unanswered = leaving.requestAsync(message(), Duration.ofSeconds(2));
        CompletableFuture<SendResult> kept = staying.sendAsync(message());
        bench.world.runFor(A_MOMENT);
        bench.await(leaving.closeAsync());
        bench.awaitFailure(lost, ProducerClosedException.class);
        bench.awaitFailure(unanswered, ProducerClosedException.class);
        assertThat(bench.await(kept).attempts()).isEqualTo(1);
    }

    @Test
    @Tag("B-LIFE-16")
    void closingTheRuntimeClosesAllOfThem() {
        List<Producer> producers = threeThatHaveSentToBothBrokers();
        CompletableFuture<Void> closing = runtime.closeAsync();
        assertThat(runtime.closeAsync()).isSameAs(closing);
        bench.await(closing);
        producers.forEach(producer -> {
            bench.awaitFailure(producer.sendAsync(message()), ProducerClosedException.class);
            assertThat(producer.closeAsync()).isCompleted();
        });
        assertThat(requests(RequestCode.UNREGISTER_CLIENT)).hasSize(6);
        bench.world.runFor(A_MOMENT);
        assertThat(bench.cluster.broker("broker-a").server().connections()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> start("pg-4")).withMessage("runtime is closed");
    }

    @Test
    @Tag("B-TXN-08")
    void aBrokersQuestionReachesTheProducerOfTheTransactionsGroup() {
        List<String> asked = new ArrayList<>();
        List<Producer> producers = new ArrayList<>();
        for (String group : List.of("pg-1", "pg-2")) {
            producers.add(runtime.start(settings(group)
                    .transactionChecker(half -> {
                        asked.add(group);
                        return TransactionState.COMMIT;
                    })
                    .build()));
        }
        start("pg-without-checker");
        for (Producer producer : producers) {
            TransactionResult open =
                    bench.await(producer.sendInTransactionAsync(message(), id -> TransactionState.UNKNOWN));
            bench.world.runFor(A_MOMENT);
            bench.cluster.broker(open.half().queue().brokerName()).checkTransactions();
            bench.world.runFor(A_MOMENT);
        }
        assertThat(asked).containsExactly("pg-1", "pg-2");
        assertThat(bench.cluster.stored("orders")).hasSize(2);
    }

    @Test
    @Tag("B-REQREPLY-08")
    void aReplyReachesTheProducerThatAsked() {
        List<CompletableFuture<StoredMessage>> requests = new ArrayList<>();
        for (String group : List.of("pg-1", "pg-2")) {
            requests.add(start(group).requestAsync(message(), Duration.ofSeconds(5)));
        }
        bench.world.runFor(A_MOMENT);
        List<StoredMessage> stored = bench.cluster.stored("orders");
        for (int i = 0; i < 2; i++) {
            String id = String.valueOf(stored.get(i).properties().get(PropertyNames.CORRELATION_ID));
            byte[] body = stored.get(i).body();
            ReplyPushHeader header = new ReplyPushHeader(
                    "pg-replier",
                    "reply",
                    null,
                    0,
                    1,
                    0,
                    17,
                    5,
                    MessageProperties.encode(Map.of(PropertyNames.CORRELATION_ID, id)),
                    0,
                    false,
                    "10.1.2.3:4567",
                    "10.1.2.4:10911",
                    18);
            bench.await(bench.cluster
                    .broker("broker-a")
                    .server()
                    .connections()
                    .get(0)
                    .call(
                            header.writeTo(Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT))
                                    .body(body),
                            1_000_000_000L));
        }
        requests.forEach(request -> assertThat(bench.await(request).topic()).isEqualTo("reply"));
    }

    /** One list serves all: whoever changes it changes it for everybody, and nobody changes it back by accident. */
    @Test
    @Tag("B-LIFE-07")
    void nameServersThatOneChangesAreEverybodysAndStay() {
        String real = bench.cluster.nameServerAddresses();
        SimulatedMachine other = bench.world.machine("other");
        ProducerConfig.Builder nobody = ProducerConfig.builder("pg-1").nameServers("10.9.9.9:9876");
        ProducerRuntime lost = Hotfire.runtime(nobody.build(), other);
        Producer first = lost.start(nobody.build());
        Producer second = lost.start(nobody.build().toBuilder("pg-2").build());
        Producer gone = lost.start(nobody.build().toBuilder("pg-3").build());

        first.reconfigure(first.config().toBuilder().nameServers(real).build());
        assertThat(second.config().nameServers()).isEqualTo(first.config().nameServers());
        second.reconfigure(second.config().toBuilder().retries(1).build());
        second.limits(second.limits());
        bench.await(gone.closeAsync());
        gone.reconfigure(gone.config().toBuilder().nameServers("10.8.8.8:9876").build());

        Producer late = lost.start(settings("pg-4").build());
        for (Producer producer : List.of(first, second, late)) {
            assertThat(producer.config().nameServers()).hasToString("[" + real + "]");
            assertThat(send(producer).status()).isEqualTo(SendStatus.SEND_OK);
        }
        bench.await(lost.closeAsync());
    }

    /** Masters are connected for the sake of whom they may have questions for, and no longer. */
    @Test
    @Tag("B-HEART-01")
    void mastersAreReachedOnlyWhileSomebodyIsThereWhomTheyMayAsk() {
        Producer asked = runtime.start(settings("pg-1")
                .transactionChecker(half -> TransactionState.COMMIT)
                .build());
        send(asked);
        bench.world.runFor(A_MOMENT);
        Producer other = start("pg-2");
        MessageQueue onA = new MessageQueue("orders", "broker-a", 0);
        bench.await(other.sendAsync(message(), SendOptions.DEFAULTS.withQueue(onA)));
        for (boolean reached : new boolean[] {true, false}) {
            bench.cluster.broker("broker-b").server().crash();
            bench.await(bench.cluster.broker("broker-b").server().restartAsync());
            bench.world.runFor(Duration.ofSeconds(61));
            assertThat(bench.cluster.broker("broker-b").server().connections()).hasSize(reached ? 1 : 0);
            bench.await(asked.closeAsync());
        }
    }

    /** With a namespace in names, two groups of one name are two groups; so are those that send their traces. */
    @Test
    @Tag("B-TRACE-02")
    void tracesOfGroupsThatDifferInTheirNamespaceAreSentByTwo() {
        Producer plain = runtime.start(settings("pg-1").trace(true).build());
        Producer prefixed = runtime.start(settings("pg-1")
                .trace(true)
                .namespace(Namespace.prefix("MQ_INST_1_2"))
                .build());
        bench.await(plain.sendAsync(message()));
        bench.world.runFor(A_MOMENT);
        assertThat(bench.cluster.brokers()).anySatisfy(broker -> assertThat(broker.producerGroups())
                .hasSize(4)
                .containsKeys("_INNER_TRACE_PRODUCER-pg-1-PRODUCE-1"));
        bench.await(prefixed.closeAsync());
        bench.world.runFor(A_MOMENT);
        assertThat(bench.cluster.brokers()).anySatisfy(broker -> assertThat(broker.producerGroups())
                .containsOnlyKeys("pg-1", "_INNER_TRACE_PRODUCER-pg-1-PRODUCE-1"));
    }

    @Test
    @Tag("B-TXN-10")
    void anExecutorThatThrowsDropsAChecksRequestAndKeepsNoPlaceForIt() {
        AtomicInteger refused = new AtomicInteger();
        Producer producer = runtime.start(settings("pg-1")
                .maxPendingChecks(1)
                .checkExecutor(task -> {
                    if (refused.getAndIncrement() < 2) {
                        throw new IllegalStateException("an executor that is broken");
                    }
                    task.run();
                })
                .transactionChecker(half -> TransactionState.COMMIT)
                .build());
        TransactionResult open =
                bench.await(producer.sendInTransactionAsync(message(), id -> TransactionState.UNKNOWN));
        bench.world.runFor(A_MOMENT);
        for (int i = 0; i < 3; i++) {
            bench.cluster.broker(open.half().queue().brokerName()).checkTransactions();
            bench.world.runFor(A_MOMENT);
        }
        assertThat(bench.cluster.stored("orders")).hasSize(1);
    }

    @Test
    @Tag("B-LIFE-19")
    void anExecutorWithoutAThreadToGiveKeepsNoSendFromItsEnd() {
        Producer producer = runtime.start(settings("pg-1")
                .callbackExecutor(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .build());
        assertThat(send(producer).status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(send(producer).status()).isEqualTo(SendStatus.SEND_OK);
    }

    @Test
    @Tag("B-ADMIN-01")
    void aClosedProducerAnswersNoQuestionsAlthoughItsSiblingsDo() {
        Producer closed = start("pg-1");
        Producer other = start("pg-2");
        bench.await(closed.closeAsync());
        CompletableFuture<List<MessageQueue>> asked = closed.admin().publishQueues("orders");
        bench.world.runFor(A_MOMENT);
        assertThat(asked)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("producer is closed");
        assertThat(bench.await(other.admin().publishQueues("orders"))).hasSize(2);
    }
}

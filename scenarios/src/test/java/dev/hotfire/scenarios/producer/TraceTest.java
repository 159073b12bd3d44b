// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The message trace on a virtual clock: what is noted, when it is sent, and what becomes of it at the end. */
class TraceTest {
    private static final String TRACES = "RMQ_SYS_TRACE_TOPIC";
    private static final Duration PERIOD = Duration.ofSeconds(6);

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .topic(TRACES, 1)
                        .topic("my-traces", 1),
                builder -> settings.apply(builder.trace(true)));
    }

    private static Bench bench() {
        return bench(settings -> settings);
    }

    private static List<TraceRecord> traces(Bench bench, String topic) {
        List<TraceRecord> records = new ArrayList<>();
        for (StoredMessage message : bench.cluster.stored(topic)) {
            records.addAll(
                    TraceRecord.decode(new String(message.decompressed(1 << 20).body(), StandardCharsets.UTF_8)));
        }
        return records;
    }

    private static List<TraceRecord> traces(Bench bench) {
        return traces(bench, TRACES);
    }

    @Test
    @Tag("B-TRACE-01")
    void withoutBeingToldToNobodyTraces() {
        Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1).topic(TRACES, 1), settings -> settings);
        try (bench) {
            bench.await(bench.send("one"));
            bench.world.runFor(PERIOD);
        }
        assertThat(bench.cluster.stored(TRACES)).isEmpty();
    }

    /** Nobody made the trace topic: that costs the traces, and nothing else. */
    @Test
    @Tag("B-TRACE-01")
    void aTraceThatCanNotBeSentHurtsNoSend() {
        Bench bench =
                new Bench(builder -> builder.brokers("broker-a").topic("orders", 1), settings -> settings.trace(true)
                        .traceTopic("nowhere"));
        try (bench) {
            bench.await(bench.send("one"));
            bench.world.runFor(PERIOD);
            bench.await(bench.send("two"));
        }
        assertThat(bench.cluster.stored("orders")).hasSize(2);
    }

    @Test
    @Tag("B-TRACE-02")
    void tracesAreSentByAProducerOfTheirOwnOverTheSameConnections() {
        try (Bench bench = bench(settings -> settings.traceBatch(1))) {
            bench.await(bench.send("one"));
            bench.world.runFor(Duration.ofSeconds(1));
            assertThat(bench.sends())
                    .filteredOn(entry -> TRACES.equals(entry.request().field("b")))
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.request().field("a"))
                            .isEqualTo("_INNER_TRACE_PRODUCER-pg-orders-PRODUCE-1"));
            assertThat(bench.cluster.brokers())
                    .allSatisfy(broker ->
                            assertThat(broker.server().connections().size()).isLessThanOrEqualTo(1));
        }
    }

    @Test
    @Tag("B-TRACE-04")
    void aFullBatchIsSentAtOnceAndTheRestAfterFiveSeconds() {
        try (Bench bench = bench()) {
            for (int i = 0; i < 9; i++) {
                bench.await(bench.send("m" + i));
            }
            bench.world.runFor(Duration.ofSeconds(2));
            assertThat(traces(bench)).isEmpty();
            bench.await(bench.send("m9"));
            bench.world.runFor(Duration.ofMillis(50));
            assertThat(bench.cluster.stored(TRACES)).hasSize(1);
            assertThat(traces(bench)).hasSize(10);

            bench.await(bench.send("m10"));
            bench.world.runFor(PERIOD);
            assertThat(traces(bench)).hasSize(11);
        }
    }

    /** What waits is bounded: a trace topic that does not answer never holds up a send, and memory does not grow. */
    @Test
    @Tag("B-TRACE-05")
    @Tag("B-TRACE-07")
    void aTraceTopicThatDoesNotAnswerHoldsUpNothing() {
        Bench bench = bench(settings -> settings.traceBatch(20).closeTimeout(Duration.ofSeconds(1)));
        try (bench) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().topic(TRACES).silent());
            List<CompletableFuture<SendResult>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(bench.send("m" + i));
            }
            sent.forEach(bench::await);
            assertThat(bench.cluster.stored("orders")).hasSize(201);
        }
        assertThat(bench.cluster.stored(TRACES)).isEmpty();
    }

    @Test
    @Tag("B-TRACE-08")
    @Tag("B-TRACE-11")
    void aSendIsNotedWithAllThatIsKnownAboutIt() {
        Bench bench = bench();
        try (bench) {
            Message message = Message.builder("orders")
                    .body(new byte[20_000])
                    .tags("t1")
                    .keys("k1", "k2")
                    .build();
            SendResult result = bench.await(bench.producer.sendAsync(message));
            SendResult plain = bench.await(bench.send("plain"));
            bench.world.runFor(PERIOD);

            JournalEntry sent = bench.sends().get(0);
            TraceRecord.Publish traced = (TraceRecord.Publish) traces(bench).get(0);
            assertThat(traced)
                    .isEqualTo(new TraceRecord.Publish(
                            traced.timestamp(),
                            result.regionId(),
                            "pg-orders",
                            "orders",
                            result.messageId(),
                            "t1",
                            "k1 k2",
                            bench.cluster
                                    .broker(result.queue().brokerName())
                                    .server()
                                    .address()
                                    .toString(),
                            sent.request().body().length,
                            traced.costMillis(),
                            TraceRecord.TYPE_NORMAL,
                            result.offsetMessageId(),
                            true,
                            null));
            // Look-up, connection and send: each a way of 1 ms there and back.
            assertThat(traced.costMillis()).isBetween(2, 20);
            TraceRecord.Publish second = (TraceRecord.Publish) traces(bench).get(1);
            assertThat(second.msgId()).isEqualTo(plain.messageId());
            assertThat(second.tags()).isNull();
            assertThat(second.userKeys()).isNull();
            assertThat(bench.cluster.stored(TRACES).get(0).properties().get(PropertyNames.KEYS))
                    .isEqualTo(result.messageId() + " k1 k2 " + plain.messageId());
        }
    }

    /** The official client writes nothing about a send that failed. */
    @Test
    @Tag("B-TRACE-08")
    void whatFailedOrIsWeakIsNotedAsNoSuccess() {
        Bench bench = bench(settings -> settings.asyncRetries(0));
        try (bench) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().topic("orders").first(1).answer(ResponseCode.NO_PERMISSION, "no"));
            bench.awaitFailure(bench.send("refused"), SendException.class);
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().topic("orders").first(1).alter(answer -> Frame.response(
                                    answer, ResponseCode.FLUSH_DISK_TIMEOUT)
                            .fields(answer.extFields())
                            .build()));
            bench.await(bench.send("weak"));
        }
        assertThat(traces(bench)).hasSize(2).allSatisfy(traced -> {
            TraceRecord.Publish publish = (TraceRecord.Publish) traced;
            assertThat(publish.success()).isFalse();
            assertThat(publish.region()).isEqualTo("DefaultRegion");
            assertThat(publish.storeHost()).contains(":10911");
        });
        assertThat(((TraceRecord.Publish) traces(bench).get(0)).offsetMsgId()).isNull();
    }

    @Test
    @Tag("B-TRACE-08")
    void aBrokerThatWantsNoTraceGetsNoneNorDoTracesThemselves() {
        Bench bench = bench(settings -> settings.traceTopic("my-traces"));
        try (bench) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().topic("orders").first(1).alter(answer -> answer.toBuilder()
                            .field("TRACE_ON", "false")
                            .build()));
            bench.await(bench.send("untraced"));
            bench.await(bench.producer.sendAsync(Message.of("my-traces", new byte[1])));
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[1])));
            bench.await(bench.send("traced"));
        }
        assertThat(bench.cluster.stored("my-traces")).hasSize(2);
        byte[] body = bench.cluster.stored("my-traces").stream()
                .map(StoredMessage::body)
                .filter(bytes -> bytes.length > 20)
                .findFirst()
                .orElseThrow();
        assertThat(TraceRecord.decode(new String(body, StandardCharsets.UTF_8))).hasSize(1);
        assertThat(bench.cluster.stored(TRACES)).isEmpty();
    }

    @Test
    @Tag("B-TRACE-09")
    void everyEndOfATransactionIsNoted() {
        Bench bench = bench(settings -> settings.transactionChecker(half -> TransactionState.COMMIT));
        TransactionResult open;
        try (bench) {
            Message message = Message.of("orders", new byte[1]);
            bench.await(bench.producer.sendInTransactionAsync(message, id -> TransactionState.ROLLBACK));
            open = bench.await(bench.producer.sendInTransactionAsync(message, id -> TransactionState.UNKNOWN));
            bench.world.runFor(Duration.ofMillis(10));
            bench.cluster.brokers().forEach(broker -> broker.checkTransactions());
            bench.world.runFor(Duration.ofMillis(10));
        }
        List<TraceRecord.EndTransaction> ends = traces(bench).stream()
                .filter(TraceRecord.EndTransaction.class::isInstance)
                .map(TraceRecord.EndTransaction.class::cast)
                .toList();
        assertThat(ends)
                .extracting(TraceRecord.EndTransaction::state)
                .containsExactly("ROLLBACK_MESSAGE", "UNKNOW", "COMMIT_MESSAGE");
        assertThat(ends).extracting(TraceRecord.EndTransaction::fromCheck).containsExactly(false, false, true);
        assertThat(ends.get(2).msgId()).isEqualTo(open.half().messageId());
        assertThat(ends.get(2).transactionId()).isEqualTo(open.half().messageId());
        assertThat(ends.get(2).messageType()).isEqualTo(TraceRecord.TYPE_COMMIT);
        assertThat(ends.get(2).topic()).isEqualTo("orders");
        assertThat(traces(bench))
                .filteredOn(TraceRecord.Publish.class::isInstance)
                .hasSize(2)
                .allSatisfy(traced ->
                        assertThat(((TraceRecord.Publish) traced).messageType()).isEqualTo(TraceRecord.TYPE_HALF));
    }

    @Test
    @Tag("B-TRACE-09")
    void recallsAreNotedIfThatIsSetAndTheBrokerNamesItsRegion() {
        for (boolean recalls : new boolean[] {true, false}) {
            Bench bench = bench(settings -> settings.traceRecalls(recalls));
            SendResult sent;
            try (bench) {
                bench.cluster
                        .rules()
                        .add(FaultRule.on(RequestCode.RECALL_MESSAGE).nth(1).alter(answer -> answer.toBuilder()
                                .field("MSG_REGION", null)
                                .build()));
                sent = bench.await(bench.producer.sendAsync(timed()));
                SendResult other = bench.await(bench.producer.sendAsync(timed()));
                bench.await(bench.producer.recallAsync("orders", Objects.requireNonNull(other.recallHandle())));
                bench.await(bench.producer.recallAsync("orders", Objects.requireNonNull(sent.recallHandle())));
            }
            List<TraceRecord> noted = traces(bench).stream()
                    .filter(TraceRecord.Recall.class::isInstance)
                    .toList();
            if (recalls) {
                assertThat(noted).singleElement().satisfies(traced -> {
                    TraceRecord.Recall recall = (TraceRecord.Recall) traced;
                    assertThat(recall.msgId()).isEqualTo(sent.messageId());
                    assertThat(recall.region()).isEqualTo("DefaultRegion");
                    assertThat(recall.topic()).isEqualTo("orders");
                    assertThat(recall.success()).isTrue();
                });
            } else {
                assertThat(noted).isEmpty();
            }
            assertThat(traces(bench))
                    .filteredOn(TraceRecord.Publish.class::isInstance)
                    .allSatisfy(traced -> assertThat(((TraceRecord.Publish) traced).messageType())
                            .isEqualTo(TraceRecord.TYPE_DELAY));
        }
    }

    private static Message timed() {
        return Message.builder("orders")
                .body(new byte[] {1})
                .deliverAfter(Duration.ofSeconds(30))
                .build();
    }

    /** The official client's trace producer is shut down with its messages still on their way. */
    @Test
    @Tag("B-TRACE-10")
    void closingSendsWhatWaitsAndTakesNoLongerThanItMay() {
        Bench bench = bench();
        try (bench) {
            bench.await(bench.send("one"));
            bench.await(bench.producer.closeAsync());
            assertThat(traces(bench)).hasSize(1);
        }
        Bench silent = bench(settings -> settings.closeTimeout(Duration.ofSeconds(2)));
        try (silent) {
            silent.await(silent.send("one"));
            silent.cluster.rules().add(FaultRule.onSends().silent());
            long before = silent.machine.clock().nanoTime();
            silent.await(silent.producer.closeAsync());
            assertThat(Duration.ofNanos(silent.machine.clock().nanoTime() - before))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        }
    }

    @Test
    @Tag("B-TRACE-12")
    void aBatchIsOneRecord() {
        Bench bench = bench();
        SendResult result;
        try (bench) {
            result = bench.await(bench.producer.sendBatchAsync(
                    List.of(Message.of("orders", new byte[1]), Message.of("orders", new byte[1]))));
        }
        assertThat(traces(bench)).singleElement().satisfies(traced -> assertThat(((TraceRecord.Publish) traced).msgId())
                .isEqualTo(result.messageId())
                .contains(","));
    }

    /** In the official client the list of ids is one field, however long, and the broker refuses the message. */
    @Test
    @Tag("B-TRACE-06")
    @Tag("B-TRACE-12")
    void aLargeBatchIsTracedInSeveralRecords() {
        Bench bench = bench();
        SendResult result;
        try (bench) {
            List<Message> many = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                many.add(Message.of("orders", new byte[1]));
            }
            result = bench.await(bench.producer.sendBatchAsync(many));
        }
        List<String> ids = new ArrayList<>();
        traces(bench)
                .forEach(traced -> ids.addAll(
                        List.of(((TraceRecord.Publish) traced).msgId().split(",", -1))));
        ids.sort(null);
        // Not compared as lists, which would print all of them.
        assertThat(ids.equals(List.of(result.messageId().split(",", -1))))
                .as("each id, once")
                .isTrue();
        assertThat(traces(bench)).hasSizeGreaterThan(5).allSatisfy(traced -> assertThat(
                        ((TraceRecord.Publish) traced).offsetMsgId())
                .isNotNull());
    }

    /** Topic and group are the user's, whatever the wire calls them; the trace topic is everybody's. */
    @Test
    @Tag("B-TRACE-11")
    void namespacesAreNotWrittenDown() {
        Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("tenant%orders", 1).topic("my-traces", 1),
                settings -> settings.trace(true).traceTopic("my-traces").namespace(Namespace.prefix("tenant")));
        try (bench) {
            bench.await(bench.send("one"));
        }
        assertThat(traces(bench, "my-traces")).singleElement().satisfies(traced -> {
            assertThat(((TraceRecord.Publish) traced).topic()).isEqualTo("orders");
            assertThat(((TraceRecord.Publish) traced).group()).isEqualTo("pg-orders");
        });
    }
}

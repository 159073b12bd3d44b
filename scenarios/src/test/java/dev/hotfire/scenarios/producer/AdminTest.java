// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.AdminException;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about topics, queues and stored messages. */
class AdminTest {
    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .topic("tenant%orders", 2),
                settings);
    }

    private static AdminException failureOf(Bench bench, CompletableFuture<?> call) {
        assertThat(bench.world.runUntil(call::isDone, Duration.ofMinutes(5))).isTrue();
        Throwable end = call.handle((value, failure) ->
                        failure instanceof CompletionException wrapped ? wrapped.getCause() : failure)
                .join();
        assertThat(end).isInstanceOf(AdminException.class);
        return (AdminException) end;
    }

    private static SendResult send(Bench bench, String body, String... keys) {
        return bench.await(bench.producer.sendAsync(Message.builder("orders")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .keys(keys)
                .build()));
    }

    private static String text(StoredMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    @Test
    @Tag("B-ADMIN-01")
    void publishQueuesAreAskedForEachTime() {
        try (Bench bench = bench(settings -> settings)) {
            ProducerAdmin admin = bench.producer.admin();
            assertThat(bench.await(admin.publishQueues("orders")))
                    .extracting(Object::toString)
                    .containsExactly(
                            "orders@broker-a/0", "orders@broker-a/1", "orders@broker-b/0", "orders@broker-b/1");
            bench.cluster.writeQueues("orders", "broker-a", 1);
            bench.cluster.unlist("broker-b");
            assertThat(bench.await(admin.publishQueues("orders")))
                    .containsExactly(new MessageQueue("orders", "broker-a", 0));
            AdminException unknown = failureOf(bench, admin.publishQueues("nowhere"));
            assertThat(unknown).hasMessageContaining("Can not find Message Queue for this topic, nowhere");
            assertThat(unknown.responseCode()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            bench.cluster.writeQueues("orders", "broker-a", 0);
            assertThat(failureOf(bench, admin.publishQueues("orders")))
                    .hasMessageContaining("Can not find Message Queue for this topic, orders");
        }
    }

    @Test
    @Tag("B-ADMIN-02")
    @Tag("B-NS-07")
    void aTopicIsMadeOnEveryMasterOfTheKeyTopic() {
        try (Bench bench = bench(settings -> settings.namespace(Namespace.prefix("tenant")))) {
            bench.await(bench.producer.admin().createTopic("orders", "bills", 3));
            assertThat(bench.cluster.brokers()).allSatisfy(broker -> assertThat(
                            broker.topics().get("tenant%bills").writeQueueNums())
                    .isEqualTo(3));
            assertThat(bench.cluster.journal().requests(RequestCode.UPDATE_AND_CREATE_TOPIC))
                    .hasSize(2)
                    .allSatisfy(entry ->
                            assertThat(entry.request().field("defaultTopic")).isEqualTo("orders"));
            assertThat(bench.await(bench.producer.admin().publishQueues("bills")))
                    .hasSize(6)
                    .first()
                    .isEqualTo(new MessageQueue("bills", "broker-a", 0));
        }
    }

    @Test
    @Tag("B-ADMIN-02")
    void oneMasterThatAcceptsATopicIsEnoughAndEachIsTriedFiveTimes() {
        try (Bench bench = bench(settings -> settings)) {
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.UPDATE_AND_CREATE_TOPIC)
                            .server("broker-a")
                            .answer(ResponseCode.SYSTEM_ERROR, "disk full"));
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.UPDATE_AND_CREATE_TOPIC)
                            .server("broker-b")
                            .first(4)
                            .answer(ResponseCode.SYSTEM_BUSY, "busy"));
            bench.await(bench.producer.admin().createTopic("orders", "bills", 1));
            assertThat(bench.cluster.journal().requests(RequestCode.UPDATE_AND_CREATE_TOPIC))
                    .hasSize(10);
            assertThat(bench.cluster.broker("broker-b").topics()).containsKey("bills");

            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.UPDATE_AND_CREATE_TOPIC).answer(ResponseCode.SYSTEM_ERROR, "no"));
            AdminException failure = failureOf(bench, bench.producer.admin().createTopic("orders", "more", 1));
            assertThat(failure).hasMessageStartingWith("create new topic failed");
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "TBW102", "RMQ_SYS_TRACE_TOPIC"})
    @Tag("B-ADMIN-02")
    void topicsThatNobodyMayMakeAreRefusedBeforeAnyEffect(String topic) {
        try (Bench bench = bench(settings -> settings)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.producer.admin().createTopic("orders", topic, 1))
                    .withMessageContaining("'" + topic + "'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.producer.admin().createTopic("orders", "good", 0))
                    .withMessageContaining("queues: 0");
            assertThat(bench.cluster.journal().entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("B-ADMIN-03")
    void offsetsAreAskedOfTheQueuesBroker(boolean namespace) {
        try (Bench bench = bench(settings -> namespace ? settings.namespace(Namespace.prefix("tenant")) : settings)) {
            ProducerAdmin admin = bench.producer.admin();
            MessageQueue queue = new MessageQueue("orders", "broker-b", 1);
            assertThat(bench.await(admin.earliestStoreTimeMillis(queue))).isEqualTo(-1);
            assertThat(bench.await(admin.maxOffset(queue))).isZero();
            for (int i = 0; i < 3; i++) {
                bench.await(bench.producer.sendAsync(Message.of("orders", new byte[] {1}), queue));
                bench.world.runFor(Duration.ofSeconds(1));
            }
            String wireTopic = namespace ? "tenant%orders" : "orders";
            List<StoredMessage> stored = bench.cluster.stored(wireTopic);
            assertThat(bench.await(admin.maxOffset(queue))).isEqualTo(3);
            assertThat(bench.await(admin.minOffset(queue))).isZero();
            assertThat(bench.await(admin.earliestStoreTimeMillis(queue)))
                    .isEqualTo(stored.get(0).storeTimestamp());
            assertThat(bench.await(admin.searchOffset(queue, stored.get(1).storeTimestamp())))
                    .isEqualTo(1);
            assertThat(failureOf(bench, admin.maxOffset(new MessageQueue("orders", "broker-z", 0))))
                    .hasMessageContaining("The broker[broker-z] not exist");
            bench.await(bench.cluster.broker("broker-b").server().crashAsync());
            assertThat(failureOf(bench, admin.minOffset(queue)).responseCode()).isEqualTo(AdminException.NO_ANSWER);
        }
    }

    /** A queue that can't be written to can still be asked about. */
    @Test
    @Tag("B-ADMIN-03")
    void offsetsOfAQueueThatIsOnlyReadAreKnown() {
        try (Bench bench = bench(settings -> settings)) {
            send(bench, "x");
            bench.cluster.permission("orders", "broker-a", 4);
            bench.cluster.permission("orders", "broker-b", 4);
            StoredMessage stored = bench.cluster.stored("orders").get(0);
            String broker = bench.cluster.broker("broker-a").stored("orders").isEmpty() ? "broker-b" : "broker-a";
            assertThat(bench.await(
                            bench.producer.admin().maxOffset(new MessageQueue("orders", broker, stored.queueId()))))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("B-ADMIN-04")
    void aMessageIsFoundByEitherOfItsIds(boolean namespace) {
        try (Bench bench = bench(settings -> namespace
                ? settings.namespace(Namespace.prefix("tenant")).compressOver(10)
                : settings.compressOver(10))) {
            String body = "x".repeat(5_000);
            SendResult sent = send(bench, body);
            for (String id : List.of(sent.offsetMessageId(), sent.messageId())) {
                StoredMessage found = bench.await(bench.producer.admin().viewMessage("orders", id));
                assertThat(text(found)).isEqualTo(body);
                assertThat(found.topic()).isEqualTo("orders");
                assertThat(found.messageId()).isEqualTo(sent.messageId());
            }
            assertThat(bench.cluster.journal().requests(RequestCode.VIEW_MESSAGE_BY_ID))
                    .hasSize(1);
            AdminException none = failureOf(bench, bench.producer.admin().viewMessage("orders", "nonsense"));
            assertThat(none.responseCode()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        }
    }

    /** A message that its broker no longer finds by the id may still be found by it as a key. */
    @Test
    @Tag("B-ADMIN-04")
    void anIdThatLeadsNowhereIsTriedAsAKey() {
        try (Bench bench = bench(settings -> settings)) {
            SendResult sent = send(bench, "x", "other");
            bench.cluster
                    .rules()
                    .add(FaultRule.on(RequestCode.VIEW_MESSAGE_BY_ID).answer(ResponseCode.SYSTEM_ERROR, "gone"));
            failureOf(bench, bench.producer.admin().viewMessage("orders", sent.offsetMessageId()));
            assertThat(bench.cluster.journal().requests(RequestCode.QUERY_MESSAGE))
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.request().field("_UNIQUE_KEY_QUERY"))
                            .isEqualTo("true"));
        }
    }

    /** Messages of the last three days only. */
    @Test
    @Tag("B-ADMIN-04")
    @Tag("large")
    void anOldMessageIsNotLookedForByItsUniqueKey() {
        try (Bench bench = bench(settings -> settings)) {
            SendResult sent = send(bench, "x");
            bench.world.runFor(Duration.ofDays(3).plusMinutes(1));
            failureOf(bench, bench.producer.admin().viewMessage("orders", sent.messageId()));
        }
    }

    @Test
    @Tag("B-ADMIN-04")
    void messagesAreFoundByKeyOnAllBrokers() {
        try (Bench bench = bench(settings -> settings)) {
            for (int i = 0; i < 4; i++) {
                send(bench, "m" + i, "order-7", "k" + i);
                bench.world.runFor(Duration.ofMillis(5));
            }
            long now = bench.machine.clock().currentTimeMillis();
            assertThat(bench.await(bench.producer.admin().queryMessages("orders", "order-7", 10, 0, now)))
                    .extracting(AdminTest::text)
                    .containsExactly("m0", "m1", "m2", "m3");
            assertThat(bench.await(bench.producer.admin().queryMessages("orders", "k2", 10, 0, now)))
                    .extracting(AdminTest::text)
                    .containsExactly("m2");
            assertThat(bench.await(bench.producer.admin().queryMessages("orders", "nobody", 10, 0, now)))
                    .isEmpty();
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            assertThat(bench.await(bench.producer.admin().queryMessages("orders", "order-7", 10, 0, now)))
                    .hasSize(2);
            failureOf(bench, bench.producer.admin().queryMessages("orders", "nobody", 10, 0, now));
        }
    }

    @Test
    void aClosedProducerAnswersNoQuestions() {
        Bench bench = bench(settings -> settings);
        try (bench) {
            bench.cluster.rules().add(FaultRule.on(RequestCode.GET_MAX_OFFSET).silent());
            CompletableFuture<Long> underWay =
                    bench.producer.admin().maxOffset(new MessageQueue("orders", "broker-a", 0));
            bench.world.runFor(Duration.ofMillis(100));
            bench.await(bench.producer.closeAsync());
            assertThat(failureOf(bench, underWay)).hasMessageContaining("closed");
            failureOf(bench, bench.producer.admin().publishQueues("orders"));
        }
    }
}

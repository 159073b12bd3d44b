// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that their caller sends together. */
class BatchSendTest {
    private static Message message(String topic, String body) {
        return Message.of(topic, body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Message> three(String topic) {
        return List.of(message(topic, "a"), message(topic, "b"), message(topic, "c"));
    }

    @Test
    @Tag("B-BATCH-05")
    void theResultNamesAllIdsInOrderAndTheFirstOffset() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.producer.sendBatchAsync(three("orders")));
            bench.await(bench.producer.sendBatchAsync(three("orders")));
            SendResult result = bench.await(bench.producer.sendBatchAsync(three("orders")));
            List<String> ids = List.of(result.messageId().split(","));
            List<String> offsetIds = List.of(result.offsetMessageId().split(","));
            List<StoredMessage> stored = bench.cluster
                    .broker("broker-a")
                    .log()
                    .messages("orders", result.queue().queueId());
            assertThat(ids).hasSize(3);
            for (int i = 0; i < 3; i++) {
                StoredMessage copy = stored.get((int) result.queueOffset() + i);
                assertThat(copy.body()).isEqualTo(new byte[] {(byte) ('a' + i)});
                assertThat(copy.messageId()).isEqualTo(ids.get(i));
                assertThat(copy.offsetMessageId().format()).isEqualTo(offsetIds.get(i));
            }
        }
    }

    /** To a broker with such queues the batch is one message, with an id of its own. */
    @Test
    @Tag("B-BATCH-05")
    void anInnerBatchIsKnownByTheBatchsOwnId() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.cluster.rules().add(FaultRule.onSends().alter(reply -> reply.toBuilder()
                    .field("batchUniqId", "THE-BATCH")
                    .build()));
            SendResult result = bench.await(bench.producer.sendBatchAsync(three("orders")));
            assertThat(result.messageId()).isEqualTo("THE-BATCH");
        }
    }

    @Test
    @Tag("B-BATCH-08")
    void theBatchItselfHasAnIdAndWaitsAsItsMessagesDo() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("tenant%orders", 2),
                settings -> settings.namespace(Namespace.prefix("tenant")))) {
            bench.await(bench.producer.sendBatchAsync(List.of(
                    Message.builder("orders")
                            .body(new byte[] {1})
                            .waitStoreOk(false)
                            .build(),
                    Message.builder("orders")
                            .body(new byte[] {2})
                            .waitStoreOk(false)
                            .tags("t")
                            .build())));
            SendRequestHeader header =
                    SendRequestHeader.from(bench.sends().get(0).request());
            assertThat(bench.sends().get(0).request().code()).isEqualTo(RequestCode.SEND_BATCH_MESSAGE);
            assertThat(header.batch()).isTrue();
            assertThat(MessageProperties.decode(header.properties()))
                    .containsOnlyKeys("WAIT", "UNIQ_KEY", "INSTANCE_ID")
                    .containsEntry("WAIT", "false")
                    .containsEntry("INSTANCE_ID", "tenant");
        }
    }

    @Test
    @Tag("B-BATCH-04")
    void aBatchLargerThanAMessageMayBeIsRefusedBeforeAnythingHappens() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2),
                settings -> settings.maxMessageBytes(1_000))) {
            Message large = Message.of("orders", new byte[500]);
            assertThatThrownBy(() -> bench.producer.sendBatchAsync(List.of(large, large)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("batch: ")
                    .hasMessageContaining("at most maxMessageBytes, 1000");
            assertThat(bench.sends()).isEmpty();
            bench.await(bench.producer.sendBatchAsync(List.of(large)));
        }
    }

    @Test
    @Tag("B-BATCH-06")
    void aBatchIsRetriedElsewhereAsASingleMessageIs() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendResult result = bench.await(bench.producer.sendBatchAsync(three("orders")));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(bench.sends().get(0).server())
                    .isNotEqualTo(bench.sends().get(1).server());
            assertThat(bench.cluster.stored("orders")).hasSize(3);

            bench.cluster.rules().add(FaultRule.onSends().silent());
            SendTimeoutException late =
                    bench.awaitFailure(bench.producer.sendBatchAsync(three("orders")), SendTimeoutException.class);
            assertThat(late.elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(late.attempts()).hasSize(3);
        }
    }

    /** The official client holds the queue against a topic that already has its prefix, and refuses all such batches. */
    @Test
    @Tag("B-BATCH-06")
    @Tag("B-BATCH-07")
    void aBatchGoesToTheGivenQueueAlsoInANamespace() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("tenant%orders", 2),
                settings -> settings.namespace(Namespace.prefix("tenant")))) {
            for (String topic : List.of("orders", "tenant%orders")) {
                MessageQueue queue = new MessageQueue(topic, "broker-b", 1);
                SendResult result = bench.await(
                        bench.producer.sendBatchAsync(three("orders"), SendOptions.DEFAULTS.withQueue(queue)));
                assertThat(result.queue()).isEqualTo(new MessageQueue("orders", "broker-b", 1));
            }
            assertThat(bench.cluster.broker("broker-b").log().messages("tenant%orders", 1))
                    .hasSize(6);
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            CompletableFuture<SendResult> once = bench.producer.sendBatchAsync(
                    three("orders"), SendOptions.DEFAULTS.withQueue(new MessageQueue("orders", "broker-b", 1)));
            assertThat(bench.awaitFailure(once, SendRefusedException.class).attempts())
                    .hasSize(1);
        }
    }
}

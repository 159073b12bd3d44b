// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A message belongs to its caller. The official client writes an id, a namespace and the compressed body into it while it
 * sends, and takes back only some of that; so a message sent by two threads at once, or once more, may be another one.
 */
class UnchangedMessageTest {
    private static final String TEXT = "one line of many, ".repeat(500);

    private final byte[] body = TEXT.getBytes(StandardCharsets.UTF_8);
    private final Message message = Message.builder("orders")
            .body(body)
            .tags("tag")
            .keys("k1", "k2")
            .property("own", "value")
            .build();

    private void assertUnchanged() {
        assertThat(message.topic()).isEqualTo("orders");
        assertThat(message.flag()).isZero();
        assertThat(message.body()).isSameAs(body);
        assertThat(body).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(message.properties())
                .containsExactly(Map.entry("TAGS", "tag"), Map.entry("KEYS", "k1 k2"), Map.entry("own", "value"));
    }

    @Test
    @Tag("B-SEND-12")
    @Tag("B-BATCH-02")
    @Tag("B-COMPRESS-07")
    void noKindOfSendLeavesATraceInTheMessage() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("tenant%orders", 2),
                settings -> settings.namespace(Namespace.prefix("tenant"))
                        .transactionChecker(half -> TransactionState.COMMIT))) {
            Producer producer = bench.producer;
            bench.await(producer.sendAsync(message));
            assertUnchanged();
            bench.await(producer.sendAsync(message, QueueSelectors.byHash(), "key"));
            assertUnchanged();
            bench.await(producer.sendOneway(message));
            assertUnchanged();
            bench.await(producer.sendBatchAsync(List.of(message, message)));
            assertUnchanged();
            bench.await(producer.sendInTransactionAsync(message, id -> TransactionState.COMMIT));
            assertUnchanged();
            bench.awaitFailure(producer.requestAsync(message, Duration.ofSeconds(1)), NoReplyException.class);
            assertUnchanged();
            bench.cluster.rules().add(FaultRule.onSends().answer(ResponseCode.NO_PERMISSION, "no"));
            bench.awaitFailure(producer.sendAsync(message), SendRefusedException.class);
            assertUnchanged();
            Message other = Message.of("others", body);
            assertThatThrownBy(() -> producer.sendBatchAsync(List.of(message, other)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertUnchanged();
            assertThat(other.topic()).isEqualTo("others");
        }
    }

    @Test
    @Tag("B-SEND-12")
    @Tag("B-ASYNC-15")
    void eightThreadsMaySendOneMessageAtOnce() throws Exception {
        int threads = 8;
        int sendsPerThread = 100;
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try (FakeCluster cluster = FakeCluster.builder()
                        .brokers("broker-a")
                        .topic("orders", 2)
                        .start();
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-orders")
                        .nameServers(cluster.nameServerAddresses())
                        .sendTimeout(Duration.ofSeconds(30))
                        .build())) {
            Callable<Void> sends = () -> {
                for (int i = 0; i < sendsPerThread; i++) {
                    producer.send(message);
                }
                return null;
            };
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(senders.submit(sends));
            }
            for (Future<Void> thread : running) {
                thread.get();
            }
            assertUnchanged();
            List<StoredMessage> stored = cluster.stored("orders");
            assertThat(stored).hasSize(threads * sendsPerThread).allSatisfy(copy -> {
                assertThat(copy.sysFlag()).isEqualTo(0x301);
                assertThat(copy.decompressed(100_000).body()).isEqualTo(body);
                assertThat(copy.properties())
                        .containsEntry("TAGS", "tag")
                        .containsEntry("KEYS", "k1 k2")
                        .containsEntry("own", "value")
                        .containsEntry("WAIT", "true");
            });
            Set<String> ids = stored.stream()
                    .map(copy -> copy.properties().get(PropertyNames.UNIQ_KEY))
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(threads * sendsPerThread);
        } finally {
            senders.shutdownNow();
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Options that belong to one send. */
class SendOptionsTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final MessageQueue SECOND = new MessageQueue("orders", "broker-a", 1);

    private static Message message() {
        return Message.of("orders", new byte[] {1});
    }

    private static void silence(Bench bench) {
        bench.cluster.rules().add(FaultRule.onSends().silent());
    }

    @Test
    void aSendsOwnTimeoutIsItsOneDeadlineWhateverTheProducersIs() {
        try (Bench bench = Bench.of("broker-a")) {
            silence(bench);
            SendOptions options = SendOptions.DEFAULTS.withTimeout(SHORT);
            List<CompletableFuture<?>> sends = List.of(
                    bench.producer.sendAsync(message(), options),
                    bench.producer.sendAsync(message(), QueueSelectors.byHash(), "key", options),
                    bench.producer.sendBatchAsync(List.of(message(), message()), options));
            for (CompletableFuture<?> send : sends) {
                SendException failure = bench.awaitFailure(send, SendTimeoutException.class);
                assertThat(failure.elapsed()).isEqualTo(SHORT);
            }
            SendException usual = bench.awaitFailure(bench.producer.sendAsync(message()), SendTimeoutException.class);
            assertThat(usual.elapsed()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    /** An officially asynchronous send retries no answer; one that is to retry like a waiting one has two more attempts. */
    @Test
    @Tag("B-ASYNC-06")
    @Tag("B-RETRY-01")
    void anAsynchronousSendMayRetryAsOneThatWaits() {
        try (Bench bench = new Bench(
                cluster -> cluster.brokers("broker-a", "broker-b").topic("orders", 2),
                settings -> settings.profile(Profile.COMPATIBLE))) {
            bench.cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_ERROR, "no"));
            SendException usual = bench.awaitFailure(bench.producer.sendAsync(message()), SendException.class);
            assertThat(usual.attempts()).hasSize(1);
            SendOptions options = SendOptions.DEFAULTS.withSyncRules();
            SendException asSync =
                    bench.awaitFailure(bench.producer.sendAsync(message(), options), SendException.class);
            assertThat(asSync.attempts()).hasSize(3);
            assertThat(options.withTimeout(SHORT).syncRules()).isTrue();
            assertThat(options)
                    .isNotEqualTo(SendOptions.DEFAULTS)
                    .hasToString("SendOptions[timeout=null, queue=null, syncRules]");
        }
    }

    /** The reply has its own time; that of the send only bounds the storing. */
    @Test
    void aRequestMayHaveLessTimeToBeStoredThanToBeRepliedTo() {
        try (Bench bench = Bench.of("broker-a")) {
            SendOptions options = SendOptions.DEFAULTS.withTimeout(SHORT);
            SendException noReply = bench.awaitFailure(
                    bench.producer.requestAsync(message(), Duration.ofSeconds(2), options), NoReplyException.class);
            assertThat(noReply.elapsed()).isEqualTo(Duration.ofSeconds(2));
            silence(bench);
            SendException unsent = bench.awaitFailure(
                    bench.producer.requestAsync(message(), Duration.ofSeconds(2), options), SendTimeoutException.class);
            assertThat(unsent.elapsed()).isEqualTo(SHORT);
        }
    }

    @Test
    @Tag("B-BATCH-07")
    void everyKindOfSendGoesToTheQueueThatItNames() {
        try (Bench bench = Bench.of("broker-a")) {
            SendOptions options = SendOptions.DEFAULTS.withQueue(SECOND);
            for (int i = 0; i < 3; i++) {
                SendResult single = bench.await(bench.producer.sendAsync(message(), options));
                SendResult batch = bench.await(bench.producer.sendBatchAsync(List.of(message(), message()), options));
                assertThat(single.queue()).isEqualTo(SECOND);
                assertThat(batch.queue()).isEqualTo(SECOND);
            }
            bench.await(bench.producer.sendOneway(message(), options));
            bench.awaitFailure(
                    bench.producer.requestAsync(message(), Duration.ofSeconds(1), options), NoReplyException.class);
            bench.awaitFailure(
                    bench.producer.requestAsync(
                            message(),
                            (queues, asked, key) -> queues.get(1),
                            "key",
                            Duration.ofSeconds(1),
                            SendOptions.DEFAULTS),
                    NoReplyException.class);
            assertThat(bench.sends())
                    .hasSize(9)
                    .allSatisfy(send -> assertThat(send.facts().queueId()).isEqualTo(1));
        }
    }

    @Test
    void whatCanNotBeMeantIsRefusedBeforeAnythingHappens() {
        SendOptions toQueue = SendOptions.DEFAULTS.withQueue(SECOND);
        try (Bench bench = Bench.of("broker-a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.producer.sendAsync(message(), QueueSelectors.byHash(), "key", toQueue))
                    .withMessageContaining("options.queue: orders@broker-a/1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.producer.sendBatchAsync(List.of(Message.of("other", new byte[1])), toQueue))
                    .withMessageContaining("queue: orders@broker-a/1");
            IntStream.of(0, -1).forEach(millis -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> SendOptions.DEFAULTS.withTimeout(Duration.ofMillis(millis)))
                    .withMessageContaining("timeout: "));
            assertThat(bench.sends()).isEmpty();
        }
        assertThat(toQueue.withTimeout(SHORT).withQueue(SECOND))
                .isEqualTo(SendOptions.DEFAULTS.withTimeout(SHORT).withQueue(SECOND))
                .isNotEqualTo(toQueue)
                .hasToString("SendOptions[timeout=PT0.7S, queue=orders@broker-a/1]");
    }
}

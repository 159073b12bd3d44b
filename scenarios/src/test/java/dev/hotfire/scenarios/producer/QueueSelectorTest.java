// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends whose queue a user's selector chooses, on a virtual clock. */
class QueueSelectorTest {
    private static final MessageQueue A1 = new MessageQueue("orders", "broker-a", 1);

    private static Message order(String body) {
        return Message.of("orders", body.getBytes(UTF_8));
    }

    private static void warm(Bench bench) {
        bench.await(bench.send("warm"));
    }

    /** As other languages of the JVM throw them. */
    @Test
    void aCheckedExceptionThatNobodyDeclaresFailsTheSendAndGivesItsPlaceBack() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2), settings -> settings.maxInFlight(1))) {
            warm(bench);
            QueueSelector<Object> throwing = (queues, about, key) -> {
                throw undeclared(new IOException("no luck"));
            };
            for (int i = 0; i < 3; i++) {
                assertThat(failureOf(bench, throwing)).hasMessageContaining("no luck");
            }
            bench.await(bench.send("y"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** B-SELECT-06: the selector is asked once, about all queues, in the thread that sends. */
    @Test
    @Tag("B-SELECT-06")
    void withAKnownRouteTheSelectorIsAskedBeforeSendReturns() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            List<Object> asked = new ArrayList<>();
            Message message = order("x");
            CompletableFuture<SendResult> send = bench.producer.sendAsync(
                    message,
                    (queues, about, key) -> {
                        asked.add(List.of(queues, about, key));
                        return queues.get(1);
                    },
                    "k");
            List<MessageQueue> all = List.of(
                    new MessageQueue("orders", "broker-a", 0),
                    A1,
                    new MessageQueue("orders", "broker-b", 0),
                    new MessageQueue("orders", "broker-b", 1));
            assertThat(asked).containsExactly(List.of(all, message, "k"));
            assertThat(bench.await(send).queue()).isEqualTo(A1);
            assertThat(asked).hasSize(1);
        }
    }

    /** The route comes on the loop, where user code must not run; the body may be anything by then. */
    @Test
    void withoutARouteTheSelectorIsAskedLaterAndSeesTheMessageAsItWas() {
        try (Bench bench = Bench.of("broker-a")) {
            byte[] body = "as it was".getBytes(UTF_8);
            Message message = Message.builder("orders")
                    .body(body)
                    .flag(7)
                    .tags("red")
                    .keys("k1")
                    .build();
            List<Message> seen = new ArrayList<>();
            List<Boolean> onLoop = new ArrayList<>();
            CompletableFuture<SendResult> send = bench.producer.sendAsync(
                    message,
                    (queues, about, key) -> {
                        seen.add(about);
                        onLoop.add(bench.machine.nextLoop().inEventLoop());
                        return queues.get(1);
                    },
                    "k");
            assertThat(seen).isEmpty();
            body[0] = 'X';
            assertThat(bench.await(send).queue()).isEqualTo(A1);
            assertThat(onLoop).containsExactly(false);
            assertThat(seen).hasSize(1);
            assertThat(new String(seen.get(0).body(), UTF_8)).isEqualTo("as it was");
            assertThat(seen.get(0).flag()).isEqualTo(7);
            assertThat(seen.get(0).properties()).isEqualTo(message.properties());
            StoredMessage stored = bench.cluster.stored("orders").get(0);
            assertThat(new String(stored.body(), UTF_8)).isEqualTo("as it was");
        }
    }

    /** B-SELECT-06; the returned queue is not checked by the official client, which sends to wherever that leads. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("B-SELECT-06")
    void aSelectorThatFailsEndsTheSendBeforeAnythingIsSent(boolean routeIsKnown) {
        IllegalStateException own = new IllegalStateException("no idea");
        QueueSelector<Object> throwing = (queues, message, key) -> {
            throw own;
        };
        QueueSelector<Object> toNull = (queues, message, key) -> null;
        QueueSelector<Object> foreign = (queues, message, key) -> new MessageQueue("orders", "broker-z", 0);
        QueueSelector<Object> beyond = (queues, message, key) -> new MessageQueue("orders", "broker-a", 2);
        QueueSelector<Object> otherTopic = (queues, message, key) -> new MessageQueue("payments", "broker-a", 0);
        // With one place, one that is not given back shows.
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2), settings -> settings.maxInFlight(1))) {
            if (routeIsKnown) {
                warm(bench);
            }
            assertThat(failureOf(bench, throwing))
                    .hasMessageContaining("no idea")
                    .hasCause(own);
            if (routeIsKnown) {
                assertThat(bench.observed.started).hasSize(1);
            }
            assertThat(failureOf(bench, toNull)).hasMessageContaining("queue selector returned null");
            assertThat(failureOf(bench, foreign))
                    .hasMessageContaining("returned orders@broker-z/0 (expected: one of the 2 queues it was given)");
            assertThat(failureOf(bench, beyond)).hasMessageContaining("orders@broker-a/2");
            assertThat(failureOf(bench, otherTopic)).hasMessageContaining("payments@broker-a/0");
            assertThat(bench.sends()).hasSize(routeIsKnown ? 1 : 0);
            warm(bench);
        }
    }

    private static QueueSelectionException failureOf(Bench bench, QueueSelector<Object> selector) {
        QueueSelectionException failure =
                bench.awaitFailure(bench.producer.sendAsync(order("x"), selector, "k"), QueueSelectionException.class);
        assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);
        assertThat(failure.attempts()).isEmpty();
        assertThat(failure.topic()).isEqualTo("orders");
        return failure;
    }

    /** An error is not ours to keep: it reaches the caller, and the place in flight comes back. */
    @Test
    void anErrorInASelectorReachesItsCaller() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2), settings -> settings.maxInFlight(1))) {
            warm(bench);
            assertThatThrownBy(() -> bench.producer.sendAsync(
                            order("x"),
                            (queues, message, key) -> {
                                throw new AssertionError("a test's own");
                            },
                            "k"))
                    .isInstanceOf(AssertionError.class);
            warm(bench);
        }
    }

    @Test
    void aSelectorThatIsNullIsRefusedAtOnce() {
        try (Bench bench = Bench.of("broker-a")) {
            QueueSelector<Object> none = null;
            assertThatThrownBy(() -> bench.producer.sendAsync(order("x"), none, "k"))
                    .hasMessageContaining("selector");
        }
    }

    /** B-SELECT-10, B-SEND-10: the queue is the key's; no other is tried. */
    @Test
    @Tag("B-SELECT-10")
    @Tag("B-SEND-10")
    void aChosenQueueIsTheOnlyOneTried() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendRefusedException refused = bench.awaitFailure(
                    bench.producer.sendAsync(order("x"), QueueSelectors.byHash(), 1), SendRefusedException.class);
            assertThat(refused.attempts()).hasSize(1);
            assertThat(refused.attempts().get(0).queue()).isEqualTo(A1);
            bench.cluster.rules().add(FaultRule.onSends().first(1).resetBefore());
            assertThat(bench.awaitFailure(
                                    bench.producer.sendAsync(order("y"), QueueSelectors.byHash(), 1),
                                    ConnectionFailedException.class)
                            .attempts())
                    .hasSize(1);
        }
    }

    /** W-6: going away is not a failure of the send; the same queue is asked on a new connection. */
    @Test
    void aBrokerThatSaysGoAwayIsAskedAgainForTheSameQueue() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.GO_AWAY, "go away"));
            SendResult result = bench.await(bench.producer.sendAsync(order("x"), QueueSelectors.byHash(), 1));
            assertThat(result.queue()).isEqualTo(A1);
            assertThat(result.attempts()).isEqualTo(2);
        }
    }

    /** A key's queue must not depend on a broker's health, or its order is lost exactly when something fails. */
    @Test
    void aSelectorIsOfferedIsolatedBrokersToo() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            bench.await(bench.cluster.broker("broker-a").server().crashAsync());
            for (int i = 0; i < 10; i++) {
                bench.await(bench.send("m" + i));
            }
            assertThat(bench.observed.isolations).contains("isolated broker-a");
            List<Integer> offered = new ArrayList<>();
            bench.awaitFailure(
                    bench.producer.sendAsync(
                            order("x"),
                            (queues, message, key) -> {
                                offered.add(queues.size());
                                return queues.get(1);
                            },
                            "k"),
                    ConnectionFailedException.class);
            assertThat(offered).containsExactly(4);
            bench.await(bench.cluster.broker("broker-a").server().restartAsync());
        }
    }

    @Test
    void theMessagesOfOneKeyAreStoredInOneQueueInTheirOrder() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            QueueSelector<String> ring = QueueSelectors.byConsistentHash(50);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(bench.producer.sendAsync(order(Integer.toString(i)), ring, "customer-4711"));
            }
            MessageQueue queue = bench.await(sends.get(0)).queue();
            long before = -1;
            for (CompletableFuture<SendResult> send : sends) {
                SendResult result = bench.await(send);
                assertThat(result.queue()).isEqualTo(queue);
                assertThat(result.queueOffset()).isGreaterThan(before);
                before = result.queueOffset();
            }
        }
    }

    /** B-ONEWAY-03: the official client does not even check that the queue is one of the topic's. */
    @Test
    void onewaySendsTakeAQueueOrASelectorToo() {
        try (Bench bench = Bench.of("broker-a", "broker-b")) {
            warm(bench);
            bench.await(bench.producer.sendOneway(order("x"), A1));
            bench.await(bench.producer.sendOneway(order("y"), QueueSelectors.byHash(), 1));
            bench.awaitFailure(
                    bench.producer.sendOneway(order("z"), (queues, message, key) -> null, "k"),
                    QueueSelectionException.class);
            bench.world.runFor(Bench.ONE_WAY.multipliedBy(2));
            assertThat(bench.cluster.broker("broker-a").log().messages("orders", 1))
                    .extracting(stored -> new String(stored.body(), UTF_8))
                    .contains("x", "y");
            assertThatThrownBy(() -> bench.producer.sendOneway(order("x"), new MessageQueue("payments", "broker-a", 0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** B-SELECT-08: the official client's random selector is seeded with the clock. */
    @Test
    @Tag("B-SELECT-08")
    void randomQueuesAreSpreadAndRepeatWithTheSeed() {
        List<List<MessageQueue>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Bench bench = Bench.of("broker-a", "broker-b")) {
                warm(bench);
                QueueSelector<@Nullable Object> random = bench.producer.randomQueue();
                List<MessageQueue> chosen = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    chosen.add(bench.await(bench.producer.sendAsync(order("m"), random, null))
                            .queue());
                }
                runs.add(chosen);
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
        assertThat(runs.get(0))
                .contains(
                        new MessageQueue("orders", "broker-a", 0),
                        A1,
                        new MessageQueue("orders", "broker-b", 0),
                        new MessageQueue("orders", "broker-b", 1));
        assertThat(runs.get(0).subList(0, 8)).isNotEqualTo(runs.get(0).subList(4, 12));
    }

    @Test
    void aTopicWithoutARouteNeverAsksTheSelector() {
        try (Bench bench = Bench.of("broker-a")) {
            List<Object> asked = new ArrayList<>();
            CompletableFuture<SendResult> send = bench.producer.sendAsync(
                    Message.of("unknown", new byte[1]),
                    (queues, message, key) -> {
                        asked.add(key);
                        return queues.get(0);
                    },
                    "k");
            bench.awaitFailure(send, NoRouteException.class);
            assertThat(asked).isEmpty();
        }
    }

    /** A send that waits for its selector is in flight, and closing gives those in flight their time. */
    @Test
    void aSendWhoseSelectorClosesTheProducerIsStillGivenItsTime() {
        try (Bench bench = Bench.of("broker-a")) {
            CompletableFuture<SendResult> send = bench.producer.sendAsync(
                    order("x"),
                    (queues, message, key) -> {
                        CompletableFuture<Void> unused = bench.producer.closeAsync();
                        return queues.get(0);
                    },
                    "k");
            assertThat(bench.await(send).queue().queueId()).isZero();
            bench.await(bench.producer.closeAsync());
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }

    /** B-SELECT-06, -07: neither the message nor the queues show the namespace, and no result is wrapped twice. */
    @Test
    @Tag("B-SELECT-06")
    @Tag("B-SELECT-07")
    void aSelectorSeesNoNamespace() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("tenant%orders", 2),
                settings -> settings.namespace(Namespace.prefix("tenant")))) {
            List<String> seen = new ArrayList<>();
            QueueSelector<Object> selector = (queues, message, key) -> {
                seen.add(message.topic() + " " + queues.get(1));
                return queues.get(1);
            };
            for (String topic : List.of("orders", "tenant%orders")) {
                SendResult result =
                        bench.await(bench.producer.sendAsync(Message.of(topic, new byte[1]), selector, "k"));
                assertThat(result.queue()).isEqualTo(A1);
            }
            assertThat(seen).containsExactly("orders orders@broker-a/1", "orders orders@broker-a/1");
            assertThat(bench.cluster.stored("tenant%orders")).hasSize(2);
        }
    }
}

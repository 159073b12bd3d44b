// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Replies;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests and replies on a virtual clock; the broker hands over replies as the test tells it. */
class RequestReplyTest {
    private static final String BROKER = "broker-a";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long PUSH_NANOS = 1_000_000_000L;

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(builder -> builder.brokers(BROKER).topic("orders", 2), settings);
    }

    private static Bench bench() {
        return bench(settings -> settings);
    }

    private static CompletableFuture<StoredMessage> request(Bench bench) {
        return bench.producer.requestAsync(Message.of("orders", "how many?".getBytes(StandardCharsets.UTF_8)), TIMEOUT);
    }

    /** The request's properties, once the broker has it. */
    private static Map<String, String> arrived(Bench bench, int count) {
        assertThat(bench.world.runUntil(() -> bench.cluster.stored("orders").size() >= count, Duration.ofSeconds(5)))
                .isTrue();
        return bench.cluster.stored("orders").get(count - 1).properties();
    }

    private static Frame push(Bench bench, Map<String, String> properties, int sysFlag, byte[] body) {
        ReplyPushHeader header = new ReplyPushHeader(
                "pg-replier",
                "DefaultCluster_REPLY_TOPIC",
                null,
                0,
                1,
                sysFlag,
                17,
                5,
                MessageProperties.encode(properties),
                0,
                false,
                "10.1.2.3:4567",
                "10.1.2.4:10911",
                18);
        return bench.await(bench.cluster
                .broker(BROKER)
                .server()
                .connections()
                .get(0)
                .call(
                        header.writeTo(Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT))
                                .body(body),
                        PUSH_NANOS));
    }

    private static Frame reply(Bench bench, Map<String, String> request, String body) {
        return push(bench, replyTo(request), 0, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> replyTo(Map<String, String> request) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.CORRELATION_ID, String.valueOf(request.get(PropertyNames.CORRELATION_ID)));
        properties.put(PropertyNames.MSG_TYPE, "reply");
        return properties;
    }

    /** B-REQREPLY-01, -08 and W-16.2. */
    @Test
    @Tag("B-REQREPLY-01")
    @Tag("B-REQREPLY-08")
    void aReplyFindsItsRequest() {
        try (Bench bench = bench()) {
            CompletableFuture<StoredMessage> asked = request(bench);
            Map<String, String> request = arrived(bench, 1);
            assertThat(request)
                    .containsEntry(PropertyNames.TTL, "2000")
                    .containsEntry(
                            PropertyNames.REPLY_TO_CLIENT,
                            bench.cluster
                                    .broker(BROKER)
                                    .producerGroups()
                                    .get("pg-orders")
                                    .get(0));

            assertThat(reply(bench, request, "seven").code()).isEqualTo(ResponseCode.SUCCESS);

            StoredMessage reply = bench.await(asked);
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("seven");
            assertThat(reply.topic()).isEqualTo("DefaultCluster_REPLY_TOPIC");
            assertThat(reply.flag()).isEqualTo(5);
            assertThat(reply.bornTimestamp()).isEqualTo(17);
            assertThat(reply.bornHost()).hasToString("10.1.2.3:4567");
            assertThat(reply.properties())
                    .containsEntry(PropertyNames.MSG_TYPE, "reply")
                    .containsKey(PropertyNames.ARRIVE_TIME);
        }
    }

    /** B-REQREPLY-05: the official client calls success with null at once, and again later. */
    @Test
    @Tag("B-REQREPLY-05")
    void aRequestEndsOnceAndNotBeforeItsReply() {
        try (Bench bench = bench()) {
            AtomicInteger ends = new AtomicInteger();
            CompletableFuture<StoredMessage> asked = request(bench);
            asked.whenComplete((reply, failure) -> ends.incrementAndGet());
            Map<String, String> request = arrived(bench, 1);
            bench.world.runFor(Duration.ofMillis(500)); // The broker has long confirmed.
            assertThat(asked).isNotDone();
            reply(bench, request, "first");
            assertThat(reply(bench, request, "second").code()).isEqualTo(ResponseCode.SUCCESS);
            bench.world.runFor(Duration.ofSeconds(5));
            assertThat(new String(asked.join().body(), StandardCharsets.UTF_8)).isEqualTo("first");
            assertThat(ends).hasValue(1);
        }
    }

    /** B-REQREPLY-06: to the nanosecond; the official client looks once per second. */
    @Test
    @Tag("B-REQREPLY-06")
    void withoutAReplyTheTimeEndsTheRequest() {
        try (Bench bench = bench()) {
            bench.await(bench.send("warm"));
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<StoredMessage> asked = request(bench);
            NoReplyException failure = bench.awaitFailure(asked, NoReplyException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isEqualTo(TIMEOUT.toNanos());
            assertThat(failure.elapsed()).isEqualTo(TIMEOUT);
            assertThat(failure.attempts()).hasSize(1);
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
            // And what comes later is taken and dropped (B-REQREPLY-08).
            assertThat(reply(bench, arrived(bench, 2), "late").code()).isEqualTo(ResponseCode.SUCCESS);
        }
    }

    /** B-REQREPLY-07; the official client may lose the cause (B-REQREPLY-04). */
    @Test
    @Tag("B-REQREPLY-04")
    @Tag("B-REQREPLY-07")
    void aRequestThatIsRefusedFailsAtOnceWithTheCause() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.MESSAGE_ILLEGAL, "too odd"));
            SendRefusedException failure = bench.awaitFailure(request(bench), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
            assertThat(failure).hasMessageContaining("too odd");
        }
    }

    /** A request of which nobody knows whether it was stored failed as a send does, not for want of a reply. */
    @Test
    @Tag("B-REQREPLY-03")
    void aRequestThatIsNotConfirmedTimesOutAsASend() {
        try (Bench bench = bench()) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            long before = bench.machine.clock().nanoTime();
            SendTimeoutException failure = bench.awaitFailure(request(bench), SendTimeoutException.class);
            assertThat(bench.machine.clock().nanoTime() - before).isEqualTo(TIMEOUT.toNanos());
            assertThat(failure.attempts()).hasSize(3);
        }
    }

    /** B-RETRY: a request is retried like any send, under the same correlation id. */
    @Test
    @Tag("B-REQREPLY-02")
    void aRequestIsRetriedUnderItsId() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            CompletableFuture<StoredMessage> asked = request(bench);
            Map<String, String> request = arrived(bench, 1);
            bench.world.runFor(Duration.ofMillis(10));
            reply(bench, request, "seven");
            assertThat(bench.await(asked).body()).isEqualTo("seven".getBytes(StandardCharsets.UTF_8));
            assertThat(bench.sends()).hasSize(2);
        }
    }

    /** The broker's confirmation may be slower than the replier, or never come. */
    @Test
    void aReplyThatOvertakesTheConfirmationIsTheEnd() {
        try (Bench bench = bench(settings -> settings.retries(0).maxInFlight(1))) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofMillis(300)));
            CompletableFuture<StoredMessage> asked = request(bench);
            reply(bench, arrived(bench, 2), "seven");
            assertThat(new String(bench.await(asked).body(), StandardCharsets.UTF_8))
                    .isEqualTo("seven");
            // The send is still under way, and keeps its place until it ends.
            bench.awaitFailure(bench.send("x"), TooManyInFlightException.class);
            bench.world.runFor(Duration.ofSeconds(1));
            bench.await(bench.send("y"));
        }
    }

    /** Who has replied has the message. The official client goes on to send copies of it, each to be replied to again. */
    @Test
    void aRequestThatWasRepliedToIsNotSentAgain() {
        try (Bench bench = bench()) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenDelay(Duration.ofSeconds(3)));
            CompletableFuture<StoredMessage> asked = request(bench);
            reply(bench, arrived(bench, 2), "seven");
            assertThat(new String(bench.await(asked).body(), StandardCharsets.UTF_8))
                    .isEqualTo("seven");
            bench.world.runFor(Duration.ofSeconds(5));
            assertThat(bench.sends()).hasSize(2);
        }
    }

    /** In the official client the state is not looked at, and a producer that does not run ends in a null error. */
    @Test
    @Tag("B-REQREPLY-01")
    void aClosedProducerRefusesRequestsAndWhatTheMessageSaysAboutRepliesIsOverruled() {
        Bench bench = bench();
        try (bench) {
            Message forged = Message.builder("orders")
                    .body(new byte[] {1})
                    .system(PropertyNames.CORRELATION_ID, "mine")
                    .system(PropertyNames.REPLY_TO_CLIENT, "me")
                    .system(PropertyNames.TTL, "1")
                    .build();
            CompletableFuture<StoredMessage> asked = bench.producer.requestAsync(forged, TIMEOUT);
            Map<String, String> request = arrived(bench, 1);
            assertThat(request.get(PropertyNames.CORRELATION_ID)).isNotEqualTo("mine");
            assertThat(request.get(PropertyNames.REPLY_TO_CLIENT)).isNotEqualTo("me");
            assertThat(request.get(PropertyNames.TTL)).isEqualTo("2000");
            reply(bench, request, "seven");
            bench.await(asked);
            bench.await(bench.producer.closeAsync());
            bench.awaitFailure(request(bench), ProducerClosedException.class);
        }
    }

    /** In the official client looking up and removing are two steps, and both the reply and the time may win. */
    @Test
    @Tag("B-REQREPLY-09")
    void aReplyAtTheVeryEndOfTheTimeEndsTheRequestOnce() {
        Set<String> outcomes = new TreeSet<>();
        for (long early = -3_000; early <= 3_000; early += 250) {
            try (Bench bench = bench()) {
                bench.await(bench.send("warm"));
                AtomicInteger ends = new AtomicInteger();
                CompletableFuture<StoredMessage> asked = request(bench);
                asked.whenComplete((reply, failure) -> {
                    ends.incrementAndGet();
                    outcomes.add(reply != null ? "reply" : "time");
                });
                Map<String, String> request = arrived(bench, 2);
                // The request took 1 ms to arrive, the reply takes 1 ms to come back.
                bench.world.runFor(TIMEOUT.minusMillis(2).plusNanos(early * 1_000));
                assertThat(reply(bench, request, "late").code()).isEqualTo(ResponseCode.SUCCESS);
                bench.world.runFor(Duration.ofSeconds(3));
                assertThat(ends).hasValue(1);
            }
        }
        assertThat(outcomes).containsExactly("reply", "time");
    }

    /** Also on a queue of the caller's choice, where the official client has no false end either. */
    @Test
    @Tag("B-REQREPLY-05")
    void aRequestOnAChosenQueueEndsOnceToo() {
        try (Bench bench = bench()) {
            Message message = Message.of("orders", new byte[] {1});
            MessageQueue queue = new MessageQueue("orders", BROKER, 1);
            List<CompletableFuture<StoredMessage>> asked = List.of(
                    bench.producer.requestAsync(message, TIMEOUT, SendOptions.DEFAULTS.withQueue(queue)),
                    bench.producer.requestAsync(
                            message, (queues, sent, key) -> queues.get(key), 1, TIMEOUT, SendOptions.DEFAULTS));
            for (int i = 0; i < 2; i++) {
                Map<String, String> request = arrived(bench, i + 1);
                assertThat(asked.get(i)).isNotDone();
                reply(bench, request, "r" + i);
            }
            asked.forEach(bench::await);
            assertThat(bench.cluster.stored("orders"))
                    .extracting(StoredMessage::queueId)
                    .containsOnly(1);
        }
    }

    /** The whole way: a consumer's side makes the reply with the helper and sends it like any message. */
    @Test
    @Tag("B-REQREPLY-11")
    void aReplyMadeForARequestFindsItsWayThroughTheBroker() {
        try (Bench bench = bench()) {
            CompletableFuture<StoredMessage> asked = request(bench);
            arrived(bench, 1);
            Message reply = Replies.to(bench.cluster.stored("orders").get(0), new byte[] {42});
            assertThat(reply.topic()).isEqualTo("DefaultCluster_REPLY_TOPIC");
            SendResult sent = bench.await(bench.producer.sendAsync(reply));
            assertThat(sent.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(bench.await(asked).body()).containsExactly(42);
            assertThat(bench.cluster.journal().requests(RequestCode.SEND_REPLY_MESSAGE_V2))
                    .hasSize(1);
        }
    }

    @Test
    @Tag("B-REQREPLY-11")
    @SuppressWarnings("NullAway") // That is what is tested.
    void whatIsNoRequestCanNotBeRepliedTo() {
        try (Bench bench = bench()) {
            bench.await(bench.send("no request"));
            StoredMessage stored = bench.cluster.stored("orders").get(0);
            assertThatThrownBy(() -> Replies.to(stored, new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("request.");
            assertThatThrownBy(() -> Replies.to(null, new byte[1])).isInstanceOf(NullPointerException.class);
        }
    }

    /** Requests that wait are bounded like sends, and their places come back. */
    @Test
    @Tag("B-REQREPLY-12")
    @Tag("B-BACKPRESSURE-11")
    void aRequestKeepsItsPlaceInFlightUntilItsEnd() {
        try (Bench bench = bench(settings -> settings.maxInFlight(1))) {
            CompletableFuture<StoredMessage> asked = request(bench);
            Map<String, String> request = arrived(bench, 1);
            bench.world.runFor(Duration.ofMillis(100));
            bench.awaitFailure(bench.send("x"), TooManyInFlightException.class);
            reply(bench, request, "seven");
            bench.await(asked);
            bench.await(bench.send("y"));
            bench.awaitFailure(request(bench), NoReplyException.class);
            bench.await(bench.send("z"));
        }
    }

    /** W-15: a large reply is compressed, by the same bits as any message. */
    @Test
    void aCompressedReplyIsHandedOutPlain() {
        try (Bench bench = bench()) {
            byte[] body = new byte[50_000];
            int sysFlag = SysFlag.COMPRESSED | Compression.ZLIB.sysFlagBits();
            CompletableFuture<StoredMessage> asked = request(bench);
            push(bench, replyTo(arrived(bench, 1)), sysFlag, Compression.ZLIB.compress(body, 5));
            assertThat(bench.await(asked).body()).isEqualTo(body);

            asked = request(bench);
            push(bench, replyTo(arrived(bench, 2)), sysFlag, new byte[] {1, 2, 3});
            NoReplyException failure = bench.awaitFailure(asked, NoReplyException.class);
            assertThat(failure).hasMessageContaining("can't be read");
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
        }
    }

    /** B-REQREPLY-08: without an id nobody can be found; the official client trips over it, and answers 1 as well. */
    @Test
    @Tag("B-REQREPLY-08")
    void aReplyWithoutACorrelationIdIsRefused() {
        try (Bench bench = bench()) {
            bench.await(bench.send("warm"));
            assertThat(push(bench, Map.of("a", "b"), 0, new byte[] {1}).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(push(bench, Map.of(PropertyNames.CORRELATION_ID, "nobody's"), 0, new byte[] {1})
                            .code())
                    .isEqualTo(ResponseCode.SUCCESS);
            bench.await(bench.send("x"));
        }
    }

    /** B-REQREPLY-10: replies come through any broker that knows the requester, so all of them must. */
    @Test
    @Tag("B-REQREPLY-10")
    void allMastersOfTheTopicKnowTheRequester() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b", "broker-c").topic("orders", 1),
                settings -> settings)) {
            CompletableFuture<StoredMessage> asked = request(bench);
            bench.world.runFor(Duration.ofMillis(50));
            assertThat(bench.cluster.brokers())
                    .allSatisfy(broker -> assertThat(broker.producerGroups()).containsKey("pg-orders"));
            bench.awaitFailure(asked, NoReplyException.class);
        }
    }

    @Test
    @Tag("B-REQREPLY-12")
    void closingFailsRequestsThatStillWait() {
        Bench bench = bench(settings -> settings.closeTimeout(Duration.ofMillis(200)));
        try (bench) {
            CompletableFuture<StoredMessage> asked = request(bench);
            arrived(bench, 1);
            bench.world.runFor(Duration.ofMillis(50));
            bench.await(bench.producer.closeAsync());
            ProducerClosedException failure = bench.awaitFailure(asked, ProducerClosedException.class);
            assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN);
            assertThat(failure.elapsed()).isLessThan(TIMEOUT);
        }
    }

    @Test
    void aTimeoutBeyondAllMeaningIsRefused() {
        try (Bench bench = bench()) {
            for (Duration timeout :
                    List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
                assertThatThrownBy(() -> bench.producer.requestAsync(Message.of("orders", new byte[1]), timeout))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("timeout: ");
            }
            assertThat(bench.sends()).isEmpty();
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that are sent one by one and travel together, on a virtual clock. */
class AutoBatchingTest {
    private static final Duration DELAY = Duration.ofMillis(10);

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2).topic("%RETRY%pg", 1),
                config -> settings.apply(config.batching(Batching.OFFICIAL)));
        bench.await(bench.producer.sendAsync(Message.of("orders", new byte[] {0})));
        return bench;
    }

    private static Bench bench() {
        return bench(settings -> settings);
    }

    private static Message message(String body) {
        return Message.of("orders", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Requests after the one that warmed the route, by the number of messages in each; 0 is one outside a batch. */
    private static List<Integer> sizes(Bench bench) {
        return bench.sends().stream()
                .skip(1)
                .map(JournalEntry::request)
                .map(request -> request.code() == RequestCode.SEND_BATCH_MESSAGE
                        ? BatchBody.decode(request.body()).size()
                        : 0)
                .toList();
    }

    @Test
    @Tag("B-ACCUM-01")
    @Tag("B-ACCUM-17")
    void messagesTravelAloneUnlessToldOtherwise() {
        try (Bench bench = Bench.of("broker-a")) {
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.send("b");
            bench.await(first);
            bench.await(second);
            assertThat(bench.sends())
                    .extracting(entry -> entry.request().code())
                    .containsExactly(RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_MESSAGE_V2);
            assertThat(ProducerConfig.builder("g").nameServers("a:1").build().batching())
                    .isNull();
        }
    }

    @Test
    @Tag("B-ACCUM-07")
    void anEagerBatchWaitsForTheAnswerToTheOneBeforeItAndNoLonger() {
        try (Bench bench = bench(settings -> settings.batching(Batching.DEFAULTS))) {
            long before = bench.machine.clock().nanoTime();
            // Together in one turn of the loop: they travel together, and at once.
            CompletableFuture<SendResult> first = bench.producer.sendAsync(message("a"));
            CompletableFuture<SendResult> second = bench.producer.sendAsync(message("b"));
            bench.world.runFor(Bench.ONE_WAY);
            // While those are under way.
            List<CompletableFuture<SendResult>> later = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                later.add(bench.producer.sendAsync(message("m" + i)));
            }
            bench.await(first);
            bench.await(second);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Bench.ONE_WAY.multipliedBy(2).toNanos());
            later.forEach(bench::await);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Bench.ONE_WAY.multipliedBy(4).toNanos());
            assertThat(sizes(bench)).containsExactly(2, 3);
            // Nobody is before it any more.
            CompletableFuture<SendResult> alone = bench.producer.sendAsync(message("z"));
            bench.await(alone);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Bench.ONE_WAY.multipliedBy(6).toNanos());
        }
    }

    /** Who travels together ends together, so the one with the least time counts for all. */
    @Test
    @Tag("B-ACCUM-07")
    void aBatchHasTheTimeOfTheOneWhoHasTheLeast() {
        try (Bench bench = bench(settings -> settings.asyncRetries(0))) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<SendResult> patient = bench.producer.sendAsync(message("a"));
            bench.world.runFor(Duration.ofMillis(4));
            bench.producer.reconfigure(bench.producer.config().toBuilder()
                    .sendTimeout(Duration.ofMillis(500))
                    .build());
            CompletableFuture<SendResult> hasty = bench.producer.sendAsync(message("b"));
            bench.awaitFailure(hasty, SendTimeoutException.class);
            bench.awaitFailure(patient, SendTimeoutException.class);
            assertThat(sizes(bench)).containsExactly(2);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Duration.ofMillis(504).toNanos());
        }
    }

    @Test
    @Tag("B-ACCUM-04")
    void aBodyThatFillsABatchExactlyTravelsInOneAndALargerOneAlone() {
        try (Bench bench = bench(settings -> settings.batching(new Batching(DELAY, 100, 1_000, false)))) {
            bench.await(bench.producer.sendAsync(Message.of("orders", new byte[100])));
            bench.await(bench.producer.sendAsync(Message.of("orders", new byte[101])));
            assertThat(sizes(bench)).containsExactly(1, 0);
        }
    }

    /** The delay is a bound for eager batches too: an answer that is late holds nobody up for longer. */
    @Test
    @Tag("B-ACCUM-07")
    void anEagerBatchBehindASilentBrokerGoesAfterItsDelay() {
        try (Bench bench = bench(settings -> settings.batching(Batching.DEFAULTS))) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).silent());
            CompletableFuture<SendResult> unlucky = bench.producer.sendAsync(message("a"));
            bench.world.runFor(Bench.ONE_WAY);
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<SendResult> next = bench.producer.sendAsync(message("b"));
            bench.await(next);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(DELAY.plus(Bench.ONE_WAY.multipliedBy(2)).toNanos());
            assertThat(unlucky).isNotDone();
        }
    }

    @Test
    @Tag("B-ACCUM-07")
    @Tag("B-ACCUM-10")
    void eachCallerGetsItsOwnMessagesPlaceAfterTheDelay() {
        try (Bench bench = bench()) {
            long before = bench.machine.clock().nanoTime();
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sends.add(bench.producer.sendAsync(message("m" + i)));
            }
            List<SendResult> results = sends.stream().map(bench::await).toList();
            // The delay, and the way there and back.
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(DELAY.plus(Bench.ONE_WAY.multipliedBy(2)).toNanos());
            assertThat(sizes(bench)).containsExactly(5);
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                SendResult result = results.get(i);
                assertThat(ids.add(result.messageId())).isTrue();
                assertThat(result.status()).isEqualTo(SendStatus.SEND_OK);
                assertThat(result.queue()).isEqualTo(results.get(0).queue());
                assertThat(result.queueOffset()).isEqualTo(results.get(0).queueOffset() + i);
                StoredMessage stored = bench.cluster
                        .broker("broker-a")
                        .log()
                        .messages("orders", result.queue().queueId())
                        .get((int) result.queueOffset());
                assertThat(new String(stored.body(), StandardCharsets.UTF_8)).isEqualTo("m" + i);
                assertThat(stored.messageId()).isEqualTo(result.messageId());
                assertThat(stored.offsetMessageId().format()).isEqualTo(result.offsetMessageId());
            }
        }
    }

    @Test
    @Tag("B-ACCUM-10")
    void aBatchThatIsStoredAsOneMessageHasOneResultForAll() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().alter(reply -> reply.toBuilder()
                    .field("batchUniqId", "THE-BATCH")
                    .build()));
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.send("b");
            assertThat(bench.await(first).messageId()).isEqualTo("THE-BATCH");
            assertThat(bench.await(second)).isEqualTo(bench.await(first));
        }
    }

    /** The official client fails all of them with an argument error, though they are stored. */
    @Test
    @Tag("B-ACCUM-10")
    void aBrokerThatMiscountsHasStoredTheMessagesAllTheSame() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().alter(reply -> reply.toBuilder()
                    .field("msgId", "ONE")
                    .build()));
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.send("b");
            assertThat(bench.await(first).offsetMessageId()).isEqualTo("ONE");
            assertThat(bench.await(second).queueOffset())
                    .isEqualTo(bench.await(first).queueOffset() + 1);
            assertThat(bench.await(second).messageId())
                    .isNotEqualTo(bench.await(first).messageId());
        }
    }

    /** One message is a batch too, so that whatever is gathered takes one way. */
    @Test
    @Tag("B-ACCUM-09")
    void aSingleMessageTravelsAsABatchOfOne() {
        try (Bench bench = bench()) {
            SendResult result = bench.await(bench.send("a"));
            assertThat(sizes(bench)).containsExactly(1);
            assertThat(result.messageId()).doesNotContain(",");
            assertThat(bench.cluster.storedWithUniqueKey(result.messageId())).hasSize(1);
        }
    }

    @Test
    @Tag("B-ACCUM-07")
    void aBatchGoesAtOnceWhenItHasMoreBytesThanItsLimit() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withBatchBytes(100)))) {
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<SendResult> first = bench.send("x".repeat(60));
            CompletableFuture<SendResult> second = bench.send("x".repeat(40));
            CompletableFuture<SendResult> third = bench.send("x");
            bench.await(third);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Bench.ONE_WAY.multipliedBy(2).toNanos());
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(sizes(bench)).containsExactly(3);
        }
    }

    @Test
    @Tag("B-ACCUM-06")
    void messagesOfDifferentKindsTravelApart() {
        try (Bench bench = bench()) {
            MessageQueue queue = new MessageQueue("orders", "broker-a", 1);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sends.add(bench.producer.sendAsync(message("a")));
                sends.add(bench.producer.sendAsync(message("b"), queue));
                sends.add(bench.producer.sendAsync(Message.builder("orders")
                        .body(new byte[1])
                        .tags("t")
                        .keys("k" + i, "both")
                        .build()));
                sends.add(bench.producer.sendAsync(Message.builder("orders")
                        .body(new byte[1])
                        .waitStoreOk(false)
                        .build()));
            }
            sends.forEach(bench::await);
            assertThat(sizes(bench)).containsExactly(2, 2, 2, 2);
            assertThat(bench.await(sends.get(1)).queue()).isEqualTo(queue);
            assertThat(bench.sends().stream()
                            .skip(1)
                            .map(entry -> MessageProperties.decode(
                                    SendRequestHeader.from(entry.request()).properties()))
                            .map(properties -> properties.get("WAIT") + " " + properties.get("TAGS") + " "
                                    + properties.get("KEYS")))
                    .containsExactlyInAnyOrder(
                            "true null null", "true null null", "true t k0 both k1", "false null null");
        }
    }

    @Test
    @Tag("B-ACCUM-03")
    @Tag("B-SEND-15")
    void onlyPlainSendsWithoutATimeoutOfTheirOwnWaitForOthers() {
        try (Bench bench = bench(settings -> settings.transactionChecker(half -> TransactionState.COMMIT))) {
            Producer producer = bench.producer;
            bench.await(producer.sendAsync(message("a"), SendOptions.DEFAULTS.withTimeout(Duration.ofSeconds(3))));
            bench.await(producer.sendAsync(message("b"), QueueSelectors.byHash(), "key"));
            bench.await(producer.sendOneway(message("c")));
            bench.await(producer.sendInTransactionAsync(message("d"), id -> TransactionState.COMMIT));
            bench.awaitFailure(producer.requestAsync(message("e"), Duration.ofSeconds(1)), NoReplyException.class);
            bench.await(producer.sendBatchAsync(List.of(message("f"), message("g"))));
            assertThat(sizes(bench)).containsExactly(0, 0, 0, 0, 0, 2);
        }
    }

    @Test
    @Tag("B-ACCUM-04")
    void whatIsDeliveredLaterOrRetriedOrPartOfATransactionGoesAloneAtOnce() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withBatchBytes(100)))) {
            List<Message> alone = List.of(
                    Message.builder("orders").body(new byte[1]).delayLevel(1).build(),
                    Message.builder("orders")
                            .body(new byte[1])
                            .deliverAfter(Duration.ofSeconds(1))
                            .build(),
                    Message.builder("orders")
                            .body(new byte[1])
                            .system("PGROUP", "pg")
                            .build(),
                    Message.builder("orders").body(new byte[1]).priority(1).build(),
                    Message.of("orders", new byte[101]));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (Message message : alone) {
                sends.add(bench.producer.sendAsync(message));
            }
            sends.add(bench.producer.sendAsync(Message.of("%RETRY%pg", new byte[1])));
            bench.world.runFor(DELAY.minusNanos(1));
            assertThat(sizes(bench)).containsExactly(0, 0, 0, 0, 0, 0);
            sends.forEach(bench::await);
            // A delay of nothing is none.
            bench.await(bench.producer.sendAsync(
                    Message.builder("orders").body(new byte[1]).delayLevel(0).build()));
            assertThat(sizes(bench)).last().isEqualTo(1);
        }
    }

    /** The official client counts what goes alone as waiting for ever, until nothing may wait any more. */
    @Test
    @Tag("B-ACCUM-04")
    @Tag("B-ACCUM-05")
    void theBytesThatMayWaitAreGivenBackWhateverBecomesOfAMessage() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withTotalBytes(100))
                .asyncRetries(0)
                .maxInFlight(4)
                .whenFull(WhenFull.REFUSE))) {
            for (int i = 0; i < 10; i++) {
                bench.await(bench.producer.sendAsync(Message.builder("orders")
                        .body(new byte[60])
                        .delayLevel(1)
                        .build()));
                bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.NO_PERMISSION, "no"));
                bench.awaitFailure(
                        bench.producer.sendAsync(Message.of("orders", new byte[60])), SendRefusedException.class);
                assertThatThrownBy(() -> bench.producer.sendAsync(Message.of("orders", new byte[5 << 20])))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            // Four find a place in flight and wait; those that don't must not hold bytes either.
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sends.add(bench.producer.sendAsync(Message.of("orders", new byte[20])));
            }
            bench.awaitFailure(
                    bench.producer.sendAsync(Message.of("orders", new byte[20])), TooManyInFlightException.class);
            sends.forEach(bench::await);
            assertThat(sizes(bench)).last().isEqualTo(4);
            // All hundred bytes are there again, and not one more: the one beyond goes alone, and first.
            CompletableFuture<SendResult> waiting = bench.producer.sendAsync(Message.of("orders", new byte[100]));
            CompletableFuture<SendResult> beyond = bench.producer.sendAsync(Message.of("orders", new byte[1]));
            bench.await(beyond);
            assertThat(waiting).isNotDone();
            bench.await(waiting);
            assertThat(sizes(bench)).endsWith(0, 1);
        }
    }

    /** In the official client one thread gets the failure, and all others a null pointer. */
    @Test
    @Tag("B-ACCUM-11")
    void aFailureIsTheSameForAll() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().answer(ResponseCode.NO_PERMISSION, "no"));
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sends.add(bench.send("m" + i));
            }
            SendRefusedException failure = bench.awaitFailure(sends.get(0), SendRefusedException.class);
            assertThat(failure.responseCode()).isEqualTo(ResponseCode.NO_PERMISSION);
            for (CompletableFuture<SendResult> send : sends) {
                assertThat(bench.awaitFailure(send, SendException.class)).isSameAs(failure);
            }
        }
    }

    /** In the official client an exception in one callback makes all callbacks hear of a failure, also those served. */
    @Test
    @Tag("B-ACCUM-12")
    void aCallbackThatThrowsIsNothingToTheOthers() {
        try (Bench bench = bench()) {
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            AtomicInteger results = new AtomicInteger();
            for (int i = 0; i < 5; i++) {
                CompletableFuture<SendResult> send = bench.send("m" + i);
                int number = i;
                send.whenComplete((result, failure) -> {
                    assertThat(failure).isNull();
                    results.incrementAndGet();
                    if (number == 1) {
                        throw new IllegalStateException("callback of message 1");
                    }
                });
                sends.add(send);
            }
            sends.forEach(bench::await);
            assertThat(results).hasValue(5);
            assertThat(sends).noneMatch(CompletableFuture::isCompletedExceptionally);
        }
    }

    /** Waiting for others counts: the end is due three seconds after the first call, not after the departure. */
    @Test
    @Tag("B-SEND-04")
    void waitingForOthersIsPartOfTheTimeout() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            CompletableFuture<SendResult> first = bench.send("a");
            bench.world.runFor(Duration.ofMillis(5));
            CompletableFuture<SendResult> second = bench.send("b");
            SendTimeoutException failure = bench.awaitFailure(first, SendTimeoutException.class);
            assertThat(failure.elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(failure.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
            assertThat(bench.awaitFailure(second, SendTimeoutException.class)).isSameAs(failure);
        }
    }

    @Test
    void nobodyWaitsForOthersLongerThanHalfItsTimeout() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withDelay(Duration.ofSeconds(30)))
                .sendTimeout(Duration.ofSeconds(1)))) {
            long before = bench.machine.clock().nanoTime();
            bench.await(bench.send("a"));
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Duration.ofMillis(502).toNanos());
        }
    }

    /** Producers of one client id share an accumulator in the official client: the first to close takes it along. */
    @Test
    @Tag("B-ACCUM-01")
    @Tag("B-ACCUM-13")
    @Tag("B-ACCUM-16")
    void aSiblingNeitherEndsNorBendsTheSendsOfAnother() {
        try (Bench bench = bench(settings -> settings.asyncRetries(0))) {
            Producer sibling = Hotfire.start(
                    ProducerConfig.builder("pg-sibling")
                            .nameServers(bench.cluster.nameServerAddresses())
                            .batching(Batching.OFFICIAL.withDelay(Duration.ofSeconds(1)))
                            .build(),
                    bench.machine);
            CompletableFuture<SendResult> theirs = sibling.sendAsync(message("theirs"));
            CompletableFuture<SendResult> ours = bench.send("ours");
            bench.await(ours);
            assertThat(theirs).isNotDone();
            bench.await(sibling.closeAsync());
            assertThat(theirs).isCompleted();
            bench.await(bench.send("still ours"));
            assertThat(bench.sends())
                    .extracting(entry -> SendRequestHeader.from(entry.request()).producerGroup())
                    .containsExactly("pg-orders", "pg-orders", "pg-sibling", "pg-orders");
        }
    }

    /** The official client hangs for ever. */
    @Test
    @Tag("B-ACCUM-14")
    void whoSendsAfterTheCloseIsToldSo() {
        Bench bench = bench();
        try (bench) {
            bench.await(bench.producer.closeAsync());
            ProducerClosedException failure =
                    bench.awaitFailure(bench.producer.sendAsync(message("late")), ProducerClosedException.class);
            assertThat(failure.attempts()).isEmpty();
            assertThatThrownBy(() -> bench.producer.send(message("late"))).isInstanceOf(ProducerClosedException.class);
        }
    }

    /** The official client forgets those that wait. */
    @Test
    @Tag("B-ACCUM-15")
    void closingLetsAllGoThatWait() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withDelay(Duration.ofSeconds(1))))) {
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.producer.sendAsync(
                    Message.builder("orders").body(new byte[1]).tags("t").build());
            bench.world.runFor(Duration.ofMillis(1));
            long before = bench.machine.clock().nanoTime();
            CompletableFuture<Void> closed = bench.producer.closeAsync();
            bench.await(first);
            bench.await(second);
            assertThat(bench.machine.clock().nanoTime() - before)
                    .isEqualTo(Bench.ONE_WAY.multipliedBy(2).toNanos());
            bench.await(closed);
            assertThat(sizes(bench)).containsExactly(1, 1);
        }
    }

    /** A close in one turn with the sends: they are still in the mailbox when it comes. */
    @Test
    @Tag("B-ACCUM-15")
    void whatWasCalledBeforeTheCloseIsSentOrFailsAndNeverHangs() {
        try (Bench bench = bench(settings -> settings.batching(Batching.OFFICIAL.withDelay(Duration.ofSeconds(1)))
                .closeTimeout(Duration.ofMillis(100)))) {
            bench.cluster.rules().add(FaultRule.onSends().silent());
            CompletableFuture<SendResult> send = bench.send("a");
            CompletableFuture<Void> closed = bench.producer.closeAsync();
            ProducerClosedException failure = bench.awaitFailure(send, ProducerClosedException.class);
            assertThat(failure.attempts()).hasSize(1);
            bench.await(closed);
        }
    }

    /** What a caller does with its array afterwards is its own business, here as everywhere. */
    @Test
    @Tag("B-ASYNC-15")
    void aMessageIsTakenInWhenItIsSent() {
        try (Bench bench = bench()) {
            byte[] body = {1};
            CompletableFuture<SendResult> send = bench.producer.sendAsync(Message.of("orders", body));
            body[0] = 2;
            SendResult result = bench.await(send);
            assertThat(bench.cluster
                            .storedWithUniqueKey(result.messageId())
                            .get(0)
                            .body())
                    .isEqualTo(new byte[] {1});
        }
    }

    @Test
    @Tag("B-ACCUM-16")
    void aBatchIsRetriedByTheRulesOfItsProducer() {
        try (Bench bench = bench()) {
            bench.cluster.rules().add(FaultRule.onSends().first(2).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.send("b");
            assertThat(bench.await(first).attempts()).isEqualTo(3);
            assertThat(bench.await(second).attempts()).isEqualTo(3);
            assertThat(sizes(bench)).containsExactly(2, 2, 2);
        }
    }

    /** Hooks see what travels, which is the batch; and never on the loop, though nobody's thread is at hand. */
    @Test
    void hooksSeeTheBatchOnceBeforeItsMembersHearOfItsEnd() {
        List<String> seen = new ArrayList<>();
        SendHook hook = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                seen.add("before " + attempt.message().messageId());
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                seen.add("after " + attempt.message().messageId());
            }
        };
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(hook)))) {
            seen.clear();
            CompletableFuture<SendResult> first = bench.send("a");
            CompletableFuture<SendResult> second = bench.send("b");
            String ids =
                    bench.await(first).messageId() + "," + bench.await(second).messageId();
            assertThat(seen).containsExactly("before " + ids, "after " + ids);
            assertThat(sizes(bench)).containsExactly(2);
        }
    }
}

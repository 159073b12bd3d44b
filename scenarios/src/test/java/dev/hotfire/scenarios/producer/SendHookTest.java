// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.MessageType;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.RequestHook;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendForbiddenException;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users' hooks see and what they may do, on a virtual clock. */
class SendHookTest {
    private static final AclCredentials ALICE = new AclCredentials("alice", "alices-secret", null);

    /** Writes down what it sees; holds that every "before" gets one "after" about the same object. */
    private static final class Recorder implements SendHook {
        final List<SendAttempt> begun = new ArrayList<>();
        final List<SendAttempt> over = new ArrayList<>();

        @Override
        public void beforeSend(SendAttempt attempt) {
            assertThat(attempt.result()).isNull();
            assertThat(attempt.failure()).isNull();
            begun.add(attempt);
            attempt.attributes().put("begun", begun.size());
        }

        @Override
        public void afterSend(SendAttempt attempt) {
            assertThat(attempt.attributes()).containsKey("begun");
            over.add(attempt);
        }

        void requirePairs(int count) {
            assertThat(begun).hasSize(count);
            assertThat(over).containsExactlyElementsOf(begun).doesNotHaveDuplicates();
        }
    }

    private final Recorder hook = new Recorder();

    private static Bench bench(UnaryOperator<ProducerConfig.Builder> settings) {
        return new Bench(builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2), settings);
    }

    private Bench hooked() {
        return bench(settings -> settings.sendHooks(List.of(hook)));
    }

    private static RequestHook logging(String name, List<String> log) {
        return new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                if (request.code() == RequestCode.SEND_MESSAGE_V2) {
                    log.add(name + " before");
                }
                return Map.of();
            }

            @Override
            public void afterResponse(String address, Frame request, Frame response) {
                if (request.code() == RequestCode.SEND_MESSAGE_V2) {
                    log.add(name + " after " + ResponseCode.nameOf(response.code()));
                }
            }
        };
    }

    private static SendHook logHook(String name, List<String> log) {
        return new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                log.add(name + " before " + attempt.number());
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                log.add(name + " after " + attempt.number());
            }
        };
    }

    @Test
    @Tag("B-HOOK-01")
    @Tag("B-SEND-03")
    void everyAttemptHasItsHooksAskedInOrder() {
        List<String> log = new ArrayList<>();
        try (Bench bench = bench(
                settings -> settings.sendChecks(List.of(attempt -> log.add("check 1"), attempt -> log.add("check 2")))
                        .sendHooks(List.of(logHook("A", log), logHook("B", log)))
                        .requestHooks(List.of(logging("R", log), logging("S", log))))) {
            bench.await(
                    bench.send("warm")); // Waits for a route, so its first attempt is prepared on a callback thread.
            bench.await(bench.send("known")); // Prepared in the caller's thread.
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            bench.await(bench.send("again"));
        }
        List<String> first = List.of("check 1", "check 2", "A before 1", "B before 1", "R before", "S before");
        List<String> second = List.of("check 1", "check 2", "A before 2", "B before 2", "R before", "S before");
        List<String> stored = List.of("R after SUCCESS", "S after SUCCESS");
        List<String> expected = new ArrayList<>();
        for (int send = 0; send < 2; send++) {
            expected.addAll(first);
            expected.addAll(stored);
            expected.addAll(List.of("A after 1", "B after 1"));
        }
        expected.addAll(first);
        expected.addAll(List.of("R after SYSTEM_BUSY", "S after SYSTEM_BUSY", "A after 1", "B after 1"));
        expected.addAll(second);
        expected.addAll(stored);
        expected.addAll(List.of("A after 2", "B after 2"));
        assertThat(log).containsExactlyElementsOf(expected);
    }

    @Test
    @Tag("B-HOOK-02")
    void aForbiddenAttemptIsARefusedOneAndTheNextAsksAgain() {
        List<String> asked = new ArrayList<>();
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(hook)).sendChecks(List.of(attempt -> {
            asked.add(attempt.queue().brokerName());
            if (asked.size() < 3) {
                throw new IllegalStateException("not now");
            }
        })))) {
            SendResult result = bench.await(bench.send("third time lucky"));
            assertThat(result.attempts()).isEqualTo(3);
            assertThat(bench.sends()).hasSize(1);
            assertThat(new TreeSet<>(asked)).containsExactly("broker-a", "broker-b");
            hook.requirePairs(1);
            assertThat(hook.over.get(0).number()).isEqualTo(3);
            assertThat(bench.observed.attempts.get(result.messageId()).get(0).outcome())
                    .isEqualTo(new AttemptOutcome.Refused(10_003, "forbidden: not now"));
        }
    }

    @Test
    @Tag("B-HOOK-02")
    void aSendThatIsForbiddenForGoodFailsWithTheCheckersReasonAndNothingWasSent() {
        IllegalStateException reason = new IllegalStateException("never");
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(hook)).sendChecks(List.of(attempt -> {
            throw reason;
        })))) {
            SendForbiddenException failure = bench.awaitFailure(bench.send("no"), SendForbiddenException.class);
            assertThat(failure).hasCause(reason);
            assertThat(failure.attempts()).hasSize(3);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_STORED);

            Message message = Message.of("orders", new byte[1]);
            MessageQueue queue = new MessageQueue("orders", "broker-a", 1);
            for (CompletableFuture<?> once : List.of(
                    bench.producer.sendAsync(message, queue),
                    bench.producer.sendAsync(message, QueueSelectors.byHash(), "key"),
                    bench.producer.sendOneway(message))) {
                failure = bench.awaitFailure(once, SendForbiddenException.class);
                assertThat(failure).hasCause(reason);
                assertThat(failure.attempts()).hasSize(1);
            }
            assertThat(bench.sends()).isEmpty();
            hook.requirePairs(0);
            assertThat(bench.observed.isolations).isEmpty();
        }
    }

    @Test
    @Tag("B-HOOK-03")
    void whatHooksThrowHurtsNobody() {
        SendHook angry = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                throw new AssertionError("before");
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                throw new IllegalStateException("after");
            }
        };
        RequestHook angryToo = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                throw new AssertionError("before");
            }

            @Override
            public void afterResponse(String address, Frame request, Frame response) {
                throw new IllegalStateException("after");
            }
        };
        try (Bench bench =
                bench(settings -> settings.sendHooks(List.of(angry, hook)).requestHooks(List.of(angryToo)))) {
            bench.await(bench.send("one"));
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[1])));
            bench.world.runFor(Duration.ofMillis(10)); // It is there.
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            bench.await(bench.send("two"));
            hook.requirePairs(4);
        }
    }

    @Test
    @Tag("B-HOOK-04")
    void everyAttemptEndsForItsHooksWithWhatCameOfIt() {
        try (Bench bench = hooked()) {
            // The newest rule is asked first.
            bench.cluster.rules().add(FaultRule.onSends().first(1).storeThenReset());
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            SendResult result = bench.await(bench.send("third"));
            hook.requirePairs(3);
            assertThat(hook.over).extracting(SendAttempt::number).containsExactly(1, 2, 3);
            assertThat(hook.over.get(0).failure()).isInstanceOf(SendRefusedException.class);
            assertThat(hook.over.get(1).failure()).isNotNull();
            assertThat(hook.over.get(2).failure()).isNull();
            assertThat(hook.over.get(2).result()).isEqualTo(result);
            assertThat(hook.over.get(0).result()).isNull();
        }
    }

    /** It is stored, if less durably than it should be, and that is what hooks are to see although another attempt follows. */
    @Test
    @Tag("B-HOOK-04")
    void aCopyThatIsNotGoodEnoughIsShownToHooksWithItsResult() {
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(hook)).retryWhenNotStored(true))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().once().storeThenAnswer(ResponseCode.FLUSH_DISK_TIMEOUT, "slow disk"));
            SendResult result = bench.await(bench.send("twice"));
            hook.requirePairs(2);
            assertThat(hook.over.get(0).failure()).isNull();
            assertThat(hook.over.get(0).result())
                    .isNotNull()
                    .returns(SendStatus.FLUSH_DISK_TIMEOUT, SendResult::status)
                    .returns(result.messageId(), SendResult::messageId);
            assertThat(hook.over.get(1).result()).isEqualTo(result);
        }
    }

    /** The official client calls "after" at submission, with neither result nor exception, and again at the end. */
    @Test
    @Tag("B-HOOK-05")
    @Tag("B-ASYNC-14")
    void anAsynchronousSendEndsOnceForItsHooksAndBeforeItsCaller() {
        try (Bench bench = hooked()) {
            bench.await(bench.send("warm"));
            CompletableFuture<SendResult> sent = bench.send("slow");
            assertThat(hook.begun).hasSize(2);
            assertThat(hook.over).hasSize(1);
            List<Integer> overWhenTold = new ArrayList<>();
            sent.thenRun(() -> overWhenTold.add(hook.over.size()));
            SendResult result = bench.await(sent);
            hook.requirePairs(2);
            assertThat(overWhenTold).containsExactly(2);
            assertThat(hook.over.get(1).result()).isEqualTo(result);
        }
    }

    @Test
    @Tag("B-HOOK-05")
    @Tag("B-ONEWAY-04")
    void aOnewaySendEndsOnceToo() {
        try (Bench bench = hooked()) {
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[1])));
            hook.requirePairs(1);
            assertThat(hook.over.get(0).mode()).isEqualTo(SendMode.ONEWAY);
            assertThat(hook.over.get(0).result()).isNull();
            assertThat(hook.over.get(0).failure()).isNull();
        }
    }

    @Test
    @Tag("B-HOOK-05")
    void sendsThatEndWithoutAnAnswerEndForTheirHooksToo() {
        Bench bench = bench(settings -> settings.sendHooks(List.of(hook))
                .asyncRetries(0)
                .sendTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ZERO));
        try (bench) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            SendTimeoutException late = bench.awaitFailure(bench.send("silent"), SendTimeoutException.class);
            assertThat(hook.over.get(1).failure()).isSameAs(late);

            bench.awaitFailure(bench.producer.sendAsync(Message.of("nowhere", new byte[1])), NoRouteException.class);
            hook.requirePairs(2); // That one never had an attempt.

            CompletableFuture<SendResult> open = bench.send("open");
            bench.await(bench.producer.closeAsync());
            ProducerClosedException closed = bench.awaitFailure(open, ProducerClosedException.class);
            hook.requirePairs(3);
            assertThat(hook.over.get(2).failure()).isSameAs(closed);
        }
    }

    @Test
    @Tag("B-HOOK-05")
    void aProducerThatIsClosedByAHookEndsAttemptsForAllOfThem() {
        List<Runnable> atRetry = new ArrayList<>();
        SendHook closing = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                if (attempt.number() == 2) {
                    atRetry.forEach(Runnable::run);
                }
            }
        };
        Bench bench =
                bench(settings -> settings.sendHooks(List.of(hook, closing)).closeTimeout(Duration.ZERO));
        try (bench) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            CompletableFuture<SendResult> sent = bench.send("again");
            atRetry.add(bench.producer::closeAsync);
            ProducerClosedException closed = bench.awaitFailure(sent, ProducerClosedException.class);
            bench.await(bench.producer.closeAsync());
            hook.requirePairs(3);
            assertThat(hook.over.get(2).failure()).isSameAs(closed);
        }
    }

    @Test
    @Tag("B-HOOK-06")
    @Tag("B-SEND-03")
    void hooksSeeWhatIsSentAndWhereTo() {
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(hook))
                .namespace(Namespace.prefix("tenant"))
                .transactionChecker(half -> TransactionState.UNKNOWN))) {
            byte[] body = new byte[100_000];
            Message message =
                    Message.builder("orders").body(body).tags("t").flag(7).build();
            CompletableFuture<SendResult> sent = bench.producer.sendAsync(message);
            bench.awaitFailure(sent, NoRouteException.class); // Nobody made that tenant's topic.
        }
        try (Bench bench = bench(
                settings -> settings.sendHooks(List.of(hook)).transactionChecker(half -> TransactionState.UNKNOWN))) {
            byte[] body = new byte[100_000];
            Message message =
                    Message.builder("orders").body(body).tags("t").flag(7).build();
            SendResult result = bench.await(bench.producer.sendAsync(message));
            SendAttempt seen = hook.over.get(0);
            assertThat(seen.producerGroup()).isEqualTo("pg-orders");
            assertThat(seen.namespace()).isEmpty();
            assertThat(seen.mode()).isEqualTo(SendMode.ASYNC);
            assertThat(seen.clientHost()).isEqualTo(bench.machine.host());
            assertThat(seen.queue()).isEqualTo(result.queue());
            assertThat(seen.brokerAddress())
                    .isEqualTo(bench.cluster
                            .broker(result.queue().brokerName())
                            .server()
                            .address()
                            .toString());
            assertThat(seen.message().topic()).isEqualTo("orders");
            assertThat(seen.message().messageId()).isEqualTo(result.messageId());
            assertThat(seen.message().flag()).isEqualTo(7);
            assertThat(seen.message().type()).isEqualTo(MessageType.NORMAL);
            assertThat(seen.message().isBatch()).isFalse();
            assertThat(seen.message().properties())
                    .containsEntry("TAGS", "t")
                    .containsEntry(PropertyNames.UNIQ_KEY, result.messageId());
            assertThat(seen.message().sysFlag() & SysFlag.COMPRESSED).isNotZero();
            assertThat(seen.message().body()).hasSizeLessThan(body.length);

            bench.await(bench.producer.sendInTransactionAsync(message, id -> TransactionState.COMMIT));
            assertThat(hook.over.get(1).message().type()).isEqualTo(MessageType.HALF);
            bench.await(bench.producer.sendBatchAsync(List.of(message, message)));
            assertThat(hook.over.get(2).message().isBatch()).isTrue();
            for (String delay : List.of(
                    PropertyNames.DELAY,
                    PropertyNames.TIMER_DELAY_SEC,
                    PropertyNames.TIMER_DELAY_MS,
                    PropertyNames.TIMER_DELIVER_MS,
                    "__STARTDELIVERTIME")) {
                assertThat(MessageType.of(Map.of(delay, "1"), SysFlag.TRANSACTION_PREPARED))
                        .as(delay)
                        .isEqualTo(MessageType.DELAY);
            }
        }
    }

    @Test
    @Tag("B-HOOK-07")
    void hooksSeeHowTransactionsEndBeforeTheirBrokersAreTold() {
        List<TransactionEnd> ends = new ArrayList<>();
        List<Integer> toldBefore = new ArrayList<>();
        List<Bench> benches = new ArrayList<>();
        EndTransactionHook angry = end -> {
            throw new AssertionError("angry");
        };
        EndTransactionHook seeing = end -> {
            ends.add(end);
            toldBefore.add(benches.get(0)
                    .cluster
                    .journal()
                    .requests(RequestCode.END_TRANSACTION)
                    .size());
        };
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 1),
                settings -> settings.endTransactionHooks(List.of(angry, seeing))
                        .transactionChecker(half -> TransactionState.COMMIT))) {
            benches.add(bench);
            Message message = Message.of("orders", "hello".getBytes(StandardCharsets.UTF_8));
            String id = bench.await(bench.producer.sendInTransactionAsync(message, tx -> TransactionState.UNKNOWN))
                    .half()
                    .messageId();
            bench.world.runFor(Duration.ofMillis(10));
            bench.cluster.broker("broker-a").checkTransactions();
            bench.world.runFor(Duration.ofMillis(10));

            assertThat(toldBefore).containsExactly(0, 1);
            String address = bench.cluster.broker("broker-a").server().address().toString();
            for (TransactionEnd end : ends) {
                assertThat(end.producerGroup()).isEqualTo("pg-orders");
                assertThat(end.brokerAddress()).isEqualTo(address);
                assertThat(end.messageId()).isEqualTo(id);
                assertThat(end.transactionId()).isEqualTo(id);
                assertThat(end.message().topic()).isEqualTo("orders");
                assertThat(end.message().properties()).containsEntry(PropertyNames.UNIQ_KEY, id);
                assertThat(new String(end.message().body(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
            assertThat(ends)
                    .extracting(TransactionEnd::state)
                    .containsExactly(TransactionState.UNKNOWN, TransactionState.COMMIT);
            assertThat(ends).extracting(TransactionEnd::fromCheck).containsExactly(false, true);
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }

    /** As registering a hook with the official producer after its start. */
    @Test
    @Tag("B-HOOK-08")
    void hooksCanBeAddedWhileTheProducerRuns() {
        try (Bench bench = bench(settings -> settings)) {
            bench.await(bench.send("unseen"));
            bench.producer.reconfigure(
                    bench.producer.config().toBuilder().sendHooks(List.of(hook)).build());
            bench.await(bench.send("seen"));
            hook.requirePairs(1);
        }
    }

    /** The official client's request hooks are those of whoever came first to a shared instance. */
    @Test
    @Tag("B-HOOK-08")
    void requestHooksSeeEveryRequestOfTheirProducerAndNoOther() {
        Map<Integer, Integer> asked = new LinkedHashMap<>();
        Map<Integer, Integer> answered = new LinkedHashMap<>();
        RequestHook counting = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                asked.merge(request.code(), 1, Integer::sum);
                return Map.of("seen", "yes");
            }

            @Override
            public void afterResponse(String address, Frame request, Frame response) {
                assertThat(request.field("seen")).isEqualTo("yes");
                answered.merge(request.code(), 1, Integer::sum);
            }
        };
        Bench bench = bench(settings ->
                settings.requestHooks(List.of(counting)).transactionChecker(half -> TransactionState.COMMIT));
        try (bench) {
            bench.await(bench.send("one"));
            bench.await(bench.producer.sendOneway(Message.of("orders", new byte[1])));
            bench.await(bench.producer.sendInTransactionAsync(
                    Message.of("orders", new byte[1]), id -> TransactionState.COMMIT));
            bench.world.runFor(Duration.ofMillis(10));
        }
        assertThat(bench.cluster.journal().entries())
                .allSatisfy(entry -> assertThat(entry.request().field("seen")).isEqualTo("yes"));
        Map<Integer, Integer> arrived = new LinkedHashMap<>();
        bench.cluster.journal().entries().forEach(entry -> arrived.merge(entry.code(), 1, Integer::sum));
        assertThat(asked).isEqualTo(arrived);
        assertThat(asked)
                .containsKeys(
                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                        RequestCode.HEART_BEAT,
                        RequestCode.SEND_MESSAGE_V2,
                        RequestCode.END_TRANSACTION,
                        RequestCode.UNREGISTER_CLIENT);
        assertThat(answered.get(RequestCode.SEND_MESSAGE_V2)).isEqualTo(2);
        assertThat(answered).doesNotContainKey(RequestCode.END_TRANSACTION);
    }

    /**
     * The official client adds the zone after the user's hook has signed, and servers refuse the request. Whatever a
     * request carries, by setting or by hook, is covered here, and is seen by a hook that signs by itself.
     */
    @Test
    @Tag("B-HOOK-09")
    void zoneStreamTypeAndWhatHooksAddAreAllUnderTheSignature() {
        List<Frame> seen = new ArrayList<>();
        RequestHook adding = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                seen.add(request);
                return Map.of("zoo", "lion");
            }
        };
        Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b")
                        .topic("orders", 2)
                        .admit(ALICE),
                settings -> settings.credentials(ALICE)
                        .zone("hangzhou", "strict")
                        .streamRequests(true)
                        .requestHooks(List.of(adding)));
        try (bench) {
            bench.await(bench.send("one"));
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            bench.await(bench.send("two"));
        }
        assertThat(bench.cluster.journal().entries()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.request().extFields())
                    .containsEntry("__ZONE_NAME", "hangzhou")
                    .containsEntry("__ZONE_MODE", "strict")
                    .containsEntry("ReqT", "0")
                    .containsEntry("zoo", "lion");
            assertThat(AclSignature.verify(entry.request(), ALICE.secretKey())).isTrue();
        });
        assertThat(seen).isNotEmpty().allSatisfy(request -> {
            assertThat(request.extFields())
                    .containsEntry("__ZONE_NAME", "hangzhou")
                    .containsEntry("ReqT", "0");
            assertThat(request.extFields()).doesNotContainKeys(AclSignature.SIGNATURE, AclSignature.ACCESS_KEY);
        });
    }

    /** A hook of the user's own signs over what it sees: nothing is added after it. */
    @Test
    @Tag("B-HOOK-09")
    void aHookThatSignsByItselfMakesGoodSignatures() {
        RequestHook signing = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                Frame signed = AclSignature.sign(request, ALICE);
                Map<String, String> added = new LinkedHashMap<>(signed.extFields());
                added.keySet().removeAll(request.extFields().keySet());
                return added;
            }
        };
        Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2).admit(ALICE),
                settings -> settings.zone("hangzhou", null).requestHooks(List.of(signing)));
        try (bench) {
            bench.await(bench.send("one"));
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }

    @Test
    @Tag("B-HOOK-09")
    void aHookCanNotChangeWhatARequestSays() {
        RequestHook forging = new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                return Map.of("e", "99", "topic", "others");
            }
        };
        try (Bench bench = bench(settings -> settings.requestHooks(List.of(forging)))) {
            bench.await(bench.send("one"));
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }

    @Test
    @Tag("B-TRACE-13")
    void hooksMaySetPropertiesOfWhatIsSentButNotOfTheCallersMessage() {
        SendHook tracing = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                attempt.property("traceparent", "span-" + attempt.number());
                assertThat(attempt.message().properties()).containsEntry("traceparent", "span-" + attempt.number());
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                assertThatThrownBy(() -> attempt.property("late", "x")).isInstanceOf(IllegalStateException.class);
                attempt.attributes().put("checked", true);
            }
        };
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(tracing, hook)))) {
            Message message = Message.of("orders", "hello".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 2; i++) { // Without a known route, and with one.
                bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
                bench.await(bench.producer.sendAsync(message));
            }
            assertThat(message.properties()).isEmpty();
            Collection<StoredMessage> stored = bench.cluster.stored("orders");
            assertThat(stored).hasSize(2).allSatisfy(one -> {
                assertThat(one.properties()).containsEntry("traceparent", "span-2");
                assertThat(new String(one.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
            });
            assertThat(hook.over)
                    .allSatisfy(attempt -> assertThat(attempt.attributes()).containsKey("checked"));
        }
    }

    /** The caller may do with its array what it likes once the call has returned. */
    @Test
    @Tag("B-TRACE-13")
    void aRetryThatHooksPrepareSendsTheBodyOfTheFirstAttempt() {
        try (Bench bench = hooked()) {
            bench.cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
            byte[] body = "before".getBytes(StandardCharsets.UTF_8);
            CompletableFuture<SendResult> sent = bench.producer.sendAsync(Message.of("orders", body));
            body[0] = 'X';
            bench.await(sent);
            assertThat(new String(bench.cluster.stored("orders").get(0).body(), StandardCharsets.UTF_8))
                    .isEqualTo("before");
        }
    }

    @Test
    @Tag("B-TRACE-13")
    void aPropertyThatCanNotBeSentIsRefusedToTheHook() {
        List<String> refused = new ArrayList<>();
        SendHook bad = new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                attempt.property("good", "1");
                Map<String, String> tries = Map.of(
                        "UNIQ_KEY",
                        "mine",
                        "a\u0001",
                        "b",
                        "c",
                        "d\u0002",
                        " ",
                        "x",
                        "y",
                        " ",
                        "z",
                        "z".repeat(33_000));
                tries.forEach((name, value) -> {
                    try {
                        attempt.property(name, value);
                    } catch (IllegalArgumentException e) {
                        refused.add(name);
                    }
                });
            }
        };
        try (Bench bench = bench(settings -> settings.sendHooks(List.of(bad)))) {
            SendResult result = bench.await(bench.send("one"));
            assertThat(refused).containsExactlyInAnyOrder("UNIQ_KEY", "a\u0001", "c", " ", "y", "z");
            assertThat(bench.cluster.stored("orders").get(0).properties())
                    .containsEntry("good", "1")
                    .containsEntry("UNIQ_KEY", result.messageId())
                    .doesNotContainKeys("z", "y", "c");
        }
    }
}

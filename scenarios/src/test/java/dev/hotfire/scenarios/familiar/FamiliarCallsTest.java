// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.client.producer.RequestCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.utils.MessageUtil;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageBatch;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to send, by its signature: what it stores, where, and that its timeout counts. */
class FamiliarCallsTest {
    private static final int PATIENCE_SECONDS = 30;
    private static final long TIMEOUT = 20_000;
    private static final String TOPIC = "orders";
    private static final MessageQueue QUEUE = new MessageQueue(TOPIC, "broker-b", 1);
    private static final MessageQueueSelector THE_QUEUE = (queues, message, arg) ->
            queues.stream().filter(queue -> queue.equals(arg)).findFirst().orElseThrow();

    private static FakeCluster cluster;
    private static DefaultMQProducer producer;
    private static DefaultMQProducer replier;

    @BeforeAll
    static void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic(TOPIC, 2)
                .topic("DefaultCluster_REPLY_TOPIC", 1)
                .start();
        producer = new DefaultMQProducer("calls-group");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout((int) TIMEOUT);
        producer.start();
        replier = new DefaultMQProducer("replies-group");
        replier.setNamesrvAddr(cluster.nameServerAddresses());
        replier.setSendMsgTimeout((int) TIMEOUT);
        replier.start();
    }

    @AfterAll
    static void stop() {
        replier.shutdown();
        producer.shutdown();
        cluster.close();
    }

    private static Message message() {
        return new Message(TOPIC, "TagA", "hello".getBytes(StandardCharsets.UTF_8));
    }

    private static List<Message> messages() {
        return List.of(message(), message(), message());
    }

    /** A call; returns what its caller or its callback hears, null from a one-way call. */
    private interface Call {
        @Nullable
        SendResult within(long timeout) throws Exception;
    }

    /** A call that has a callback. */
    private interface Calling {
        void with(Callbacks callbacks) throws Exception;
    }

    private static SendResult heard(Calling call) throws Exception {
        Callbacks callbacks = new Callbacks();
        call.with(callbacks);
        try {
            return callbacks.result();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** What a row of the table expects. */
    private record Row(@Nullable MessageQueue queue, int messages, boolean ownTimeout, Call call) {}

    private static Named<Row> row(
            String name, @Nullable MessageQueue queue, int messages, boolean ownTimeout, Call call) {
        return Named.of(name, new Row(queue, messages, ownTimeout, call));
    }

    @SuppressWarnings("deprecation")
    static List<Named<Row>> sends() {
        DefaultMQProducer p = producer;
        return List.of(
                row("send", null, 1, false, t -> p.send(message())),
                row("send, timeout", null, 1, true, t -> p.send(message(), t)),
                row("send, callback", null, 1, false, t -> heard(c -> p.send(message(), c))),
                row("send, callback, timeout", null, 1, true, t -> heard(c -> p.send(message(), c, t))),
                row("send, queue", QUEUE, 1, false, t -> p.send(message(), QUEUE)),
                row("send, queue, timeout", QUEUE, 1, true, t -> p.send(message(), QUEUE, t)),
                row("send, queue, callback", QUEUE, 1, false, t -> heard(c -> p.send(message(), QUEUE, c))),
                row("send, queue, callback, timeout", QUEUE, 1, true, t -> heard(c -> p.send(message(), QUEUE, c, t))),
                row("send, selector", QUEUE, 1, false, t -> p.send(message(), THE_QUEUE, QUEUE)),
                row("send, selector, timeout", QUEUE, 1, true, t -> p.send(message(), THE_QUEUE, QUEUE, t)),
                row(
                        "send, selector, callback",
                        QUEUE,
                        1,
                        false,
                        t -> heard(c -> p.send(message(), THE_QUEUE, QUEUE, c))),
                row(
                        "send, selector, callback, timeout",
                        QUEUE,
                        1,
                        true,
                        t -> heard(c -> p.send(message(), THE_QUEUE, QUEUE, c, t))),
                row("batch", null, 3, false, t -> p.send(messages())),
                row("batch, timeout", null, 3, true, t -> p.send(messages(), t)),
                row("batch, callback", null, 3, false, t -> heard(c -> p.send(messages(), c))),
                row("batch, callback, timeout", null, 3, true, t -> heard(c -> p.send(messages(), c, t))),
                row("batch, queue", QUEUE, 3, false, t -> p.send(messages(), QUEUE)),
                row("batch, queue, timeout", QUEUE, 3, true, t -> p.send(messages(), QUEUE, t)),
                row("batch, queue, callback", QUEUE, 3, false, t -> heard(c -> p.send(messages(), QUEUE, c))),
                row(
                        "batch, queue, callback, timeout",
                        QUEUE,
                        3,
                        true,
                        t -> heard(c -> p.send(messages(), QUEUE, c, t))),
                row("a batch as a message", null, 3, false, t -> p.send(new MessageBatch(messages()))),
                row("a batch as a message, queue", QUEUE, 3, false, t -> p.send(new MessageBatch(messages()), QUEUE)),
                row(
                        "a batch as a message, callback",
                        null,
                        3,
                        false,
                        t -> heard(c -> p.send(new MessageBatch(messages()), c))),
                row("one-way", null, 1, false, t -> {
                    p.sendOneway(message());
                    return null;
                }),
                row("one-way, queue", QUEUE, 1, false, t -> {
                    p.sendOneway(message(), QUEUE);
                    return null;
                }),
                row("one-way, selector", QUEUE, 1, false, t -> {
                    p.sendOneway(message(), THE_QUEUE, QUEUE);
                    return null;
                }),
                row("direct", null, 1, false, t -> p.sendDirect(message(), null, null)),
                row("direct, queue", QUEUE, 1, false, t -> p.sendDirect(message(), QUEUE, null)),
                row(
                        "direct, queue, callback",
                        QUEUE,
                        1,
                        false,
                        t -> heard(c ->
                                assertThat(p.sendDirect(message(), QUEUE, c)).isNull())),
                row("by the accumulator", null, 1, false, t -> p.sendByAccumulator(message(), null, null)),
                row("by the accumulator, queue", QUEUE, 1, false, t -> p.sendByAccumulator(message(), QUEUE, null)),
                row(
                        "by the accumulator, queue, callback",
                        QUEUE,
                        1,
                        false,
                        t -> heard(c -> assertThat(p.sendByAccumulator(message(), QUEUE, c))
                                .isNull())));
    }

    @ParameterizedTest
    @MethodSource("sends")
    void storesWhatItIsGivenWhereItIsToGo(Row row) throws Exception {
        Set<StoredMessage> before = new HashSet<>(cluster.stored(TOPIC));
        CompletableFuture<Void> all = stored(before.size() + row.messages());
        SendResult result = row.call().within(TIMEOUT);
        all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<StoredMessage> added = cluster.stored(TOPIC).stream()
                .filter(stored -> !before.contains(stored))
                .toList();
        assertThat(added).hasSize(row.messages()).allSatisfy(stored -> {
            assertThat(new String(stored.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(stored.properties()).containsEntry("TAGS", "TagA");
        });
        if (result != null) {
            assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            assertThat(result.getMsgId().split(",", -1)).hasSize(row.messages());
            assertThat(result.getMessageQueue().getTopic()).isEqualTo(TOPIC);
            assertThat(added)
                    .extracting(StoredMessage::queueId)
                    .containsOnly(result.getMessageQueue().getQueueId());
        }
        if (row.queue() != null) {
            assertThat(cluster.broker(QUEUE.getBrokerName()).log().messages(TOPIC, QUEUE.getQueueId()))
                    .containsAll(added);
            if (result != null) {
                assertThat(result.getMessageQueue()).isEqualTo(row.queue());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sends")
    void itsOwnTimeoutCounts(Row row) {
        if (!row.ownTimeout()) {
            // The producer's counts, whatever is said here: nothing takes it.
            assertThat(catchThrowable(() -> row.call().within(0))).isNull();
            return;
        }
        int before = cluster.journal().sends().size();
        assertThat(catchThrowable(() -> row.call().within(0)))
                .isInstanceOf(dev.hotfire.remoting.exception.RemotingTooMuchRequestException.class);
        assertThat(cluster.journal().sends()).hasSize(before);
    }

    private static CompletableFuture<Void> stored(int messages) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        cluster.journal().addListener(new JournalListener() {
            @Override
            public void requestSettled(JournalEntry entry) {
                if (!all.isDone() && cluster.stored(TOPIC).size() >= messages) {
                    all.complete(null);
                }
            }
        });
        return all;
    }

    /** A call that asks; returns the reply. */
    private interface Request {
        Message of(Message message) throws Exception;
    }

    private interface Requesting {
        void with(RequestCallback callback) throws Exception;
    }

    private static Message replied(Requesting call) throws Exception {
        CompletableFuture<Message> reply = new CompletableFuture<>();
        call.with(new RequestCallback() {
            @Override
            public void onSuccess(Message message) {
                reply.complete(message);
            }

            @Override
            public void onException(Throwable e) {
                reply.completeExceptionally(e);
            }
        });
        return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static List<Named<Request>> requests() {
        DefaultMQProducer p = producer;
        return List.of(
                Named.of("request", m -> p.request(m, TIMEOUT)),
                Named.of("request, queue", m -> p.request(m, QUEUE, TIMEOUT)),
                Named.of("request, selector", m -> p.request(m, THE_QUEUE, QUEUE, TIMEOUT)),
                Named.of("request, callback", m -> replied(c -> p.request(m, c, TIMEOUT))),
                Named.of("request, queue, callback", m -> replied(c -> p.request(m, QUEUE, c, TIMEOUT))),
                Named.of("request, selector, callback", m -> replied(c -> p.request(m, THE_QUEUE, QUEUE, c, TIMEOUT))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void asksAndHearsTheReply(Request request) throws Exception {
        ExecutorService answering = Executors.newSingleThreadExecutor();
        try {
            Set<String> answered = new HashSet<>();
            cluster.stored(TOPIC).forEach(stored -> answered.add(String.valueOf(stored.messageId())));
            cluster.journal().addListener(new JournalListener() {
                @Override
                public void requestSettled(JournalEntry entry) {
                    try {
                        answering.execute(() -> cluster.stored(TOPIC).stream()
                                .filter(stored -> answered.add(String.valueOf(stored.messageId())))
                                .forEach(FamiliarCallsTest::answer));
                    } catch (RejectedExecutionException e) {
                        // The reply is there, nobody waits for another.
                        assertThat(answering.isShutdown()).isTrue();
                    }
                }
            });
            Message reply = request.of(message());
            assertThat(new String(reply.getBody(), StandardCharsets.UTF_8)).isEqualTo("hello, too");
            assertThat(reply.getTopic()).isEqualTo("DefaultCluster_REPLY_TOPIC");
        } finally {
            // What it is at ends by itself: the reply has arrived, and its sender hears so.
            answering.shutdown();
            assertThat(answering.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static void answer(StoredMessage stored) {
        try {
            Message asked = new Message(stored.topic(), stored.body());
            stored.properties().forEach((name, value) -> MessageAccessor.putProperty(asked, name, value));
            replier.send(MessageUtil.createReplyMessage(asked, "hello, too".getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyATransactionProducerHasTransactions() {
        assertThat(catchThrowable(() -> producer.sendMessageInTransaction(message(), null)))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("TransactionMQProducer");
    }
}

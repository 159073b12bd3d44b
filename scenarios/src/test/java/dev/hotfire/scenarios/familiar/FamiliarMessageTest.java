// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.producer.TransactionSendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageBatch;
import dev.hotfire.common.message.MessageConst;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of the caller's message object, and what of it arrives. */
class FamiliarMessageTest {
    private FakeCluster cluster;
    private TransactionMQProducer producer;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 2)
                .topic("ns1%orders", 2)
                .start();
        producer = new TransactionMQProducer("messages-group");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setNamespace("ns1");
        producer.setCompressMsgBodyOverHowmuch(100);
        producer.setSendMsgTimeout(20_000);
        producer.setTransactionListener(new CommitAll());
        producer.start();
    }

    @AfterEach
    void stop() {
        producer.shutdown();
        cluster.close();
    }

    private static final class CommitAll implements TransactionListener {
        @Override
        public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
            if (arg instanceof RuntimeException mistake) {
                throw mistake;
            }
            return arg == null ? null : LocalTransactionState.valueOf(arg.toString());
        }

        @Override
        public LocalTransactionState checkLocalTransaction(MessageExt msg) {
            return LocalTransactionState.COMMIT_MESSAGE;
        }
    }

    private static Message message() {
        Message message =
                new Message("orders", "TagA", "k1 k2", "hello ".repeat(100).getBytes(StandardCharsets.UTF_8));
        message.putUserProperty("city", "Berlin");
        message.setFlag(7);
        return message;
    }

    /** What a message is, but for its UNIQ_KEY. */
    private record Look(String topic, int flag, String body, Map<String, String> properties, String transactionId) {
        static Look at(Message message) {
            Map<String, String> properties = new HashMap<>(message.getProperties());
            properties.remove(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX);
            return new Look(
                    message.getTopic(),
                    message.getFlag(),
                    Arrays.toString(message.getBody()),
                    properties,
                    message.getTransactionId());
        }
    }

    /** A call that sends a message. */
    private interface Send {
        void to(Message message) throws Exception;
    }

    private List<Send> allSends() {
        return List.of(
                message -> producer.send(message),
                message -> producer.send(message, producer.getSendMsgTimeout()),
                message -> producer.send(message, (mqs, msg, arg) -> mqs.get(0), "key"),
                message -> producer.sendOneway(message),
                message -> {
                    Callbacks callbacks = new Callbacks();
                    producer.send(message, callbacks);
                    callbacks.result();
                },
                message -> producer.send(List.of(message, message())),
                message -> producer.send(new MessageBatch(List.of(message))));
    }

    @Test
    @Tag("B-SEND-12")
    @Tag("B-COMPRESS-07")
    @Tag("B-BATCH-02")
    void noSendChangesAMessageButForItsId() throws Exception {
        for (Send send : allSends()) {
            Message message = message();
            byte[] body = message.getBody();
            Look before = Look.at(message);
            send.to(message);
            assertThat(Look.at(message)).isEqualTo(before);
            assertThat(message.getBody()).isSameAs(body);
            assertThat(message.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX))
                    .hasSize(32);
        }
    }

    @Test
    @Tag("B-SEND-12")
    void aFailedSendLeavesAMessageAsItWas() {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_ERROR, "no"));
        Message message = message();
        Look before = Look.at(message);
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(Exception.class);
        Message empty = new Message("orders", new byte[0]);
        Look emptyBefore = Look.at(empty);
        assertThatThrownBy(() -> producer.send(empty)).isInstanceOf(Exception.class);
        assertThat(Look.at(message)).isEqualTo(before);
        assertThat(Look.at(empty)).isEqualTo(emptyBefore);
    }

    @Test
    @Tag("B-SEND-13")
    void aMessageSentAgainKeepsItsIdEvenIfTheFirstSendFailed() throws Exception {
        cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
        Message message = message();
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(Exception.class);
        SendResult first = producer.send(message);
        SendResult second = producer.send(message);
        assertThat(second.getMsgId()).isEqualTo(first.getMsgId());
        assertThat(message.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX))
                .isEqualTo(first.getMsgId());
        assertThat(cluster.storedWithUniqueKey(first.getMsgId())).hasSize(2);
    }

    @Test
    @Tag("B-SEND-12")
    void oneMessageMayBeSentByManyThreadsAtOnce() throws Exception {
        int threads = 8;
        int sends = 50;
        Message message = message();
        Look before = Look.at(message);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<SendResult>> calls = new ArrayList<>();
            for (int i = 0; i < threads * sends; i++) {
                calls.add(() -> producer.send(message));
            }
            for (Future<SendResult> call : executor.invokeAll(calls)) {
                SendResult result = call.get(30, TimeUnit.SECONDS);
                assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
                assertThat(result.getMsgId())
                        .isEqualTo(message.getProperty(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX));
                assertThat(result.getMessageQueue().getTopic()).isEqualTo("orders");
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(Look.at(message)).isEqualTo(before);
        assertThat(cluster.stored("ns1%orders")).hasSize(threads * sends).allSatisfy(FamiliarMessageTest::isWhole);
    }

    private static void isWhole(StoredMessage stored) {
        StoredMessage plain = stored.decompressed(10_000);
        assertThat(new String(plain.body(), StandardCharsets.UTF_8)).isEqualTo("hello ".repeat(100));
        assertThat(plain.flag()).isEqualTo(7);
        assertThat(plain.properties())
                .containsEntry("city", "Berlin")
                .containsEntry("TAGS", "TagA")
                .containsEntry("KEYS", "k1 k2")
                .containsEntry("INSTANCE_ID", "ns1");
    }

    @Test
    @Tag("B-TXN-04")
    @Tag("B-TXN-06")
    void aTransactionWritesItsIdOnTheMessageAndNothingElse() throws Exception {
        Message message = message();
        Look before = Look.at(message);
        TransactionSendResult result = producer.sendMessageInTransaction(message, "COMMIT_MESSAGE");
        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(result.getLocalTransactionState()).isEqualTo(LocalTransactionState.COMMIT_MESSAGE);
        assertThat(result.getTransactionId()).isEqualTo(result.getMsgId());
        assertThat(result.getOffsetMsgId()).isNull();
        assertThat(message.getTransactionId()).isEqualTo(result.getMsgId());
        assertThat(message.getProperty("__transactionId__")).isEqualTo(result.getMsgId());
        message.getProperties().remove("__transactionId__");
        message.setTransactionId(before.transactionId());
        assertThat(Look.at(message)).isEqualTo(before);
    }

    @Test
    @Tag("B-TXN-02")
    @Tag("B-TXN-03")
    @Tag("B-TXN-04")
    void transactionsThatDontCommit() throws Exception {
        assertThat(producer.sendMessageInTransaction(message(), null).getLocalTransactionState())
                .isEqualTo(LocalTransactionState.UNKNOW);
        assertThat(producer.sendMessageInTransaction(message(), new IllegalStateException("work failed"))
                        .getLocalTransactionState())
                .isEqualTo(LocalTransactionState.UNKNOW);
        assertThat(producer.sendMessageInTransaction(message(), "ROLLBACK_MESSAGE")
                        .getLocalTransactionState())
                .isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
        Message delayed = message();
        delayed.setDelayTimeLevel(1);
        assertThatThrownBy(() -> producer.sendMessageInTransaction(delayed, "COMMIT_MESSAGE"))
                .hasMessageContaining("Transactional messages do not support delayed delivery");
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
        assertThatThrownBy(() -> producer.sendMessageInTransaction(message(), "COMMIT_MESSAGE"))
                .hasMessageContaining("send message Exception")
                .hasCauseInstanceOf(dev.hotfire.client.exception.MQBrokerException.class);
    }

    @Test
    @Tag("B-TXN-09")
    @Tag("B-TXN-10")
    @Tag("B-TXN-11")
    void brokersAreAnsweredByTheListenerOnTheUsersThreads() throws Exception {
        ExecutorService checks = Executors.newSingleThreadExecutor(task -> new Thread(task, "users-checks"));
        try {
            CompletableFuture<MessageExt> asked = new CompletableFuture<>();
            CompletableFuture<String> thread = new CompletableFuture<>();
            CompletableFuture<Void> committed = new CompletableFuture<>();
            producer.setExecutorService(checks);
            producer.setTransactionListener(new TransactionListener() {
                @Override
                public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
                    return LocalTransactionState.UNKNOW;
                }

                @Override
                public LocalTransactionState checkLocalTransaction(MessageExt msg) {
                    thread.complete(Thread.currentThread().getName());
                    asked.complete(msg);
                    return LocalTransactionState.COMMIT_MESSAGE;
                }
            });
            cluster.journal().addListener(new JournalListener() {
                @Override
                public void requestSettled(JournalEntry entry) {
                    if (!cluster.stored("ns1%orders").isEmpty()) {
                        committed.complete(null);
                    }
                }
            });
            String id = producer.sendMessageInTransaction(message(), "anything").getMsgId();
            assertThat(cluster.stored("ns1%orders")).isEmpty();
            cluster.brokers().forEach(FakeBroker::checkTransactions);
            MessageExt half = asked.get(30, TimeUnit.SECONDS);
            assertThat(half.getTransactionId()).isEqualTo(id);
            assertThat(half.getMsgId()).isEqualTo(id);
            assertThat(half.getTopic()).isEqualTo("orders");
            assertThat(half.getUserProperty("city")).isEqualTo("Berlin");
            assertThat(new String(half.getBody(), StandardCharsets.UTF_8)).isEqualTo("hello ".repeat(100));
            assertThat(thread.get(30, TimeUnit.SECONDS)).isEqualTo("users-checks");
            committed.get(30, TimeUnit.SECONDS);
            assertThat(cluster.stored("ns1%orders")).singleElement().satisfies(stored -> assertThat(stored.messageId())
                    .isEqualTo(id));
        } finally {
            checks.shutdownNow();
        }
    }

    @Test
    @Tag("B-SEND-07")
    @Tag("B-NS-01")
    void resultsAndSelectorsHaveNamesWithoutTheNamespace() throws Exception {
        List<String> offered = new ArrayList<>();
        SendResult result = producer.send(
                message(),
                (mqs, msg, arg) -> {
                    offered.add(mqs.get(0).getTopic());
                    offered.add(msg.getTopic());
                    // Users sort what they are given.
                    mqs.sort(null);
                    return mqs.get(0);
                },
                "key");
        assertThat(offered).containsExactly("orders", "orders");
        assertThat(result.getMessageQueue().getTopic()).isEqualTo("orders");
        assertThat(result.getRegionId()).isEqualTo("DefaultRegion");
        assertThat(result.getOffsetMsgId()).hasSize(32);
        assertThat(result.isTraceOn()).isTrue();
        assertThat(new DefaultMQProducer("other").withNamespace("orders")).isEqualTo("orders");
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.producer.TransactionSendResult;
import dev.hotfire.common.ServiceState;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.testkit.FakeCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts and shutdowns of the familiar producers, over TCP. */
class FamiliarLifeTest {
    /** Nobody listens there: a port that only the privileged may take. */
    private static final String NOBODY = "127.0.0.1:1";

    private static FakeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = FakeCluster.builder().topic("life", 2).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static DefaultMQProducer producer(String group) {
        DefaultMQProducer producer = new DefaultMQProducer(group);
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        return producer;
    }

    private static Message message() {
        return new Message("life", "hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("B-LIFE-01")
    void aSecondStartNamesTheState() throws Exception {
        DefaultMQProducer producer = producer("life-twice");
        producer.start();
        try {
            assertThatThrownBy(producer::start)
                    .isInstanceOf(MQClientException.class)
                    .hasMessageContaining("The producer service state not OK, maybe started once, RUNNING");
            assertThat(producer.send(message()).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        } finally {
            producer.shutdown();
        }
        assertThatThrownBy(producer::start)
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("maybe started once, SHUTDOWN_ALREADY");
    }

    @Test
    @Tag("B-LIFE-02")
    @Tag("B-LIFE-04")
    void aStartThatFailedCanBeCorrected() throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer();
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        assertThatThrownBy(producer::start)
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("producerGroup can not equal DEFAULT_PRODUCER, please specify another one.");
        producer.setProducerGroup("life ? corrected");
        assertThatThrownBy(producer::start).isInstanceOf(MQClientException.class);
        producer.setProducerGroup(" ");
        assertThatThrownBy(producer::start).isInstanceOf(MQClientException.class);
        producer.setProducerGroup("g".repeat(121));
        assertThatThrownBy(producer::start).isInstanceOf(MQClientException.class);
        producer.setProducerGroup("life-corrected");
        producer.setRetryTimesWhenSendFailed(-1);
        assertThatThrownBy(producer::start)
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("retries: -1");
        assertThat(producer.getDefaultMQProducerImpl().getServiceState()).isEqualTo(ServiceState.CREATE_JUST);
        producer.setRetryTimesWhenSendFailed(2);
        producer.setCreateTopicKey(null);
        assertThatThrownBy(producer::start)
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("templateTopic: null");
        producer.setCreateTopicKey("TBW102");
        String name = producer.getInstanceName();
        producer.setInstanceName(null);
        assertThatThrownBy(producer::start)
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("instanceName: null");
        producer.setInstanceName(name);
        producer.start();
        assertThat(producer.send(message()).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        producer.shutdown();
    }

    @Test
    @Tag("B-LIFE-05")
    @Tag("B-LIFE-07")
    void aGroupStartsOncePerInstanceAndMayTryAnotherName() throws Exception {
        DefaultMQProducer first = producer("life-shared");
        DefaultMQProducer second = producer("life-shared");
        first.setInstanceName("life-instance");
        second.setInstanceName("life-instance");
        first.start();
        try {
            assertThatThrownBy(second::start)
                    .isInstanceOf(MQClientException.class)
                    .hasMessageContaining(
                            "The producer group[life-shared] has been created before, specify another name"
                                    + " please.");
            second.setProducerGroup("life-shared-2");
            second.start();
            assertThat(second.buildMQClientId()).isEqualTo(first.buildMQClientId());
            assertThat(second.send(message()).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            second.shutdown();
            // What they share is there until the last one leaves.
            assertThat(first.send(message()).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        } finally {
            first.shutdown();
        }
        DefaultMQProducer again = producer("life-shared");
        again.setInstanceName("life-instance");
        again.start();
        again.shutdown();
    }

    @Test
    @Tag("B-LIFE-06")
    void producersThatAreNotNamedShareNothing() throws Exception {
        DefaultMQProducer first = producer("life-same");
        DefaultMQProducer second = producer("life-same");
        first.start();
        second.start();
        try {
            assertThat(first.getInstanceName())
                    .startsWith(ProcessHandle.current().pid() + "#");
            assertThat(first.buildMQClientId()).isNotEqualTo(second.buildMQClientId());
        } finally {
            first.shutdown();
            second.shutdown();
        }
    }

    @Test
    @Tag("B-LIFE-10")
    void aStartNeedsNobodyToBeUp() throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("life-alone");
        producer.setNamesrvAddr(NOBODY);
        producer.setSendMsgTimeout(200);
        producer.start();
        assertThatThrownBy(() -> producer.send(message())).isInstanceOf(MQClientException.class);
        producer.shutdown();
    }

    @Test
    @Tag("B-LIFE-13")
    void nothingIsSentBeforeTheStartOrAfterTheEnd() throws Exception {
        DefaultMQProducer producer = producer("life-not-yet");
        assertThatThrownBy(() -> producer.send(message()))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("The producer service state not OK, CREATE_JUST");
        Callbacks early = new Callbacks();
        producer.send(message(), early);
        assertThat(early.failure()).hasMessageContaining("The producer service state not OK, CREATE_JUST");
        Callbacks batch = new Callbacks();
        producer.send(List.of(message()), batch);
        assertThat(batch.failure()).hasMessageContaining("The producer service state not OK, CREATE_JUST");
        producer.start();
        producer.shutdown();
        assertThatThrownBy(() -> producer.sendOneway(message()))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("The producer service state not OK, SHUTDOWN_ALREADY");
        Callbacks late = new Callbacks();
        producer.send(message(), late, 3_000);
        assertThat(late.failure()).hasMessageContaining("The producer service state not OK, SHUTDOWN_ALREADY");
        assertThatThrownBy(() -> producer.request(message(), 100))
                .hasMessageContaining("The producer service state not OK, SHUTDOWN_ALREADY");
    }

    @Test
    @Tag("B-LIFE-14")
    void shutdownsBeyondTheOneDoNothing() throws Exception {
        DefaultMQProducer producer = producer("life-idle");
        producer.shutdown();
        producer.start();
        producer.shutdown();
        assertThatCode(producer::shutdown).doesNotThrowAnyException();
        assertThat(producer.getDefaultMQProducerImpl().getServiceState()).isEqualTo(ServiceState.SHUTDOWN_ALREADY);
    }

    @Test
    @Tag("B-LIFE-14")
    void aFailedStartLeavesNoRegistrationBehind() throws Exception {
        DefaultMQProducer broken = producer("life-left");
        broken.setInstanceName("life-left-instance");
        broken.setSendMsgTimeout(-5);
        assertThatThrownBy(broken::start).isInstanceOf(MQClientException.class).hasMessageContaining("sendTimeout");
        DefaultMQProducer other = producer("life-left");
        other.setInstanceName("life-left-instance");
        other.start();
        other.shutdown();
    }

    @Test
    @Tag("B-LIFE-19")
    @Tag("B-LIFE-20")
    void executorsOfTheUsersOwnAreUsedAndStayOpen() throws Exception {
        ExecutorService callbacks = Executors.newSingleThreadExecutor(task -> new Thread(task, "users-callbacks"));
        ExecutorService senders = Executors.newSingleThreadExecutor(task -> new Thread(task, "users-senders"));
        try {
            DefaultMQProducer producer = producer("life-executors");
            // The official client throws a null pointer here.
            producer.setCallbackExecutor(callbacks);
            producer.setAsyncSenderExecutor(senders);
            producer.start();
            Callbacks sent = new Callbacks();
            CompletableFuture<String> selectorThread = new CompletableFuture<>();
            producer.send(message());
            producer.send(
                    message(),
                    (mqs, msg, arg) -> {
                        selectorThread.complete(Thread.currentThread().getName());
                        return mqs.get(0);
                    },
                    null,
                    sent);
            assertThat(sent.result().getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            assertThat(sent.threadName()).isEqualTo("users-callbacks");
            assertThat(selectorThread.get(10, TimeUnit.SECONDS)).isEqualTo("users-senders");
            producer.shutdown();
            assertThat(callbacks.isShutdown()).isFalse();
            assertThat(senders.isShutdown()).isFalse();
        } finally {
            callbacks.shutdownNow();
            senders.shutdownNow();
        }
    }

    @Test
    @Tag("B-ASYNC-03")
    @Tag("B-ASYNC-04")
    void anExecutorThatRejectsFailsTheSendUnlessBackPressureIsOn() throws Exception {
        ExecutorService senders = Executors.newSingleThreadExecutor();
        senders.shutdown();
        DefaultMQProducer producer = producer("life-rejected");
        producer.setAsyncSenderExecutor(senders);
        producer.start();
        Callbacks rejected = new Callbacks();
        producer.send(message(), rejected);
        assertThat(rejected.failure()).isInstanceOf(MQClientException.class).hasMessageContaining("executor rejected");
        assertThatThrownBy(() -> producer.send(message(), new Callbacks(), 3_000))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("executor rejected");
        producer.setEnableBackpressureForAsyncMode(true);
        Callbacks taken = new Callbacks();
        producer.send(message(), taken, 3_000);
        assertThat(taken.result().getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        producer.shutdown();
    }

    @Test
    @Tag("B-LIFE-14")
    @Tag("B-ASYNC-13")
    void aCallbackMayShutDownItsProducerAndMayThrow() throws Exception {
        DefaultMQProducer producer = producer("life-inside");
        producer.start();
        CompletableFuture<ServiceState> ended = new CompletableFuture<>();
        producer.send(message(), new Callbacks() {
            @Override
            public void onSuccess(dev.hotfire.client.producer.SendResult sendResult) {
                producer.shutdown();
                ended.complete(producer.getDefaultMQProducerImpl().getServiceState());
                throw new IllegalStateException("a callback's own mistake");
            }
        });
        assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(ServiceState.SHUTDOWN_ALREADY);
        producer.shutdown();
    }

    /** The close waits for what is in flight, which is the half message that waits for this transaction. */
    @Test
    @Tag("B-LIFE-14")
    void aLocalTransactionMayShutDownItsProducerAndIsStillCommitted() throws Exception {
        TransactionMQProducer producer = new TransactionMQProducer("life-transaction");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        AtomicReference<ServiceState> inside = new AtomicReference<>();
        producer.setTransactionListener(new TransactionListener() {
            @Override
            public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
                producer.shutdown();
                inside.set(producer.getDefaultMQProducerImpl().getServiceState());
                return LocalTransactionState.COMMIT_MESSAGE;
            }

            @Override
            public LocalTransactionState checkLocalTransaction(MessageExt msg) {
                return LocalTransactionState.UNKNOW;
            }
        });
        producer.start();
        TransactionSendResult result = producer.sendMessageInTransaction(message(), null);
        assertThat(inside).hasValue(ServiceState.SHUTDOWN_ALREADY);
        assertThat(result.getLocalTransactionState()).isEqualTo(LocalTransactionState.COMMIT_MESSAGE);
        await().atMost(Duration.ofSeconds(30)).until(() -> cluster.stored("life").stream()
                .anyMatch(message -> result.getMsgId().equals(message.messageId())));
    }

    @Test
    @Tag("B-ASYNC-12")
    void aCallbackMaySendAndWait() throws Exception {
        DefaultMQProducer producer = producer("life-again");
        producer.setClientCallbackExecutorThreads(1);
        producer.start();
        CompletableFuture<SendStatus> again = new CompletableFuture<>();
        producer.send(message(), new Callbacks() {
            @Override
            public void onSuccess(dev.hotfire.client.producer.SendResult sendResult) {
                try {
                    again.complete(producer.send(message()).getSendStatus());
                } catch (Exception e) {
                    again.completeExceptionally(e);
                }
            }
        });
        assertThat(again.get(30, TimeUnit.SECONDS)).isEqualTo(SendStatus.SEND_OK);
        producer.shutdown();
    }

    @Test
    @Tag("B-NS-02")
    void afterTheStartTheGroupHasItsNamespaceOnce() throws Exception {
        DefaultMQProducer producer = producer("life-group");
        producer.setNamespace("ns1");
        producer.start();
        assertThat(producer.getProducerGroup()).isEqualTo("ns1%life-group");
        producer.shutdown();
        DefaultMQProducer other = producer(producer.getProducerGroup());
        other.setNamespace("ns1");
        other.start();
        assertThat(other.getProducerGroup()).isEqualTo("ns1%life-group");
        other.shutdown();
    }

    @Test
    @Tag("B-TXN-01")
    void onlyATransactionProducerWithAListenerHasTransactions() throws Exception {
        DefaultMQProducer plain = producer("life-plain");
        plain.start();
        assertThatThrownBy(() -> plain.sendMessageInTransaction(message(), null))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("please use TransactionMQProducer class");
        plain.shutdown();
        TransactionMQProducer producer = new TransactionMQProducer("life-transactions");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.start();
        assertThatThrownBy(() -> producer.sendMessageInTransaction(message(), null))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("TransactionListener is null");
        producer.shutdown();
    }

    /** The official client's own sample has an executor whose threads are no daemons, and leaves its end to the producer. */
    @Test
    @Tag("B-TXN-13")
    void theExecutorOfATransactionProducerEndsWithItAndALaterOneDoesNot() throws Exception {
        ExecutorService early = Executors.newSingleThreadExecutor();
        ExecutorService late = Executors.newSingleThreadExecutor();
        TransactionMQProducer producer = new TransactionMQProducer("life-checks");
        producer.setExecutorService(early);
        try {
            assertThatThrownBy(() -> {
                        producer.setProducerGroup("life ? checks");
                        producer.start();
                    })
                    .isInstanceOf(MQClientException.class);
            producer.shutdown();
            assertThat(early.isShutdown()).as("nothing was started").isFalse();
            producer.setProducerGroup("life-checks");
            producer.setNamesrvAddr(cluster.nameServerAddresses());
            producer.start();
            producer.setExecutorService(late);
            producer.shutdown();
            producer.shutdown();
            assertThat(early.isShutdown()).isTrue();
            assertThat(late.isShutdown()).isFalse();
        } finally {
            early.shutdownNow();
            late.shutdownNow();
        }
    }

    /** As with the official client, a main method may end and leave callbacks and brokers' questions to a running producer. */
    @Test
    @Tag("B-LIFE-15")
    void aRunningProducerKeepsItsProcessAliveUntilItIsShutDown() throws Exception {
        Set<Thread> before = threadsThatKeepTheProcessAlive();
        DefaultMQProducer producer = producer("life-alive");
        producer.start();
        producer.send(message());
        Set<Thread> running = threadsThatKeepTheProcessAlive();
        running.removeAll(before);
        assertThat(running).isNotEmpty();
        producer.shutdown();
        for (Thread thread : running) {
            thread.join(Duration.ofSeconds(30).toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static Set<Thread> threadsThatKeepTheProcessAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.getName().startsWith("hotfire"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}

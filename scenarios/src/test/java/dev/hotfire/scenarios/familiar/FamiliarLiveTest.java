// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hotfire.client.QueryResult;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.remoting.exception.RemotingTimeoutException;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendRequestHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a running familiar producer takes, and what it can be asked. */
class FamiliarLiveTest {
    private FakeCluster cluster;
    private DefaultMQProducer producer;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 2)
                .topic("TBW102", 4)
                .start();
        producer = new DefaultMQProducer("live-group");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout(20_000);
        producer.start();
    }

    @AfterEach
    void stop() {
        producer.shutdown();
        cluster.close();
    }

    private static Message message() {
        return new Message("orders", "TagA", "a-key", "hello".getBytes(StandardCharsets.UTF_8));
    }

    private int attempts() {
        int before = cluster.journal().sends().size();
        assertThatThrownBy(() -> producer.send(message())).isInstanceOf(Exception.class);
        return cluster.journal().sends().size() - before;
    }

    @Test
    void settersTakeEffectOnARunningProducer() throws Exception {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_BUSY, "busy"));
        assertThat(attempts()).isEqualTo(3);
        producer.setRetryTimesWhenSendFailed(0);
        assertThat(attempts()).isEqualTo(1);
        producer.setRetryTimesWhenSendFailed(4);
        producer.getRetryResponseCodes().clear();
        producer.addRetryResponseCode(ResponseCode.SYSTEM_ERROR);
        assertThat(attempts()).isEqualTo(1);
        producer.addRetryResponseCode(ResponseCode.SYSTEM_BUSY);
        assertThat(attempts()).isEqualTo(5);
        producer.setMaxMessageSize(3);
        assertThatThrownBy(() -> producer.send(message())).hasMessageContaining("MAX: 3");
    }

    @Test
    void whatSendsCarryCanChangeOnARunningProducer() throws Exception {
        producer.send(message());
        producer.setCreateTopicKey("OUR_TEMPLATE");
        producer.setDefaultTopicQueueNums(7);
        producer.setUnitMode(true);
        producer.send(message());
        assertThat(cluster.journal().sends())
                .extracting(entry -> SendRequestHeader.from(entry.request()))
                .extracting(
                        SendRequestHeader::defaultTopic,
                        SendRequestHeader::defaultTopicQueueNums,
                        SendRequestHeader::unitMode)
                .containsExactly(tuple("TBW102", 4, false), tuple("OUR_TEMPLATE", 7, true));

        assertThatThrownBy(() -> producer.setCreateTopicKey("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.getCreateTopicKey()).isEqualTo("OUR_TEMPLATE");
        assertThatThrownBy(() -> producer.setCreateTopicKey(null)).isInstanceOf(NullPointerException.class);
        assertThat(producer.getCreateTopicKey()).isEqualTo("OUR_TEMPLATE");
        assertThatThrownBy(() -> producer.setDefaultTopicQueueNums(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.getDefaultTopicQueueNums()).isEqualTo(7);
    }

    @Test
    void aTimeoutThatIsSetLaterCounts() {
        cluster.rules().add(FaultRule.onSends().silent());
        producer.setSendMsgTimeout(200);
        assertThatThrownBy(() -> producer.send(message()))
                .isInstanceOf(MQClientException.class)
                .hasCauseInstanceOf(RemotingTimeoutException.class);
    }

    @Test
    void automaticBatchingCanBeSwitchedOnWhileRunning() throws Exception {
        producer.send(message());
        producer.setAutoBatch(true);
        assertThat(producer.getAutoBatch()).isTrue();
        producer.send(message());
        // With a timeout of its own a send never waits for company.
        producer.send(message(), 20_000);
        assertThat(cluster.journal().sends())
                .extracting(entry -> entry.code())
                .containsExactly(
                        RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE, RequestCode.SEND_MESSAGE_V2);
    }

    @Test
    void whatIsWrongIsRefusedAndTakenBack() throws Exception {
        assertThatThrownBy(() -> producer.setRetryTimesWhenSendFailed(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retries: -1");
        assertThat(producer.getRetryTimesWhenSendFailed()).isEqualTo(2);
        assertThatThrownBy(() -> producer.setSendMsgTimeout(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.getSendMsgTimeout()).isEqualTo(20_000);
        assertThatThrownBy(() -> producer.setLatencyMax(new long[] {5, 4, 3, 2, 1, 0, -1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.getLatencyMax()).startsWith(50);
        producer.send(message());
    }

    /** A setting, a value that it can't have, and how it is read. */
    private record Wrong(String name, Consumer<DefaultMQProducer> set, Function<DefaultMQProducer, Object> get) {}

    @Test
    void eachSettingThatIsWrongIsRefusedByItselfAndTakenBack() throws Exception {
        List<Wrong> wrongs = List.of(
                new Wrong("timeout", p -> p.setSendMsgTimeout(-1), DefaultMQProducer::getSendMsgTimeout),
                new Wrong("size", p -> p.setMaxMessageSize(0), DefaultMQProducer::getMaxMessageSize),
                new Wrong(
                        "retries",
                        p -> p.setRetryTimesWhenSendFailed(-1),
                        DefaultMQProducer::getRetryTimesWhenSendFailed),
                new Wrong(
                        "async retries",
                        p -> p.setRetryTimesWhenSendAsyncFailed(-1),
                        DefaultMQProducer::getRetryTimesWhenSendAsyncFailed),
                new Wrong("level", p -> p.setCompressLevel(99), DefaultMQProducer::getCompressLevel),
                new Wrong("name servers", p -> p.setNamesrvAddr("no port"), DefaultMQProducer::getNamesrvAddr),
                new Wrong("detector's time", p -> p.setDetectTimeout(-1), DefaultMQProducer::getDetectTimeout),
                new Wrong("detector's period", p -> p.setDetectInterval(-1), DefaultMQProducer::getDetectInterval),
                new Wrong("delay", p -> p.batchMaxDelayMs(0), DefaultMQProducer::getBatchMaxDelayMs),
                new Wrong("delay", p -> p.batchMaxDelayMs(30_001), DefaultMQProducer::getBatchMaxDelayMs),
                new Wrong("batch", p -> p.batchMaxBytes(0), DefaultMQProducer::getBatchMaxBytes),
                new Wrong("batch", p -> p.batchMaxBytes((2 << 20) + 1), DefaultMQProducer::getBatchMaxBytes),
                new Wrong("batches", p -> p.totalBatchMaxBytes(0), DefaultMQProducer::getTotalBatchMaxBytes));
        for (Wrong wrong : wrongs) {
            Object before = wrong.get().apply(producer);
            assertThatThrownBy(() -> wrong.set().accept(producer))
                    .as(wrong.name())
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(wrong.get().apply(producer)).as(wrong.name()).isEqualTo(before);
        }
        producer.batchMaxDelayMs(30_000);
        producer.batchMaxBytes(2 << 20);
        assertThat(producer.getBatchMaxDelayMs()).isEqualTo(30_000);
        assertThat(producer.getBatchMaxBytes()).isEqualTo(2 << 20);
        producer.send(message());
    }

    @Test
    void compressionChangesWhileRunning() throws Exception {
        producer.setCompressMsgBodyOverHowmuch(100);
        producer.setCompressType(CompressionType.LZ4);
        Message large = message();
        large.setBody("hello ".repeat(100).getBytes(StandardCharsets.UTF_8));
        producer.send(large);
        producer.setCompressMsgBodyOverHowmuch(1_000_000);
        producer.send(large);
        assertThat(cluster.stored("orders"))
                .extracting(stored -> stored.sysFlag() & 0x701)
                .containsExactlyInAnyOrder(0x101, 0);
        assertThat(producer.getCompressor().decompress(producer.getCompressor().compress(large.getBody(), 5)))
                .isEqualTo(large.getBody());
    }

    @Test
    void theBoundsOfWhatIsInFlightHaveLeastValues() {
        producer.setBackPressureForAsyncSendNumInsideAdjust(1);
        producer.setBackPressureForAsyncSendSizeInsideAdjust(1);
        assertThat(producer.getBackPressureForAsyncSendNum()).isEqualTo(10);
        assertThat(producer.getBackPressureForAsyncSendSize()).isEqualTo(1 << 20);
        assertThat(producer.getDefaultMQProducerImpl().getDefaultMQProducer()).isSameAs(producer);
        producer.getDefaultMQProducerImpl().setSendLatencyFaultEnable(true);
        assertThat(producer.isSendLatencyFaultEnable()).isTrue();
        assertThat(producer.getDefaultMQProducerImpl().isSendLatencyFaultEnable())
                .isTrue();
        producer.setSendLatencyFaultEnable(false);
        assertThat(producer.getDefaultMQProducerImpl().isSendLatencyFaultEnable())
                .isFalse();
    }

    @Test
    @Tag("B-LIFE-07")
    void aSettingThatSiblingsCantShareIsRefusedByName() throws Exception {
        DefaultMQProducer first = new DefaultMQProducer("live-first");
        first.setNamesrvAddr(cluster.nameServerAddresses());
        first.setInstanceName("live-instance");
        DefaultMQProducer second = new DefaultMQProducer("live-second");
        second.setNamesrvAddr("127.0.0.1:1");
        second.setInstanceName("live-instance");
        try {
            first.start();
            // The official client takes the first one's name servers without a word.
            assertThatThrownBy(second::start)
                    .isInstanceOf(MQClientException.class)
                    .hasMessageContaining("nameServers");
            second.setNamesrvAddr(cluster.nameServerAddresses());
            second.start();
            second.send(message());
        } finally {
            second.shutdown();
            first.shutdown();
        }
    }

    @Test
    @Tag("B-ADMIN-01")
    @Tag("B-ADMIN-03")
    @Tag("B-ADMIN-04")
    void questionsAreAnswered() throws Exception {
        List<MessageQueue> queues = producer.fetchPublishMessageQueues("orders");
        assertThat(queues)
                .hasSize(4)
                .contains(new MessageQueue("orders", "broker-a", 0), new MessageQueue("orders", "broker-b", 1));
        SendResult sent = producer.send(message(), queues.get(0));
        assertThat(producer.maxOffset(queues.get(0))).isEqualTo(1);
        assertThat(producer.minOffset(queues.get(0))).isZero();
        assertThat(producer.searchOffset(queues.get(0), 0)).isZero();
        assertThat(producer.earliestMsgStoreTime(queues.get(0))).isPositive();
        for (String id : List.of(sent.getOffsetMsgId(), sent.getMsgId())) {
            MessageExt found = producer.viewMessage("orders", id);
            assertThat(found.getMsgId()).isEqualTo(sent.getMsgId());
            assertThat(new String(found.getBody(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        assertThat(producer.viewMessage(sent.getOffsetMsgId()).getMsgId()).isEqualTo(sent.getMsgId());
        assertThatThrownBy(() -> producer.viewMessage("no-id"))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.NO_MESSAGE));
        QueryResult byKey = producer.queryMessage("orders", "a-key", 10, 0, Long.MAX_VALUE);
        assertThat(byKey.getMessageList()).singleElement().satisfies(found -> {
            assertThat(found.getKeys()).isEqualTo("a-key");
            assertThat(found.getQueueOffset()).isZero();
        });
        assertThatThrownBy(() -> producer.queryMessage("orders", "no-key", 10, 0, Long.MAX_VALUE))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.NO_MESSAGE));
        assertThatThrownBy(() -> producer.viewMessage("orders", "no-id"))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.NO_MESSAGE))
                .hasMessageContaining("query message by key finished, but no message");
        assertThatThrownBy(() -> producer.fetchPublishMessageQueues("nowhere"))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("Can not find Message Queue for this topic, nowhere");
    }

    @Test
    @Tag("B-ADMIN-02")
    void topicsAreCreated() throws Exception {
        producer.createTopic("TBW102", "fresh", 3, null);
        producer.createTopic("TBW102", "unit", 3, 1, null);
        assertThat(cluster.journal().requests(RequestCode.UPDATE_AND_CREATE_TOPIC))
                .extracting(entry -> entry.request().extFields().get("topic") + "="
                        + entry.request().extFields().get("topicSysFlag"))
                .containsOnly("fresh=0", "unit=1");
        assertThat(producer.fetchPublishMessageQueues("fresh")).hasSize(6);
        assertThatThrownBy(() -> producer.createTopic("TBW102", "SCHEDULE_TOPIC_XXXX", 3, null))
                .isInstanceOf(MQClientException.class);
        assertThatThrownBy(() -> producer.createTopic("nowhere", "fresh2", 3, null))
                .isInstanceOf(MQClientException.class);
    }

    @Test
    @Tag("B-RECALL-01")
    @Tag("B-RECALL-03")
    void timedMessagesAreTakenBack() throws Exception {
        Message later = message();
        later.setDelayTimeSec(600);
        SendResult sent = producer.send(later);
        assertThat(producer.recallMessage("orders", sent.getRecallHandle())).isEqualTo(sent.getMsgId());
        assertThatThrownBy(() -> producer.recallMessage("%RETRY%group", sent.getRecallHandle()))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("topic is not supported");
        assertThatThrownBy(() -> producer.recallMessage("orders", "no handle"))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("recall handle is invalid");
    }

    @Test
    void withoutAQueueASendGoesToAny() throws Exception {
        SendResult sent = producer.send(message(), (MessageQueue) null);
        assertThat(sent.getMessageQueue().getTopic()).isEqualTo("orders");
        Callbacks callbacks = new Callbacks();
        producer.send(message(), (MessageQueue) null, callbacks);
        assertThat(callbacks.result().getMessageQueue().getTopic()).isEqualTo("orders");
    }

    /** Programs hold back while the official client's executor has many sends to begin; here there are never any. */
    @Test
    void theExecutorThatBeginsAsynchronousSendsIsTheUsersOrShowsAnEmptyQueue() throws Exception {
        ThreadPoolExecutor shown =
                (ThreadPoolExecutor) producer.getDefaultMQProducerImpl().getAsyncSenderExecutor();
        assertThat(shown).isSameAs(producer.getDefaultMQProducerImpl().getAsyncSenderExecutor());
        Callbacks callbacks = new Callbacks();
        producer.send(message(), callbacks);
        assertThat(callbacks.result().getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(shown.getQueue()).isEmpty();
        assertThat(shown.getPoolSize()).as("threads that nobody needed").isZero();
        assertThat(shown.submit(() -> Thread.currentThread().isDaemon()).get()).isTrue();
        ExecutorService own = Executors.newSingleThreadExecutor();
        try {
            producer.setAsyncSenderExecutor(own);
            assertThat(producer.getDefaultMQProducerImpl().getAsyncSenderExecutor())
                    .isSameAs(own);
        } finally {
            producer.setAsyncSenderExecutor(null);
            own.shutdown();
        }
        producer.shutdown();
        assertThat(shown.isShutdown()).isTrue();
    }
}

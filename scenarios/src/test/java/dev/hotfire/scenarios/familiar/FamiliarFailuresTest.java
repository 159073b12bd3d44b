// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.client.producer.RequestCallback;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.remoting.exception.RemotingConnectException;
import dev.hotfire.remoting.exception.RemotingSendRequestException;
import dev.hotfire.remoting.exception.RemotingTimeoutException;
import dev.hotfire.remoting.exception.RemotingTooMuchRequestException;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users of the official client catch: types, codes and the texts that they look for. */
class FamiliarFailuresTest {
    private static final int LONG_TIMEOUT = 20_000;

    private FakeCluster cluster;
    private DefaultMQProducer producer;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 2)
                .start();
        producer = new DefaultMQProducer("failures-group");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout(LONG_TIMEOUT);
        producer.start();
    }

    @AfterEach
    void stop() {
        producer.shutdown();
        cluster.close();
    }

    private static Message message() {
        return new Message("orders", "TagA", "hello".getBytes(StandardCharsets.UTF_8));
    }

    private static MessageQueue queue(String broker) {
        return new MessageQueue("orders", broker, 0);
    }

    // Refusals

    @Test
    @Tag("B-RETRY-02")
    @Tag("B-RETRY-06")
    void refusalsThatAreRetriedEndAsOneClientExceptionWithTheBrokersCode() {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_BUSY, "[PCBUSY_CLEAN_QUEUE]broker busy"));
        assertThatThrownBy(() -> producer.send(message())).isInstanceOfSatisfying(MQClientException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(ResponseCode.SYSTEM_BUSY);
            assertThat(e.getMessage())
                    .startsWith("Send [3] times, still failed, cost [")
                    .containsPattern("\\]ms, Topic: orders, BrokersSent: \\[broker-., broker-., broker-.\\]");
            assertThat(e.getCause()).isInstanceOfSatisfying(MQBrokerException.class, refusal -> {
                assertThat(refusal.getResponseCode()).isEqualTo(ResponseCode.SYSTEM_BUSY);
                assertThat(refusal.getErrorMessage()).contains("broker busy");
                assertThat(refusal.getBrokerAddr()).startsWith("127.0.0.1:");
            });
        });
    }

    @Test
    @Tag("B-RETRY-02")
    void otherRefusalsComeAtOnce() {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
        assertThatThrownBy(() -> producer.send(message())).isInstanceOfSatisfying(MQBrokerException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
            assertThat(e.getErrorMessage()).isEqualTo("no");
        });
        assertThat(cluster.journal().sends()).hasSize(1);
    }

    @Test
    @Tag("B-SEND-08")
    @Tag("B-SEND-10")
    void aGivenQueueHasOneAttemptAndItsRefusalAsItIs() {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_BUSY, "busy"));
        assertThatThrownBy(() -> producer.send(message(), queue("broker-a")))
                .isInstanceOfSatisfying(MQBrokerException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(2));
        assertThatThrownBy(() -> producer.send(message(), (mqs, msg, arg) -> mqs.get(0), "key"))
                .isInstanceOfSatisfying(MQBrokerException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(2));
        assertThat(cluster.journal().sends()).hasSize(2);
    }

    @Test
    @Tag("B-ASYNC-11")
    void callbacksGetRefusalsAsTheyAre() throws Exception {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
        Callbacks refused = new Callbacks();
        producer.send(message(), refused);
        assertThat(refused.failure())
                .isInstanceOfSatisfying(MQBrokerException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.MESSAGE_ILLEGAL));
    }

    /** Officially what goes wrong while such a send is handed over is kept from its callback. */
    @Test
    @Tag("B-ASYNC-17")
    void aCallbackOfASendToAGivenQueueIsAlwaysCalled() throws Exception {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.SYSTEM_BUSY, "busy"));
        Callbacks refused = new Callbacks();
        producer.send(message(), queue("broker-a"), refused);
        assertThat(refused.failure()).isInstanceOf(MQBrokerException.class);
        Callbacks nowhere = new Callbacks();
        producer.send(message(), new MessageQueue("orders", "broker-none", 0), nowhere);
        assertThat(nowhere.failure()).isInstanceOf(MQClientException.class);
    }

    /** Officially the same code, at once, and the reason in a log of its own. */
    @Test
    @Tag("B-ACL-04")
    void whoMayNotHaveARouteIsToldAtOnceAndWhy() throws Exception {
        cluster.rules()
                .add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                        .answer(ResponseCode.NO_PERMISSION, "check signature failed"));
        assertThatThrownBy(() -> producer.send(message())).isInstanceOfSatisfying(MQClientException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(10_005);
            assertThat(e)
                    .hasMessageStartingWith("No route info of this topic: orders")
                    .hasMessageContaining("answered 16: check signature failed");
        });
        Callbacks refused = new Callbacks();
        producer.send(message(), (mqs, msg, arg) -> mqs.get(0), "key", refused);
        assertThat(refused.failure())
                .isInstanceOf(MQClientException.class)
                .hasMessageStartingWith("No route info for this topic, orders")
                .hasMessageContaining("answered 16: check signature failed");
        assertThatThrownBy(() -> producer.fetchPublishMessageQueues("orders"))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.NO_PERMISSION));
    }

    // Silence

    @Test
    @Tag("B-RETRY-07")
    void aTimeoutIsATimeoutWithItsLastCause() {
        cluster.rules().add(FaultRule.onSends().silent());
        assertThatThrownBy(() -> producer.send(message(), 300)).isInstanceOfSatisfying(MQClientException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(10_002);
            assertThat(e).hasMessageContaining("times, still failed, cost [");
            assertThat(e.getCause())
                    .isInstanceOf(RemotingTimeoutException.class)
                    .hasMessageContaining("wait response on the channel <127.0.0.1:");
        });
    }

    /** Zero attempts say nothing of why. */
    @Test
    void whoHasNoRouteInTimeIsToldWhatTheNameServersDid() throws Exception {
        cluster.rules().add(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).closeBefore());
        assertThatThrownBy(() -> producer.send(message(), 300))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_002))
                .hasMessageContaining("BrokersSent: []: ")
                .hasMessageContaining(cluster.nameServerAddresses());
        Callbacks late = new Callbacks();
        producer.send(message(), late, 300);
        assertThat(late.failure())
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("wait response timeout")
                .hasMessageContaining(cluster.nameServerAddresses());
    }

    @Test
    @Tag("B-SEND-08")
    @Tag("B-SEND-10")
    void aGivenQueueThatIsSilentTimesOut() {
        cluster.rules().add(FaultRule.onSends().silent());
        assertThatThrownBy(() -> producer.send(message(), queue("broker-b"), 300))
                .isInstanceOf(RemotingTimeoutException.class);
        assertThatThrownBy(() -> producer.send(message(), (mqs, msg, arg) -> mqs.get(3), "key", 300))
                .isInstanceOf(RemotingTimeoutException.class);
    }

    @Test
    @Tag("B-ASYNC-11")
    void aCallbackGetsACodeForSilence() throws Exception {
        cluster.rules().add(FaultRule.onSends().silent());
        Callbacks silent = new Callbacks();
        producer.send(message(), silent, 300);
        assertThat(silent.failure()).isInstanceOfSatisfying(MQClientException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(10_002);
            assertThat(e).hasMessageContaining("wait response timeout, cost=");
            assertThat(e.getCause()).isInstanceOf(RemotingTimeoutException.class);
        });
    }

    @Test
    @Tag("B-SEND-04")
    void noTimeAtAllIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThatThrownBy(() -> producer.send(message(), 0L))
                .isInstanceOf(RemotingTooMuchRequestException.class)
                .hasMessageContaining("call timeout");
        assertThatThrownBy(() -> producer.send(message(), queue("broker-a"), -1L))
                .isInstanceOf(RemotingTooMuchRequestException.class)
                .hasMessageContaining("call timeout");
        Callbacks none = new Callbacks();
        producer.send(message(), none, 0L);
        assertThat(none.failure())
                .isInstanceOf(RemotingTooMuchRequestException.class)
                .hasMessageContaining("call timeout");
        assertThat(cluster.journal().sends()).isEmpty();
    }

    /** Whoever has all the time in the world says so like this; it used to be refused as longer than anybody means. */
    @Test
    void anyTimeIsTimeEnough() throws Exception {
        Message message = message();
        assertThat(producer.send(message, Long.MAX_VALUE).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        Callbacks callbacks = new Callbacks();
        producer.send(message, callbacks, Long.MAX_VALUE);
        assertThat(callbacks.result().getMsgId()).isEqualTo(message.getProperty("UNIQ_KEY"));
    }

    // Connections

    @Test
    @Tag("B-RETRY-06")
    void noConnectionHasItsCode() {
        cluster.broker("broker-a").crash();
        cluster.broker("broker-b").crash();
        assertThatThrownBy(() -> producer.send(message())).isInstanceOfSatisfying(MQClientException.class, e -> {
            assertThat(e.getResponseCode()).isEqualTo(10_001);
            assertThat(e).hasMessageContaining("Send [3] times, still failed");
            assertThat(e.getCause())
                    .isInstanceOf(RemotingConnectException.class)
                    .hasMessageContaining("connect to 127.0.0.1:")
                    .hasMessageContaining("failed");
        });
    }

    @Test
    @Tag("B-SEND-08")
    @Tag("B-ASYNC-11")
    @Tag("B-ONEWAY-02")
    void noConnectionToAGivenQueue() throws Exception {
        cluster.broker("broker-a").crash();
        assertThatThrownBy(() -> producer.send(message(), queue("broker-a")))
                .isInstanceOf(RemotingConnectException.class);
        Callbacks unconnected = new Callbacks();
        producer.send(message(), queue("broker-a"), unconnected);
        assertThat(unconnected.failure())
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_001))
                .hasMessageContaining("unknown reason")
                .hasCauseInstanceOf(RemotingConnectException.class);
        // The official client of today says nothing here.
        assertThatThrownBy(() -> producer.sendOneway(message(), queue("broker-a")))
                .isInstanceOf(RemotingConnectException.class);
    }

    @Test
    @Tag("B-RETRY-06")
    @Tag("B-ASYNC-11")
    void aConnectionThatBreaksHasNoCode() throws Exception {
        cluster.rules().add(FaultRule.onSends().closeBefore());
        assertThatThrownBy(() -> producer.send(message()))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("still failed")
                .hasCauseInstanceOf(RemotingSendRequestException.class);
        assertThatThrownBy(() -> producer.send(message(), queue("broker-b")))
                .isInstanceOf(RemotingSendRequestException.class)
                .hasMessageContaining("send request to <127.0.0.1:");
        Callbacks broken = new Callbacks();
        producer.send(message(), queue("broker-b"), broken);
        assertThat(broken.failure())
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("send request failed");
    }

    // Routes and queues

    @Test
    @Tag("B-ROUTE-03")
    void aTopicWithoutARouteHasItsCode() throws Exception {
        Message lost = new Message("nowhere", "hello".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> producer.send(lost))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_005))
                .hasMessageContaining("No route info of this topic: nowhere");
        assertThatThrownBy(() -> producer.send(lost, (mqs, msg, arg) -> mqs.get(0), 1))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("No route info for this topic, nowhere");
        assertThatThrownBy(() -> producer.sendOneway(lost))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_005));
        Callbacks unrouted = new Callbacks();
        producer.send(lost, unrouted);
        assertThat(unrouted.failure())
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_005));
    }

    @Test
    void aMessageWhosePropertiesCantBeReadOrGivenAnId() throws Exception {
        Message fixed = message();
        MessageAccessor.setProperties(fixed, Map.of("city", "Berlin"));
        assertThatThrownBy(() -> producer.send(fixed))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.MESSAGE_ILLEGAL))
                .hasMessageContaining("a map that can't be changed");
        Message busy = message();
        MessageAccessor.setProperties(busy, new BusyMap());
        assertThatThrownBy(() -> producer.send(busy))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("changed by another thread");
        Callbacks told = new Callbacks();
        producer.send(busy, told);
        assertThat(told.failure()).isInstanceOf(MQClientException.class);
        assertThat(cluster.journal().sends()).isEmpty();
    }

    /** As a map is to whoever walks it while another thread writes. */
    private static final class BusyMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            throw new ConcurrentModificationException();
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> action) {
            throw new ConcurrentModificationException();
        }
    }

    @Test
    void questionsAboutNothing() {
        assertThatThrownBy(() -> producer.viewMessage("orders", null))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("msgId: null");
        assertThatThrownBy(() -> producer.viewMessage(null, "id"))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("topic: null");
        assertThatThrownBy(() -> producer.queryMessage("orders", null, 1, 0, 1))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("key: null");
        assertThatThrownBy(() -> producer.maxOffset(null))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("mq: null");
        assertThatThrownBy(() -> producer.createTopic(null, "fresh", 1, Map.of()))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("key: null");
    }

    @Test
    @Tag("B-SEND-08")
    @Tag("B-SEND-11")
    @Tag("B-ASYNC-18")
    @Tag("B-ONEWAY-03")
    void aQueueThatIsNoneOfTheMessages() throws Exception {
        assertThatThrownBy(() -> producer.send(message(), queue("broker-z")))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(-1))
                .hasMessageContaining("The broker[broker-z] not exist");
        assertThatThrownBy(() -> producer.send(message(), new MessageQueue("orders", "broker-a", 99)))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("The broker[broker-a] not exist, or has no queue 99");
        MessageQueue foreign = new MessageQueue("payments", "broker-a", 0);
        assertThatThrownBy(() -> producer.send(message(), foreign))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("message's topic not equal mq's topic");
        Callbacks mismatched = new Callbacks();
        producer.send(message(), foreign, mismatched);
        assertThat(mismatched.failure())
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("Topic of the message does not match its target message queue");
        // The official client sends it.
        assertThatThrownBy(() -> producer.sendOneway(message(), foreign)).isInstanceOf(MQClientException.class);
        assertThat(cluster.journal().sends()).isEmpty();
    }

    @Test
    @Tag("B-SELECT-06")
    void aSelectorThatFailsSendsNothing() throws Exception {
        producer.send(message());
        RuntimeException mistake = new IllegalStateException("a selector's own mistake");
        assertThatThrownBy(() -> producer.send(
                        message(),
                        (mqs, msg, arg) -> {
                            throw mistake;
                        },
                        1))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("select message queue threw exception.")
                .hasCause(mistake);
        assertThatThrownBy(() -> producer.send(message(), (mqs, msg, arg) -> null, 1))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("select message queue return null");
        assertThatThrownBy(() -> producer.send(message(), (MessageQueueSelector) null, 1))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("select message queue threw exception.")
                .hasRootCauseMessage("selector: null (expected: a selector)");
        Callbacks none = new Callbacks();
        producer.send(message(), (MessageQueueSelector) null, 1, none);
        assertThat(none.failure())
                .isInstanceOf(MQClientException.class)
                .hasRootCauseInstanceOf(NullPointerException.class);
        assertThat(cluster.journal().sends()).hasSize(1);
    }

    // Messages that can't be sent

    @Test
    @Tag("B-VALID-01")
    @Tag("B-VALID-02")
    @Tag("B-VALID-03")
    @Tag("B-VALID-04")
    void messagesThatCantBeSentSayWhy() {
        refused(13, "the message is null", null);
        refused(-1, "The specified topic is blank", new Message("", bytes(1)));
        refused(-1, "The specified topic is longer than topic max length 127.", new Message("t".repeat(128), bytes(1)));
        refused(-1, "The specified topic[a b] contains illegal characters", new Message("a b", bytes(1)));
        refused(
                -1,
                "Sending message to topic[SCHEDULE_TOPIC_XXXX] is forbidden.",
                new Message("SCHEDULE_TOPIC_XXXX", bytes(1)));
        refused(13, "the message body is null", new Message("orders", null));
        refused(13, "the message body length is zero", new Message("orders", new byte[0]));
        producer.setMaxMessageSize(100);
        refused(13, "the message body size over max value, MAX: 100", new Message("orders", bytes(101)));
    }

    @Test
    @Tag("B-VALID-05")
    void propertiesThatWouldBreakTheMessageAreRefused() {
        Message separator = message();
        MessageAccessor.putProperty(separator, "city", "Ber\u0001lin");
        refused(13, "U+0001", separator);
        Message large = message();
        large.putUserProperty("city", "x".repeat(32_768));
        refused(13, "properties", large);
    }

    private void refused(int code, String text, Message message) {
        assertThatThrownBy(() -> producer.send(message))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(code))
                .hasMessageContaining(text);
        assertThat(cluster.journal().sends()).isEmpty();
    }

    private static byte[] bytes(int length) {
        return new byte[length];
    }

    @Test
    @Tag("B-BATCH-01")
    @Tag("B-BATCH-03")
    @Tag("B-BATCH-04")
    void batchesThatCantBeSentSayWhy() throws Exception {
        Message delayed = message();
        delayed.setDelayTimeLevel(3);
        Message other = new Message("payments", bytes(1));
        for (List<Message> bad : List.of(List.<Message>of(), List.of(message(), delayed), List.of(message(), other))) {
            assertThatThrownBy(() -> producer.send(bad))
                    .isInstanceOf(MQClientException.class)
                    .hasMessageContaining("Failed to initiate the MessageBatch");
        }
        assertThatThrownBy(() -> producer.send(List.of(message(), new Message("orders", new byte[0]))))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("Failed to initiate the MessageBatch")
                .cause()
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(13));
        producer.setMaxMessageSize(1_000);
        assertThatThrownBy(() ->
                        producer.send(List.of(new Message("orders", bytes(900)), new Message("orders", bytes(900)))))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(13));
        assertThat(cluster.journal().sends()).isEmpty();
        SendResult sent = producer.send(List.of(message(), message()));
        assertThat(sent.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(sent.getMsgId().split(",")).hasSize(2);
    }

    @Test
    @Tag("B-ASYNC-16")
    void aCallbackMayBeMissing() throws Exception {
        producer.send(message(), (SendCallback) null);
        producer.send(new Message("orders", new byte[0]), (SendCallback) null);
        producer.send(message());
        assertThat(cluster.stored("orders")).hasSizeGreaterThanOrEqualTo(1);
    }

    // Limits

    @Test
    @Tag("B-BACKPRESSURE-03")
    void noRoomInTimeIsTooMuch() throws Exception {
        cluster.rules().add(FaultRule.onSends().silent());
        producer.setEnableBackpressureForAsyncMode(true);
        producer.setBackPressureForAsyncSendNum(3);
        assertThat(producer.getBackPressureForAsyncSendNum()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            producer.send(message(), new Callbacks());
        }
        Callbacks eleventh = new Callbacks();
        producer.send(message(), eleventh, 200);
        assertThat(eleventh.failure())
                .isInstanceOf(RemotingTooMuchRequestException.class)
                .hasMessageContaining("send message tryAcquire semaphoreAsyncNum");
    }

    // Requests

    @Test
    @Tag("B-REQREPLY-03")
    @Tag("B-REQREPLY-06")
    void aRequestWithoutAReplyTimesOutOnce() throws Exception {
        assertThatThrownBy(() -> producer.request(message(), 300))
                .isInstanceOfSatisfying(RequestTimeoutException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_006))
                .hasMessageContaining("send request message to <orders> OK, but wait reply message timeout, 300 ms.");
        CompletableFuture<Message> end = new CompletableFuture<>();
        producer.request(
                message(),
                new RequestCallback() {
                    @Override
                    public void onSuccess(Message message) {
                        end.complete(message);
                    }

                    @Override
                    public void onException(Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                300);
        assertThatThrownBy(() -> end.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(RequestTimeoutException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_006))
                .hasMessageContaining("request timeout, no reply message.");
    }

    @Test
    @Tag("B-REQREPLY-03")
    @Tag("B-REQREPLY-04")
    void aRequestThatCantBeSentHasItsCause() {
        cluster.rules().add(FaultRule.onSends().answer(ResponseCode.MESSAGE_ILLEGAL, "no"));
        assertThatThrownBy(() -> producer.request(message(), LONG_TIMEOUT))
                .isInstanceOf(MQClientException.class)
                .isNotInstanceOf(RequestTimeoutException.class)
                .hasMessageContaining("send request message to <orders> fail")
                .hasCauseInstanceOf(MQBrokerException.class);
    }

    // Interrupts

    @Test
    @Tag("B-SEND-14")
    void anInterruptIsThrownAndNotRetried() {
        cluster.rules().add(FaultRule.onSends().silent());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> producer.send(message())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}

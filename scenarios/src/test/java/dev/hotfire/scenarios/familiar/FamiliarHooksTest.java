// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.hook.CheckForbiddenContext;
import dev.hotfire.client.hook.CheckForbiddenHook;
import dev.hotfire.client.hook.EndTransactionContext;
import dev.hotfire.client.hook.EndTransactionHook;
import dev.hotfire.client.hook.SendMessageContext;
import dev.hotfire.client.hook.SendMessageHook;
import dev.hotfire.client.impl.CommunicationMode;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageType;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.protocol.RemotingCommand;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hooks of the familiar kinds, around sends to fake brokers. */
class FamiliarHooksTest {
    private final Rpc rpc = new Rpc();
    private FakeCluster cluster;
    private TransactionMQProducer producer;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.builder()
                .brokers("broker-a", "broker-b")
                .topic("orders", 2)
                .start();
        producer = new TransactionMQProducer("hooks-group", rpc);
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout(20_000);
        producer.setTransactionListener(new TransactionListener() {
            @Override
            public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
                return LocalTransactionState.COMMIT_MESSAGE;
            }

            @Override
            public LocalTransactionState checkLocalTransaction(MessageExt msg) {
                return LocalTransactionState.COMMIT_MESSAGE;
            }
        });
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

    /** Adds a field to each request and notes what it sees. */
    private static final class Rpc implements RPCHook {
        private final List<Integer> requests = new CopyOnWriteArrayList<>();
        private final List<Integer> answers = new CopyOnWriteArrayList<>();

        @Override
        public void doBeforeRequest(String remoteAddr, RemotingCommand request) {
            requests.add(request.getCode());
            request.addExtField("tenant", "mine");
        }

        @Override
        public void doAfterResponse(String remoteAddr, RemotingCommand request, RemotingCommand response) {
            answers.add(request.getCode());
        }
    }

    private static final class Around implements SendMessageHook {
        private final List<SendMessageContext> before = new CopyOnWriteArrayList<>();
        private final List<SendMessageContext> after = new CopyOnWriteArrayList<>();

        @Override
        public String hookName() {
            return "around";
        }

        @Override
        public void sendMessageBefore(SendMessageContext context) {
            before.add(context);
            context.setMqTraceContext("from before");
            context.getMessage().putUserProperty("traceparent", "00-1234");
        }

        @Override
        public void sendMessageAfter(SendMessageContext context) {
            after.add(context);
        }
    }

    @Test
    @Tag("B-HOOK-01")
    @Tag("B-HOOK-04")
    @Tag("B-HOOK-06")
    @Tag("B-TRACE-13")
    void aSendHookSeesEachAttemptBeforeAndAfter() throws Exception {
        Around around = new Around();
        // Live: the producer runs already.
        producer.getDefaultMQProducerImpl().registerSendMessageHook(around);
        assertThat(producer.getDefaultMQProducerImpl().hasSendMessageHook()).isTrue();
        cluster.rules().add(FaultRule.onSends().first(1).answer(ResponseCode.SYSTEM_BUSY, "busy"));
        Message message = message();
        producer.send(message);
        assertThat(around.before).hasSize(2);
        assertThat(around.after).containsExactlyElementsOf(around.before);
        SendMessageContext failed = around.after.get(0);
        assertThat(failed.getException())
                .isInstanceOfSatisfying(MQBrokerException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(ResponseCode.SYSTEM_BUSY));
        assertThat(failed.getSendResult()).isNull();
        SendMessageContext stored = around.after.get(1);
        assertThat(stored.getException()).isNull();
        assertThat(stored.getSendResult().getMsgId()).isEqualTo(message.getProperty("UNIQ_KEY"));
        assertThat(stored.getMqTraceContext()).isEqualTo("from before");
        assertThat(stored.getProducerGroup()).isEqualTo("hooks-group");
        assertThat(stored.getCommunicationMode()).isEqualTo(CommunicationMode.SYNC);
        assertThat(stored.getMsgType()).isEqualTo(MessageType.Normal_Msg);
        assertThat(stored.getMq().getTopic()).isEqualTo("orders");
        assertThat(stored.getNamespace()).isNull();
        assertThat(stored.getBrokerAddr()).startsWith("127.0.0.1:");
        assertThat(stored.getProducer()).isSameAs(producer.getDefaultMQProducerImpl());
        assertThat(stored.getMessage().getTags()).isEqualTo("TagA");
        // What the hook has added travels, and is not on the user's message.
        assertThat(cluster.stored("orders")).singleElement().satisfies(arrived -> assertThat(arrived.properties())
                .containsEntry("traceparent", "00-1234"));
        assertThat(message.getProperties()).doesNotContainKey("traceparent");
    }

    @Test
    @Tag("B-HOOK-05")
    void anAsynchronousSendHasOneAfter() throws Exception {
        Around around = new Around();
        producer.getDefaultMQProducerImpl().registerSendMessageHook(around);
        Callbacks callbacks = new Callbacks();
        producer.send(message(), callbacks);
        callbacks.result();
        assertThat(around.after).singleElement().satisfies(context -> {
            assertThat(context.getCommunicationMode()).isEqualTo(CommunicationMode.ASYNC);
            assertThat(context.getSendResult()).isNotNull();
        });
    }

    @Test
    @Tag("B-HOOK-02")
    void aCheckForbidsAttempts() throws Exception {
        List<CheckForbiddenContext> seen = new CopyOnWriteArrayList<>();
        MQClientException forbidden = new MQClientException("not today", null);
        producer.getDefaultMQProducerImpl().registerCheckForbiddenHook(new CheckForbiddenHook() {
            @Override
            public String hookName() {
                return "forbids";
            }

            @Override
            public void checkForbidden(CheckForbiddenContext context) throws MQClientException {
                seen.add(context);
                throw forbidden;
            }
        });
        assertThatThrownBy(() -> producer.send(message()))
                .isInstanceOfSatisfying(MQClientException.class, e -> assertThat(e.getResponseCode())
                        .isEqualTo(10_003))
                .hasMessageContaining("times, still failed")
                .hasCause(forbidden);
        assertThat(seen).hasSize(3);
        assertThat(seen.get(0).getNameSrvAddr()).isEqualTo(cluster.nameServerAddresses());
        assertThat(seen.get(0).getGroup()).isEqualTo("hooks-group");
        assertThat(seen.get(0).getNameSrvAddr()).isEqualTo(cluster.nameServerAddresses());
        assertThat(seen.get(0).getBrokerAddr()).startsWith("127.0.0.1:");
        assertThat(seen.get(0).getMessage().getTopic()).isEqualTo("orders");
        assertThat(seen.get(0).getMessage().getBody()).isEqualTo(message().getBody());
        assertThat(seen.get(0).getMq().getTopic()).isEqualTo("orders");
        assertThat(seen.get(0).isUnitMode()).isFalse();
        assertThat(producer.getDefaultMQProducerImpl().hasCheckForbiddenHook()).isTrue();
        assertThatThrownBy(() -> producer.send(message(), (mqs, msg, arg) -> mqs.get(0), 1))
                .isSameAs(forbidden);
        assertThat(cluster.journal().sends()).isEmpty();
    }

    @Test
    @Tag("B-HOOK-07")
    void anEndHookSeesHowTransactionsEnd() throws Exception {
        List<EndTransactionContext> seen = new CopyOnWriteArrayList<>();
        producer.getDefaultMQProducerImpl().registerEndTransactionHook(new EndTransactionHook() {
            @Override
            public String hookName() {
                return "ends";
            }

            @Override
            public void endTransaction(EndTransactionContext context) {
                seen.add(context);
            }
        });
        String id = producer.sendMessageInTransaction(message(), null).getMsgId();
        assertThat(seen).singleElement().satisfies(end -> {
            assertThat(end.getMsgId()).isEqualTo(id);
            assertThat(end.getTransactionState()).isEqualTo(LocalTransactionState.COMMIT_MESSAGE);
            assertThat(end.isFromTransactionCheck()).isFalse();
            assertThat(end.getProducerGroup()).isEqualTo("hooks-group");
            assertThat(end.getTransactionId()).isEqualTo(id);
            assertThat(end.getBrokerAddr()).startsWith("127.0.0.1:");
            assertThat(end.getMessage().getTopic()).isEqualTo("orders");
            assertThat(end.getMessage().getBody()).isEqualTo(message().getBody());
        });
    }

    @Test
    @Tag("B-REMOTE-14")
    void aRequestHookAddsItsFieldsToEverything() throws Exception {
        producer.send(message());
        assertThat(rpc.requests).contains(RequestCode.GET_ROUTEINFO_BY_TOPIC, RequestCode.SEND_MESSAGE_V2);
        assertThat(rpc.answers).contains(RequestCode.SEND_MESSAGE_V2);
        assertThat(cluster.journal().sends())
                .singleElement()
                .satisfies(entry -> assertThat(entry.request().field("tenant")).isEqualTo("mine"));
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.AccessChannel;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceBean;
import dev.hotfire.client.trace.TraceContext;
import dev.hotfire.client.trace.TraceDataEncoder;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.client.trace.TraceType;
import dev.hotfire.client.trace.hook.EndTransactionTraceHookImpl;
import dev.hotfire.client.trace.hook.SendMessageTraceHookImpl;
import dev.hotfire.common.ServiceState;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.StoredMessage;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trace dispatchers and hooks that users set up by hand, as integrations with frameworks do. */
class FamiliarTraceTest {
    private static final String TRACES = "my-traces";

    private FakeCluster cluster;
    private TransactionMQProducer producer;

    @BeforeEach
    void start() {
        cluster = FakeCluster.builder()
                .brokers("broker-a")
                .topic("orders", 2)
                .topic(TRACES, 1)
                .start();
        producer = new TransactionMQProducer("traced-group");
        producer.setNamesrvAddr(cluster.nameServerAddresses());
        producer.setSendMsgTimeout(20_000);
        producer.setTransactionListener(new TransactionListener() {
            @Override
            public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
                return LocalTransactionState.ROLLBACK_MESSAGE;
            }

            @Override
            public LocalTransactionState checkLocalTransaction(MessageExt msg) {
                return LocalTransactionState.UNKNOW;
            }
        });
    }

    @AfterEach
    void stop() {
        producer.shutdown();
        cluster.close();
    }

    private AsyncTraceDispatcher dispatcher(int batch) {
        return new AsyncTraceDispatcher("traced-group", TraceDispatcher.Type.PRODUCE, batch, TRACES, null);
    }

    private static Message message(String keys) {
        return new Message("orders", "TagA", keys, "hello".getBytes(StandardCharsets.UTF_8));
    }

    private List<StoredMessage> traceMessages() {
        return cluster.broker("broker-a").log().messages(TRACES, 0);
    }

    private List<TraceContext> traces() {
        List<TraceContext> all = new ArrayList<>();
        for (StoredMessage message : traceMessages()) {
            all.addAll(TraceDataEncoder.decoderFromTraceDataString(new String(message.body(), StandardCharsets.UTF_8)));
        }
        return all;
    }

    @Test
    @Tag("B-TRACE-08")
    void aDispatcherThatIsSetUpByHandTracesSends() throws Exception {
        AsyncTraceDispatcher dispatcher = dispatcher(10);
        dispatcher.setHostProducer(producer.getDefaultMQProducerImpl());
        producer.getDefaultMQProducerImpl().registerSendMessageHook(new SendMessageTraceHookImpl(dispatcher));
        producer.start();
        dispatcher.start(producer.getNamesrvAddr(), AccessChannel.LOCAL);

        SendResult sent = producer.send(message("k1"));
        dispatcher.shutdown();

        assertThat(traces()).singleElement().satisfies(trace -> {
            assertThat(trace.getTraceType()).isEqualTo(TraceType.Pub);
            assertThat(trace.getGroupName()).isEqualTo("traced-group");
            assertThat(trace.isSuccess()).isTrue();
            TraceBean bean = trace.getTraceBeans().get(0);
            assertThat(bean.getTopic()).isEqualTo("orders");
            assertThat(bean.getTags()).isEqualTo("TagA");
            assertThat(bean.getKeys()).isEqualTo("k1");
            assertThat(bean.getMsgId()).isEqualTo(sent.getMsgId());
            assertThat(bean.getOffsetMsgId()).isEqualTo(sent.getOffsetMsgId());
            assertThat(bean.getBodyLength()).isEqualTo(5);
            assertThat(bean.getStoreHost())
                    .isEqualTo(cluster.broker("broker-a").address().toString());
        });
        assertThat(traceMessages().get(0).properties().get("KEYS")).contains(sent.getMsgId(), "k1");
    }

    /** The way of RocketMQ's Spring starter, and of the many copies of its utility class. */
    @Test
    @Tag("B-TRACE-01")
    void aDispatcherThatAFrameworkPutsInByReflectionStartsAndEndsWithTheProducer() throws Exception {
        AsyncTraceDispatcher dispatcher = dispatcher(10);
        dispatcher.setHostProducer(producer.getDefaultMQProducerImpl());
        Field field = DefaultMQProducer.class.getDeclaredField("traceDispatcher");
        field.setAccessible(true);
        field.set(producer, dispatcher);
        producer.getDefaultMQProducerImpl().registerSendMessageHook(new SendMessageTraceHookImpl(dispatcher));
        assertThat(producer.getTraceDispatcher()).isSameAs(dispatcher);
        producer.start();

        SendResult sent = producer.send(message("k1"));
        producer.shutdown();

        assertThat(traces())
                .extracting(trace -> trace.getTraceBeans().get(0).getMsgId())
                .containsExactly(sent.getMsgId());
        assertThat(dispatcher.getTraceProducer().getDefaultMQProducerImpl().getServiceState())
                .isEqualTo(ServiceState.SHUTDOWN_ALREADY);
    }

    @Test
    @Tag("B-TRACE-09")
    void soItDoesEndsOfTransactions() throws Exception {
        AsyncTraceDispatcher dispatcher = dispatcher(10);
        producer.getDefaultMQProducerImpl().registerEndTransactionHook(new EndTransactionTraceHookImpl(dispatcher));
        producer.start();
        dispatcher.start(producer.getNamesrvAddr(), AccessChannel.LOCAL);

        SendResult half = producer.sendMessageInTransaction(message("k2"), null);
        dispatcher.shutdown();

        assertThat(traces()).singleElement().satisfies(trace -> {
            assertThat(trace.getTraceType()).isEqualTo(TraceType.EndTransaction);
            TraceBean bean = trace.getTraceBeans().get(0);
            assertThat(bean.getTransactionState()).isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
            assertThat(bean.getMsgId()).isEqualTo(half.getMsgId());
            assertThat(bean.isFromTransactionCheck()).isFalse();
        });
    }

    @Test
    @Tag("B-TRACE-03")
    void recordsWaitForTheStartAndTravelTogether() throws Exception {
        AsyncTraceDispatcher dispatcher = dispatcher(10);
        for (int i = 0; i < 2048; i++) {
            assertThat(dispatcher.append(trace(i))).isTrue();
        }
        assertThat(dispatcher.append(trace(2048))).isFalse();
        dispatcher.start(cluster.nameServerAddresses(), AccessChannel.LOCAL);
        dispatcher.flush();

        assertThat(traces())
                .hasSize(2048)
                .extracting(trace -> trace.getTraceBeans().get(0).getMsgId())
                .startsWith("id0", "id1", "id2")
                .endsWith("id2047");
        assertThat(traceMessages()).hasSize(205);
        dispatcher.shutdown();
        dispatcher.shutdown();
    }

    private static TraceContext trace(int number) {
        TraceBean bean = new TraceBean();
        bean.setTopic("orders");
        bean.setMsgId("id" + number);
        TraceContext trace = new TraceContext();
        trace.setTraceType(TraceType.Pub);
        trace.setTraceBeans(List.of(bean));
        return trace;
    }

    /** Nobody is there to send to: records are lost, and nobody waits for ever. */
    @Test
    void aBrokerThatRefusesTracesHoldsUpNobody() throws Exception {
        AsyncTraceDispatcher dispatcher =
                new AsyncTraceDispatcher("traced-group", TraceDispatcher.Type.PRODUCE, 1, "%illegal%", null);
        dispatcher.start(cluster.nameServerAddresses(), AccessChannel.LOCAL);
        dispatcher.append(trace(1));
        dispatcher.append(trace(2));
        dispatcher.shutdown();
        assertThat(traces()).isEmpty();
    }

    @Test
    @Tag("B-TRACE-01")
    void aTracedProducerHandsOutADispatcherForRecordsOfTheUsersOwn() throws Exception {
        producer.setEnableTrace(true);
        producer.setTraceTopic(TRACES);
        assertThat(producer.getTraceDispatcher()).isNull();
        assertThat(producer.getDefaultMQProducerImpl().hasSendMessageHook()).isFalse();
        producer.start();
        assertThat(producer.getDefaultMQProducerImpl().hasSendMessageHook()).isTrue();
        assertThat(producer.getDefaultMQProducerImpl().hasEndTransactionHook()).isTrue();
        TraceDispatcher dispatcher = producer.getTraceDispatcher();
        assertThat(dispatcher).isNotNull().isSameAs(producer.getTraceDispatcher());
        dispatcher.append(trace(7));
        producer.shutdown();
        assertThat(traces())
                .extracting(trace -> trace.getTraceBeans().get(0).getMsgId())
                .containsExactly("id7");
    }
}

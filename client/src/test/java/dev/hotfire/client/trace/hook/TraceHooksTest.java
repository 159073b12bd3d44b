// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.AccessChannel;
import dev.hotfire.client.hook.EndTransactionContext;
import dev.hotfire.client.hook.SendMessageContext;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceBean;
import dev.hotfire.client.trace.TraceContext;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.client.trace.TraceType;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageConst;
import dev.hotfire.common.message.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the two hooks make of what they see, record by record. */
class TraceHooksTest {
    private static final String OWN_TOPIC = "my-traces";

    private final List<TraceContext> appended = new ArrayList<>();
    private final TraceDispatcher list = new TraceDispatcher() {
        @Override
        public void start(String nameSrvAddr, AccessChannel accessChannel) {}

        @Override
        public boolean append(Object ctx) {
            return appended.add((TraceContext) ctx);
        }

        @Override
        public void flush() {}

        @Override
        public void shutdown() {}
    };

    private static AsyncTraceDispatcher ownDispatcher() {
        return new AsyncTraceDispatcher("pg", TraceDispatcher.Type.PRODUCE, 1, OWN_TOPIC, null);
    }

    private static Message message(String topic) {
        return new Message(topic, "TagA", "k1 k2", "hello".getBytes(StandardCharsets.UTF_8));
    }

    private static SendMessageContext sending(@Nullable Message message) {
        SendMessageContext context = new SendMessageContext();
        context.setMessage(message);
        context.setProducerGroup("ns%pg");
        context.setBrokerAddr("192.0.2.1:10911");
        context.setMsgType(MessageType.Delay_Msg);
        return context;
    }

    private static SendResult result(SendStatus status) {
        SendResult result = new SendResult();
        result.setSendStatus(status);
        result.setRegionId("north");
        result.setMsgId("an-id");
        result.setOffsetMsgId("an-offset-id");
        result.setTraceOn(true);
        return result;
    }

    @Test
    @Tag("B-TRACE-08")
    void anAnsweredAttemptIsOneRecord() {
        SendMessageTraceHookImpl hook = new SendMessageTraceHookImpl(list);
        assertThat(hook.hookName()).isEqualTo("SendMessageTraceHook");
        SendMessageContext context = sending(message("ns%orders"));
        hook.sendMessageBefore(context);
        assertThat(appended).isEmpty();
        TraceContext begun = (TraceContext) context.getMqTraceContext();
        begun.setTimeStamp(begun.getTimeStamp() - 600_000);
        context.setSendResult(result(SendStatus.SEND_OK));
        hook.sendMessageAfter(context);

        assertThat(appended).containsExactly(begun);
        assertThat(begun.getTraceType()).isEqualTo(TraceType.Pub);
        assertThat(begun.getGroupName()).isEqualTo("pg");
        assertThat(begun.getRegionId()).isEqualTo("north");
        assertThat(begun.isSuccess()).isTrue();
        assertThat(begun.getCostTime()).isBetween(600_000, 1_200_000);
        assertThat(begun.getTraceBeans()).singleElement().satisfies(bean -> {
            assertThat(bean.getTopic()).isEqualTo("orders");
            assertThat(bean.getTags()).isEqualTo("TagA");
            assertThat(bean.getKeys()).isEqualTo("k1 k2");
            assertThat(bean.getStoreHost()).isEqualTo("192.0.2.1:10911");
            assertThat(bean.getBodyLength()).isEqualTo(5);
            assertThat(bean.getMsgType()).isEqualTo(MessageType.Delay_Msg);
            assertThat(bean.getMsgId()).isEqualTo("an-id");
            assertThat(bean.getOffsetMsgId()).isEqualTo("an-offset-id");
            // Half way between the begin and the answer.
            assertThat(bean.getStoreTime()).isEqualTo(begun.getTimeStamp() + begun.getCostTime() / 2);
        });
    }

    @Test
    void anAnswerThatIsNotOkIsNoSuccess() {
        SendMessageTraceHookImpl hook = new SendMessageTraceHookImpl(list);
        SendMessageContext context = sending(message("orders"));
        hook.sendMessageBefore(context);
        context.setSendResult(result(SendStatus.FLUSH_DISK_TIMEOUT));
        hook.sendMessageAfter(context);
        assertThat(appended).singleElement().satisfies(trace -> assertThat(trace.isSuccess())
                .isFalse());
    }

    @Test
    void aMessageWithoutABodyHasTheLengthZero() {
        SendMessageTraceHookImpl hook = new SendMessageTraceHookImpl(list);
        Message message = message("orders");
        message.setBody(null);
        SendMessageContext context = sending(message);
        hook.sendMessageBefore(context);
        List<TraceBean> beans = ((TraceContext) context.getMqTraceContext()).getTraceBeans();
        assertThat(beans.get(0).getBodyLength()).isZero();
    }

    /** A trace of the trace would never end. */
    @Test
    void theDispatchersOwnMessagesAreNotTraced() {
        SendMessageTraceHookImpl hook = new SendMessageTraceHookImpl(ownDispatcher());
        for (Message none : new Message[] {null, message(OWN_TOPIC), message(OWN_TOPIC + "-north")}) {
            SendMessageContext context = sending(none);
            hook.sendMessageBefore(context);
            assertThat(context.getMqTraceContext()).isNull();
            context.setSendResult(result(SendStatus.SEND_OK));
            hook.sendMessageAfter(context);
        }
        SendMessageContext other = sending(message("orders"));
        hook.sendMessageBefore(other);
        assertThat(other.getMqTraceContext()).isNotNull();
        // Another dispatcher's topic is a topic like any other.
        SendMessageContext foreign = sending(message(OWN_TOPIC));
        new SendMessageTraceHookImpl(list).sendMessageBefore(foreign);
        assertThat(foreign.getMqTraceContext()).isNotNull();
    }

    @Test
    @Tag("B-TRACE-08")
    void whatTheBrokerDidNotAnswerOrWantsNoTraceOfHasNoRecord() {
        SendMessageTraceHookImpl hook = new SendMessageTraceHookImpl(list);
        SendResult elsewhere = result(SendStatus.SEND_OK);
        elsewhere.setRegionId(null);
        SendResult off = result(SendStatus.SEND_OK);
        off.setTraceOn(false);
        for (SendResult none : new SendResult[] {null, elsewhere, off}) {
            SendMessageContext context = sending(message("orders"));
            hook.sendMessageBefore(context);
            context.setSendResult(none);
            hook.sendMessageAfter(context);
        }
        for (List<TraceBean> nothing : new ArrayList<List<TraceBean>>(List.of(List.of()))) {
            SendMessageContext context = sending(message("orders"));
            hook.sendMessageBefore(context);
            ((TraceContext) context.getMqTraceContext()).setTraceBeans(nothing);
            context.setSendResult(result(SendStatus.SEND_OK));
            hook.sendMessageAfter(context);
        }
        assertThat(appended).isEmpty();
    }

    private static EndTransactionContext ending(@Nullable Message message, Consumer<EndTransactionContext> more) {
        EndTransactionContext context = new EndTransactionContext();
        context.setProducerGroup("ns%pg");
        context.setMessage(message);
        context.setBrokerAddr("192.0.2.1:10911");
        context.setMsgId("an-id");
        context.setTransactionId("a-transaction");
        context.setTransactionState(LocalTransactionState.ROLLBACK_MESSAGE);
        more.accept(context);
        return context;
    }

    @Test
    @Tag("B-TRACE-09")
    void theEndOfATransactionIsOneRecord() {
        EndTransactionTraceHookImpl hook = new EndTransactionTraceHookImpl(list);
        assertThat(hook.hookName()).isEqualTo("EndTransactionTraceHook");
        Message message = message("ns%orders");
        MessageAccessor.putProperty(message, MessageConst.PROPERTY_MSG_REGION, "north");
        hook.endTransaction(ending(message, context -> context.setFromTransactionCheck(true)));
        hook.endTransaction(ending(message("orders"), context -> {}));
        Message nowhere = message("orders");
        MessageAccessor.putProperty(nowhere, MessageConst.PROPERTY_MSG_REGION, "");
        hook.endTransaction(ending(nowhere, context -> {}));

        assertThat(appended).hasSize(3).allSatisfy(trace -> {
            assertThat(trace.getTraceType()).isEqualTo(TraceType.EndTransaction);
            assertThat(trace.getGroupName()).isEqualTo("pg");
            assertThat(trace.getTraceBeans()).singleElement().satisfies(bean -> {
                assertThat(bean.getTopic()).isEqualTo("orders");
                assertThat(bean.getTags()).isEqualTo("TagA");
                assertThat(bean.getKeys()).isEqualTo("k1 k2");
                assertThat(bean.getStoreHost()).isEqualTo("192.0.2.1:10911");
                assertThat(bean.getMsgType()).isEqualTo(MessageType.Trans_msg_Commit);
                assertThat(bean.getMsgId()).isEqualTo("an-id");
                assertThat(bean.getTransactionState()).isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
                assertThat(bean.getTransactionId()).isEqualTo("a-transaction");
            });
        });
        assertThat(appended)
                .extracting(TraceContext::getRegionId)
                .containsExactly("north", "DefaultRegion", "DefaultRegion");
        assertThat(appended)
                .extracting(trace -> trace.getTraceBeans().get(0).isFromTransactionCheck())
                .containsExactly(true, false, false);
    }

    @Test
    void endsAboutNoMessageOrAboutTracesHaveNone() {
        EndTransactionTraceHookImpl hook = new EndTransactionTraceHookImpl(list);
        hook.endTransaction(ending(null, context -> {}));
        hook.endTransaction(ending(new Message(), context -> {}));
        assertThat(appended).isEmpty();
        AsyncTraceDispatcher own = ownDispatcher();
        EndTransactionTraceHookImpl tracing = new EndTransactionTraceHookImpl(own);
        tracing.endTransaction(ending(message(OWN_TOPIC), context -> {}));
        // Nothing waits, so there is nothing to wait for.
        own.flush();
        assertThat(own.getTraceTopicName()).isEqualTo(OWN_TOPIC);
    }
}

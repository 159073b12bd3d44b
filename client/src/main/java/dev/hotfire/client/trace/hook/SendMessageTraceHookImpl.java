// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace.hook;

import dev.hotfire.client.hook.SendMessageContext;
import dev.hotfire.client.hook.SendMessageHook;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceBean;
import dev.hotfire.client.trace.TraceContext;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.client.trace.TraceType;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.protocol.NamespaceUtil;
import dev.hotfire.runtime.ThisProcess;
import java.util.List;

/**
 * Writes a trace record of every attempt that was answered (B-TRACE-08). For code that sets up its own dispatcher; a producer
 * that is told to trace does so without, and with this hook beside it each message has two records, as officially.
 */
public class SendMessageTraceHookImpl implements SendMessageHook {
    private final TraceDispatcher localDispatcher;

    public SendMessageTraceHookImpl(TraceDispatcher localDispatcher) {
        this.localDispatcher = localDispatcher;
    }

    @Override
    public String hookName() {
        return "SendMessageTraceHook";
    }

    @Override
    public void sendMessageBefore(SendMessageContext context) {
        Message message = context.getMessage();
        if (message == null || isTraces(message)) {
            return;
        }
        TraceBean bean = new TraceBean();
        bean.setTopic(NamespaceUtil.withoutNamespace(message.getTopic()));
        bean.setTags(message.getTags());
        bean.setKeys(message.getKeys());
        bean.setStoreHost(context.getBrokerAddr());
        byte[] body = message.getBody();
        bean.setBodyLength(body == null ? 0 : body.length);
        bean.setMsgType(context.getMsgType());
        TraceContext trace = new TraceContext();
        trace.setTraceType(TraceType.Pub);
        trace.setGroupName(NamespaceUtil.withoutNamespace(context.getProducerGroup()));
        trace.setTraceBeans(List.of(bean));
        context.setMqTraceContext(trace);
    }

    /** The dispatcher's own messages are not traced. */
    private boolean isTraces(Message message) {
        String topic = message.getTopic();
        return topic != null
                && localDispatcher instanceof AsyncTraceDispatcher own
                && topic.startsWith(own.getTraceTopicName());
    }

    @Override
    public void sendMessageAfter(SendMessageContext context) {
        SendResult result = context.getSendResult();
        if (!(context.getMqTraceContext() instanceof TraceContext trace) || result == null) {
            return;
        }
        // As the official one: a broker that knows no regions, or wants no trace.
        if (result.getRegionId() == null || !result.isTraceOn()) {
            return;
        }
        List<TraceBean> beans = trace.getTraceBeans();
        if (beans == null || beans.isEmpty()) {
            return;
        }
        int costMillis = (int) (ThisProcess.currentTimeMillis() - trace.getTimeStamp());
        trace.setCostTime(costMillis);
        trace.setSuccess(result.getSendStatus() == SendStatus.SEND_OK);
        trace.setRegionId(result.getRegionId());
        TraceBean bean = beans.get(0);
        bean.setMsgId(result.getMsgId());
        bean.setOffsetMsgId(result.getOffsetMsgId());
        bean.setStoreTime(trace.getTimeStamp() + costMillis / 2);
        localDispatcher.append(trace);
    }
}

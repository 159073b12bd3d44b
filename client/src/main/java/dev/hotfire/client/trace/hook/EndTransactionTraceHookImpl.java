// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace.hook;

import dev.hotfire.client.hook.EndTransactionContext;
import dev.hotfire.client.hook.EndTransactionHook;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceBean;
import dev.hotfire.client.trace.TraceContext;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.client.trace.TraceType;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageConst;
import dev.hotfire.common.message.MessageType;
import dev.hotfire.remoting.protocol.NamespaceUtil;
import java.util.List;

/** Writes a trace record of every end of a transaction (B-TRACE-09). For code that sets up its own dispatcher. */
public class EndTransactionTraceHookImpl implements EndTransactionHook {
    private final TraceDispatcher localDispatcher;

    public EndTransactionTraceHookImpl(TraceDispatcher localDispatcher) {
        this.localDispatcher = localDispatcher;
    }

    @Override
    public String hookName() {
        return "EndTransactionTraceHook";
    }

    @Override
    public void endTransaction(EndTransactionContext context) {
        Message message = context.getMessage();
        String topic = message == null ? null : message.getTopic();
        if (message == null
                || topic == null
                || (localDispatcher instanceof AsyncTraceDispatcher own && topic.startsWith(own.getTraceTopicName()))) {
            return;
        }
        TraceBean bean = new TraceBean();
        bean.setTopic(NamespaceUtil.withoutNamespace(topic));
        bean.setTags(message.getTags());
        bean.setKeys(message.getKeys());
        bean.setStoreHost(context.getBrokerAddr());
        bean.setMsgType(MessageType.Trans_msg_Commit);
        bean.setMsgId(context.getMsgId());
        bean.setTransactionState(context.getTransactionState());
        bean.setTransactionId(context.getTransactionId());
        bean.setFromTransactionCheck(context.isFromTransactionCheck());
        TraceContext trace = new TraceContext();
        trace.setTraceType(TraceType.EndTransaction);
        trace.setGroupName(NamespaceUtil.withoutNamespace(context.getProducerGroup()));
        String region = message.getProperty(MessageConst.PROPERTY_MSG_REGION);
        trace.setRegionId(region == null || region.isEmpty() ? "DefaultRegion" : region);
        trace.setTraceBeans(List.of(bean));
        localDispatcher.append(trace);
    }
}

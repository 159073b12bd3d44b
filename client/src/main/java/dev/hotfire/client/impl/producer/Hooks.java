// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.client.hook.CheckForbiddenContext;
import dev.hotfire.client.hook.CheckForbiddenHook;
import dev.hotfire.client.hook.EndTransactionContext;
import dev.hotfire.client.hook.EndTransactionHook;
import dev.hotfire.client.hook.SendMessageContext;
import dev.hotfire.client.hook.SendMessageHook;
import dev.hotfire.client.impl.CommunicationMode;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageType;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RequestHook;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendCheck;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.protocol.RemotingCommand;
import dev.hotfire.wire.frame.Frame;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's hooks, as the engine's (B-HOOK-01 to -07). They see copies: what they set on a message's properties before an
 * attempt goes along with it, anything else they change is theirs alone.
 */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    /** Where an attempt's context is kept from before to after. */
    private static final Object CONTEXT = new Object();

    private final DefaultMQProducer producer;
    private final DefaultMQProducerImpl impl;

    private Hooks(DefaultMQProducer producer, DefaultMQProducerImpl impl) {
        this.producer = producer;
        this.impl = impl;
    }

    /** Has the engine ask the producer's hooks, as they are now. */
    static void addTo(ProducerConfig.Builder builder, DefaultMQProducer producer, DefaultMQProducerImpl impl) {
        Hooks hooks = new Hooks(producer, impl);
        builder.sendChecks(impl.checkForbiddenHooks().stream().map(hooks::check).toList())
                .sendHooks(impl.sendMessageHooks().stream().map(hooks::send).toList())
                .endTransactionHooks(
                        impl.endTransactionHooks().stream().map(hooks::end).toList());
    }

    private SendCheck check(CheckForbiddenHook hook) {
        return attempt -> {
            CheckForbiddenContext context = new CheckForbiddenContext();
            context.setNameSrvAddr(producer.getNamesrvAddr());
            context.setGroup(producer.getProducerGroup());
            context.setCommunicationMode(mode(attempt.mode()));
            context.setBrokerAddr(attempt.brokerAddress());
            context.setMessage(message(attempt.message()));
            context.setMq(Messages.queue(attempt.queue()));
            context.setUnitMode(producer.isUnitMode());
            hook.checkForbidden(context);
        };
    }

    private SendHook send(SendMessageHook hook) {
        Object key = List.of(CONTEXT, hook);
        return new SendHook() {
            @Override
            public void beforeSend(SendAttempt attempt) {
                SendMessageContext context = context(attempt);
                attempt.attributes().put(key, context);
                hook.sendMessageBefore(context);
                Message message = context.getMessage();
                if (message != null) {
                    takeOver(message.getProperties(), attempt);
                }
            }

            @Override
            public void afterSend(SendAttempt attempt) {
                if (!(attempt.attributes().remove(key) instanceof SendMessageContext context)) {
                    return;
                }
                if (attempt.result() != null) {
                    context.setSendResult(Messages.result(attempt.result()));
                }
                if (attempt.failure() != null) {
                    context.setException(failure(attempt, attempt.failure()));
                }
                hook.sendMessageAfter(context);
            }
        };
    }

    /** What a hook has put on its copy, such as a trace's span, travels with the attempt (B-TRACE-13). */
    private static void takeOver(Map<String, String> properties, SendAttempt attempt) {
        Map<String, String> before = attempt.message().properties();
        new LinkedHashMap<>(properties).forEach((name, value) -> {
            if (value != null && !value.equals(before.get(name))) {
                try {
                    attempt.property(name, value);
                } catch (IllegalArgumentException e) {
                    LOG.warn("a hook's property is left out: {}", e.getMessage());
                }
            }
        });
    }

    private SendMessageContext context(SendAttempt attempt) {
        SentMessage sent = attempt.message();
        SendMessageContext context = new SendMessageContext();
        context.setProducer(impl);
        context.setProducerGroup(producer.getProducerGroup());
        context.setCommunicationMode(mode(attempt.mode()));
        context.setBornHost(attempt.clientHost());
        context.setBrokerAddr(attempt.brokerAddress());
        context.setMessage(message(sent));
        context.setMq(Messages.queue(attempt.queue()));
        // Officially null where there is none, not an empty text.
        context.setNamespace(attempt.namespace().isEmpty() ? null : attempt.namespace());
        context.setMsgType(
                switch (sent.type()) {
                    case NORMAL -> MessageType.Normal_Msg;
                    case HALF -> MessageType.Trans_Msg_Half;
                    case DELAY -> MessageType.Delay_Msg;
                });
        return context;
    }

    private static Exception failure(SendAttempt attempt, Throwable failure) {
        if (failure instanceof SendException e) {
            return Failures.ofWaiting(e, Destination.of(Messages.queue(attempt.queue())), Set.of());
        }
        return failure instanceof Exception e ? e : new IllegalStateException(failure);
    }

    private dev.hotfire.producer.EndTransactionHook end(EndTransactionHook hook) {
        return (TransactionEnd end) -> {
            EndTransactionContext context = new EndTransactionContext();
            context.setProducerGroup(producer.getProducerGroup());
            context.setBrokerAddr(end.brokerAddress());
            context.setMessage(message(end.message()));
            context.setMsgId(end.messageId());
            context.setTransactionId(end.transactionId());
            context.setTransactionState(Transactions.state(end.state()));
            context.setFromTransactionCheck(end.fromCheck());
            hook.endTransaction(context);
        };
    }

    private static CommunicationMode mode(SendMode mode) {
        return switch (mode) {
            case SYNC -> CommunicationMode.SYNC;
            case ASYNC -> CommunicationMode.ASYNC;
            case ONEWAY -> CommunicationMode.ONEWAY;
        };
    }

    private static Message message(SentMessage sent) {
        Message message = new Message();
        message.setTopic(sent.topic());
        message.setFlag(sent.flag());
        message.setBody(sent.body());
        MessageAccessor.setProperties(message, new LinkedHashMap<>(sent.properties()));
        return message;
    }

    /** Shows every request to a hook; the header fields that it adds go along. */
    static RequestHook of(RPCHook hook) {
        return new RequestHook() {
            @Override
            public Map<String, String> beforeRequest(String address, Frame request) {
                RemotingCommand command = command(request);
                hook.doBeforeRequest(address, command);
                Map<String, String> added = new LinkedHashMap<>();
                Map<String, String> fields = command.getExtFields();
                if (fields != null) {
                    added.putAll(fields);
                    added.keySet().removeAll(request.extFields().keySet());
                }
                return added;
            }

            @Override
            public void afterResponse(String address, Frame request, Frame response) {
                hook.doAfterResponse(address, command(request), command(response));
            }
        };
    }

    private static RemotingCommand command(Frame frame) {
        RemotingCommand command = RemotingCommand.createRequestCommand(frame.code(), null);
        command.setVersion(frame.version());
        command.setOpaque(frame.opaque());
        command.setFlag(frame.flag());
        command.setRemark(frame.remark());
        command.setExtFields(new HashMap<>(frame.extFields()));
        command.setBody(frame.body());
        return command;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.face;

import dev.hotfire.acl.common.AclClientRPCHook;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.RequestCallback;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.producer.TransactionSendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.conformance.kit.Answers;
import dev.hotfire.conformance.kit.DriverLoop;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.TestedProducer;
import dev.hotfire.conformance.kit.UnsupportedException;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.exception.RemotingConnectException;
import dev.hotfire.remoting.exception.RemotingSendRequestException;
import dev.hotfire.remoting.exception.RemotingTimeoutException;
import dev.hotfire.remoting.exception.RemotingTooMuchRequestException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for {@code DefaultMQProducer} and {@code TransactionMQProducer}.
 *
 * <p>Names nothing but what releases 4.7 to 5.5 of the official client have; the rest goes through reflection. So the same
 * source, with the imports of the official client, drives those.
 */
public final class FamiliarDriver implements TestedProducer {
    private static final List<String> FEATURES = List.of(
            "sync",
            "async",
            "oneway",
            "batch",
            "transaction",
            "request",
            "queue",
            "selector",
            "compression",
            "delay",
            "namespace",
            "acl",
            "properties",
            "close");

    /** What came with releases 5.0 to 5.5. */
    private static final List<String> MODERN = List.of("static-topics", "recall", "timer", "attempt-timeout");

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final DefaultMQProducer producer;
    private final String check;

    private FamiliarDriver(Fields settings) throws Exception {
        String group = settings.need("group");
        String checks = settings.text("check");
        this.check = checks == null ? "" : checks;
        String accessKey = settings.text("accessKey");
        RPCHook hook = accessKey == null
                ? null
                : new AclClientRPCHook(new SessionCredentials(accessKey, settings.need("secretKey")));
        if (checks == null) {
            producer = new DefaultMQProducer(group, hook);
        } else {
            TransactionMQProducer transactional = new TransactionMQProducer(group, hook);
            transactional.setTransactionListener(new Listener());
            producer = transactional;
        }
        producer.setInstanceName("conformance-" + ProcessHandle.current().pid() + "-" + INSTANCES.incrementAndGet());
        for (Map.Entry<String, @Nullable Object> setting : settings.values().entrySet()) {
            apply(setting.getKey(), settings);
        }
        producer.start();
    }

    /** Drives whatever client these imports lead to; the argument is its version. */
    public static void main(String[] args) throws IOException {
        String name = args.length > 1 ? args[1] : "hotfire-familiar";
        String version = args.length > 0 ? args[0] : "";
        List<String> features = new ArrayList<>(FEATURES);
        if (!version.startsWith("4.")) {
            features.addAll(MODERN);
        }
        DriverLoop.run(name, version, features, FamiliarDriver::new);
    }

    private void apply(String name, Fields settings) throws Exception {
        switch (name) {
            case "id", "do", "producer", "group", "check", "accessKey", "secretKey" -> {}
            case "nameServers" -> producer.setNamesrvAddr(settings.need(name));
            case "sendTimeoutMillis" -> producer.setSendMsgTimeout(settings.integer(name));
            case "retries" -> {
                producer.setRetryTimesWhenSendFailed(settings.integer(name));
                producer.setRetryTimesWhenSendAsyncFailed(settings.integer(name));
            }
            case "retryWhenNotStored" -> producer.setRetryAnotherBrokerWhenNotStoreOK(settings.flag(name));
            case "compressOverBytes" -> producer.setCompressMsgBodyOverHowmuch(settings.integer(name));
            case "maxMessageBytes" -> producer.setMaxMessageSize(settings.integer(name));
            case "namespace" -> producer.setNamespace(settings.need(name));
            case "routeRefreshMillis" -> producer.setPollNameServerInterval(settings.integer(name));
            case "heartbeatMillis" -> producer.setHeartbeatBrokerInterval(settings.integer(name));
            case "isolation" -> producer.setSendLatencyFaultEnable(settings.flag(name));
            case "attemptTimeoutMillis" -> set("setSendMsgMaxTimeoutPerRequest", settings.integer(name));
            default -> throw new UnsupportedException(name);
        }
    }

    private void set(String setter, int value) throws Exception {
        try {
            producer.getClass().getMethod(setter, int.class).invoke(producer, value);
        } catch (NoSuchMethodException e) {
            throw new UnsupportedException(setter);
        }
    }

    @Override
    public void act(Fields command, Answers answers) throws Exception {
        try {
            switch (command.need("do")) {
                case "send" -> send(command, answers);
                case "batch" -> batch(command, answers);
                case "request" -> request(command, answers);
                case "transact" -> transact(command, answers);
                case "recall" -> recall(command, answers);
                default -> throw new UnsupportedException(command.need("do"));
            }
        } catch (UnsupportedException e) {
            throw e;
        } catch (Exception e) {
            failed(e, answers);
        }
    }

    private void send(Fields command, Answers answers) throws Exception {
        Message message = message(command);
        String mode = command.need("mode");
        long timeout = command.has("timeoutMillis") ? command.number("timeoutMillis") : producer.getSendMsgTimeout();
        MessageQueue queue = queue(command, command.need("topic"));
        String key = command.text("key");
        switch (mode) {
            case "sync" -> {
                if (queue != null) {
                    stored(producer.send(message, queue, timeout), answers);
                } else if (key != null) {
                    stored(producer.send(message, (queues, sent, k) -> choose(queues, k), key, timeout), answers);
                } else {
                    stored(producer.send(message, timeout), answers);
                }
            }
            case "async" -> {
                SendCallback callback = new Told(answers);
                if (queue != null) {
                    producer.send(message, queue, callback, timeout);
                } else if (key != null) {
                    producer.send(message, (queues, sent, k) -> choose(queues, k), key, callback, timeout);
                } else {
                    producer.send(message, callback, timeout);
                }
            }
            case "oneway" -> {
                if (queue != null) {
                    producer.sendOneway(message, queue);
                } else if (key != null) {
                    producer.sendOneway(message, (queues, sent, k) -> choose(queues, k), key);
                } else {
                    producer.sendOneway(message);
                }
                answers.give("sent", Map.of());
            }
            default -> throw new UnsupportedException(mode);
        }
    }

    /** The first queue of the list by broker and id, whatever the order that the client offers them in. */
    private static @Nullable MessageQueue choose(List<MessageQueue> queues, @Nullable Object argument) {
        String key = String.valueOf(argument);
        if (key.equals("throw")) {
            throw new IllegalStateException("the selector was told to throw");
        }
        if (key.equals("null")) {
            return null;
        }
        List<MessageQueue> sorted = new ArrayList<>(queues);
        sorted.sort(MessageQueue::compareTo);
        return sorted.get(Math.floorMod(key.hashCode(), sorted.size()));
    }

    private void batch(Fields command, Answers answers) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (Fields message : command.objects("messages")) {
            messages.add(message(message));
        }
        if (command.need("mode").equals("async")) {
            sendAsync(messages, new Told(answers));
        } else {
            stored(producer.send(messages), answers);
        }
    }

    /** Came with 4.9. */
    private void sendAsync(List<Message> messages, SendCallback callback) throws Exception {
        try {
            DefaultMQProducer.class
                    .getMethod("send", Collection.class, SendCallback.class)
                    .invoke(producer, messages, callback);
        } catch (NoSuchMethodException e) {
            throw new UnsupportedException("asynchronous batches");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private void request(Fields command, Answers answers) throws Exception {
        long timeout = command.number("timeoutMillis");
        if (command.need("mode").equals("async")) {
            producer.request(
                    message(command),
                    new RequestCallback() {
                        @Override
                        public void onSuccess(@Nullable Message reply) {
                            replied(reply, answers);
                        }

                        @Override
                        public void onException(Throwable failure) {
                            failed(failure, answers);
                        }
                    },
                    timeout);
        } else {
            replied(producer.request(message(command), timeout), answers);
        }
    }

    private void transact(Fields command, Answers answers) throws Exception {
        TransactionSendResult result = producer.sendMessageInTransaction(message(command), command.need("local"));
        Map<String, @Nullable Object> fields = describe(result);
        fields.put("state", word(result.getLocalTransactionState()));
        answers.give("stored", fields);
    }

    private void recall(Fields command, Answers answers) throws Exception {
        try {
            Object id = producer.getClass()
                    .getMethod("recallMessage", String.class, String.class)
                    .invoke(producer, command.need("topic"), command.need("handle"));
            answers.give("done", Map.of("messageId", String.valueOf(id)));
        } catch (NoSuchMethodException e) {
            throw new UnsupportedException("recall");
        } catch (InvocationTargetException e) {
            failed(e.getCause() == null ? e : e.getCause(), answers);
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }

    private static Message message(Fields command) {
        Message message = new Message(command.need("topic"), command.body());
        if (command.has("tags")) {
            message.setTags(command.need("tags"));
        }
        if (command.has("keys")) {
            message.setKeys(command.texts("keys"));
        }
        message.setFlag(command.integer("flag"));
        if (command.has("delayLevel")) {
            message.setDelayTimeLevel(command.integer("delayLevel"));
        }
        if (command.has("deliverAfterMillis")) {
            deliverAfter(message, command.number("deliverAfterMillis"));
        }
        if (command.has("waitStored")) {
            message.setWaitStoreMsgOK(command.flag("waitStored"));
        }
        Fields properties = command.object("properties");
        if (properties != null) {
            properties.values().forEach((name, value) -> message.putUserProperty(name, String.valueOf(value)));
        }
        return message;
    }

    private static void deliverAfter(Message message, long millis) {
        try {
            Message.class.getMethod("setDelayTimeMs", long.class).invoke(message, millis);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedException("deliverAfterMillis");
        }
    }

    private static @Nullable MessageQueue queue(Fields command, String topic) {
        Fields queue = command.object("queue");
        return queue == null ? null : new MessageQueue(topic, queue.need("broker"), queue.integer("id"));
    }

    private static void stored(@Nullable SendResult result, Answers answers) {
        answers.give("stored", describe(result));
    }

    private static Map<String, @Nullable Object> describe(@Nullable SendResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (result == null) {
            return fields;
        }
        fields.put("status", result.getSendStatus());
        fields.put("messageId", result.getMsgId());
        fields.put("offsetMessageId", result.getOffsetMsgId());
        MessageQueue queue = result.getMessageQueue();
        if (queue != null) {
            fields.put("broker", queue.getBrokerName());
            fields.put("topic", queue.getTopic());
            fields.put("queue", queue.getQueueId());
        }
        fields.put("offset", result.getQueueOffset());
        fields.put("transactionId", result.getTransactionId());
        fields.put("region", result.getRegionId());
        try {
            fields.put(
                    "recallHandle",
                    SendResult.class.getMethod("getRecallHandle").invoke(result));
        } catch (ReflectiveOperationException e) {
            fields.put("recallHandle", null);
        }
        return fields;
    }

    private static void replied(@Nullable Message reply, Answers answers) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("body", reply == null ? null : new String(reply.getBody(), StandardCharsets.UTF_8));
        answers.give("replied", fields);
    }

    private static void failed(Throwable failure, Answers answers) {
        answers.failed(kind(failure), code(failure), null, failure);
    }

    private static @Nullable Integer code(@Nullable Throwable failure) {
        if (failure instanceof MQBrokerException broker) {
            return broker.getResponseCode();
        }
        if (failure instanceof MQClientException client && client.getResponseCode() > 0) {
            return client.getResponseCode();
        }
        return failure == null ? null : code(failure.getCause());
    }

    private static String kind(@Nullable Throwable failure) {
        String text = failure == null ? "" : String.valueOf(failure.getMessage());
        if (failure instanceof RequestTimeoutException) {
            return "no-reply";
        } else if (failure instanceof MQBrokerException) {
            return "refused";
        } else if (failure instanceof RemotingTimeoutException) {
            return "timeout";
        } else if (failure instanceof RemotingConnectException) {
            return "connect";
        } else if (failure instanceof RemotingSendRequestException) {
            return "lost";
        } else if (failure instanceof RemotingTooMuchRequestException) {
            return "full";
        } else if (failure instanceof MQClientException client) {
            String byCode = kindOf(client.getResponseCode());
            if (byCode != null) {
                return byCode;
            }
            if (text.contains("service state not OK")) {
                return "closed";
            }
            if (text.contains("No route info")) {
                return "no-route";
            }
            return failure.getCause() == null ? "invalid" : kind(failure.getCause());
        } else if (failure instanceof IllegalArgumentException || failure instanceof UnsupportedOperationException) {
            return "invalid";
        }
        return failure == null || failure.getCause() == null ? "other" : kind(failure.getCause());
    }

    private static String word(@Nullable LocalTransactionState state) {
        return state == LocalTransactionState.COMMIT_MESSAGE
                ? "commit"
                : state == LocalTransactionState.ROLLBACK_MESSAGE ? "rollback" : "unknown";
    }

    private static @Nullable String kindOf(int code) {
        return switch (code) {
            case 10_001 -> "connect";
            case 10_002 -> "timeout";
            case 10_004 -> "no-name-server";
            case 10_005 -> "no-route";
            case 13 -> "invalid";
            default -> null;
        };
    }

    private static @Nullable LocalTransactionState state(String word) {
        return switch (word) {
            case "commit" -> LocalTransactionState.COMMIT_MESSAGE;
            case "rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
            case "null" -> null;
            case "throw" -> throw new IllegalStateException("the local transaction was told to throw");
            default -> LocalTransactionState.UNKNOW;
        };
    }

    private final class Listener implements TransactionListener {
        @Override
        public @Nullable LocalTransactionState executeLocalTransaction(Message message, @Nullable Object argument) {
            return state(String.valueOf(argument));
        }

        @Override
        public @Nullable LocalTransactionState checkLocalTransaction(MessageExt message) {
            String property = message.getProperty("check");
            return state(property == null ? check : property);
        }
    }

    private record Told(Answers answers) implements SendCallback {
        @Override
        public void onSuccess(SendResult result) {
            stored(result, answers);
        }

        @Override
        public void onException(Throwable failure) {
            failed(failure, answers);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.face;

import dev.hotfire.Hotfire;
import dev.hotfire.conformance.kit.Answers;
import dev.hotfire.conformance.kit.DriverLoop;
import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.TestedProducer;
import dev.hotfire.conformance.kit.UnsupportedException;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LocalTransaction;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoNameServerException;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The driver for {@link Producer}. Nothing here waits for a send, so it also serves in a simulated world, where the
 * synchronous modes are asynchronous ones whose end is waited for by whoever steps the world.
 */
public final class CoreDriver implements TestedProducer {
    /** What this client has, as the protocol names it. */
    public static final List<String> FEATURES = List.of(
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
            "close",
            "certainty",
            "static-topics",
            "recall",
            "timer",
            "attempt-timeout");

    private final Producer producer;
    private final boolean waits;

    private CoreDriver(Producer producer, boolean waits) {
        this.producer = producer;
        this.waits = waits;
    }

    /** Drives the producer of this class path. */
    public static void main(String[] args) throws IOException {
        DriverLoop.run(
                "hotfire",
                args.length > 0 ? args[0] : "",
                FEATURES,
                settings -> new CoreDriver(Hotfire.start(config(settings)), true));
    }

    /** A producer on a machine of the caller's, possibly simulated. Never waits. */
    public static TestedProducer on(Machine machine, Fields settings) {
        return new CoreDriver(Hotfire.start(config(settings), machine), false);
    }

    private static ProducerConfig config(Fields settings) {
        ProducerConfig.Builder config = ProducerConfig.builder(settings.need("group"));
        for (String name : settings.values().keySet()) {
            apply(name, settings, config);
        }
        return config.build();
    }

    private static void apply(String name, Fields settings, ProducerConfig.Builder config) {
        switch (name) {
            case "id", "do", "producer", "group", "secretKey" -> {}
            case "nameServers" -> config.nameServers(settings.need(name));
            case "sendTimeoutMillis" -> config.sendTimeout(millis(settings, name));
            case "retries" -> config.retries(settings.integer(name)).asyncRetries(settings.integer(name));
            case "retryWhenNotStored" -> config.retryWhenNotStored(settings.flag(name));
            case "compressOverBytes" -> config.compressOver(settings.integer(name));
            case "maxMessageBytes" -> config.maxMessageBytes(settings.integer(name));
            case "namespace" -> config.namespace(Namespace.prefix(settings.need(name)));
            case "routeRefreshMillis" -> config.routeRefresh(millis(settings, name));
            case "heartbeatMillis" -> config.heartbeat(millis(settings, name));
            case "isolation" -> config.isolation(settings.flag(name) ? Isolation.TABLE : Isolation.OFF);
            case "attemptTimeoutMillis" -> config.attemptTimeout(millis(settings, name));
            case "accessKey" ->
                config.credentials(new AclCredentials(settings.need("accessKey"), settings.need("secretKey"), null));
            case "check" ->
                config.transactionChecker(half -> {
                    String property = half.properties().get("check");
                    return state(property == null ? settings.need("check") : property);
                });
            default -> throw new UnsupportedException(name);
        }
    }

    private static Duration millis(Fields settings, String name) {
        return Duration.ofMillis(settings.number(name));
    }

    @Override
    public void act(Fields command, Answers answers) throws InterruptedException {
        try {
            switch (command.need("do")) {
                case "send" -> send(command, answers);
                case "batch" -> batch(command, answers);
                case "request" -> request(command, answers);
                case "transact" -> transact(command, answers);
                case "recall" ->
                    producer.recallAsync(command.need("topic"), command.need("handle"))
                            .whenComplete((id, failure) -> {
                                if (failure == null) {
                                    answers.give("done", Map.of("messageId", id));
                                } else {
                                    failed(failure, answers);
                                }
                            });
                default -> throw new UnsupportedException(command.need("do"));
            }
        } catch (IllegalArgumentException | IllegalStateException | SendException e) {
            failed(e, answers);
        }
    }

    private void send(Fields command, Answers answers) throws SendException, InterruptedException {
        Message message = message(command);
        SendOptions options = options(command, message.topic());
        String key = command.text("key");
        switch (command.need("mode")) {
            case "sync" -> {
                if (waits) {
                    stored(
                            key == null
                                    ? producer.send(message, options)
                                    : producer.send(message, CHOICE, key, options),
                            answers);
                } else {
                    told(
                            key == null
                                    ? producer.sendAsync(message, options)
                                    : producer.sendAsync(message, CHOICE, key, options),
                            answers);
                }
            }
            case "async" ->
                told(
                        key == null
                                ? producer.sendAsync(message, options)
                                : producer.sendAsync(message, CHOICE, key, options),
                        answers);
            case "oneway" ->
                (key == null
                                ? producer.sendOneway(message, options)
                                : producer.sendOneway(message, CHOICE, key, options))
                        .whenComplete((nothing, failure) -> {
                            if (failure == null) {
                                answers.give("sent", Map.of());
                            } else {
                                failed(failure, answers);
                            }
                        });
            default -> throw new UnsupportedException(command.need("mode"));
        }
    }

    private static final QueueSelector<String> CHOICE = (queues, message, key) -> {
        if (key.equals("throw")) {
            throw new IllegalStateException("the selector was told to throw");
        }
        List<MessageQueue> sorted = new ArrayList<>(queues);
        sorted.sort(Comparator.comparing(MessageQueue::brokerName).thenComparingInt(MessageQueue::queueId));
        return key.equals("null") ? null : sorted.get(Math.floorMod(key.hashCode(), sorted.size()));
    };

    private void batch(Fields command, Answers answers) throws SendException, InterruptedException {
        List<Message> messages = new ArrayList<>();
        command.objects("messages").forEach(message -> messages.add(message(message)));
        if (waits && command.need("mode").equals("sync")) {
            stored(producer.sendBatch(messages), answers);
        } else {
            told(producer.sendBatchAsync(messages), answers);
        }
    }

    private void request(Fields command, Answers answers) throws SendException, InterruptedException {
        Duration timeout = Duration.ofMillis(command.number("timeoutMillis"));
        if (waits && command.need("mode").equals("sync")) {
            replied(producer.request(message(command), timeout), answers);
        } else {
            producer.requestAsync(message(command), timeout).whenComplete((reply, failure) -> {
                if (failure == null) {
                    replied(reply, answers);
                } else {
                    failed(failure, answers);
                }
            });
        }
    }

    private void transact(Fields command, Answers answers) throws SendException, InterruptedException {
        String local = command.need("local");
        LocalTransaction transaction = half -> state(local);
        if (waits) {
            ended(producer.sendInTransaction(message(command), transaction), answers);
        } else {
            producer.sendInTransactionAsync(message(command), transaction).whenComplete((result, failure) -> {
                if (failure == null) {
                    ended(result, answers);
                } else {
                    failed(failure, answers);
                }
            });
        }
    }

    private static void ended(TransactionResult result, Answers answers) {
        Map<String, @Nullable Object> fields = describe(result.half());
        fields.put("state", result.state().name().toLowerCase(Locale.ROOT));
        answers.give("stored", fields);
    }

    @Override
    public void close() {
        closeAsync().join();
    }

    /** As {@link #close}, without waiting. */
    public CompletableFuture<Void> closeAsync() {
        return producer.closeAsync();
    }

    private static Message message(Fields command) {
        Message.Builder message = Message.builder(command.need("topic")).body(command.body());
        if (command.has("tags")) {
            message.tags(command.need("tags"));
        }
        if (command.has("keys")) {
            message.keys(command.texts("keys"));
        }
        message.flag(command.integer("flag"));
        if (command.has("delayLevel")) {
            message.delayLevel(command.integer("delayLevel"));
        }
        if (command.has("deliverAfterMillis")) {
            message.deliverAfter(millis(command, "deliverAfterMillis"));
        }
        if (command.has("waitStored")) {
            message.waitStoreOk(command.flag("waitStored"));
        }
        Fields properties = command.object("properties");
        if (properties != null) {
            properties.values().forEach((name, value) -> message.property(name, String.valueOf(value)));
        }
        return message.build();
    }

    private static SendOptions options(Fields command, String topic) {
        SendOptions options = SendOptions.DEFAULTS;
        if (command.has("timeoutMillis")) {
            options = options.withTimeout(millis(command, "timeoutMillis"));
        }
        Fields queue = command.object("queue");
        return queue == null
                ? options
                : options.withQueue(new MessageQueue(topic, queue.need("broker"), queue.integer("id")));
    }

    private static void told(CompletableFuture<SendResult> sending, Answers answers) {
        sending.whenComplete((result, failure) -> {
            if (failure == null) {
                stored(result, answers);
            } else {
                failed(failure, answers);
            }
        });
    }

    private static void stored(SendResult result, Answers answers) {
        answers.give("stored", describe(result));
    }

    private static Map<String, @Nullable Object> describe(SendResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", result.status());
        fields.put("messageId", result.messageId());
        fields.put("offsetMessageId", result.offsetMessageId());
        fields.put("broker", result.queue().brokerName());
        fields.put("topic", result.queue().topic());
        fields.put("queue", result.queue().queueId());
        fields.put("offset", result.queueOffset());
        fields.put("transactionId", result.transactionId());
        fields.put("region", result.regionId());
        fields.put("recallHandle", result.recallHandle());
        return fields;
    }

    private static void replied(StoredMessage reply, Answers answers) {
        answers.give("replied", Map.of("body", new String(reply.body(), StandardCharsets.UTF_8)));
    }

    private static void failed(Throwable thrown, Answers answers) {
        Throwable failure = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        String certainty = null;
        if (failure instanceof SendException send) {
            certainty = send.certainty() == Certainty.NOT_STORED ? "not-stored" : "unknown";
        }
        Integer code = failure instanceof SendRefusedException refused ? (Integer) refused.responseCode() : null;
        answers.failed(kind(failure), code, certainty, failure);
    }

    private static String kind(Throwable failure) {
        if (failure instanceof SendRefusedException) {
            return "refused";
        } else if (failure instanceof SendTimeoutException) {
            return "timeout";
        } else if (failure instanceof ConnectionFailedException connection) {
            return connection.isBroken() ? "lost" : "connect";
        } else if (failure instanceof NoRouteException) {
            return "no-route";
        } else if (failure instanceof NoNameServerException) {
            return "no-name-server";
        } else if (failure instanceof NoReplyException) {
            return "no-reply";
        } else if (failure instanceof ProducerClosedException || failure instanceof IllegalStateException) {
            return "closed";
        } else if (failure instanceof TooManyInFlightException) {
            return "full";
        } else if (failure instanceof QueueSelectionException || failure instanceof IllegalArgumentException) {
            return "invalid";
        }
        return "other";
    }

    @SuppressWarnings("NullAway") // What the producer does with null is what is tested.
    private static TransactionState state(String word) {
        return switch (word) {
            case "commit" -> TransactionState.COMMIT;
            case "rollback" -> TransactionState.ROLLBACK;
            case "null" -> null;
            case "throw" -> throw new IllegalStateException("the local transaction was told to throw");
            default -> TransactionState.UNKNOWN;
        };
    }
}

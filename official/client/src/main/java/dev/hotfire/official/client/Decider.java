// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.hook.SendMessageContext;
import org.apache.rocketmq.client.hook.SendMessageHook;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the official producer ends sends under faults: many producers, each set and used as told, side by side.
 *
 * <p>Reads commands from standard input, with fields as in {@link Line}. {@code prepare} starts a producer, sends once,
 * and prints {@code started}. {@code advance} sends until the next queue is the first of the topic's list, and prints
 * {@code ready}: to be said when all have started, because their first refresh of routes restarts round robin.
 * {@code go} sends, one after the other, and prints {@code told} for each and then {@code done}. The end of the input ends the JVM.
 */
public final class Decider {
    private static final int MAX_WARMING_SENDS = 20;
    private static final int POLL_MILLIS = 600_000;
    private static final int PRODUCERS_STARTING_AT_A_TIME = 4;
    private static final long LIMIT_SECONDS = 60;

    private final PrintStream lines;
    private final Map<String, Case> cases = new ConcurrentHashMap<>();
    private final Semaphore starting = new Semaphore(PRODUCERS_STARTING_AT_A_TIME);

    private Decider(PrintStream lines) {
        this.lines = lines;
    }

    /** Does as standard input says. */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> new Decider(lines).run());
    }

    private void run() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            Map<String, String> fields = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                fields.put(
                        URLDecoder.decode(words[i].substring(0, equals), UTF_8),
                        URLDecoder.decode(words[i].substring(equals + 1), UTF_8));
            }
            String id = requireNonNull(fields.get("id"), "id");
            switch (words[0]) {
                case "prepare" -> {
                    Case created = new Case(fields);
                    cases.put(id, created);
                    created.thread.execute(() -> created.guarded(created::prepare));
                }
                case "advance" -> {
                    Case known = requireNonNull(cases.get(id), id);
                    known.thread.execute(() -> known.guarded(known::advance));
                }
                case "go" -> {
                    Case known = requireNonNull(cases.get(id), id);
                    known.thread.execute(() -> known.guarded(known::go));
                }
                default -> throw new IllegalArgumentException(words[0] + " (expected: prepare, advance or go)");
            }
        }
    }

    private synchronized void print(Line line) {
        lines.println(line);
    }

    /** A producer with a thread of its own: where round robin stands is a matter of threads. */
    private final class Case {
        private final Map<String, String> fields;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final DefaultMQProducer producer;
        private final String topic;
        private final boolean async;
        private final @Nullable MessageQueue chosen;

        Case(Map<String, String> fields) {
            this.fields = fields;
            this.topic = text("topic");
            this.async = text("mode").equals("async");
            this.chosen = flag("chosen") ? new MessageQueue(topic, "broker-a", 0) : null;
            this.producer = new DefaultMQProducer("pg-" + topic);
        }

        private String text(String name) {
            return requireNonNull(fields.get(name), name);
        }

        private boolean flag(String name) {
            return Boolean.parseBoolean(text(name));
        }

        private int number(String name) {
            return Integer.parseInt(text(name));
        }

        @SuppressWarnings("CatchAndPrintStackTrace") // Standard error is where the parent looks for it.
        void guarded(Work work) {
            try {
                work.run();
            } catch (Exception e) {
                e.printStackTrace();
                print(Line.of("broken").with("id", text("id")).with("failure", e));
            }
        }

        void prepare() throws Exception {
            producer.setNamesrvAddr(text("namesrv"));
            producer.setInstanceName(text("instance"));
            producer.setSendMsgTimeout(number("timeout"));
            producer.setSendMsgMaxTimeoutPerRequest(number("attemptTimeout"));
            producer.setRetryTimesWhenSendFailed(number("retries"));
            producer.setRetryTimesWhenSendAsyncFailed(number("retries"));
            producer.setRetryAnotherBrokerWhenNotStoreOK(flag("whenNotStored"));
            producer.setSendLatencyFaultEnable(flag("table"));
            producer.setStartDetectorEnable(flag("detector"));
            if (!text("moreCodes").isEmpty()) {
                producer.addRetryResponseCode(number("moreCodes"));
            }
            if (flag("dawdles")) {
                dawdle();
            }
            producer.setAsyncSenderExecutor(Executors.newSingleThreadExecutor());
            // A refresh restarts round robin anywhere, even if no route has changed.
            producer.setPollNameServerInterval(POLL_MILLIS);
            starting.acquire();
            try {
                producer.start();
                warm();
            } finally {
                starting.release();
            }
            print(Line.of("started").with("id", text("id")));
        }

        @SuppressWarnings("deprecation") // There is no other way to a hook.
        private void dawdle() {
            producer.getDefaultMQProducerImpl().registerSendMessageHook(new Dawdling());
        }

        void advance() throws Exception {
            for (int i = 0; !isLast(warm()); i++) {
                if (i == MAX_WARMING_SENDS) {
                    throw new IllegalStateException("no send went to the last queue");
                }
            }
            print(Line.of("ready").with("id", text("id")));
        }

        private boolean isLast(MessageQueue queue) {
            return queue.getBrokerName().equals("broker-b") && queue.getQueueId() == 1;
        }

        private MessageQueue warm() throws Exception {
            SendResult result = async
                    ? sendAsync(message("warm"), null).get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    : producer.send(message("warm"), 30_000);
            return result.getMessageQueue();
        }

        void go() throws Exception {
            for (int i = 0; i < number("sends"); i++) {
                long startedNanos = System.nanoTime();
                Line line = Line.of("told").with("id", text("id"));
                try {
                    SendResult result = flag("ownThreads") ? sendInThreadOfItsOwn() : send(message("go"));
                    line.with("status", result == null ? "none" : result.getSendStatus());
                } catch (ExecutionException e) {
                    failed(line, requireNonNull(e.getCause()));
                } catch (InterruptedException | TimeoutException e) {
                    throw e;
                } catch (Exception e) {
                    failed(line, e);
                }
                print(line.with("millis", (System.nanoTime() - startedNanos) / 1_000_000));
            }
            print(Line.of("done").with("id", text("id")));
        }

        private @Nullable SendResult sendInThreadOfItsOwn() throws Exception {
            FutureTask<@Nullable SendResult> task = new FutureTask<>(() -> send(message("go")));
            new Thread(task).start();
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }

        private @Nullable SendResult send(Message message) throws Exception {
            switch (text("mode")) {
                case "sync" -> {
                    return chosen == null ? producer.send(message) : producer.send(message, chosen);
                }
                case "async" -> {
                    return sendAsync(message, chosen).get(LIMIT_SECONDS, TimeUnit.SECONDS);
                }
                case "batch" -> {
                    return producer.send(List.of(message, message("go")));
                }
                case "oneway" -> {
                    if (chosen == null) {
                        producer.sendOneway(message);
                    } else {
                        producer.sendOneway(message, chosen);
                    }
                    return null;
                }
                default -> throw new IllegalArgumentException(text("mode"));
            }
        }

        private CompletableFuture<SendResult> sendAsync(Message message, @Nullable MessageQueue queue)
                throws Exception {
            CompletableFuture<SendResult> result = new CompletableFuture<>();
            SendCallback callback = new SendCallback() {
                @Override
                public void onSuccess(SendResult stored) {
                    result.complete(stored);
                }

                @Override
                public void onException(Throwable failure) {
                    result.completeExceptionally(failure);
                }
            };
            if (queue == null) {
                producer.send(message, callback);
            } else {
                producer.send(message, queue, callback);
            }
            return result;
        }

        private Message message(String body) {
            return new Message(topic, body.getBytes(UTF_8));
        }

        private void failed(Line line, Throwable failure) {
            line.with("failure", failure.getClass().getSimpleName()).with("message", failure.getMessage());
            if (failure instanceof MQClientException client) {
                line.with("code", client.getResponseCode());
            } else if (failure instanceof MQBrokerException broker) {
                line.with("code", broker.getResponseCode());
            }
            Throwable cause = failure.getCause();
            if (cause != null) {
                line.with("cause", cause.getClass().getSimpleName()).with("causeMessage", cause.getMessage());
            }
        }
    }

    /** A hook that takes some milliseconds after each failed attempt: more than the rounding of all that the client subtracts. */
    private static final class Dawdling implements SendMessageHook {
        private static final int MILLIS = 20;

        @Override
        public String hookName() {
            return "dawdling";
        }

        @Override
        public void sendMessageBefore(SendMessageContext context) {}

        @Override
        public void sendMessageAfter(SendMessageContext context) {
            if (context.getException() != null) {
                long end = System.currentTimeMillis() + MILLIS;
                while (System.currentTimeMillis() < end) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** What may fail. */
    private interface Work {
        void run() throws Exception;
    }
}

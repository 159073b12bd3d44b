// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.AvoidedBroker;
import dev.hotfire.producer.LocalTransaction;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TopicNames;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.select.QueueSelection;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The producer that callers hold: checks, hands over to the engine, and waits where a caller wants to. */
final class EngineProducer implements Producer {
    /** Four times the largest frame: no reply becomes larger than this (as for checks). */
    private static final int MAX_PLAIN_REPLY_BYTES = 64 << 20;

    /** Who made what the producer runs on. */
    interface Owner {
        /** The producer has taken leave; completes when what it had for itself is freed. */
        CompletableFuture<Void> onClosed();

        /** Replaces the producer's settings, and what others share with it, by {@link #replaceSettings}. */
        void reconfigure(EngineProducer producer, UnaryOperator<ProducerConfig> change);

        /** Waits for the end of the threads that the producer had for itself. */
        void awaitEnd();
    }

    private final Network network;
    private final Owner owner;
    private final SendEngine engine;
    private final LocalTransactions localTransactions;
    private final UniqueIds ids;
    private final BodyCompressor compressor;
    private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();

    /** How the last send was to go whose caller chose no queue: the next is most often to go alike. Any thread. */
    private volatile @Nullable SendPlan usualPlan;

    /** A producer that is ready to send. */
    EngineProducer(ProducerConfig config, Network network, Owner owner) {
        this.network = network;
        this.owner = owner;
        this.ids = network.ids();
        this.compressor = network.compressor();
        this.engine = new SendEngine(config, network);
        this.localTransactions = new LocalTransactions(engine);
    }

    /** A producer that serves another one on the same network, and has nothing for itself. */
    static EngineProducer within(ProducerConfig config, Network network) {
        return new EngineProducer(config, network, new Owner() {
            @Override
            public CompletableFuture<Void> onClosed() {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void reconfigure(EngineProducer producer, UnaryOperator<ProducerConfig> change) {
                producer.replaceSettings(change);
            }

            @Override
            public void awaitEnd() {}
        });
    }

    @Override
    public SendResult send(Message message, SendOptions options) throws SendException, InterruptedException {
        SendPlan plan = plan(message, options);
        long startedNanos = engine.now();
        requireOutsideLoop();
        AccumulatedSend member =
                options.timeout() == null ? engine.accumulate(message, Ending.SYNC, plan, startedNanos, ids) : null;
        if (member == null) {
            return sendAndWait(Payload.of(message, plan.config(), ids, compressor), plan, startedNanos);
        }
        return await(member.future(), () -> engine.abandon(member));
    }

    @Override
    public <K extends @Nullable Object> SendResult send(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options)
            throws SendException, InterruptedException {
        SendPlan plan = plan(message, selector, key, options);
        long startedNanos = engine.now();
        requireOutsideLoop();
        return sendAndWait(Payload.of(message, plan.config(), ids, compressor), plan, startedNanos);
    }

    @Override
    public CompletableFuture<SendResult> sendAsync(Message message, SendOptions options) {
        SendPlan plan = plan(message, options);
        long startedNanos = engine.now();
        AccumulatedSend member;
        try {
            member = options.timeout() == null && !options.syncRules()
                    ? engine.accumulate(message, Ending.ASYNC, plan, startedNanos, ids)
                    : null;
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(engine.places().interrupted(message.topic(), startedNanos, e));
        }
        return member == null
                ? submit(Payload.of(message, plan.config(), ids, compressor), Ending.ASYNC, plan, startedNanos)
                : member.future();
    }

    @Override
    public <K extends @Nullable Object> CompletableFuture<SendResult> sendAsync(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options) {
        SendPlan plan = plan(message, selector, key, options);
        long startedNanos = engine.now();
        return submit(Payload.of(message, plan.config(), ids, compressor), Ending.ASYNC, plan, startedNanos);
    }

    @Override
    public CompletableFuture<Void> sendOneway(Message message, SendOptions options) {
        SendPlan plan = plan(message, options);
        long startedNanos = engine.now();
        return ofNothing(
                submit(Payload.of(message, plan.config(), ids, compressor), Ending.ONEWAY, plan, startedNanos));
    }

    @Override
    public <K extends @Nullable Object> CompletableFuture<Void> sendOneway(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options) {
        SendPlan plan = plan(message, selector, key, options);
        long startedNanos = engine.now();
        return ofNothing(
                submit(Payload.of(message, plan.config(), ids, compressor), Ending.ONEWAY, plan, startedNanos));
    }

    /** The end of a one-way send, which has no result: seen as what it is, and not by one more future for each send. */
    @SuppressWarnings("unchecked")
    private static CompletableFuture<Void> ofNothing(CompletableFuture<SendResult> end) {
        return (CompletableFuture<Void>) (CompletableFuture<?>) end;
    }

    @Override
    public QueueSelector<@Nullable Object> randomQueue() {
        RandomSource random = network.machine().random("random queue");
        ReentrantLock oneThread = new ReentrantLock();
        return (queues, message, key) -> {
            oneThread.lock();
            try {
                return queues.get(random.nextInt(queues.size()));
            } finally {
                oneThread.unlock();
            }
        };
    }

    @Override
    public String clientId() {
        return network.clientId();
    }

    @Override
    public ProducerConfig config() {
        return engine.config();
    }

    @Override
    public List<AvoidedBroker> avoidedBrokers() {
        return engine.avoidance().avoided();
    }

    @Override
    public void reconfigure(ProducerConfig newConfig) {
        requireNonNull(newConfig, "newConfig");
        owner.reconfigure(this, now -> newConfig);
    }

    /** Replaces the settings of this producer, and of no other. */
    void replaceSettings(UnaryOperator<ProducerConfig> change) {
        engine.reconfigure(change);
    }

    @Override
    public void limits(SendLimits newLimits) {
        requireNonNull(newLimits, "newLimits");
        owner.reconfigure(this, now -> now.toBuilder()
                .maxInFlight(newLimits.maxInFlight())
                .maxInFlightBytes(newLimits.maxInFlightBytes())
                .whenFull(newLimits.whenFull())
                .build());
    }

    @Override
    public SendResult sendBatch(List<Message> messages, SendOptions options)
            throws SendException, InterruptedException {
        SendPlan plan = plan(firstOf(messages), options);
        long startedNanos = engine.now();
        requireOutsideLoop();
        return sendAndWait(Payload.ofBatch(messages, plan.config(), ids), plan, startedNanos);
    }

    @Override
    public CompletableFuture<SendResult> sendBatchAsync(List<Message> messages, SendOptions options) {
        SendPlan plan = plan(firstOf(messages), options);
        long startedNanos = engine.now();
        return submit(Payload.ofBatch(messages, plan.config(), ids), Ending.ASYNC, plan, startedNanos);
    }

    /** What all of a batch have in common is in any of them. */
    private static Message firstOf(List<Message> messages) {
        if (Payload.requireGiven("messages", messages).isEmpty()) {
            throw new IllegalArgumentException("messages: [] (expected: at least one)");
        }
        return Payload.requireGiven("messages[0]", messages.get(0));
    }

    @Override
    public TransactionResult sendInTransaction(Message message, LocalTransaction local)
            throws SendException, InterruptedException {
        SendPlan plan = plan(message, SendOptions.DEFAULTS);
        long startedNanos = engine.now();
        requireOutsideLoop();
        SendOperation send = submitToWait(requireTransaction(message, local, plan), plan, startedNanos);
        SendResult stored;
        try {
            stored = await(send);
        } catch (InterruptedException e) {
            // The half message may have been stored a moment before, or may still be; nobody will do its work.
            // Hooks see that, so not where the future completes, which is on the loop.
            send.future().thenAccept(late -> {
                Runnable rollBack = () -> localTransactions.rollBack(send, late);
                engine.callBack(rollBack, rollBack);
            });
            throw e;
        }
        return localTransactions.conclude(send, stored, local);
    }

    @Override
    public CompletableFuture<TransactionResult> sendInTransactionAsync(Message message, LocalTransaction local) {
        SendPlan plan = plan(message, SendOptions.DEFAULTS);
        long startedNanos = engine.now();
        Payload half = requireTransaction(message, local, plan);
        SendOperation send;
        try {
            send = engine.submit(half, Ending.ASYNC, plan, startedNanos);
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        }
        // A future of its own: cancelling it must not keep the transaction from its end.
        CompletableFuture<TransactionResult> result = new CompletableFuture<>();
        send.future().whenComplete((stored, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            try {
                result.complete(localTransactions.conclude(send, stored, local));
            } catch (Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        return result;
    }

    private Payload requireTransaction(Message message, LocalTransaction local, SendPlan plan) {
        requireNonNull(local, "local");
        if (plan.config().transactionChecker() == null) {
            throw new IllegalStateException(
                    "transactionChecker: none (expected: one, because brokers ask about transactions)");
        }
        return Payload.ofHalf(message, plan.config(), ids, compressor);
    }

    @Override
    public StoredMessage request(Message message, Duration timeout, SendOptions options)
            throws SendException, InterruptedException {
        return request(message, timeout, plan(message, options));
    }

    @Override
    public <K extends @Nullable Object> StoredMessage request(
            Message message, QueueSelector<? super K> selector, K key, Duration timeout, SendOptions options)
            throws SendException, InterruptedException {
        return request(message, timeout, plan(message, selector, key, options));
    }

    private StoredMessage request(Message message, Duration timeout, SendPlan plan)
            throws SendException, InterruptedException {
        requireOutsideLoop();
        RequestReply request = submitRequest(message, timeout, Ending.SYNC, plan, engine.now());
        try {
            return plain(request, request.future().get());
        } catch (InterruptedException e) {
            engine.abandonRequest(request);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SendException failure) {
                throw failure;
            }
            throw new IllegalStateException("request failed in an unexpected way", e.getCause());
        }
    }

    @Override
    public CompletableFuture<StoredMessage> requestAsync(Message message, Duration timeout, SendOptions options) {
        return requestAsync(message, timeout, plan(message, options));
    }

    @Override
    public <K extends @Nullable Object> CompletableFuture<StoredMessage> requestAsync(
            Message message, QueueSelector<? super K> selector, K key, Duration timeout, SendOptions options) {
        return requestAsync(message, timeout, plan(message, selector, key, options));
    }

    private CompletableFuture<StoredMessage> requestAsync(Message message, Duration timeout, SendPlan plan) {
        long startedNanos = engine.now();
        RequestReply request;
        try {
            request = submitRequest(message, timeout, Ending.ASYNC, plan, startedNanos);
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(engine.places().interrupted(message.topic(), startedNanos, e));
        }
        CompletableFuture<StoredMessage> plain = new CompletableFuture<>();
        request.future().whenComplete((reply, failure) -> {
            if (failure != null) {
                plain.completeExceptionally(failure);
                return;
            }
            try {
                plain.complete(plain(request, reply));
            } catch (SendException | RuntimeException | Error e) {
                // Out of memory for a large reply, for one: nobody else would tell the caller.
                plain.completeExceptionally(e);
            }
        });
        return plain;
    }

    private RequestReply submitRequest(
            Message message, Duration timeout, Ending ending, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        ProducerConfig.requireTimeout("timeout", timeout);
        String correlationId = ids.next();
        Payload payload =
                Payload.ofRequest(message, correlationId, engine.clientId(), timeout, plan.config(), ids, compressor);
        return engine.submitRequest(payload, ending, correlationId, timeout, plan, startedNanos);
    }

    /** Off the loop, because a large body takes its time. */
    private static StoredMessage plain(RequestReply request, StoredMessage reply) throws NoReplyException {
        try {
            return reply.decompressed(MAX_PLAIN_REPLY_BYTES);
        } catch (CompressionException e) {
            throw new NoReplyException(
                    "a reply came that can't be read: " + e.getMessage(),
                    request.send().topic().name(),
                    List.of(),
                    Duration.ZERO,
                    e);
        }
    }

    private void requireOutsideLoop() {
        if (engine.inLoop()) {
            throw new IllegalStateException("a send that waits was called on the producer's own event loop");
        }
    }

    private SendPlan plan(Message message, SendOptions options) {
        Payload.requireGiven("message", message);
        requireNonNull(options, "options");
        MessageQueue wanted = options.queue();
        ProducerConfig now = engine.config();
        MessageQueue queue = wanted == null ? null : ofSameTopic(message, wanted, now.namespace());
        long timeoutNanos = timeoutNanos(options, now);
        if (queue != null) {
            return new SendPlan(now, timeoutNanos, queue, null, options.syncRules());
        }
        SendPlan usual = usualPlan;
        if (usual == null || !usual.isOf(now, timeoutNanos, options.syncRules())) {
            usual = new SendPlan(now, timeoutNanos, null, null, options.syncRules());
            usualPlan = usual;
        }
        return usual;
    }

    private <K extends @Nullable Object> SendPlan plan(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options) {
        Payload.requireGiven("message", message);
        requireNonNull(selector, "selector");
        requireNonNull(options, "options");
        if (options.queue() != null) {
            throw new IllegalArgumentException(
                    "options.queue: " + options.queue() + " (expected: none, because a selector chooses the queue)");
        }
        ProducerConfig now = engine.config();
        QueueSelection<K> selection =
                QueueSelection.of(selector, message, now.namespace().unwrap(message.topic()), key);
        return new SendPlan(now, timeoutNanos(options, now), null, selection, options.syncRules());
    }

    private static long timeoutNanos(SendOptions options, ProducerConfig config) {
        Duration own = options.timeout();
        return (own == null ? config.sendTimeout() : own).toNanos();
    }

    /**
     * The queue as its user knows it, if it is one of the message's topic. Both may be named with their namespace or
     * without (hazard of B-BATCH-07).
     */
    private static MessageQueue ofSameTopic(Message message, MessageQueue queue, Namespace namespace) {
        String topic = namespace.unwrap(queue.topic());
        if (!namespace.unwrap(message.topic()).equals(topic)) {
            throw new IllegalArgumentException(
                    "queue: " + queue + " (expected: a queue of the message's topic, '" + message.topic() + "')");
        }
        return topic.equals(queue.topic()) ? queue : new MessageQueue(topic, queue.brokerName(), queue.queueId());
    }

    private CompletableFuture<SendResult> submit(Payload payload, Ending ending, SendPlan plan, long startedNanos) {
        try {
            return engine.submit(payload, ending, plan, startedNanos).future();
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SendResult sendAndWait(Payload payload, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        return await(submitToWait(payload, plan, startedNanos));
    }

    private SendOperation submitToWait(Payload payload, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        return engine.submitToWait(payload, plan, startedNanos);
    }

    private SendResult await(SendOperation send) throws SendException, InterruptedException {
        SendResult result;
        try {
            result = await(send.future(), () -> engine.abandon(send));
        } catch (InterruptedException e) {
            // Nobody here waits for the end any more.
            send.future().whenComplete((late, failure) -> engine.callBack(send::showEnd, send::showEnd));
            throw e;
        } catch (SendException e) {
            send.showEnd();
            throw e;
        }
        send.showEnd();
        return result;
    }

    private SendResult await(CompletableFuture<SendResult> end, Runnable abandon)
            throws SendException, InterruptedException {
        try {
            Spin.until(end, engine.config().spin(), engine::now);
            return end.get();
        } catch (InterruptedException e) {
            abandon.run();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SendException failure) {
                throw failure;
            }
            throw new IllegalStateException("send failed in an unexpected way", e.getCause());
        }
    }

    @Override
    public String recall(String topic, String recallHandle) throws RecallException, InterruptedException {
        requireOutsideLoop();
        try {
            return recall(topic, recallHandle, false).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecallException failure) {
                throw failure;
            }
            throw new IllegalStateException("recall failed in an unexpected way", e.getCause());
        }
    }

    @Override
    public CompletableFuture<String> recallAsync(String topic, String recallHandle) {
        return recall(topic, recallHandle, true);
    }

    private CompletableFuture<String> recall(String topic, String recallHandle, boolean async) {
        Namespace namespace = engine.config().namespace();
        TopicNames.requireValid(topic);
        TopicNames.requireValid(namespace.wrap(topic));
        String own = namespace.unwrap(topic);
        if (own.startsWith("%RETRY%") || own.startsWith("%DLQ%")) {
            throw new IllegalArgumentException(
                    "topic: '" + topic + "' (expected: no topic of retries or dead letters, which is not supported)");
        }
        RecallHandle decoded = handleOf(recallHandle);
        try {
            return engine.recall(own, recallHandle, decoded, async).future();
        } catch (RecallException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    private static RecallHandle handleOf(String recallHandle) {
        if (recallHandle == null) {
            throw new IllegalArgumentException("recallHandle: null (expected: what a send's result gave)");
        }
        try {
            return RecallHandle.decode(recallHandle);
        } catch (MalformedIdException e) {
            throw new IllegalArgumentException("recallHandle is invalid: " + e.getMessage(), e);
        }
    }

    @Override
    public ProducerAdmin admin() {
        return engine.admin();
    }

    @Override
    public void reloadTls() {
        network.reloadTls();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        CompletableFuture<Void> closing = closed.get();
        if (closing == null) {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            if (closed.compareAndSet(null, mine)) {
                engine.close()
                        .thenCompose(none -> owner.onClosed())
                        .whenComplete((none, failure) -> mine.complete(null));
            }
            closing = requireNonNull(closed.get());
        }
        return closing;
    }

    @Override
    public void close() {
        CompletableFuture<Void> closing = closeAsync();
        if (!network.mayWaitForCloses()) {
            return;
        }
        closing.join();
        // The thread that completed the future could not wait for its own end; this one can.
        owner.awaitEnd();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.LocalTransaction;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.select.QueueSelection;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The producer that callers hold: checks, hands over to the engine, and waits where a caller wants to. */
public final class EngineProducer implements Producer {
    /** Four times the largest frame: no reply becomes larger than this (as for checks). */
    private static final int MAX_PLAIN_REPLY_BYTES = 64 << 20;

    private final ProducerConfig config;
    private final Machine machine;
    private final Runnable afterClose;
    private final SendEngine engine;
    private final LocalTransactions localTransactions;
    private final UniqueIds ids;
    private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();

    /**
     * A producer that is ready to send.
     *
     * @param machine    what the producer runs on
     * @param afterClose frees what the producer's maker made for it; called each time a close has finished or is waited
     *                   for, and must bear that
     */
    public EngineProducer(ProducerConfig config, Machine machine, Runnable afterClose) {
        this.config = requireNonNull(config, "config");
        this.machine = requireNonNull(machine, "machine");
        this.afterClose = afterClose;
        this.ids = new UniqueIds(
                NetUtil.createByteArrayFromIpAddressString(machine.host()),
                (int) machine.processId(),
                (int) machine.random("message ids").nextLong(),
                machine.clock()::currentTimeMillis,
                machine.clock().zone());
        this.engine = new SendEngine(config, machine);
        this.localTransactions = new LocalTransactions(engine);
    }

    @Override
    public SendResult send(Message message) throws SendException, InterruptedException {
        return sendAndWait(Payload.of(message, config, ids), null, null);
    }

    @Override
    public SendResult send(Message message, MessageQueue queue) throws SendException, InterruptedException {
        return sendAndWait(Payload.of(message, config, ids), ofSameTopic(message, queue), null);
    }

    @Override
    public <K extends @Nullable Object> SendResult send(Message message, QueueSelector<? super K> selector, K key)
            throws SendException, InterruptedException {
        QueueSelection<K> selection = selection(selector, message, key);
        return sendAndWait(Payload.of(message, config, ids), null, selection);
    }

    @Override
    public CompletableFuture<SendResult> sendAsync(Message message) {
        return submit(Payload.of(message, config, ids), Ending.ASYNC, null, null);
    }

    @Override
    public CompletableFuture<SendResult> sendAsync(Message message, MessageQueue queue) {
        return submit(Payload.of(message, config, ids), Ending.ASYNC, ofSameTopic(message, queue), null);
    }

    @Override
    public <K extends @Nullable Object> CompletableFuture<SendResult> sendAsync(
            Message message, QueueSelector<? super K> selector, K key) {
        QueueSelection<K> selection = selection(selector, message, key);
        return submit(Payload.of(message, config, ids), Ending.ASYNC, null, selection);
    }

    @Override
    public CompletableFuture<Void> sendOneway(Message message) {
        return sendOneway(Payload.of(message, config, ids), null, null);
    }

    @Override
    public CompletableFuture<Void> sendOneway(Message message, MessageQueue queue) {
        return sendOneway(Payload.of(message, config, ids), ofSameTopic(message, queue), null);
    }

    @Override
    public <K extends @Nullable Object> CompletableFuture<Void> sendOneway(
            Message message, QueueSelector<? super K> selector, K key) {
        QueueSelection<K> selection = selection(selector, message, key);
        return sendOneway(Payload.of(message, config, ids), null, selection);
    }

    private CompletableFuture<Void> sendOneway(
            Payload payload, @Nullable MessageQueue queue, @Nullable QueueSelection<?> selection) {
        return submit(payload, Ending.ONEWAY, queue, selection).thenApply(none -> null);
    }

    @Override
    public QueueSelector<@Nullable Object> randomQueue() {
        RandomSource random = machine.random("random queue");
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
    public SendLimits limits() {
        return engine.limits();
    }

    @Override
    public void limits(SendLimits newLimits) {
        engine.limits(newLimits);
    }

    @Override
    public SendResult sendBatch(List<Message> messages) throws SendException, InterruptedException {
        return sendAndWait(Payload.ofBatch(messages, config, ids), null, null);
    }

    @Override
    public CompletableFuture<SendResult> sendBatchAsync(List<Message> messages) {
        return submit(Payload.ofBatch(messages, config, ids), Ending.ASYNC, null, null);
    }

    @Override
    public TransactionResult sendInTransaction(Message message, LocalTransaction local)
            throws SendException, InterruptedException {
        Payload half = requireTransaction(message, local);
        SendOperation send = submitToWait(half, null, null);
        SendResult stored;
        try {
            stored = await(send);
        } catch (InterruptedException e) {
            // The half message may have been stored a moment before, or may still be; nobody will do its work.
            send.future().thenAccept(late -> localTransactions.rollBack(send, late));
            throw e;
        }
        return localTransactions.conclude(send, stored, local);
    }

    @Override
    public CompletableFuture<TransactionResult> sendInTransactionAsync(Message message, LocalTransaction local) {
        Payload half = requireTransaction(message, local);
        SendOperation send;
        try {
            send = engine.submit(half, Ending.ASYNC, null);
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

    private Payload requireTransaction(Message message, LocalTransaction local) {
        requireNonNull(local, "local");
        if (config.transactionChecker() == null) {
            throw new IllegalStateException(
                    "transactionChecker: none (expected: one, because brokers ask about transactions)");
        }
        return Payload.ofHalf(message, config, ids);
    }

    @Override
    public StoredMessage request(Message message, Duration timeout) throws SendException, InterruptedException {
        requireOutsideLoop();
        RequestReply request = submitRequest(message, timeout, Ending.SYNC);
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
    public CompletableFuture<StoredMessage> requestAsync(Message message, Duration timeout) {
        RequestReply request;
        try {
            request = submitRequest(message, timeout, Ending.ASYNC);
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(new SendAbandonedException(
                    "caller was interrupted while it waited for a place in flight",
                    message.topic(),
                    List.of(),
                    Duration.ZERO,
                    e));
        }
        CompletableFuture<StoredMessage> plain = new CompletableFuture<>();
        request.future().whenComplete((reply, failure) -> {
            if (failure != null) {
                plain.completeExceptionally(failure);
                return;
            }
            try {
                plain.complete(plain(request, reply));
            } catch (SendException e) {
                plain.completeExceptionally(e);
            }
        });
        return plain;
    }

    private RequestReply submitRequest(Message message, Duration timeout, Ending ending)
            throws SendException, InterruptedException {
        ProducerConfig.requireTimeout("timeout", timeout);
        String correlationId = ids.next();
        Payload payload = Payload.ofRequest(message, correlationId, engine.clientId(), timeout, config, ids);
        return engine.submitRequest(payload, ending, correlationId, timeout);
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

    /**
     * The queue as its user knows it, if it is one of the message's topic. Both may be named with their namespace or
     * without (hazard of B-BATCH-07).
     */
    private MessageQueue ofSameTopic(Message message, MessageQueue queue) {
        Namespace namespace = config.namespace();
        String topic = namespace.unwrap(queue.topic());
        if (!namespace.unwrap(message.topic()).equals(topic)) {
            throw new IllegalArgumentException(
                    "queue: " + queue + " (expected: a queue of the message's topic, '" + message.topic() + "')");
        }
        return topic.equals(queue.topic()) ? queue : new MessageQueue(topic, queue.brokerName(), queue.queueId());
    }

    private <K extends @Nullable Object> QueueSelection<K> selection(
            QueueSelector<? super K> selector, Message message, K key) {
        return QueueSelection.of(selector, message, config.namespace().unwrap(message.topic()), key);
    }

    private CompletableFuture<SendResult> submit(
            Payload payload, Ending ending, @Nullable MessageQueue queue, @Nullable QueueSelection<?> selection) {
        try {
            return engine.submit(payload, ending, queue, selection).future();
        } catch (SendException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SendResult sendAndWait(Payload payload, @Nullable MessageQueue queue, @Nullable QueueSelection<?> selection)
            throws SendException, InterruptedException {
        return await(submitToWait(payload, queue, selection));
    }

    private SendOperation submitToWait(
            Payload payload, @Nullable MessageQueue queue, @Nullable QueueSelection<?> selection)
            throws SendException, InterruptedException {
        requireOutsideLoop();
        return engine.submitToWait(payload, queue, selection);
    }

    private SendResult await(SendOperation send) throws SendException, InterruptedException {
        try {
            return send.future().get();
        } catch (InterruptedException e) {
            engine.abandon(send);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SendException failure) {
                throw failure;
            }
            throw new IllegalStateException("send failed in an unexpected way", e.getCause());
        }
    }

    @Override
    public void reloadTls() {
        engine.reloadTls();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        CompletableFuture<Void> closing = closed.get();
        if (closing == null) {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            if (closed.compareAndSet(null, mine)) {
                engine.close().whenComplete((none, failure) -> {
                    afterClose.run();
                    mine.complete(null);
                });
            }
            closing = requireNonNull(closed.get());
        }
        return closing;
    }

    @Override
    public void close() {
        CompletableFuture<Void> closing = closeAsync();
        if (machine.inOwnThread()) {
            return;
        }
        closing.join();
        // The thread that completed the future could not wait for its own end; this one can.
        afterClose.run();
    }
}

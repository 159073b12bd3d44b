// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to RocketMQ brokers. Made by {@link dev.hotfire.Hotfire}; safe for use from any number of threads;
 * expensive enough to be kept and shared.
 *
 * <p>Every accepted send ends exactly once, within its timeout: with a {@link SendResult}, or with a
 * {@link SendException} that tells whether a copy may exist. Bad arguments are refused with
 * {@link IllegalArgumentException} before anything happens.
 *
 * <p>When as much is in flight as {@link #limits()} allow, sends of all kinds wait for room in the calling thread, within
 * their timeout, or are refused, as configured ({@link WhenFull}). A thread that is interrupted while it waits for room in
 * a send that returns a future keeps its interrupt, and the future fails with {@link SendAbandonedException}.
 *
 * <p>Futures complete on the producer's callback threads, never on its event loop, so what depends on them may block;
 * but a callback that blocks for long keeps others waiting. Cancelling a future does not take the message back.
 */
public interface Producer extends AutoCloseable {
    /**
     * Stores a message on a broker that the producer chooses. With {@link ProducerConfig#batching()} it may wait a moment for
     * others to travel with, within its timeout.
     *
     * @throws SendException        if it could not be stored, or it is not known whether it was
     * @throws InterruptedException if the thread was interrupted while waiting; the message may have been stored
     */
    default SendResult send(Message message) throws SendException, InterruptedException {
        return send(message, SendOptions.DEFAULTS);
    }

    /** As {@link #send(Message)}, on the given queue only. */
    default SendResult send(Message message, MessageQueue queue) throws SendException, InterruptedException {
        return send(message, SendOptions.DEFAULTS.withQueue(queue));
    }

    /** As {@link #send(Message)}, with a timeout or a queue of its own. */
    SendResult send(Message message, SendOptions options) throws SendException, InterruptedException;

    /**
     * As {@link #send(Message)}, on the queue that {@code selector} chooses, and only there: there is one attempt, since
     * any other queue would be another key's (B-SELECT-10).
     *
     * @param key handed to the selector
     * @throws QueueSelectionException if the selector fails; nothing was sent
     */
    default <K extends @Nullable Object> SendResult send(Message message, QueueSelector<? super K> selector, K key)
            throws SendException, InterruptedException {
        return send(message, selector, key, SendOptions.DEFAULTS);
    }

    /**
     * As {@link #send(Message, QueueSelector, Object)}, with a timeout of its own.
     *
     * @throws IllegalArgumentException if the options name a queue, too
     */
    <K extends @Nullable Object> SendResult send(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options)
            throws SendException, InterruptedException;

    /**
     * As {@link #send(Message)}, without waiting for the outcome.
     *
     * @return completes with the result, or exceptionally with a {@link SendException}
     */
    default CompletableFuture<SendResult> sendAsync(Message message) {
        return sendAsync(message, SendOptions.DEFAULTS);
    }

    /** As {@link #sendAsync(Message)}, on the given queue only. */
    default CompletableFuture<SendResult> sendAsync(Message message, MessageQueue queue) {
        return sendAsync(message, SendOptions.DEFAULTS.withQueue(queue));
    }

    /** As {@link #send(Message, SendOptions)}, without waiting for the outcome. */
    CompletableFuture<SendResult> sendAsync(Message message, SendOptions options);

    /** As {@link #send(Message, QueueSelector, Object)}, without waiting for the outcome. */
    default <K extends @Nullable Object> CompletableFuture<SendResult> sendAsync(
            Message message, QueueSelector<? super K> selector, K key) {
        return sendAsync(message, selector, key, SendOptions.DEFAULTS);
    }

    /** As {@link #send(Message, QueueSelector, Object, SendOptions)}, without waiting for the outcome. */
    <K extends @Nullable Object> CompletableFuture<SendResult> sendAsync(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options);

    /**
     * Sends a message that no broker answers. One attempt.
     *
     * @return completes with null once the message was handed to the network, which says nothing about its storage; or
     *     exceptionally with a {@link SendException} if that failed
     */
    default CompletableFuture<Void> sendOneway(Message message) {
        return sendOneway(message, SendOptions.DEFAULTS);
    }

    /** As {@link #sendOneway(Message)}, on the given queue only. */
    default CompletableFuture<Void> sendOneway(Message message, MessageQueue queue) {
        return sendOneway(message, SendOptions.DEFAULTS.withQueue(queue));
    }

    /** As {@link #sendOneway(Message)}, with a timeout or a queue of its own. */
    CompletableFuture<Void> sendOneway(Message message, SendOptions options);

    /** As {@link #sendOneway(Message)}, on the queue that {@code selector} chooses. */
    default <K extends @Nullable Object> CompletableFuture<Void> sendOneway(
            Message message, QueueSelector<? super K> selector, K key) {
        return sendOneway(message, selector, key, SendOptions.DEFAULTS);
    }

    /**
     * As {@link #sendOneway(Message, QueueSelector, Object)}, with a timeout of its own.
     *
     * @throws IllegalArgumentException if the options name a queue, too
     */
    <K extends @Nullable Object> CompletableFuture<Void> sendOneway(
            Message message, QueueSelector<? super K> selector, K key, SendOptions options);

    /**
     * A selector that takes any queue, all equally likely, whatever the key. It draws from the randomness of this
     * producer's machine, so a simulated run repeats; made anew by each call.
     */
    QueueSelector<@Nullable Object> randomQueue();

    /**
     * Stores messages together: all in one queue, at consecutive offsets, with one answer. They must share the topic and
     * must not be delayed; together they must not exceed the largest message (W-14, B-BATCH-01, -04).
     */
    default SendResult sendBatch(List<Message> messages) throws SendException, InterruptedException {
        return sendBatch(messages, SendOptions.DEFAULTS);
    }

    /** As {@link #sendBatch(List)}, with a timeout or a queue of its own. */
    SendResult sendBatch(List<Message> messages, SendOptions options) throws SendException, InterruptedException;

    /** As {@link #sendBatch(List)}, without waiting. */
    default CompletableFuture<SendResult> sendBatchAsync(List<Message> messages) {
        return sendBatchAsync(messages, SendOptions.DEFAULTS);
    }

    /** As {@link #sendBatch(List, SendOptions)}, without waiting. */
    CompletableFuture<SendResult> sendBatchAsync(List<Message> messages, SendOptions options);

    /** The id under which brokers know this client: {@code ip@instance[@unit][@STREAM]} (B-LIFE-07). */
    String clientId();

    /** The settings as they are now. */
    ProducerConfig config();

    /**
     * Whom this producer avoids at this moment, and why, sorted by name; unmodifiable. Empty if it avoids nobody, also after
     * the close. Any thread; costs nothing. {@link SendObserver#brokerIsolated} tells the same as it happens.
     */
    List<AvoidedBroker> avoidedBrokers();

    /**
     * Replaces settings, for sends that are called from now on; those under way go on with what they began with. May be
     * called from any thread at any time; what is set after the close has no effect. Name servers are shared by all producers
     * of a {@link ProducerRuntime}: they change for all, which all of them show in {@link #config()}.
     *
     * @param newConfig made from {@link #config()} with {@link ProducerConfig#toBuilder()}, most likely
     * @throws IllegalArgumentException naming each setting that differs and may not change while a producer runs, before
     *     any of them is replaced
     */
    void reconfigure(ProducerConfig newConfig);

    /** What may be in flight now. */
    default SendLimits limits() {
        return config().limits();
    }

    /**
     * Changes what may be in flight, from now on. If more is in flight than the new limits allow, it stays, and nothing is
     * added until there is room. Threads that wait for room go on under the new limits.
     */
    void limits(SendLimits newLimits);

    /**
     * Stores a message that consumers get only if the caller's own work succeeds.
     *
     * <p>The message is stored as a half message, which nobody can see; then the local transaction runs in the calling
     * thread; then the broker is told how it ended. That word is sent once and not answered. If it gets lost, the broker
     * asks the group's {@link TransactionChecker}. So a transaction always ends, but not at once; and when a retry made
     * two half messages, a checker that commits commits both.
     *
     * <p>If the half message is stored with any other status than {@link SendStatus#SEND_OK}, it is rolled back and the
     * local transaction does not run (B-TXN-05). Until its end is told, a transaction counts as a send in flight, for
     * {@link ProducerConfig#maxInFlight()} and for closing.
     *
     * @throws IllegalArgumentException if the message is to be delivered later (B-TXN-02)
     * @throws IllegalStateException    if the producer has no {@link ProducerConfig#transactionChecker()}
     * @throws SendException            if the half message could not be stored, or that is not known; the local
     *     transaction did not run
     * @throws InterruptedException     if the thread was interrupted before the local transaction began; the half message
     *     is rolled back if it was stored
     */
    TransactionResult sendInTransaction(Message message, LocalTransaction local)
            throws SendException, InterruptedException;

    /**
     * As {@link #sendInTransaction}, without waiting: the local transaction runs on one of the producer's
     * {@link ProducerConfig#callbackThreads()}, and runs even if the future is cancelled.
     *
     * @return completes with the result, or exceptionally with a {@link SendException}, or with the {@link Error} that the
     *     local transaction threw
     */
    CompletableFuture<TransactionResult> sendInTransactionAsync(Message message, LocalTransaction local);

    /**
     * Stores a message and waits for somebody to reply to it.
     *
     * <p>A reply finds its way through whatever broker the replier uses, so from the first request on this producer keeps
     * connections to all masters of its topics. Until its end a request counts as a send in flight.
     *
     * @param timeout from the call to the reply; the request itself must be stored within it, and within
     *     {@link ProducerConfig#sendTimeout()}
     * @return the reply with a plain body; its offsets mean nothing, because replies are not read from a queue
     * @throws NoReplyException     if the request was stored and no reply came in time
     * @throws SendException        if the request could not be stored, or that is not known
     * @throws InterruptedException if the thread was interrupted while waiting; a reply that comes later is dropped
     */
    default StoredMessage request(Message message, Duration timeout) throws SendException, InterruptedException {
        return request(message, timeout, SendOptions.DEFAULTS);
    }

    /**
     * As {@link #request(Message, Duration)}, with options for its send.
     *
     * @param timeout from the call to the reply
     * @param options their timeout is for the storing of the request only
     */
    StoredMessage request(Message message, Duration timeout, SendOptions options)
            throws SendException, InterruptedException;

    /**
     * As {@link #request(Message, Duration, SendOptions)}, on the queue that {@code selector} chooses.
     *
     * @throws IllegalArgumentException if the options name a queue, too
     * @throws QueueSelectionException  if the selector fails; nothing was sent
     */
    <K extends @Nullable Object> StoredMessage request(
            Message message, QueueSelector<? super K> selector, K key, Duration timeout, SendOptions options)
            throws SendException, InterruptedException;

    /**
     * As {@link #request(Message, Duration)}, without waiting.
     *
     * @return completes once: with the reply, or exceptionally with a {@link SendException}
     */
    default CompletableFuture<StoredMessage> requestAsync(Message message, Duration timeout) {
        return requestAsync(message, timeout, SendOptions.DEFAULTS);
    }

    /** As {@link #request(Message, Duration, SendOptions)}, without waiting. */
    CompletableFuture<StoredMessage> requestAsync(Message message, Duration timeout, SendOptions options);

    /** As {@link #request(Message, QueueSelector, Object, Duration, SendOptions)}, without waiting. */
    <K extends @Nullable Object> CompletableFuture<StoredMessage> requestAsync(
            Message message, QueueSelector<? super K> selector, K key, Duration timeout, SendOptions options);

    /** Questions about topics, queues and stored messages, over this producer's connections. */
    ProducerAdmin admin();

    /**
     * Takes a timed message back before it is delivered: {@link #recallAsync}, and waits.
     *
     * @return the message's id
     * @throws RecallException      if it was not taken back, or that is not known
     * @throws InterruptedException if the thread was interrupted while waiting; the message may have been taken back
     */
    String recall(String topic, String recallHandle) throws RecallException, InterruptedException;

    /**
     * Takes a timed message back before it is delivered (B-RECALL-01 to -03). One broker is asked once, the one that keeps
     * the message, within {@link ProducerConfig#sendTimeout()}.
     *
     * @param topic        the message's topic
     * @param recallHandle what {@link SendResult#recallHandle()} gave
     * @return completes on a callback thread with the message's id, or exceptionally with a {@link RecallException}
     * @throws IllegalArgumentException if the topic can't be one, or is a topic of retries or dead letters, whose messages
     *     nobody takes back; or if the handle is none
     */
    CompletableFuture<String> recallAsync(String topic, String recallHandle);

    /**
     * Reads the files of {@link ProducerConfig#tls()} again, after certificates were renewed. Connections that are open stay
     * as they are; new ones use what was read.
     *
     * @throws IllegalArgumentException if a file can't be read or used; what was read before stays in use
     * @throws IllegalStateException    if connections are not encrypted
     */
    void reloadTls();

    /**
     * Refuses new sends, gives those in flight until {@link ProducerConfig#closeTimeout()}, fails the rest with
     * {@link ProducerClosedException}, takes leave of the brokers and frees everything. What sends ended with last may still be
     * on its way to their futures then: callback threads bring it there, each when it has done with the callback before.
     *
     * @return completes when all of that is done; every call returns the same future
     */
    CompletableFuture<Void> closeAsync();

    /** As {@link #closeAsync()}, and waits. From a callback of this producer, or a local transaction, it returns without waiting. */
    @Override
    void close();
}

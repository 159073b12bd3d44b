// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.StoredMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a producer can ask beside sending: about topics, queues and stored messages. For tools and tests; nothing here is
 * fast, and nothing is remembered: each call asks the name servers anew.
 *
 * <p>All calls return at once. Their futures complete on a callback thread, with the result or with an {@link
 * AdminException}; {@link #await} waits for one. Topics are named as the user knows them, without a namespace.
 */
public interface ProducerAdmin {
    /** The queues of a topic that can be written to, at least one (B-ADMIN-01). */
    CompletableFuture<List<MessageQueue>> publishQueues(String topic);

    /**
     * Makes a topic on every master that has {@code keyTopic}. Each is asked up to five times; one that accepts is enough
     * (B-ADMIN-02). The new topic gets the producer's namespace, the key topic does not (B-NS-07).
     *
     * @param keyTopic tells by its route which brokers; the template topic, usually
     * @param queues   to write and to read, per broker; 1 to 65,536
     * @throws IllegalArgumentException if the topic's name or the number is not good
     */
    default CompletableFuture<Void> createTopic(String keyTopic, String newTopic, int queues) {
        return createTopic(keyTopic, newTopic, queues, 0);
    }

    /**
     * As {@link #createTopic(String, String, int)}, with what brokers keep about the topic's units: 1 for a topic of a unit, 2
     * for one that others subscribe to, or both.
     */
    CompletableFuture<Void> createTopic(String keyTopic, String newTopic, int queues, int topicSysFlag);

    /** The offset of the first message of a queue that was stored at this time or later, in ms since the epoch. */
    CompletableFuture<Long> searchOffset(MessageQueue queue, long timestampMillis);

    /** The offset that the queue's next message will have. */
    CompletableFuture<Long> maxOffset(MessageQueue queue);

    /** The offset of the queue's oldest message. */
    CompletableFuture<Long> minOffset(MessageQueue queue);

    /** When the queue's oldest message was stored, in ms since the epoch; below 0 if there is none. */
    CompletableFuture<Long> earliestStoreTimeMillis(MessageQueue queue);

    /**
     * A message by the id that its broker gave it, or else by its unique key among those of the last three days
     * (B-ADMIN-04).
     */
    CompletableFuture<StoredMessage> viewMessage(String topic, String messageId);

    /**
     * A message by the id that its broker gave it, asked of the broker whose address the id names, whatever topic it is of. An
     * id that was made up, or a unique key, leads anywhere: ask with a topic if it may be one.
     *
     * @throws IllegalArgumentException if the text is no such id
     */
    CompletableFuture<StoredMessage> viewMessage(String offsetMessageId);

    /**
     * Messages that have a key, from all brokers, oldest first; none is no error.
     *
     * @param key         one of the messages' keys, or their unique key
     * @param maxMessages from each broker, 1 or more; brokers have a limit of their own
     * @param beginMillis stored not before this, ms since the epoch
     * @param endMillis   stored not after this
     */
    CompletableFuture<List<StoredMessage>> queryMessages(
            String topic, String key, int maxMessages, long beginMillis, long endMillis);

    /**
     * Waits for a call.
     *
     * @throws InterruptedException if the thread was interrupted; the call goes on
     */
    static <T> T await(CompletableFuture<T> call) throws AdminException, InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminException failure) {
                throw failure;
            }
            throw new IllegalStateException("call failed in an unexpected way", e.getCause());
        }
    }
}

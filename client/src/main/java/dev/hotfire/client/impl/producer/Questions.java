// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.client.QueryResult;
import dev.hotfire.client.Validators;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.producer.AdminException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.RecallException;
import dev.hotfire.remoting.exception.RemotingException;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a familiar producer can be asked beside sending, and recalls; topics with their namespace or without. */
final class Questions {
    private final DefaultMQProducer facade;

    Questions(DefaultMQProducer facade) {
        this.facade = facade;
    }

    private static void requireGiven(String name, @Nullable Object value) throws MQClientException {
        if (value == null) {
            throw new MQClientException(name + ": null (expected: a value)", null);
        }
    }

    List<MessageQueue> publishQueues(Producer producer, String topic) throws MQClientException {
        Validators.checkTopic(topic);
        List<MessageQueue> queues = new ArrayList<>();
        answer(producer.admin().publishQueues(facade.withoutNamespace(topic)))
                .forEach(queue -> queues.add(Messages.queue(queue)));
        return queues;
    }

    void createTopic(Producer producer, String key, String newTopic, int queues, int topicSysFlag)
            throws MQClientException {
        requireGiven("key", key);
        Validators.checkTopic(newTopic);
        Validators.isSystemTopic(newTopic);
        try {
            answer(producer.admin().createTopic(key, facade.withoutNamespace(newTopic), queues, topicSysFlag));
        } catch (IllegalArgumentException e) {
            throw new MQClientException("create new topic failed", e);
        }
    }

    /**
     * Messages with a key.
     *
     * @throws MQClientException with code 208 (NO_MESSAGE) if there is none
     */
    QueryResult byKey(Producer producer, String topic, String key, int maxNum, long begin, long end)
            throws MQClientException, InterruptedException {
        requireGiven("topic", topic);
        requireGiven("key", key);
        List<MessageExt> messages = new ArrayList<>();
        long newest = 0;
        for (StoredMessage message :
                awaited(producer.admin().queryMessages(facade.withoutNamespace(topic), key, maxNum, begin, end))) {
            messages.add(Messages.stored(message, null));
            newest = Math.max(newest, message.storeTimestamp());
        }
        if (messages.isEmpty()) {
            throw nothingFound();
        }
        return new QueryResult(newest, messages);
    }

    private static MQClientException nothingFound() {
        return new MQClientException(ResponseCode.NO_MESSAGE, "query message by key finished, but no message.");
    }

    MessageExt byId(Producer producer, String topic, String id) throws MQClientException, InterruptedException {
        requireGiven("topic", topic);
        requireGiven("msgId", id);
        try {
            StoredMessage found = ProducerAdmin.await(producer.admin().viewMessage(facade.withoutNamespace(topic), id));
            return Messages.stored(found, null);
        } catch (AdminException e) {
            if (e.responseCode() != ResponseCode.QUERY_NOT_FOUND) {
                throw Failures.ofQuestion(e);
            }
            // What the official client's last question, by the unique key, ends with.
            MQClientException missing = nothingFound();
            missing.initCause(e);
            throw missing;
        }
    }

    /** By the broker's id alone, as 4.x asks. */
    MessageExt byOffsetId(Producer producer, String id) throws MQClientException, InterruptedException {
        requireGiven("offsetMsgId", id);
        try {
            return Messages.stored(ProducerAdmin.await(producer.admin().viewMessage(id)), null);
        } catch (IllegalArgumentException e) {
            throw new MQClientException(ResponseCode.NO_MESSAGE, "query message by id finished, but no message.", e);
        } catch (AdminException e) {
            throw Failures.ofQuestion(e);
        }
    }

    /**
     * Takes a timed message back (B-RECALL-01 to -03).
     *
     * @return the message's id
     */
    String recall(Producer producer, String topic, String recallHandle)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        Validators.checkTopic(topic);
        String plain = facade.withoutNamespace(topic);
        if (plain.startsWith(SystemTopics.RETRY_PREFIX) || plain.startsWith(SystemTopics.DLQ_PREFIX)) {
            throw new MQClientException("topic is not supported", null);
        }
        try {
            return producer.recall(plain, recallHandle);
        } catch (RecallException e) {
            throw Failures.raise(Failures.ofRecall(e));
        } catch (IllegalArgumentException e) {
            throw new MQClientException("recall handle is invalid", e);
        }
    }

    /** A queue as the engine knows it. */
    dev.hotfire.producer.MessageQueue plain(MessageQueue queue) throws MQClientException {
        requireGiven("mq", queue);
        try {
            return Messages.queue(new MessageQueue(
                    facade.withoutNamespace(String.valueOf(queue.getTopic())),
                    queue.getBrokerName(),
                    queue.getQueueId()));
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    /** As {@link #awaited}, for calls that don't declare an interrupt. */
    static <T> T answer(CompletableFuture<T> question) throws MQClientException {
        try {
            return awaited(question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MQClientException("interrupted while waiting for an answer", e);
        }
    }

    private static <T> T awaited(CompletableFuture<T> question) throws MQClientException, InterruptedException {
        try {
            return ProducerAdmin.await(question);
        } catch (AdminException e) {
            throw Failures.ofQuestion(e);
        }
    }
}

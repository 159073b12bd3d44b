// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.client.MQAdmin;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.exception.RemotingException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages, in every way that there is: one or several at a time; waiting for the outcome, called back with it, or not
 * told at all; to a queue that the producer, the caller or a selector chooses. Timeouts are milliseconds.
 *
 * <p>What each exception means, and when it comes: {@link DefaultMQProducer}.
 */
public interface MQProducer extends MQAdmin {
    void start() throws MQClientException;

    void shutdown();

    /** The queues of a topic that can be written to. */
    List<MessageQueue> fetchPublishMessageQueues(String topic) throws MQClientException;

    SendResult send(Message msg) throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Message msg, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Message msg, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException;

    void send(Message msg, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException;

    void sendOneway(Message msg) throws MQClientException, RemotingException, InterruptedException;

    SendResult send(Message msg, MessageQueue mq)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Message msg, MessageQueue mq, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Message msg, MessageQueue mq, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException;

    void send(Message msg, MessageQueue mq, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException;

    void sendOneway(Message msg, MessageQueue mq) throws MQClientException, RemotingException, InterruptedException;

    SendResult send(Message msg, MessageQueueSelector selector, Object arg)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Message msg, MessageQueueSelector selector, Object arg, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Message msg, MessageQueueSelector selector, Object arg, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException;

    void send(Message msg, MessageQueueSelector selector, Object arg, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException;

    void sendOneway(Message msg, MessageQueueSelector selector, Object arg)
            throws MQClientException, RemotingException, InterruptedException;

    /** Sends a message that consumers get only if the listener's local transaction commits. */
    TransactionSendResult sendMessageInTransaction(Message msg, Object arg) throws MQClientException;

    /** As earlier releases had it; only a {@link TransactionMQProducer} can. */
    @Deprecated
    default TransactionSendResult sendMessageInTransaction(
            Message msg, @Nullable LocalTransactionExecuter tranExecuter, @Nullable Object arg)
            throws MQClientException {
        throw new UnsupportedOperationException(
                "sendMessageInTransaction not implement, please use TransactionMQProducer class");
    }

    SendResult send(Collection<Message> msgs)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Collection<Message> msgs, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Collection<Message> msgs, MessageQueue mq)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    SendResult send(Collection<Message> msgs, MessageQueue mq, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Collection<Message> msgs, SendCallback sendCallback)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Collection<Message> msgs, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Collection<Message> msgs, MessageQueue mq, SendCallback sendCallback)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    void send(Collection<Message> msgs, MessageQueue mq, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    /**
     * Takes a timed message back that is not delivered yet.
     *
     * @param recallHandle from the {@link SendResult}
     * @return the message's id
     */
    String recallMessage(String topic, String recallHandle)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException;

    /** Sends a message and waits for somebody's reply to it. */
    Message request(Message msg, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException;

    void request(Message msg, RequestCallback requestCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException;

    Message request(Message msg, MessageQueueSelector selector, Object arg, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException;

    void request(Message msg, MessageQueueSelector selector, Object arg, RequestCallback requestCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException;

    Message request(Message msg, MessageQueue mq, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException;

    void request(Message msg, MessageQueue mq, RequestCallback requestCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException;
}

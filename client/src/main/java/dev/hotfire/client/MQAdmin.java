// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.exception.RemotingException;
import java.util.Map;

/** What a client may ask about topics, offsets and stored messages. */
public interface MQAdmin {
    /**
     * As {@link #createTopic(String, String, int, int, Map)}, with no flags.
     *
     * @throws MQClientException if no broker accepted it
     */
    void createTopic(String key, String newTopic, int queueNum, Map<String, String> attributes)
            throws MQClientException;

    /**
     * Creates a topic on all brokers that have the topic {@code key}.
     *
     * @param key          a topic that exists; its brokers get the new one
     * @param newTopic     the topic to create
     * @param queueNum     queues on each broker
     * @param topicSysFlag flags for the broker
     * @param attributes   not used, as in the official client (B-NS-07)
     * @throws MQClientException if no broker accepted it
     */
    void createTopic(String key, String newTopic, int queueNum, int topicSysFlag, Map<String, String> attributes)
            throws MQClientException;

    /** As 4.x has it: {@link #createTopic(String, String, int, Map)}, without attributes. */
    default void createTopic(String key, String newTopic, int queueNum) throws MQClientException {
        createTopic(key, newTopic, queueNum, Map.of());
    }

    /** As 4.x has it: {@link #createTopic(String, String, int, int, Map)}, without attributes. */
    default void createTopic(String key, String newTopic, int queueNum, int topicSysFlag) throws MQClientException {
        createTopic(key, newTopic, queueNum, topicSysFlag, Map.of());
    }

    /** The first offset of a queue whose message was stored at {@code timestamp} (milliseconds) or later. */
    long searchOffset(MessageQueue mq, long timestamp) throws MQClientException;

    /** The offset that the next message of a queue will get. */
    long maxOffset(MessageQueue mq) throws MQClientException;

    /** The smallest offset of a queue that is still there. */
    long minOffset(MessageQueue mq) throws MQClientException;

    /** When the oldest message of a queue was stored, in milliseconds since 1970; -1 if there is none. */
    long earliestMsgStoreTime(MessageQueue mq) throws MQClientException;

    /**
     * Messages with a key.
     *
     * @param begin milliseconds since 1970
     * @param end   milliseconds since 1970
     */
    QueryResult queryMessage(String topic, String key, int maxNum, long begin, long end)
            throws MQClientException, InterruptedException;

    /** One message, by the broker's id or by its own unique key. */
    MessageExt viewMessage(String topic, String msgId)
            throws RemotingException, MQBrokerException, InterruptedException, MQClientException;

    /** As 4.x has it: one message, by the id that its broker gave it. */
    MessageExt viewMessage(String offsetMsgId)
            throws RemotingException, MQBrokerException, InterruptedException, MQClientException;
}

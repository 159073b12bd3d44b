// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.client.Validators;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageBatch;
import dev.hotfire.common.message.MessageClientExt;
import dev.hotfire.common.message.MessageClientIDSetter;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.remoting.protocol.ResponseCode;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.StoredMessage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages, queues and results, from the familiar types to the engine's and back. */
public final class Messages {
    private Messages() {}

    /**
     * What the engine sends for a message. Gives the message a UNIQ_KEY unless it has one, under the message's own monitor,
     * because it may be on its way to other sends in other threads; changes nothing else (hazard of B-SEND-12).
     *
     * @throws MQClientException if the message can't be sent (B-VALID-01 to -05)
     */
    static dev.hotfire.producer.Message capture(@Nullable Message message, DefaultMQProducer producer)
            throws MQClientException {
        if (message != null && message.getTopic() != null && !message.getTopic().isBlank()) {
            // The prefix counts for the name's length (B-VALID-02).
            Validators.checkTopic(producer.withNamespace(message.getTopic()));
        }
        Validators.checkMessage(message, producer);
        return captureChecked(requireNonNull(message));
    }

    private static dev.hotfire.producer.Message captureChecked(Message message) throws MQClientException {
        synchronized (message) {
            try {
                MessageClientIDSetter.setUniqID(message);
                return dev.hotfire.producer.Message.builder(requireNonNull(message.getTopic()))
                        .flag(message.getFlag())
                        .body(requireNonNull(message.getBody()))
                        .systemAll(message.getProperties())
                        .build();
            } catch (IllegalArgumentException e) {
                throw Failures.illegal(e);
            } catch (ConcurrentModificationException e) {
                throw new MQClientException(
                        ResponseCode.MESSAGE_ILLEGAL, "the message was changed by another thread while it was sent", e);
            } catch (UnsupportedOperationException e) {
                throw new MQClientException(
                        ResponseCode.MESSAGE_ILLEGAL,
                        "properties: a map that can't be changed (expected: one that takes the message's id)",
                        e);
            }
        }
    }

    /**
     * What the engine sends for messages that travel together.
     *
     * @throws MQClientException {@code Failed to initiate the MessageBatch}, with what is wrong as its cause (B-BATCH-01, -03)
     */
    static List<dev.hotfire.producer.Message> captureAll(
            @Nullable Collection<? extends Message> messages, DefaultMQProducer producer) throws MQClientException {
        try {
            if (messages == null || messages.isEmpty()) {
                throw new IllegalArgumentException("msgs: " + messages + " (expected: at least one)");
            }
            List<dev.hotfire.producer.Message> captured = new ArrayList<>(messages.size());
            for (Message message : MessageBatch.generateFromList(messages)) {
                captured.add(capture(message, producer));
            }
            return captured;
        } catch (MQClientException | RuntimeException e) {
            throw new MQClientException("Failed to initiate the MessageBatch", e);
        }
    }

    /** What a batch holds. */
    static List<Message> elements(MessageBatch batch) {
        List<Message> elements = new ArrayList<>();
        batch.forEach(elements::add);
        return elements;
    }

    /** What became of a send. */
    static SendResult result(dev.hotfire.producer.SendResult sent) {
        return fill(new SendResult(), sent);
    }

    static <R extends SendResult> R fill(R result, dev.hotfire.producer.SendResult sent) {
        result.setSendStatus(status(sent.status()));
        result.setMsgId(sent.messageId());
        result.setOffsetMsgId(sent.offsetMessageId());
        result.setMessageQueue(queue(sent.queue()));
        result.setQueueOffset(sent.queueOffset());
        result.setTransactionId(sent.transactionId());
        result.setRegionId(sent.regionId());
        result.setTraceOn(sent.traceOn());
        result.setRecallHandle(sent.recallHandle());
        return result;
    }

    private static SendStatus status(dev.hotfire.producer.SendStatus status) {
        return switch (status) {
            case SEND_OK -> SendStatus.SEND_OK;
            case FLUSH_DISK_TIMEOUT -> SendStatus.FLUSH_DISK_TIMEOUT;
            case FLUSH_SLAVE_TIMEOUT -> SendStatus.FLUSH_SLAVE_TIMEOUT;
            case SLAVE_NOT_AVAILABLE -> SendStatus.SLAVE_NOT_AVAILABLE;
        };
    }

    static MessageQueue queue(dev.hotfire.producer.MessageQueue queue) {
        return new MessageQueue(queue.topic(), queue.brokerName(), queue.queueId());
    }

    /**
     * A queue as the engine knows it.
     *
     * @throws IllegalArgumentException if it is none that can be
     */
    static dev.hotfire.producer.MessageQueue queue(MessageQueue queue) {
        // No name is a name that no broker has; the engine finds fault with an empty topic.
        return new dev.hotfire.producer.MessageQueue(
                String.valueOf(queue.getTopic()), String.valueOf(queue.getBrokerName()), queue.getQueueId());
    }

    /**
     * A selector for the engine. It is shown the user's own message and queues of its own, which it may change without
     * anybody noticing.
     */
    static QueueSelector<Destination> selector(Destination to, Message message) {
        MessageQueueSelector selector = requireNonNull(to.selector(), "selector");
        return (queues, captured, destination) -> {
            List<MessageQueue> offered = new ArrayList<>(queues.size());
            queues.forEach(queue -> offered.add(queue(queue)));
            MessageQueue chosen = selector.select(offered, message, destination.arg());
            return chosen == null ? null : queue(chosen);
        };
    }

    /** A message that a broker handed out. */
    static MessageExt stored(StoredMessage message, @Nullable String brokerName) {
        MessageExt result = fill(new MessageClientExt(), message);
        result.setBrokerName(brokerName);
        return result;
    }

    /** Gives a message all that a stored one says; the body is shared, the properties are a copy. */
    public static <M extends MessageExt> M fill(M result, StoredMessage message) {
        result.setTopic(message.topic());
        result.setFlag(message.flag());
        result.setBody(message.body());
        MessageAccessor.setProperties(result, new LinkedHashMap<>(message.properties()));
        result.setQueueId(message.queueId());
        result.setQueueOffset(message.queueOffset());
        result.setCommitLogOffset(message.commitLogOffset());
        result.setSysFlag(message.sysFlag());
        result.setBornTimestamp(message.bornTimestamp());
        result.setBornHost(address(message.bornHost()));
        result.setStoreTimestamp(message.storeTimestamp());
        result.setStoreHost(address(message.storeHost()));
        result.setBodyCRC(message.bodyCrc());
        result.setReconsumeTimes(message.reconsumeTimes());
        result.setPreparedTransactionOffset(message.preparedTransactionOffset());
        String offsetId = message.offsetMessageId().format();
        if (result instanceof MessageClientExt client) {
            client.setOffsetMsgId(offsetId);
        } else {
            result.setMsgId(offsetId);
        }
        return result;
    }

    private static InetSocketAddress address(IpPort host) {
        return new InetSocketAddress(host.address().toInetAddress(), host.port());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.wire.message.BatchBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Messages that travel together, to one queue. */
public class MessageBatch extends Message implements Iterable<Message> {
    private static final long serialVersionUID = 621335151046335557L;
    private static final String RETRY_TOPIC_PREFIX = "%RETRY%";

    private final List<Message> messages;

    public MessageBatch(List<Message> messages) {
        this.messages = messages;
    }

    /** The body that they make together (W-14). */
    public byte[] encode() {
        List<BatchBody.Element> elements = new ArrayList<>(messages.size());
        for (Message message : messages) {
            byte[] body = message.getBody();
            elements.add(new BatchBody.Element(
                    message.getFlag(), body == null ? new byte[0] : body, message.getProperties()));
        }
        return BatchBody.encode(elements);
    }

    @Override
    public Iterator<Message> iterator() {
        return messages.iterator();
    }

    /**
     * A batch of messages that may travel together; the messages stay as they are.
     *
     * @throws UnsupportedOperationException if they may not: because they are to be delivered later, are retries, or differ in
     *     their topic or in what they wait for (B-BATCH-01)
     * @throws IllegalArgumentException      if there are none
     */
    public static MessageBatch generateFromList(Collection<? extends Message> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages: [] (expected: at least one)");
        }
        List<Message> batch = new ArrayList<>(messages.size());
        for (Message message : messages) {
            requireFits(message, batch.isEmpty() ? message : batch.get(0));
            batch.add(message);
        }
        MessageBatch result = new MessageBatch(batch);
        result.setTopic(batch.get(0).getTopic());
        result.setWaitStoreMsgOK(batch.get(0).isWaitStoreMsgOK());
        return result;
    }

    private static void requireFits(Message message, Message first) {
        if (message.getDelayTimeLevel() > 0
                || message.getDelayTimeMs() > 0
                || message.getDelayTimeSec() > 0
                || message.getDeliverTimeMs() > 0) {
            throw new UnsupportedOperationException("Delayed messages are not supported for batching");
        }
        String topic = String.valueOf(message.getTopic());
        if (topic.startsWith(RETRY_TOPIC_PREFIX)) {
            throw new UnsupportedOperationException("Retry Group is not supported for batching");
        }
        if (!topic.equals(String.valueOf(first.getTopic()))) {
            throw new UnsupportedOperationException("The topic of the messages in one batch should be the same");
        }
        if (message.isWaitStoreMsgOK() != first.isWaitStoreMsgOK()) {
            throw new UnsupportedOperationException("The waitStoreMsgOK of the messages in one batch should the same");
        }
    }
}

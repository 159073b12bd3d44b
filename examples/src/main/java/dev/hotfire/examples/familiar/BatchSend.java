// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Sends a thousand messages in batches that stay below a size, which is for the sender to see to. */
public final class BatchSend {
    private static final int MOST_BYTES = 64 * 1024;

    private BatchSend() {}

    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("batch-group");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            messages.add(
                    new Message("batch", "Tag", "OrderID" + i, ("Hello world " + i).getBytes(StandardCharsets.UTF_8)));
        }
        int batches = 0;
        int sent = 0;
        ListSplitter splitter = new ListSplitter(messages);
        while (splitter.hasNext()) {
            List<Message> part = splitter.next();
            SendResult sendResult = producer.send(part);
            batches++;
            sent += sendResult.getMsgId().split(",").length;
        }
        System.out.println("sent " + sent + " in more than one batch: " + (batches > 1));
        producer.shutdown();
    }

    /** Cuts a list into parts that fit. */
    private static final class ListSplitter implements Iterator<List<Message>> {
        private final List<Message> messages;
        private int next;

        ListSplitter(List<Message> messages) {
            this.messages = messages;
        }

        @Override
        public boolean hasNext() {
            return next < messages.size();
        }

        @Override
        public List<Message> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all parts are sent");
            }
            int end = next;
            int bytes = 0;
            while (end < messages.size()) {
                int size = sizeOf(messages.get(end));
                if (end > next && bytes + size > MOST_BYTES) {
                    break;
                }
                bytes += size;
                end++;
            }
            List<Message> part = messages.subList(next, end);
            next = end;
            return part;
        }

        private static int sizeOf(Message message) {
            int size = message.getTopic().length() + message.getBody().length;
            for (Map.Entry<String, String> property : message.getProperties().entrySet()) {
                size += property.getKey().length() + property.getValue().length();
            }
            // The client adds an id and lengths.
            return size + 100;
        }
    }
}

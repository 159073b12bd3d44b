// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts a list of messages into batches, in order, each as long as it can be within a number of bytes:
 *
 * <pre>{@code
 * for (List<Message> batch : BatchSplitter.split(messages, 1 << 20)) {
 *     producer.sendBatch(batch);
 * }
 * }</pre>
 *
 * <p>What is counted is what a batch takes on the wire (W-14): body, flag and lengths, and all properties, those that
 * sending adds among them. So no batch exceeds {@link ProducerConfig#maxMessageBytes()} if that is what it was cut by. The
 * id that sending adds counts with its longest form, 24 bytes more than a client with an IPv4 address takes.
 *
 * <p>Whether the messages may travel together is not looked at here. Immutable; any thread.
 */
public final class BatchSplitter implements Iterable<List<Message>> {
    /** The digits of an id that is made on a host with an IPv6 address (W-13.1). */
    private static final int LONGEST_ID = 56;

    /** Between a property's name and value, and after it. */
    private static final int SEPARATORS = 2;

    private final List<Message> messages;

    /** Where each batch ends; the next begins there. */
    private final List<Integer> ends;

    private BatchSplitter(List<Message> messages, List<Integer> ends) {
        this.messages = messages;
        this.ends = ends;
    }

    /**
     * Cuts the list.
     *
     * @param messages copied; may be empty, which makes no batch
     * @param maxBytes the most that one batch may take, above zero
     * @throws IllegalArgumentException naming the first message that is null or too large to travel alone; so nothing has
     *     been sent when that comes to light
     */
    public static BatchSplitter split(List<Message> messages, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: >= 1)");
        }
        List<Message> all = new ArrayList<>(messages);
        List<Integer> ends = new ArrayList<>();
        long batchBytes = 0;
        for (int i = 0; i < all.size(); i++) {
            long bytes = bytesInBatch("messages[" + i + "]", all.get(i), maxBytes);
            if (i > 0 && batchBytes + bytes > maxBytes) {
                ends.add(i);
                batchBytes = 0;
            }
            batchBytes += bytes;
        }
        if (!all.isEmpty()) {
            ends.add(all.size());
        }
        return new BatchSplitter(all, ends);
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    private static long bytesInBatch(String name, Message message, int maxBytes) {
        if (message == null) {
            throw new IllegalArgumentException(name + ": null (expected: one)");
        }
        long bytes = bytesInBatch(message);
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    name + ": " + bytes + " bytes in a batch, alone (expected: at most maxBytes, " + maxBytes + ")");
        }
        return bytes;
    }

    /** The most bytes that the message takes in the body of a batch. */
    public static long bytesInBatch(Message message) {
        long properties = MessageProperties.bytes(message.properties());
        if (message.property(PropertyNames.WAIT) == null) {
            properties += PropertyNames.WAIT.length() + "true".length() + SEPARATORS;
        }
        if (message.property(PropertyNames.UNIQ_KEY) == null) {
            properties += PropertyNames.UNIQ_KEY.length() + LONGEST_ID + SEPARATORS;
        }
        return BatchBody.FIXED_BYTES + message.body().length + properties;
    }

    /** The number of batches. */
    public int size() {
        return ends.size();
    }

    /** The batches, in order; each is unmodifiable. */
    @Override
    public Iterator<List<Message>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < ends.size();
            }

            @Override
            public List<Message> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no batch after the last");
                }
                int from = next == 0 ? 0 : ends.get(next - 1);
                int to = ends.get(next++);
                return List.copyOf(messages.subList(from, to));
            }
        };
    }
}

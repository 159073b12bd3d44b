// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What one broker stored: one log in the order of arrival, seen through the queues of its topics. The truth about what
 * happened to messages, whatever producers were told.
 *
 * <p>As in a real commit log, the place of a message is the sum of the sizes of those before it. Bounded: when messages
 * take more room than is retained, the oldest go, and {@link #dropped()} says how many went.
 *
 * <p>Safe from any thread; what it returns are snapshots, or messages, which don't change.
 */
public final class MessageLog {
    /** 256 MiB. */
    public static final long DEFAULT_RETAINED_BYTES = 256L * 1024 * 1024;

    private final long retainedBytes;
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();

    // The rest is guarded by this.
    private final ArrayDeque<StoredMessage> inOrder = new ArrayDeque<>();
    private final NavigableMap<Long, StoredMessage> byCommitLogOffset = new TreeMap<>();
    private final Map<String, List<StoredMessage>> byUniqueKey = new HashMap<>();
    private final TreeMap<String, TreeMap<Integer, Queue>> topics = new TreeMap<>();
    private long nextCommitLogOffset;
    private long bytes;
    private long appended;
    private long dropped;

    /** @param retainedBytes how much room messages may take in their stored form, above 0 */
    public MessageLog(long retainedBytes) {
        if (retainedBytes <= 0) {
            throw new IllegalArgumentException("retainedBytes: " + retainedBytes + " (expected: > 0)");
        }
        this.retainedBytes = retainedBytes;
    }

    /** Makes a message for the place that it gets. */
    @FunctionalInterface
    interface Draft {
        StoredMessage at(long queueOffset, long commitLogOffset);
    }

    /** Gives a message its place at the end of the log and of its queue. */
    StoredMessage append(String topic, int queueId, Draft draft) {
        StoredMessage message;
        synchronized (this) {
            Queue queue =
                    topics.computeIfAbsent(topic, t -> new TreeMap<>()).computeIfAbsent(queueId, q -> new Queue());
            message = draft.at(queue.nextOffset, nextCommitLogOffset);
            long size = storedBytes(message);
            queue.messages.put(queue.nextOffset++, message);
            inOrder.addLast(message);
            byCommitLogOffset.put(nextCommitLogOffset, message);
            String uniqueKey = message.properties().get(PropertyNames.UNIQ_KEY);
            if (uniqueKey != null) {
                byUniqueKey
                        .computeIfAbsent(uniqueKey, key -> new ArrayList<>(1))
                        .add(message);
            }
            nextCommitLogOffset += size;
            bytes += size;
            appended++;
            while (bytes > retainedBytes) {
                forget(inOrder.removeFirst());
                dropped++;
            }
        }
        for (LogListener listener : listeners) {
            listener.appended(message);
        }
        return message;
    }

    /** Takes a message out of all indexes but the order. */
    private void forget(StoredMessage message) {
        bytes -= storedBytes(message);
        byCommitLogOffset.remove(message.commitLogOffset());
        Queue queue = queue(message.topic(), message.queueId());
        if (queue != null) {
            queue.messages.remove(message.queueOffset());
        }
        String uniqueKey = message.properties().get(PropertyNames.UNIQ_KEY);
        if (uniqueKey != null) {
            byUniqueKey.computeIfPresent(uniqueKey, (key, messages) -> {
                messages.removeIf(m -> m.commitLogOffset() == message.commitLogOffset());
                return messages.isEmpty() ? null : messages;
            });
        }
    }

    /** The size of {@link StoredMessage#encode()}, without the copying. */
    static long storedBytes(StoredMessage message) {
        int topicBytes = message.topic().getBytes(StandardCharsets.UTF_8).length;
        int addressBytes = (message.bornHost().address().isV6() ? 16 : 4)
                + (message.storeHost().address().isV6() ? 16 : 4);
        // The fixed part without its two addresses, then body, topic and properties behind their lengths.
        return 76L
                + addressBytes
                + 4
                + message.body().length
                + (topicBytes > Byte.MAX_VALUE ? 2 : 1)
                + topicBytes
                + 2
                + MessageProperties.encodeBytes(message.properties()).length;
    }

    private @Nullable Queue queue(String topic, int queueId) {
        TreeMap<Integer, Queue> queues = topics.get(topic);
        return queues == null ? null : queues.get(queueId);
    }

    // ---- what is in it ----

    /** All messages, in the order of the log. */
    public synchronized List<StoredMessage> messages() {
        return new ArrayList<>(inOrder);
    }

    /** The messages of a topic, in the order of the log. */
    public synchronized List<StoredMessage> messages(String topic) {
        List<StoredMessage> found = new ArrayList<>();
        for (StoredMessage message : inOrder) {
            if (message.topic().equals(topic)) {
                found.add(message);
            }
        }
        return found;
    }

    /** The messages of one queue, in the order of their offsets. */
    public synchronized List<StoredMessage> messages(String topic, int queueId) {
        Queue queue = queue(topic, queueId);
        return queue == null ? List.of() : new ArrayList<>(queue.messages.values());
    }

    /** At most {@code maxMessages} messages of a queue, from an offset on. */
    public synchronized List<StoredMessage> messages(String topic, int queueId, long fromOffset, int maxMessages) {
        Queue queue = queue(topic, queueId);
        List<StoredMessage> found = new ArrayList<>();
        if (queue != null) {
            for (StoredMessage message :
                    queue.messages.tailMap(fromOffset, true).values()) {
                if (found.size() >= maxMessages) {
                    break;
                }
                found.add(message);
            }
        }
        return found;
    }

    /** All copies with this unique key, under whatever topic, in the order of the log. */
    public synchronized List<StoredMessage> withUniqueKey(String uniqueKey) {
        return List.copyOf(byUniqueKey.getOrDefault(uniqueKey, List.of()));
    }

    /** The message at this place of the commit log, or null when none begins there. */
    public synchronized @Nullable StoredMessage atCommitLogOffset(long commitLogOffset) {
        return byCommitLogOffset.get(commitLogOffset);
    }

    /** The offset of the oldest message in the queue, or where the next one goes when there is none. */
    public synchronized long minOffset(String topic, int queueId) {
        Queue queue = queue(topic, queueId);
        if (queue == null) {
            return 0;
        }
        return queue.messages.isEmpty() ? queue.nextOffset : queue.messages.firstKey();
    }

    /** The offset that the queue's next message gets. */
    public synchronized long maxOffset(String topic, int queueId) {
        Queue queue = queue(topic, queueId);
        return queue == null ? 0 : queue.nextOffset;
    }

    /** The place that the next message gets in the commit log. */
    public synchronized long commitLogEnd() {
        return nextCommitLogOffset;
    }

    /** How many messages were appended since the log began, kept or not. */
    public synchronized long appended() {
        return appended;
    }

    /** How many messages had to go because of the retention. */
    public synchronized long dropped() {
        return dropped;
    }

    // ---- what can happen to it ----

    /**
     * Loses the newest messages, as a machine does that dies before its disk has them (B03). The next messages take their
     * places.
     *
     * @param count how many, at least 0; more than there are means all
     * @return the lost messages, newest first
     */
    public List<StoredMessage> loseTail(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " (expected: >= 0)");
        }
        List<StoredMessage> lost = new ArrayList<>();
        synchronized (this) {
            while (lost.size() < count && !inOrder.isEmpty()) {
                StoredMessage message = inOrder.removeLast();
                forget(message);
                Queue queue = requireNonNull(queue(message.topic(), message.queueId()));
                queue.nextOffset = message.queueOffset();
                nextCommitLogOffset = message.commitLogOffset();
                lost.add(message);
            }
        }
        tellLost(lost);
        return lost;
    }

    /** Loses everything: a disk that was exchanged (B07). All offsets begin at 0 again. */
    public void clear() {
        List<StoredMessage> lost;
        synchronized (this) {
            lost = new ArrayList<>(inOrder);
            inOrder.clear();
            byCommitLogOffset.clear();
            byUniqueKey.clear();
            topics.clear();
            nextCommitLogOffset = 0;
            bytes = 0;
        }
        tellLost(lost);
    }

    private void tellLost(List<StoredMessage> lost) {
        for (StoredMessage message : lost) {
            for (LogListener listener : listeners) {
                listener.lost(message);
            }
        }
    }

    /** Adds a listener for what happens from now on. */
    public void addListener(LogListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /** Removes a listener; one that isn't there is ignored. */
    public void removeListener(LogListener listener) {
        listeners.remove(listener);
    }

    private static final class Queue {
        private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
        private long nextOffset;
    }
}

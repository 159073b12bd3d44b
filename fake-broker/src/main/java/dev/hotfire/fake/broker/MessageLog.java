// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What one broker stored: one log in the order of arrival, seen through the queues of its topics. The truth about what
 * happened to messages, whatever producers were told.
 *
 * <p>As in a real commit log, the place of a message is the sum of the sizes of those before it. Bounded: beyond the
 * retention the oldest messages go, and {@link #dropped()} says how many went. Listeners hear of all of it.
 *
 * <p>Safe from any thread; what it returns are snapshots, or messages, which don't change.
 */
public final class MessageLog {
    /** As many as fit into the heap of a test's JVM: each takes about half a kilobyte besides its body. */
    public static final int DEFAULT_RETAINED_MESSAGES = 100_000;

    /** 64 MiB. */
    public static final long DEFAULT_RETAINED_BYTES = 64L * 1024 * 1024;

    private final int retainedMessages;
    private final long retainedBytes;
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();

    // The rest is guarded by this.
    private final MessageRing inOrder = new MessageRing();

    /** Null until somebody asks by unique key: most never do, and it takes longer to keep than the log itself. */
    private @Nullable Map<String, List<StoredMessage>> byUniqueKey;

    private final TreeMap<String, TreeMap<Integer, Queue>> topics = new TreeMap<>();
    private long nextCommitLogOffset;
    private long bytes;
    private long appended;
    private long dropped;

    /**
     * @param retainedMessages how many messages are kept, above 0
     * @param retainedBytes    how much room they may take in their stored form, above 0
     */
    public MessageLog(int retainedMessages, long retainedBytes) {
        if (retainedMessages <= 0) {
            throw new IllegalArgumentException("retainedMessages: " + retainedMessages + " (expected: > 0)");
        }
        if (retainedBytes <= 0) {
            throw new IllegalArgumentException("retainedBytes: " + retainedBytes + " (expected: > 0)");
        }
        this.retainedMessages = retainedMessages;
        this.retainedBytes = retainedBytes;
    }

    /** Makes a message for the place that it gets. */
    @FunctionalInterface
    interface Draft {
        StoredMessage at(long queueOffset, long commitLogOffset);
    }

    /** Gives a message its place at the end of the log and of its queue. */
    StoredMessage append(String topic, int queueId, Draft draft) {
        return append(topic, queueId, List.of(draft)).get(0);
    }

    /** Gives messages their places at the end of the log and of their queue, with no other in between. */
    List<StoredMessage> append(String topic, int queueId, List<? extends Draft> drafts) {
        List<StoredMessage> stored = new ArrayList<>(drafts.size());
        List<StoredMessage> gone = List.of();
        synchronized (this) {
            Queue queue =
                    topics.computeIfAbsent(topic, t -> new TreeMap<>()).computeIfAbsent(queueId, q -> new Queue());
            for (Draft draft : drafts) {
                StoredMessage message = draft.at(queue.nextOffset, nextCommitLogOffset);
                stored.add(message);
                take(message, queue);
            }
            if (isFull()) {
                gone = new ArrayList<>();
                while (isFull()) {
                    gone.add(dropOldest());
                }
            }
        }
        for (LogListener listener : listeners) {
            stored.forEach(listener::appended);
            gone.forEach(listener::dropped);
        }
        return stored;
    }

    private void take(StoredMessage message, Queue queue) {
        long size = storedBytes(message);
        queue.messages.addLast(message);
        queue.nextOffset++;
        inOrder.addLast(message);
        if (byUniqueKey != null) {
            index(byUniqueKey, message);
        }
        nextCommitLogOffset += size;
        bytes += size;
        appended++;
    }

    private static void index(Map<String, List<StoredMessage>> index, StoredMessage message) {
        String uniqueKey = message.properties().get(PropertyNames.UNIQ_KEY);
        if (uniqueKey != null) {
            index.merge(uniqueKey, List.of(message), MessageLog::concatenated);
        }
    }

    private boolean isFull() {
        return inOrder.size() > retainedMessages || bytes > retainedBytes;
    }

    private StoredMessage dropOldest() {
        StoredMessage oldest = inOrder.removeFirst();
        // The oldest of all is the oldest of its queue.
        requireNonNull(queue(oldest.topic(), oldest.queueId())).messages.removeFirst();
        forget(oldest, inOrder.isEmpty() ? nextCommitLogOffset : inOrder.get(0).commitLogOffset());
        dropped++;
        return oldest;
    }

    /**
     * Takes a message out of the books; its place in order and queue is the caller's business.
     *
     * @param end where in the commit log it ended, which is where the next one began
     */
    private void forget(StoredMessage message, long end) {
        bytes -= end - message.commitLogOffset();
        if (byUniqueKey == null) {
            return;
        }
        String uniqueKey = message.properties().get(PropertyNames.UNIQ_KEY);
        if (uniqueKey != null) {
            byUniqueKey.computeIfPresent(uniqueKey, (key, messages) -> without(messages, message));
        }
    }

    private static List<StoredMessage> concatenated(List<StoredMessage> some, List<StoredMessage> more) {
        List<StoredMessage> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static @Nullable List<StoredMessage> without(List<StoredMessage> messages, StoredMessage message) {
        if (messages.size() == 1) {
            return messages.get(0).commitLogOffset() == message.commitLogOffset() ? null : messages;
        }
        List<StoredMessage> left = new ArrayList<>(messages);
        left.removeIf(candidate -> candidate.commitLogOffset() == message.commitLogOffset());
        return left.isEmpty() ? null : List.copyOf(left);
    }

    /** The size of {@link StoredMessage#encode()}, without the copying. */
    static long storedBytes(StoredMessage message) {
        int topicBytes = ByteBufUtil.utf8Bytes(message.topic());
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
                + MessageProperties.bytes(message.properties());
    }

    private @Nullable Queue queue(String topic, int queueId) {
        TreeMap<Integer, Queue> queues = topics.get(topic);
        return queues == null ? null : queues.get(queueId);
    }

    // ---- what is in it ----

    /** All messages, in the order of the log. */
    public synchronized List<StoredMessage> messages() {
        return inOrder.copy(0, inOrder.size());
    }

    /** The messages of a topic, in the order of the log. */
    public synchronized List<StoredMessage> messages(String topic) {
        List<StoredMessage> found = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            StoredMessage message = inOrder.get(i);
            if (message.topic().equals(topic)) {
                found.add(message);
            }
        }
        return found;
    }

    /** The messages of one queue, in the order of their offsets. */
    public synchronized List<StoredMessage> messages(String topic, int queueId) {
        Queue queue = queue(topic, queueId);
        return queue == null ? List.of() : queue.messages.copy(0, queue.messages.size());
    }

    /** At most {@code maxMessages} messages of a queue, from an offset on. */
    public synchronized List<StoredMessage> messages(String topic, int queueId, long fromOffset, int maxMessages) {
        Queue queue = queue(topic, queueId);
        if (queue == null) {
            return List.of();
        }
        int size = queue.messages.size();
        int from = (int) Math.max(0, Math.min(size, fromOffset - queue.minOffset()));
        return queue.messages.copy(from, Math.min(size, from + Math.min(size, maxMessages)));
    }

    /** All copies with this unique key, under whatever topic, in the order of the log. */
    public synchronized List<StoredMessage> withUniqueKey(String uniqueKey) {
        Map<String, List<StoredMessage>> index = byUniqueKey;
        if (index == null) {
            index = new HashMap<>();
            for (int i = 0; i < inOrder.size(); i++) {
                index(index, inOrder.get(i));
            }
            byUniqueKey = index;
        }
        return index.getOrDefault(uniqueKey, List.of());
    }

    /** The message at this place of the commit log, or null when none begins there. */
    public synchronized @Nullable StoredMessage atCommitLogOffset(long commitLogOffset) {
        int low = 0;
        int high = inOrder.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            StoredMessage message = inOrder.get(middle);
            if (message.commitLogOffset() == commitLogOffset) {
                return message;
            } else if (message.commitLogOffset() < commitLogOffset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** The offset of the oldest message in the queue, or where the next one goes when there is none. */
    public synchronized long minOffset(String topic, int queueId) {
        Queue queue = queue(topic, queueId);
        return queue == null ? 0 : queue.minOffset();
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
                forget(message, nextCommitLogOffset);
                Queue queue = requireNonNull(queue(message.topic(), message.queueId()));
                queue.messages.removeLast();
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
            lost = inOrder.copy(0, inOrder.size());
            inOrder.clear();
            byUniqueKey = null;
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
        private final MessageRing messages = new MessageRing();
        private long nextOffset;

        long minOffset() {
            return nextOffset - messages.size();
        }
    }
}

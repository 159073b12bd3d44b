// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages in a row that grows at its end and shrinks at both: a deque with an index. Not for several threads. */
final class MessageRing {
    private static final int INITIAL_CAPACITY = 16;

    /** Its length is a power of two. */
    private @Nullable StoredMessage[] slots = new StoredMessage[INITIAL_CAPACITY];

    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The message at an index from 0, the oldest, to size - 1. */
    StoredMessage get(int index) {
        Objects.checkIndex(index, size);
        return Objects.requireNonNull(slots[(head + index) & (slots.length - 1)]);
    }

    void addLast(StoredMessage message) {
        if (size == slots.length) {
            grow();
        }
        slots[(head + size++) & (slots.length - 1)] = message;
    }

    StoredMessage removeFirst() {
        StoredMessage first = get(0);
        slots[head] = null;
        head = (head + 1) & (slots.length - 1);
        size--;
        return first;
    }

    StoredMessage removeLast() {
        StoredMessage last = get(size - 1);
        slots[(head + --size) & (slots.length - 1)] = null;
        return last;
    }

    void clear() {
        slots = new StoredMessage[INITIAL_CAPACITY];
        head = 0;
        size = 0;
    }

    /** A copy of the messages from one index, included, to another, excluded. */
    List<StoredMessage> copy(int from, int to) {
        List<StoredMessage> copy = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            copy.add(get(i));
        }
        return copy;
    }

    private void grow() {
        @Nullable StoredMessage[] larger = new StoredMessage[2 * slots.length];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        slots = larger;
        head = 0;
    }
}

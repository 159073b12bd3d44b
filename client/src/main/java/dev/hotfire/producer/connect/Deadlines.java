// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.runtime.MachineClock;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be woken when: a binary heap ordered by (deadline, insertion), and one loop timer for its root.
 *
 * <p>Each send in flight has one entry, so there is no timer task per message. The timer is left alone when the root is
 * removed: it then fires early, finds nothing due and is set anew, which is cheaper than cancelling it per message.
 * Confined to the loop.
 */
public final class Deadlines {
    private static final int INITIAL_CAPACITY = 64;

    private final EventLoop loop;
    private final MachineClock clock;
    private Entry[] heap = new Entry[INITIAL_CAPACITY];
    private int size;
    private long inserted;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;

    public Deadlines(EventLoop loop, MachineClock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** What has a deadline. */
    public abstract static class Entry {
        private static final int ABSENT = -1;

        private int index = ABSENT;
        private long deadlineNanos;
        private long sequence;

        /** Called on the loop once the deadline has passed. The entry is out of the heap by then. */
        protected abstract void onDeadline(long nowNanos);
    }

    /** How many entries wait. */
    public int size() {
        return size;
    }

    /** Adds the entry, or moves it if it is in already. */
    public void set(Entry entry, long deadlineNanos) {
        remove(entry);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        entry.deadlineNanos = deadlineNanos;
        entry.sequence = inserted++;
        siftUp(entry, size++);
        if (entry.index == 0) {
            arm();
        }
    }

    /** Removes the entry if it is in. */
    public void remove(Entry entry) {
        int index = entry.index;
        if (index == Entry.ABSENT) {
            return;
        }
        entry.index = Entry.ABSENT;
        Entry last = heap[--size];
        clearSlot(size);
        if (last != entry) {
            siftDown(last, index);
            if (last.index == index) {
                siftUp(last, index);
            }
        }
    }

    /** Forgets all entries without waking them. */
    public void close() {
        while (size > 0) {
            remove(heap[size - 1]);
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm() {
        long due = heap[0].deadlineNanos;
        if (timer != null) {
            if (timerNanos - due <= 0) {
                return;
            }
            timer.cancel(false);
        }
        timerNanos = due;
        timer = loop.schedule(this::onTimer, Math.max(0, due - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        timer = null;
        long now = clock.nanoTime();
        try {
            while (size > 0 && heap[0].deadlineNanos - now <= 0) {
                Entry due = heap[0];
                remove(due);
                due.onDeadline(now);
            }
        } finally {
            // Also after one that threw: without a timer nobody would ever be woken again.
            if (size > 0) {
                arm();
            }
        }
    }

    private void siftUp(Entry entry, int from) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(entry, heap[parent])) {
                break;
            }
            place(heap[parent], index);
            index = parent;
        }
        place(entry, index);
    }

    private void siftDown(Entry entry, int from) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], entry)) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(entry, index);
    }

    private void place(Entry entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }

    @SuppressWarnings("NullAway") // Slots from size on are empty and never read.
    private void clearSlot(int index) {
        heap[index] = null;
    }

    private static boolean isBefore(Entry a, Entry b) {
        long difference = a.deadlineNanos - b.deadlineNanos;
        return difference != 0 ? difference < 0 : a.sequence - b.sequence < 0;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.runtime.MachineClock;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be woken when, ordered by (deadline, insertion), and one loop timer for the first of them.
 *
 * <p>Sends with one timeout have deadlines that only grow, so most entries come after all others: these stand in a queue, where
 * they are added and removed in a few steps whatever their number. Those that come before the queue's last are in a binary
 * heap. Each is in order, so the first of all is the first of one of them.
 *
 * <p>Each send in flight has one entry, so there is no timer task per message. The timer is left alone when the first is
 * removed: it then fires early, finds nothing due and is set anew, which is cheaper than cancelling it per message.
 * Confined to the loop.
 */
public final class Deadlines {
    private static final int INITIAL_CAPACITY = 64;
    private static final int MOST_GIVE_WAY = 4;

    /** A timer that is this late was held up. */
    private static final long LATE_NANOS = 10_000_000;

    /** A turn of the loop that takes no longer than this has read nothing. */
    private static final long IDLE_TURN_NANOS = 50_000;

    private static final int MOST_TURNS = 64;

    private final EventLoop loop;
    private final MachineClock clock;
    private Entry[] heap = new Entry[INITIAL_CAPACITY];

    /** How many are in the heap. */
    private int size;

    private @Nullable Entry head;
    private @Nullable Entry tail;

    /** How many are in the queue. */
    private int queued;

    private long inserted;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;
    private long lastTurnNanos;
    private int turnsGiven;

    public Deadlines(EventLoop loop, MachineClock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** What has a deadline. */
    public abstract static class Entry {
        private static final int ABSENT = -1;
        private static final int QUEUED = -2;

        /** The place in the heap, or one of the above. */
        private int index = ABSENT;

        private long deadlineNanos;
        private long sequence;
        private @Nullable Entry before;
        private @Nullable Entry after;

        /** Called on the loop once the deadline has passed. The entry is out of the heap by then. */
        protected abstract void onDeadline(long nowNanos);
    }

    /** How many entries wait. */
    public int size() {
        return size + queued;
    }

    /** Adds the entry, or moves it if it is in already. */
    public void set(Entry entry, long deadlineNanos) {
        remove(entry);
        entry.deadlineNanos = deadlineNanos;
        entry.sequence = inserted++;
        if (!append(entry)) {
            push(entry);
        }
        if (first() == entry) {
            arm(deadlineNanos);
        }
    }

    /** Removes the entry if it is in. */
    public void remove(Entry entry) {
        int index = entry.index;
        if (index == Entry.ABSENT) {
            return;
        }
        entry.index = Entry.ABSENT;
        if (index == Entry.QUEUED) {
            unlink(entry);
            return;
        }
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
        for (Entry first = first(); first != null; first = first()) {
            remove(first);
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private @Nullable Entry first() {
        Entry inQueue = head;
        Entry inHeap = size == 0 ? null : heap[0];
        if (inQueue == null || inHeap == null) {
            return inQueue == null ? inHeap : inQueue;
        }
        return isBefore(inHeap, inQueue) ? inHeap : inQueue;
    }

    private void arm(long due) {
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
        if (isLate(now)) {
            // What is due may have been answered long ago: the loop reads before it comes back here.
            timer = loop.schedule(this::onTimer, 0, TimeUnit.NANOSECONDS);
            return;
        }
        turnsGiven = 0;
        try {
            for (Entry due = first(); due != null && due.deadlineNanos - now <= 0; due = first()) {
                remove(due);
                due.onDeadline(now);
            }
        } finally {
            // Also after one that threw: without a timer nobody would ever be woken again.
            Entry next = first();
            if (next != null) {
                arm(next.deadlineNanos);
            }
        }
    }

    /**
     * Whether the timer comes so late that the loop must have been held up, and is still reading what piled up meanwhile: then
     * each turn takes its time.
     */
    private boolean isLate(long now) {
        boolean reading = turnsGiven == 0 || now - lastTurnNanos > IDLE_TURN_NANOS;
        lastTurnNanos = now;
        return now - timerNanos > LATE_NANOS && reading && turnsGiven++ < MOST_TURNS;
    }

    /**
     * Puts an entry at the queue's end if that is its place, or if but a few are later: those give way to the heap. Else one
     * that is due in an hour would keep all that come after it out of the queue.
     */
    private boolean append(Entry entry) {
        Entry last = tail;
        for (int giveWay = 0; last != null && entry.deadlineNanos - last.deadlineNanos < 0; giveWay++) {
            if (giveWay == MOST_GIVE_WAY) {
                return false;
            }
            unlink(last);
            push(last);
            last = tail;
        }
        entry.index = Entry.QUEUED;
        entry.before = last;
        if (last == null) {
            head = entry;
        } else {
            last.after = entry;
        }
        tail = entry;
        queued++;
        return true;
    }

    private void push(Entry entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(entry, size++);
    }

    private void unlink(Entry entry) {
        Entry before = entry.before;
        Entry after = entry.after;
        if (before == null) {
            head = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.before = before;
        }
        entry.before = null;
        entry.after = null;
        queued--;
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

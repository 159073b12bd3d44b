// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every request that one or more servers read, in the order in which they read them, and what became of it.
 *
 * <p>An entry is settled before its response is written: whoever holds a response finds it in the journal.
 *
 * <p>Bounded: when there are too many entries, or their bodies take too much room, the oldest go, and
 * {@link #dropped()} says how many went. Safe from any thread; what it returns are snapshots.
 */
public final class Journal {
    /** As many as fit into the heap of a test's JVM: each takes some two kilobytes besides its body. */
    public static final int DEFAULT_MAX_ENTRIES = 20_000;

    /** 64 MiB of bodies. */
    public static final long DEFAULT_MAX_BODY_BYTES = 64L * 1024 * 1024;

    private final int maxEntries;
    private final long maxBodyBytes;
    private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();

    // The rest is guarded by this.
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private long bodyBytes;
    private long sequence;
    private long dropped;

    /** A journal with the default bounds. */
    public Journal() {
        this(DEFAULT_MAX_ENTRIES, DEFAULT_MAX_BODY_BYTES);
    }

    /**
     * @param maxEntries   how many entries are kept; 0 keeps none, and listeners still see all
     * @param maxBodyBytes how much room the bodies of kept requests may take, at least 0
     */
    public Journal(int maxEntries, long maxBodyBytes) {
        if (maxEntries < 0) {
            throw new IllegalArgumentException("maxEntries: " + maxEntries + " (expected: >= 0)");
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes: " + maxBodyBytes + " (expected: >= 0)");
        }
        this.maxEntries = maxEntries;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** All entries that are kept, oldest first. */
    public List<JournalEntry> entries() {
        return entries(entry -> true);
    }

    /** The entries that {@code filter} accepts, oldest first. */
    public List<JournalEntry> entries(Predicate<? super JournalEntry> filter) {
        List<JournalEntry> found = new ArrayList<>();
        synchronized (this) {
            for (Slot slot : slots) {
                if (filter.test(slot.entry)) {
                    found.add(slot.entry);
                }
            }
        }
        return found;
    }

    /** The requests with one of these codes, oldest first. */
    public List<JournalEntry> requests(int... requestCodes) {
        int[] codes = requestCodes.clone();
        return entries(entry -> Arrays.stream(codes).anyMatch(code -> code == entry.code()));
    }

    /** The requests that brought messages: codes 10, 310, 320, 324 and 325, oldest first. */
    public List<JournalEntry> sends() {
        return entries(entry -> RequestFacts.isSend(entry.code()));
    }

    /** The requests that this server read, oldest first. */
    public List<JournalEntry> of(String server) {
        return entries(entry -> entry.server().equals(server));
    }

    /** How many requests were read since the journal began, kept or not. */
    public synchronized long received() {
        return sequence;
    }

    /** How many entries had to go because of the bounds. {@link #clear()} doesn't count. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Forgets all entries; numbering goes on. */
    public synchronized void clear() {
        slots.clear();
        bodyBytes = 0;
    }

    /** Adds a listener for what happens from now on. */
    public void addListener(JournalListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /** Removes a listener; one that isn't there is ignored. */
    public void removeListener(JournalListener listener) {
        listeners.remove(listener);
    }

    /** All kept entries, one a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (JournalEntry entry : entries()) {
            text.append(entry).append('\n');
        }
        return text.toString();
    }

    /** Notes a request that was just read. */
    Slot open(
            String server,
            int connectionId,
            Address peer,
            @Nullable String clientId,
            long receivedNanos,
            Frame request,
            RequestFacts facts) {
        Slot slot;
        JournalEntry entry;
        synchronized (this) {
            entry = new JournalEntry(
                    ++sequence,
                    server,
                    connectionId,
                    peer,
                    clientId,
                    receivedNanos,
                    request,
                    facts,
                    null,
                    false,
                    new Outcome.Pending());
            slot = new Slot(entry);
            slots.addLast(slot);
            bodyBytes += slot.bodyLength;
            while (slots.size() > maxEntries || bodyBytes > maxBodyBytes) {
                bodyBytes -= slots.removeFirst().bodyLength;
                dropped++;
            }
        }
        for (JournalListener listener : listeners) {
            listener.requestReceived(entry);
        }
        return slot;
    }

    /** Notes what became of a request. */
    void settle(Slot slot, @Nullable String rule, boolean handled, Outcome outcome) {
        JournalEntry entry;
        synchronized (this) {
            entry = slot.entry.settled(rule, handled, outcome);
            slot.entry = entry;
        }
        for (JournalListener listener : listeners) {
            listener.requestSettled(entry);
        }
    }

    /** Tells listeners what is answered to a request that is settled. */
    void answered(Slot slot, Frame response) {
        if (listeners.isEmpty()) {
            return;
        }
        JournalEntry entry;
        synchronized (this) {
            entry = slot.entry;
        }
        for (JournalListener listener : listeners) {
            listener.answered(entry, response);
        }
    }

    /** A place in the journal. Its entry is guarded by the journal. */
    static final class Slot {
        final long sequence;

        /** Kept here because what is as old as the slots that go lies in no cache any more: each step to it costs a miss. */
        private final int bodyLength;

        private JournalEntry entry;

        private Slot(JournalEntry entry) {
            this.sequence = entry.sequence();
            this.bodyLength = entry.request().body().length;
            this.entry = entry;
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.serve.http.EventSource;
import dev.hotfire.wire.json.JsonOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one reader of {@code /events} is told: requests as they end, and the state of things whenever it has changed.
 *
 * <p>Keeps the newest requests between two polls and counts those it had to let go, so a flood of them costs a reader no more
 * than it can read, and costs the servers next to nothing.
 */
final class EventStream implements EventSource {
    /** As many as a page can show anyway. */
    private static final int MAX_REQUESTS = 200;

    /** States are looked at every so many polls. */
    private static final int POLLS_PER_LOOK = 3;

    private final Journal journal;
    private final EntryView entryView;
    private final Map<String, JsonOutput.DocumentWriter> states;
    private final Map<String, String> told = new LinkedHashMap<>();
    private final JournalListener listener = new JournalListener() {
        @Override
        public void requestSettled(JournalEntry entry) {
            keep(entry);
        }
    };
    private int polls;

    // Guarded by this.
    private final ArrayDeque<JournalEntry> settled = new ArrayDeque<>();
    private long skipped;

    /**
     * Begins to listen.
     *
     * @param states documents by the names of their events; each is told at the beginning, and then when it has changed
     */
    EventStream(Journal journal, EntryView entryView, Map<String, JsonOutput.DocumentWriter> states) {
        this.journal = journal;
        this.entryView = entryView;
        this.states = new LinkedHashMap<>(states);
        journal.addListener(listener);
    }

    private synchronized void keep(JournalEntry entry) {
        if (settled.size() == MAX_REQUESTS) {
            settled.removeFirst();
            skipped++;
        }
        settled.addLast(entry);
    }

    @Override
    public String poll() {
        StringBuilder text = new StringBuilder();
        if (polls++ % POLLS_PER_LOOK == 0) {
            states.forEach((name, document) -> {
                String now = JsonOutput.write(document);
                if (!now.equals(told.put(name, now))) {
                    append(text, name, now);
                }
            });
        }
        List<JournalEntry> entries;
        long skippedNow;
        synchronized (this) {
            entries = new ArrayList<>(settled);
            settled.clear();
            skippedNow = skipped;
            skipped = 0;
        }
        if (!entries.isEmpty()) {
            append(text, "requests", JsonOutput.write(json -> {
                json.writeStartObject();
                json.writeNumberField("skipped", skippedNow);
                json.writeArrayFieldStart("entries");
                for (JournalEntry entry : entries) {
                    entryView.write(json, entry, false);
                }
                json.writeEndArray();
                json.writeEndObject();
            }));
        }
        return text.toString();
    }

    /** A document has no line breaks: JSON escapes those in its texts. */
    private static void append(StringBuilder text, String name, String document) {
        text.append("event: ").append(name).append("\ndata: ").append(document).append("\n\n");
    }

    @Override
    public void close() {
        journal.removeListener(listener);
    }
}

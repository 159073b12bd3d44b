// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import java.util.ArrayList;
import java.util.List;

/** A send and what is left of it at the end of its run. Made by {@link History}, and not changed after that. */
public final class Fate {
    private final Send send;
    private List<Append> copies = List.of();
    private List<Append> waiting = List.of();

    Fate(Send send) {
        this.send = send;
    }

    public Send send() {
        return send;
    }

    /** What brokers' logs hold of it in its topic; mostly one, or none. */
    public List<Append> copies() {
        return copies;
    }

    /** What they hold of it out of sight, as they do with half and delayed messages. */
    public List<Append> waiting() {
        return waiting;
    }

    /** Whether brokers hold anything of it. */
    public boolean isThere() {
        return !copies.isEmpty() || !waiting.isEmpty();
    }

    /** Two sends of one id, which is a fault of the run's, have one fate: whatever carries that id is of both. */
    void shareWith(Fate other) {
        if (!(other.copies instanceof ArrayList<Append>)) {
            other.copies = new ArrayList<>(2);
            other.waiting = new ArrayList<>(2);
        }
        copies = other.copies;
        waiting = other.waiting;
    }

    void addCopy(Append append) {
        copies = with(copies, append);
    }

    void addWaiting(Append append) {
        waiting = with(waiting, append);
    }

    private static List<Append> with(List<Append> list, Append append) {
        if (list instanceof ArrayList<Append>) {
            list.add(append);
            return list;
        }
        List<Append> made = new ArrayList<>(1);
        made.add(append);
        return made;
    }
}

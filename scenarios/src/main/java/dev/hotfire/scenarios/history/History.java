// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that checkers need to know about a run that is over.
 *
 * <p>Immutable. What every checker asks, namely what is left of each send, is worked out once, when it is first asked for:
 * a history is for one thread.
 */
public final class History {
    private final List<Send> sends;
    private final List<Append> appends;
    private final List<Append> waiting;
    private final List<LostTail> lostTails;
    private @Nullable List<Fate> fates;
    private @Nullable Map<String, Fate> fateBySend;

    public History(List<Send> sends, List<Append> appends, List<Append> waiting, List<LostTail> lostTails) {
        this.sends = List.copyOf(sends);
        this.appends = List.copyOf(appends);
        this.waiting = List.copyOf(waiting);
        this.lostTails = List.copyOf(lostTails);
    }

    /** A history in which nothing waits. */
    public History(List<Send> sends, List<Append> appends, List<LostTail> lostTails) {
        this(sends, appends, List.of(), lostTails);
    }

    /** Every send, in the order of their calls. */
    public List<Send> sends() {
        return sends;
    }

    /** What the brokers' logs hold at the end, by broker, topic, queue and offset. */
    public List<Append> appends() {
        return appends;
    }

    /**
     * Half and delayed messages that they hold out of sight, ended and delivered ones among them; each with the place that its
     * sender was told: its own topic and queue, and the offset where it waits.
     */
    public List<Append> waiting() {
        return waiting;
    }

    /** What they lost on the way. */
    public List<LostTail> lostTails() {
        return lostTails;
    }

    /** Every send with what is left of it, in the order of their calls. */
    public List<Fate> fates() {
        List<Fate> known = fates;
        if (known == null) {
            bringTogether();
            known = requireNonNull(fates);
        }
        return known;
    }

    /** A send with what is left of it, null if there was no send of this id; of several the last. */
    public @Nullable Fate fate(String sendId) {
        fates();
        return requireNonNull(fateBySend).get(sendId);
    }

    private void bringTogether() {
        List<Fate> made = new ArrayList<>(sends.size());
        Map<String, Fate> bySend = new HashMap<>(2 * sends.size());
        for (int i = 0; i < sends.size(); i++) {
            Send send = sends.get(i);
            Fate fate = new Fate(send);
            Fate before = bySend.put(send.sendId(), fate);
            if (before != null) {
                fate.shareWith(before);
            }
            made.add(fate);
        }
        for (int i = 0; i < appends.size(); i++) {
            Append append = appends.get(i);
            Fate fate = append.sendId() == null ? null : bySend.get(append.sendId());
            if (fate != null) {
                fate.addCopy(append);
            }
        }
        for (int i = 0; i < waiting.size(); i++) {
            Append append = waiting.get(i);
            Fate fate = append.sendId() == null ? null : bySend.get(append.sendId());
            if (fate != null) {
                fate.addWaiting(append);
            }
        }
        fateBySend = bySend;
        fates = made;
    }

    /** The appends of each send that has any, by send id; appends without a send id are left out. */
    public Map<String, List<Append>> appendsBySend() {
        return bySend(appends);
    }

    /** Copies beyond the first of sends that no attempt can explain: all but the last were refused, or there was none. */
    public long unexplainedDuplicates() {
        long unexplained = 0;
        for (Fate fate : fates()) {
            Send send = fate.send();
            long explained = send.attempts().stream()
                    .limit(Math.max(0, send.attempts().size() - 1))
                    .filter(SendAttempt::mayHaveLeftACopy)
                    .count();
            int copies = fate.copies().size();
            unexplained += Math.max(0, copies - 1 - explained);
        }
        return unexplained;
    }

    /** The time from call to end that so many percent of the acknowledged sends took at most; 0 if there are none. */
    public long percentileNanos(double percent) {
        long[] took = sends.stream()
                .filter(send -> !send.terminals().isEmpty()
                        && send.terminals().get(0).told().isAcknowledged())
                .mapToLong(send ->
                        send.terminals().get(0).atNanos() - send.invocation().atNanos())
                .sorted()
                .toArray();
        return took.length == 0 ? 0 : took[Math.max(0, (int) Math.ceil(percent / 100 * took.length) - 1)];
    }

    /**
     * The unique id of each send that left a message with one, by send id: of those that are in sight, or else of those that
     * wait.
     */
    public static Map<String, String> messageIds(List<Append> appends, List<Append> waiting) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (List<Append> all : List.of(appends, waiting)) {
            for (Append append : all) {
                if (append.sendId() != null && append.messageId() != null) {
                    ids.putIfAbsent(append.sendId(), append.messageId());
                }
            }
        }
        return ids;
    }

    private static Map<String, List<Append>> bySend(List<Append> appends) {
        Map<String, List<Append>> bySend = new LinkedHashMap<>();
        for (Append append : appends) {
            if (append.sendId() != null) {
                bySend.computeIfAbsent(append.sendId(), id -> new ArrayList<>()).add(append);
            }
        }
        return bySend;
    }

    /** The appends by the place where they are. */
    public Map<Place, Append> appendsByPlace() {
        Map<Place, Append> byPlace = new LinkedHashMap<>();
        for (Append append : appends) {
            byPlace.put(append.place(), append);
        }
        return byPlace;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that checkers need to know about a run that is over.
 *
 * @param sends     every send, in the order of their calls
 * @param appends   what the brokers' logs hold at the end, by broker, topic, queue and offset
 * @param waiting   half and delayed messages that they hold out of sight, ended and delivered ones among them; each with the
 *     place that its sender was told: its own topic and queue, and the offset where it waits
 * @param lostTails what they lost on the way
 */
public record History(List<Send> sends, List<Append> appends, List<Append> waiting, List<LostTail> lostTails) {
    public History {
        sends = List.copyOf(sends);
        appends = List.copyOf(appends);
        waiting = List.copyOf(waiting);
        lostTails = List.copyOf(lostTails);
    }

    /** A history in which nothing waits. */
    public History(List<Send> sends, List<Append> appends, List<LostTail> lostTails) {
        this(sends, appends, List.of(), lostTails);
    }

    /** The appends of each send that has any, by send id; appends without a send id are left out. */
    public Map<String, List<Append>> appendsBySend() {
        return bySend(appends);
    }

    /** Copies beyond the first of sends that no attempt can explain: all but the last were refused, or there was none. */
    public long unexplainedDuplicates() {
        Map<String, List<Append>> bySend = appendsBySend();
        long unexplained = 0;
        for (Send send : sends) {
            long explained = send.attempts().stream()
                    .limit(Math.max(0, send.attempts().size() - 1))
                    .filter(SendAttempt::mayHaveLeftACopy)
                    .count();
            int copies = bySend.getOrDefault(send.sendId(), List.of()).size();
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

    /** What waits of each send, likewise. */
    public Map<String, List<Append>> waitingBySend() {
        return bySend(waiting);
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

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
 * @param lostTails what they lost on the way
 */
public record History(List<Send> sends, List<Append> appends, List<LostTail> lostTails) {
    public History {
        sends = List.copyOf(sends);
        appends = List.copyOf(appends);
        lostTails = List.copyOf(lostTails);
    }

    /** The appends of each send that has any, by send id; appends without a send id are left out. */
    public Map<String, List<Append>> appendsBySend() {
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

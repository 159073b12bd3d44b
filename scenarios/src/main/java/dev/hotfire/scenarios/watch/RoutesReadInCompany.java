// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.RequestCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * X18, where producers share a runtime, and so what they read: after trouble that a newer route may end, none of them is content
 * with what another was told before. One that has just taken over another's answer asks again 200 ms later, and what is due once
 * per period can't come in between twice; so of two such troubles, one leads to a question.
 */
final class RoutesReadInCompany extends Watcher {
    /** A route that was asked for so shortly before is new enough: 200 ms, and its way. */
    private static final long BEFORE = 300_000_000L;

    /** Till a look-up is read: it may have to connect first. */
    private static final long AFTER = 300_000_000L;

    private static final long LEAST_APART = 250_000_000L;

    private record Place(Party party, String topic) {}

    private final Map<Place, List<Long>> troubles = new LinkedHashMap<>();

    /** By host and topic. */
    private final Map<String, TreeSet<Long>> readings = new HashMap<>();

    RoutesReadInCompany() {
        super("X18-shared", "producers that share a runtime read routes again after trouble");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Party party = attempt.send.party;
        if (RoutesReadAgain.isAboutRoute(attempt.outcome) && !party.isClosing(attempt.endedAt)) {
            Place place = new Place(party, watch().wire(attempt.queue.topic()));
            troubles.computeIfAbsent(place, key -> new ArrayList<>()).add(attempt.endedAt);
        }
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() == RequestCode.GET_ROUTEINFO_BY_TOPIC) {
            readings.computeIfAbsent(request.host() + " " + request.frame().field("topic"), key -> new TreeSet<>())
                    .add(request.now());
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (watch.isPunctual()) {
            troubles.forEach((place, times) -> {
                if (isInCompany(place.party)) {
                    check(place, times);
                }
            });
        }
    }

    private boolean isInCompany(Party party) {
        return watch().parties().stream().anyMatch(other -> other != party && other.host.equals(party.host));
    }

    private void check(Place place, List<Long> times) {
        Party party = place.party;
        long mostApart = party.now().routeRefresh().toNanos() / 2 - LEAST_APART;
        TreeSet<Long> read = readings.getOrDefault(party.host + " " + place.topic, new TreeSet<>());
        // The two that are as close as may be: the longer it is between them, the sooner somebody else has asked.
        int first = 0;
        for (long last : times) {
            while (first + 1 < times.size() && times.get(first + 1) <= last - LEAST_APART) {
                first++;
            }
            long since = times.get(first);
            long apart = last - since;
            Long next = read.ceiling(since - BEFORE);
            boolean soon = next != null && next <= last + AFTER;
            if (apart >= LEAST_APART
                    && apart <= mostApart
                    && !soon
                    && !party.isClosing(last + AFTER)
                    && party.joinedAt < since
                    && last + AFTER < watch().nameServersUnwellAt()) {
                violated(party.group + ": no route of " + place.topic + " was read from " + since + " to " + last
                        + " ns, when there was trouble with it");
                return;
            }
        }
    }
}

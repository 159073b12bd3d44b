// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * X18: after trouble that a newer route may end, the route is read again soon: the broker answered that it does not have the
 * topic or the queue, its connection broke, or it said nothing. Where all name servers can be reached, or one of two: a look-up
 * that one of them has answered does not wait for the other. And without any trouble each route in use is read once per period,
 * once name servers are well.
 */
final class RoutesReadAgain extends Watcher {
    /** A route that was asked for so shortly before is new enough: 200 ms, and its way. */
    private static final long BEFORE = 300_000_000L;

    /** Till a look-up is read: it may have to connect first. */
    private static final long AFTER = 300_000_000L;

    /** A question that was asked before the list changed may be read so much later. */
    private static final long ON_ITS_WAY = 4_000_000_000L;

    /** Two questions that are read so long after each other did not wait together. */
    private static final long APART = 500_000_000L;

    /** Once one of two name servers says that there is no route, the other one has a second; before that it had 200 ms. */
    private static final long UNDER_WAY = 1_600_000_000L;

    /** Till a look-up that began with the other one is read. */
    private static final long AFTER_THE_OTHER = 500_000_000L;

    private static final int SILENT = 10_002;
    private static final int NOT_REACHED = 10_001;

    private record Trouble(SeenAttempt attempt, String topic, long at) {}

    /** What a look-up may take that began while name servers were not well, or whose answer another producer shares. */
    private static final long DETOUR = 1_500_000_000L;

    private record Use(Party party, String topic) {}

    /** When a topic was last sent to. */
    private final Map<Use, Long> uses = new LinkedHashMap<>();

    /** When a server that is on the list no more was last asked, by client and server. */
    private final Map<String, Long> formerly = new HashMap<>();

    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<String, TreeSet<Long>> readings = new HashMap<>();

    /** The same by client, topic and server. */
    private final Map<String, TreeSet<Long>> readingsThere = new HashMap<>();

    RoutesReadAgain() {
        super("X18", "routes are read again after trouble");
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        uses.put(new Use(attempt.send.party, watch().wire(attempt.queue.topic())), attempt.startedAt);
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Party party = attempt.send.party;
        if (isAboutRoute(attempt.outcome) && !party.isClosing(attempt.endedAt)) {
            troubles.add(new Trouble(attempt, watch().wire(attempt.queue.topic()), attempt.endedAt));
        }
    }

    static boolean isAboutRoute(@Nullable AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Refused refused) {
            return switch (refused.responseCode()) {
                case NOT_REACHED,
                        ResponseCode.TOPIC_NOT_EXIST,
                        ResponseCode.NO_PERMISSION,
                        ResponseCode.INVALID_PARAMETER,
                        ResponseCode.NOT_LEADER_FOR_QUEUE -> true;
                default -> false;
            };
        }
        return outcome instanceof AttemptOutcome.Unknown unknown
                && (unknown.responseCode() == SILENT
                        || (unknown.responseCode() == -1 && !unknown.reason().contains("caller")));
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() == RequestCode.GET_ROUTEINFO_BY_TOPIC) {
            readings.computeIfAbsent(request.host() + " " + request.frame().field("topic"), key -> new TreeSet<>())
                    .add(request.now());
            readingsThere
                    .computeIfAbsent(
                            request.host() + " " + request.frame().field("topic") + " " + request.server(),
                            key -> new TreeSet<>())
                    .add(request.now());
            ofFormerServer(request);
        }
    }

    /** Servers that are on the list no more are asked no more, but for what was on its way. Others may have other lists. */
    private void ofFormerServer(SeenRequest request) {
        Party party = watch().isPunctual() ? watch().partyOn(request.host()) : null;
        Address asked = watch().nameServerAt(request.server());
        if (party == null
                || asked == null
                || !watch().isAlone(party)
                || party.now().nameServers().contains(asked)
                || !party.isSettled(request.now() - ON_ITS_WAY, request.now(), 0)) {
            return;
        }
        // One that stood still reads at once what came long ago.
        Long before = formerly.put(request.host() + " " + request.server(), request.now());
        if (before != null
                && request.now() - before > APART
                && party.isSettled(before - ON_ITS_WAY, request.now(), 0)) {
            violated(request.describe() + ": is no name server of " + party.group + " any more: those are "
                    + party.now().nameServers());
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (watch.isPunctual()) {
            uses.forEach((use, last) -> everyPeriod(watch, use.party, use.topic, last));
        }
        if (!watch.isPunctual()) {
            return;
        }
        for (Trouble trouble : troubles) {
            Party party = trouble.attempt.send.party;
            if (party.isClosing(trouble.at + AFTER) || !watch.isAlone(party)) {
                continue;
            }
            if (trouble.at + AFTER < watch.nameServersUnwellAt()) {
                if (!isRead(readings.get(party.host + " " + trouble.topic), trouble.at - BEFORE, trouble.at + AFTER)) {
                    violated(trouble.attempt + ", " + trouble.attempt.outcome + ": no route was read within " + AFTER
                            + " ns");
                }
            } else if (watch.nameServerCount() == 2) {
                atPromptServers(watch, trouble);
            }
        }
    }

    private void atPromptServers(Watch watch, Trouble trouble) {
        Party party = trouble.attempt.send.party;
        long until = trouble.at + AFTER_THE_OTHER;
        RouteBook.Page page = watch.page(party.host, trouble.topic);
        if (page != null && page.wasTold(trouble.at - UNDER_WAY, until)) {
            // Whoever told it made it needless to ask the other one.
            return;
        }
        for (String server : watch.promptNameServers(until)) {
            String there = party.host + " " + trouble.topic + " " + server;
            if (until < Math.min(party.closingAt, watch.now())
                    && !isRead(readingsThere.get(there), trouble.at - UNDER_WAY, until)) {
                violated(trouble.attempt + ", " + trouble.attempt.outcome + ": no route was read at " + server
                        + " from " + UNDER_WAY + " ns before to " + AFTER_THE_OTHER + " ns after");
            }
        }
    }

    private static boolean isRead(@Nullable NavigableSet<Long> readings, long from, long until) {
        Long next = readings == null ? null : readings.ceiling(from);
        return next != null && next <= until;
    }

    private void everyPeriod(Watch watch, Party party, String topic, long lastUse) {
        long period = party.now().routeRefresh().toNanos();
        long most = period + period / 2 + DETOUR;
        long until = Math.min(party.closingAt, watch.now());
        long before = Math.max(watch.settledAt(party), party.joinedAt + period);
        if (lastUse < party.joinedAt || before >= until) {
            return;
        }
        TreeSet<Long> read = readings.getOrDefault(party.host + " " + topic, new TreeSet<>());
        for (long next : read.subSet(before, until)) {
            tooLong(party, topic, before, next, most);
            before = next;
        }
        tooLong(party, topic, before, until, most);
    }

    private void tooLong(Party party, String topic, long from, long until, long most) {
        if (until - from > most) {
            violated(party.group + ": the route of " + topic + " was not read for " + (until - from)
                    + " ns (expected: again after " + most + " at the most)");
        }
    }
}

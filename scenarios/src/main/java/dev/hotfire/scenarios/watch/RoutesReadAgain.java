// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * X18: after trouble that a newer route may end, the route is read again soon: the broker answered that it does not have the
 * topic or the queue, its connection broke, or it said nothing. Only where name servers can be reached, all the time.
 */
final class RoutesReadAgain extends Watcher {
    /** A route that was asked for so shortly before is new enough: 200 ms, and its way. */
    private static final long BEFORE = 300_000_000L;

    /** Till a look-up is read: it may have to connect first. */
    private static final long AFTER = 300_000_000L;

    private static final int SILENT = 10_002;
    private static final int NOT_REACHED = 10_001;

    private record Trouble(SeenAttempt attempt, String topic, long at) {}

    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<String, TreeSet<Long>> readings = new HashMap<>();

    RoutesReadAgain() {
        super("X18", "routes are read again after trouble");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Party party = attempt.send.party;
        if (isAboutRoute(attempt.outcome) && !party.isClosing(attempt.endedAt)) {
            troubles.add(new Trouble(attempt, watch().wire(attempt.queue.topic()), attempt.endedAt));
        }
    }

    /** Producers that share a runtime share what they read. */
    private boolean isAlone(Party party) {
        return watch().parties().stream().allMatch(other -> other == party || !other.host.equals(party.host));
    }

    private static boolean isAboutRoute(@Nullable AttemptOutcome outcome) {
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
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (!watch.isPunctual() || !watch.areNameServersWell()) {
            return;
        }
        for (Trouble trouble : troubles) {
            Party party = trouble.attempt.send.party;
            TreeSet<Long> read = readings.getOrDefault(party.host + " " + trouble.topic, new TreeSet<>());
            Long next = read.ceiling(trouble.at - BEFORE);
            boolean soon = next != null && next <= trouble.at + AFTER;
            if (!soon && !party.isClosing(trouble.at + AFTER) && isAlone(party)) {
                violated(trouble.attempt + ", " + trouble.attempt.outcome + ": no route was read within " + AFTER
                        + " ns");
            }
        }
    }
}

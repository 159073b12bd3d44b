// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.heartbeat.MalformedHeartbeatException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * X8: brokers hear who is there: heartbeats name all groups of their machine, on every connection, and whoever sends over one is
 * named there soon. What a broker was never told in full is never left out (W-11).
 */
final class GroupsNamed extends Watcher {
    /** A connection that is so old and carries sends has had a heartbeat, which follows the first of them at once. */
    private static final long OLD = 100_000_000L;

    /** What a server was told of a client, by the number that stands for it. */
    private record Told(String server, String clientId, int fingerprint) {}

    private final Set<Told> inFull = new HashSet<>();

    GroupsNamed() {
        super("X8", "heartbeats name all groups");
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() != RequestCode.HEART_BEAT) {
            return;
        }
        HeartbeatData heartbeat;
        try {
            heartbeat = HeartbeatData.decode(request.frame().body());
        } catch (MalformedHeartbeatException e) {
            violated(request.describe() + ": makes no sense: " + e.getMessage());
            return;
        }
        request.link().named = Set.copyOf(heartbeat.producerGroups());
        if (request.link().heartbeats == 1 && heartbeat.withoutSub()) {
            violated(
                    request.describe() + ": is the first on its connection, and leaves out what its server can't know");
        }
        Told told = new Told(request.server(), heartbeat.clientId(), heartbeat.fingerprint());
        if (!heartbeat.withoutSub()) {
            inFull.add(told);
        } else if (!inFull.contains(told)) {
            violated(request.describe() + ": leaves out what its server was never told in full: " + heartbeat);
        }
        Party some = watch().hasVirtualTime() ? watch().partyOn(request.host()) : named(heartbeat);
        if (some != null) {
            String unit = some.first.unitName() == null ? "" : "@" + some.first.unitName();
            String suffix = unit + (some.first.streamRequests() ? "@STREAM" : "");
            if (!Pattern.matches(Pattern.quote(some.host) + "@[^@]+" + Pattern.quote(suffix), heartbeat.clientId())) {
                violated(request.describe() + ": comes from client " + heartbeat.clientId() + " (expected: " + some.host
                        + "@..." + suffix + ")");
            }
        }
        for (Party party : watch().parties()) {
            // The heartbeat is younger than the attempts that came before it on the same connection.
            if (watch().isOf(party, request.host(), heartbeat.producerGroups())
                    && party.joinedAt < request.link().lastStart
                    && !party.isClosing(request.now())
                    && !heartbeat.producerGroups().contains(watch().wire(party.group))) {
                violated(request.describe() + ": does not name " + party.group + ", but " + heartbeat.producerGroups());
            }
        }
    }

    /** Over TCP all producers have the same host, and only who is named tells whose heartbeat it is. */
    private @Nullable Party named(HeartbeatData heartbeat) {
        for (Party party : watch().parties()) {
            if (heartbeat.producerGroups().contains(watch().wire(party.group))) {
                return party;
            }
        }
        return null;
    }

    /** How long a heartbeat may go without an answer, and then the next one is due. */
    private static final long UNANSWERED = 3_200_000_000L;

    /** Every so often there is another one, also where one was not answered. */
    private void again(SeenFrame frame, Party party) {
        Link link = frame.link();
        long late = watch().lateNanos();
        long patience = 2 * party.now().heartbeat().toNanos() + UNANSWERED + Math.max(0, late);
        boolean settled = late >= 0 && frame.now() - patience > watch().settledAt();
        if (settled && link.firstAt < frame.now() - patience && link.lastHeartbeatAt < frame.now() - patience) {
            violated(frame.describe() + ": the last heartbeat came " + (frame.now() - link.lastHeartbeatAt)
                    + " ns before");
            link.lastHeartbeatAt = frame.now();
        } else if (watch().isPunctual()) {
            againBefore(frame, party);
        }
    }

    /**
     * The same in bad times: what was written on a connection before an attempt began has been read before its frame, however
     * long either took.
     */
    private void againBefore(SeenFrame frame, Party party) {
        Link link = frame.link();
        SeenAttempt attempt = frame.attempt();
        if (attempt == null || !attempt.isAloneThere() || attempt.frames > 0) {
            return;
        }
        // One that was never read is waited for, and the next one has its turn after that.
        long since = attempt.startedAt - 2 * party.now().heartbeat().toNanos() - UNANSWERED;
        if (link.heartbeats > 0 && link.firstAt < since && link.lastHeartbeatAt < since) {
            violated(frame.describe() + ": began " + (attempt.startedAt - link.lastHeartbeatAt)
                    + " ns after the last heartbeat came");
            link.lastHeartbeatAt = frame.now();
        }
    }

    /** A group that comes has a heartbeat at once, on connections that are there, and where one is under way after that. */
    private void named(SeenFrame frame, Party party) {
        Link link = frame.link();
        long late = watch().lateNanos();
        long since = Math.max(link.firstAt, party.joinedAt);
        boolean isWell = watch().areServersWell() || since > watch().settledAt();
        if (late >= 0
                && isWell
                && link.heartbeats > 0
                && frame.now() - since > OLD + UNANSWERED + late
                && !party.isClosing(frame.now())
                && !link.named.contains(watch().wire(party.group))) {
            violated(frame.describe() + ": " + party.group + " has been here for " + (frame.now() - since)
                    + " ns, and the last heartbeat named " + link.named);
            // Once for each heartbeat.
            link.named = Set.of(watch().wire(party.group));
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        Link link = frame.link();
        if (frame.party() != null) {
            again(frame, frame.party());
            named(frame, frame.party());
        }
        long late = watch().lateNanos();
        if (frame.party() != null
                && link.heartbeats == 0
                && link.sends > 0
                && late >= 0
                && (link.firstAt > watch().settledAt() || watch().isUndisturbed())
                && frame.now() - link.firstAt > OLD + late) {
            violated(frame.describe() + ": no heartbeat came before");
            // Once for each connection.
            link.heartbeats = 1;
        }
    }
}

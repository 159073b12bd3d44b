// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.heartbeat.MalformedHeartbeatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * X7, what comes after the leave: where producers share a runtime, nothing is said for one that has closed. No heartbeat names
 * its group, no route is read that it alone had use for, and no broker is probed that nobody else avoids.
 *
 * <p>What was on its way is let be: a heartbeat or a probe must come after an attempt, on the same connection, that began after
 * the close, a probe also may come after a heartbeat that did not name the producer any more; a question for a route must be read
 * twice, with time between, by name servers that were well all the time.
 */
final class ClosedAreSilent extends Watcher {
    /** So long after a close, what was about to be sent was sent. */
    private static final long AFTER = 100_000_000L;

    /** A look-up that was begun before the close goes on for so long. */
    private static final long LOOK_UP = 4_000_000_000L;

    /** Two questions that are read so long after each other did not wait together. */
    private static final long APART = 100_000_000L;

    private final Map<Party, Long> closedAt = new HashMap<>();

    /** Who ever had use for a topic, by host and topic as servers know it. */
    private final Map<String, Set<Party>> users = new HashMap<>();

    /** Whom some heartbeat on a connection named, and whom the last one left out after that. */
    private final Map<Link, Set<Party>> named = new HashMap<>();

    private final Map<Link, Set<Party>> leftOut = new HashMap<>();
    private final Map<String, Long> asked = new HashMap<>();
    private final List<String> asksInVain = new ArrayList<>();

    ClosedAreSilent() {
        super("X7-silent", "nothing is said for a producer that has closed");
    }

    @Override
    void onClosed(Party party, long now) {
        closedAt.put(party, now);
    }

    @Override
    void onHanded(SeenCall call, Message message) {
        users.computeIfAbsent(call.party.host + " " + watch().wire(call.invocation.topic()), key -> new HashSet<>())
                .add(call.party);
    }

    /** Whether a producer had closed by then, and none has its name since. */
    private boolean wasClosed(Party party, long then) {
        long at = closedAt.getOrDefault(party, Long.MAX_VALUE);
        return party.isClosing(then) && party.joinedAt <= at && at < then;
    }

    @Override
    void onRequestRead(SeenRequest request) {
        switch (request.frame().code()) {
            case RequestCode.HEART_BEAT -> heartbeat(request);
            case RequestCode.GET_MAX_OFFSET -> probe(request);
            case RequestCode.GET_ROUTEINFO_BY_TOPIC -> question(request);
            default -> {
                // The others are some producer's, which they name.
            }
        }
    }

    private void heartbeat(SeenRequest request) {
        HeartbeatData heartbeat;
        try {
            heartbeat = HeartbeatData.decode(request.frame().body());
        } catch (MalformedHeartbeatException e) {
            // Others say so.
            return;
        }
        for (Party party : watch().parties()) {
            if (party.host.equals(request.host())) {
                note(request.link(), party, heartbeat);
            }
            if (party.host.equals(request.host())
                    && wasClosed(party, request.link().lastStart - AFTER)
                    && heartbeat.producerGroups().contains(watch().wire(party.group))) {
                violated(request.describe() + ": names " + party.group + ", which closed at " + closedAt.get(party)
                        + " ns");
            }
        }
    }

    private void note(Link link, Party party, HeartbeatData heartbeat) {
        Set<Party> left = leftOut.computeIfAbsent(link, key -> new HashSet<>());
        Set<Party> known = named.computeIfAbsent(link, key -> new HashSet<>());
        if (heartbeat.producerGroups().contains(watch().wire(party.group))) {
            known.add(party);
            left.remove(party);
        } else if (known.contains(party)) {
            left.add(party);
        }
    }

    /** Whether a producer closed before what comes now on a connection was written; one that came back may be either. */
    private boolean hadLeft(Party party, Link link, long now) {
        return !party.again
                && party.isClosing(now)
                && leftOut.getOrDefault(link, Set.of()).contains(party);
    }

    /** Brokers are probed for the sake of those that avoid them; the official table goes on until one was reached. */
    private void probe(SeenRequest request) {
        long sent = request.link().lastStart - AFTER;
        if (watch().addressesMoved()) {
            return;
        }
        for (Party party : watch().parties()) {
            if (party.host.equals(request.host())
                    && !wasClosed(party, sent)
                    && !hadLeft(party, request.link(), request.now())
                    && mayProbe(party, request, sent)) {
                return;
            }
        }
        violated(request.describe() + ": probes a broker that nobody on " + request.host()
                + " avoids; those that have closed: "
                + closedAt.keySet().stream().map(party -> party.group).toList());
    }

    private boolean mayProbe(Party party, SeenRequest request, long sent) {
        ProducerConfig now = party.now();
        if (!party.isSettled(sent, request.now(), 0) || probesTheUnreached(now) || probesTheUnreached(party.first)) {
            return true;
        }
        if (now.trace() || party.first.trace()) {
            // What sends the traces avoids brokers of its own accord, and nobody observes that.
            return true;
        }
        if (now.isolation() != Isolation.ADAPTIVE && party.first.isolation() != Isolation.ADAPTIVE) {
            return false;
        }
        String name = watch().brokerOf(request.server());
        String broker = name == null ? request.server() : name;
        // What the one before it avoided is not known any more.
        return party.joinedAt >= sent
                || party.isolated.contains(broker)
                || party.releasedAt.getOrDefault(broker, Long.MIN_VALUE) >= sent;
    }

    private static boolean probesTheUnreached(ProducerConfig config) {
        return config.isolation() == Isolation.TABLE && config.profile() == Profile.COMPATIBLE && config.detector();
    }

    private void question(SeenRequest request) {
        String key = request.host() + " " + request.frame().field("topic");
        Set<Party> had = users.get(key);
        if (had == null || !had.stream().allMatch(party -> wasClosed(party, request.now() - LOOK_UP))) {
            asked.remove(key);
            return;
        }
        Long before = asked.put(key, request.now());
        if (before != null && request.now() - before > APART) {
            asksInVain.add(request.describe() + ": asks for the route of "
                    + request.frame().field("topic") + ", for which only "
                    + had.iterator().next().group
                    + " had use, and that has closed");
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (watch.areNameServersWell() && watch.isPunctual()) {
            asksInVain.forEach(this::violated);
        }
    }
}

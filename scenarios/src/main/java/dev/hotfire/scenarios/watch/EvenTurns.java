// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Profile;
import dev.hotfire.scenarios.history.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * L2: while nothing changes, first attempts take turns: each queue that is in use comes once in each round. So every healthy
 * broker gets its fair share at once.
 */
final class EvenTurns extends Watcher {
    /** A route that was told may come at any time until then. */
    private static final long AFTER_A_ROUTE = 3_500_000_000L;

    /** The turns of one producer and topic since something changed. */
    private static final class Turns {
        private final List<MessageQueue> order = new ArrayList<>();
        private final Set<MessageQueue> used = new HashSet<>();

        /** When the route was told by which they are. */
        private long routeAt;

        /** Turns by another route say nothing about these, also where nobody sent anything when it came. */
        void areBy(long toldAt) {
            if (toldAt != routeAt) {
                routeAt = toldAt;
                clear();
            }
        }

        void add(MessageQueue queue) {
            order.add(queue);
            used.add(queue);
        }

        void clear() {
            order.clear();
            used.clear();
        }
    }

    private final Map<String, Turns> turns = new HashMap<>();

    EvenTurns() {
        super("L2", "healthy brokers get their fair share");
    }

    @Override
    void onIsolated(Party party, String broker, String reason, long now) {
        forget(party);
    }

    @Override
    void onReleased(Party party, String broker, long now) {
        forget(party);
    }

    private void forget(Party party) {
        turns.keySet().removeIf(key -> key.startsWith(party.group + " "));
    }

    /**
     * Whether its producer may be about to learn of another route, or has just done so. Another one on its machine may have been
     * told a route that this one does not know yet.
     */
    private boolean isNew(RouteBook.@Nullable Page route, SeenAttempt attempt) {
        if (route == null) {
            return false;
        }
        Party party = attempt.send.party;
        long ageNanos = attempt.startedAt - route.changedAt();
        long refreshNanos = party.now().routeRefresh().toNanos();
        return ageNanos < AFTER_A_ROUTE || (ageNanos < AFTER_A_ROUTE + refreshNanos && !watch().isAlone(party));
    }

    /** What may be tried again takes a turn for it, also if there turns out to be no time for that. */
    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        if (!(attempt.outcome instanceof AttemptOutcome.Stored)) {
            forget(attempt.send.party);
        }
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        SeenSend send = attempt.send;
        Party party = send.party;
        RouteBook.Page route = watch().page(party.host, watch().wire(attempt.queue.topic()));
        boolean takesATurnLater = attempt.number > 1
                // Where there is no other broker, a retry has the next turn of all.
                ? attempt.queue.brokerName().equals(Choice.before(attempt).queue.brokerName())
                : send.startedAt != attempt.startedAt;
        // It was called before its broker was avoided, and begins after that, at the same moment.
        Long avoidedAt = party.isolatedSince.get(attempt.queue.brokerName());
        boolean tookItsTurnBefore = avoidedAt != null && avoidedAt == attempt.startedAt;
        if (isNew(route, attempt) || takesATurnLater || tookItsTurnBefore) {
            forget(party);
            return;
        }
        if (attempt.number > 1
                || party.first.profile() != Profile.DEFAULT
                // It passes over who has more to do, and tries who is avoided.
                || party.first.isolation() == Isolation.ADAPTIVE
                // A batch has its turn when it goes, which is not when any of its messages was called.
                || party.now().batching() != null
                || party.reconfigured
                || !party.unbound) {
            return;
        }
        String key = party.group + " " + attempt.queue.topic();
        Turns since = turns.computeIfAbsent(key, k -> new Turns());
        since.areBy(route == null ? 0 : route.changedAt());
        since.add(attempt.queue);
        List<MessageQueue> order = since.order;
        if (order.size() < 12) {
            return;
        }
        int queues = since.used.size();
        // Three rounds: one to get to know them, two to compare.
        if (order.size() < 3 * queues) {
            return;
        }
        for (int i = order.size() - queues; i < order.size(); i++) {
            if (!order.get(i).equals(order.get(i - queues))) {
                violated(send + ": it is the turn of " + order.get(i - queues) + ", and " + order.get(i) + " came");
                break;
            }
        }
        if (route != null) {
            missing(attempt, route, since.used, order.size());
        }
        since.clear();
    }

    /** Whoever has as many turns as there are queues has been to all of them. */
    private void missing(SeenAttempt attempt, RouteBook.Page route, Set<MessageQueue> used, int turns) {
        String topic = attempt.queue.topic();
        Map<String, BitSet> queues = route.latest();
        int all = queues.values().stream().mapToInt(BitSet::cardinality).sum();
        if (turns < all || attempt.queue.brokerName().equals(Place.LOGICAL_BROKER)) {
            return;
        }
        queues.forEach((broker, ids) -> ids.stream().forEach(id -> {
            if (!attempt.isolatedAtStart.contains(broker) && !used.contains(new MessageQueue(topic, broker, id))) {
                violated(attempt.send + ": queue " + id + " of " + broker + " had none of " + turns + " turns");
            }
        }));
    }
}

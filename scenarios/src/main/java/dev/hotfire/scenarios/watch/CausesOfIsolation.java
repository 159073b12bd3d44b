// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Profile;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * I12, and L6: a broker is avoided for what it did, never for what a message was, and as long as the table says. The table
 * is kept here a second time, from the ends of attempts alone, and compared after each of them.
 */
final class CausesOfIsolation extends Watcher {
    /** What a failure counts as, however quick it was: 10 s. */
    private static final long FAILURE_NANOS = 10_000_000_000L;

    private static final class Avoided {
        private final long since;
        private long until;

        Avoided(long since, long until) {
            this.since = since;
            this.until = until;
        }
    }

    private final Map<Party, Map<String, Avoided>> expected = new HashMap<>();

    /** Those that use queues numbered across brokers: their attempts don't say which broker they are about. */
    private final Set<Party> numbered = new HashSet<>();

    CausesOfIsolation() {
        super("I12-table", "brokers are avoided for what they did, as long as the table says");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Party party = attempt.send.party;
        String broker = attempt.queue.brokerName();
        party.now();
        if (broker.equals(Place.LOGICAL_BROKER)) {
            numbered.add(party);
        }
        if (numbered.contains(party)
                || party.reconfigured
                || party.first.profile() != Profile.DEFAULT
                || party.first.isolation() == Isolation.ADAPTIVE
                || !watch().isPunctual()
                || !watch().isBroker(broker)) {
            return;
        }
        long now = attempt.endedAt;
        Map<String, Avoided> table = expected.computeIfAbsent(party, p -> new HashMap<>());
        if (party.joinedAt > attempt.send.startedAt) {
            return;
        }
        for (Iterator<Avoided> all = table.values().iterator(); all.hasNext(); ) {
            if (all.next().until < now) {
                all.remove();
            }
        }
        if (party.first.isolation() == Isolation.TABLE) {
            apply(table, attempt, party, broker, now);
        }
        Avoided expectedNow = table.get(broker);
        boolean isAvoided = party.isolated.contains(broker);
        if (expectedNow != null && expectedNow.until == now) {
            // Its timer is due in this very instant, and may or may not have had its turn.
            return;
        }
        if (isAvoided != (expectedNow != null)) {
            violated(attempt + ", " + attempt.outcome + ": its broker " + (isAvoided ? "is avoided" : "is not avoided")
                    + " (expected: "
                    + (isAvoided ? "not)" : "until " + (expectedNow == null ? 0 : expectedNow.until) + " ns)"));
            resync(table, party, broker, now);
        } else if (expectedNow != null && party.isolatedUntil.getOrDefault(broker, 0L) != expectedNow.until) {
            violated(attempt + ", " + attempt.outcome + ": its broker is avoided until "
                    + party.isolatedUntil.get(broker) + " ns (expected: " + expectedNow.until + ")");
            resync(table, party, broker, now);
        }
        longer(table, party, broker, now);
    }

    /** Those that nobody asks any more are not to be forgotten either. */
    private void longer(Map<String, Avoided> table, Party party, String but, long now) {
        for (String broker : party.isolated) {
            if (!broker.equals(but)
                    && watch().isBroker(broker)
                    && !table.containsKey(broker)
                    && party.isolatedUntil.getOrDefault(broker, now) < now) {
                violated(party.group + ": " + broker + " is avoided at " + now + " ns (expected: until "
                        + party.isolatedUntil.get(broker) + ")");
                resync(table, party, broker, now);
            }
        }
    }

    private static void resync(Map<String, Avoided> table, Party party, String broker, long now) {
        if (party.isolated.contains(broker)) {
            table.put(broker, new Avoided(now, party.isolatedUntil.getOrDefault(broker, now)));
        } else {
            table.remove(broker);
        }
    }

    @Override
    void onClosed(Party party, long now) {
        // What is still open when it begins to close goes by the same table.
        expected.remove(party);
    }

    private static void apply(Map<String, Avoided> table, SeenAttempt attempt, Party party, String broker, long now) {
        long counted;
        boolean answer = false;
        AttemptOutcome outcome = attempt.outcome;
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            if (unknown.reason().equals("producer was closed")
                    || unknown.reason().equals("caller stopped waiting")) {
                return;
            }
            // A success that does not say where is an answer all the same; so is a code that nobody has heard of.
            answer = unknown.responseCode() >= 0
                    && unknown.responseCode() != ResponseCode.SYSTEM_ERROR
                    && unknown.responseCode() != 10_002;
            answer |= unknown.responseCode() < -1;
            if (unknown.responseCode() == -1 && unknown.reason().isEmpty()) {
                return;
            }
        } else if (outcome instanceof AttemptOutcome.Refused refused) {
            int code = refused.responseCode();
            if (code == 10_003
                    || refused.remark().equals("producer was closed")
                    || refused.remark().equals("caller stopped waiting")) {
                return;
            }
            answer = code != 10_001
                    && code != ResponseCode.SYSTEM_BUSY
                    && code != ResponseCode.SERVICE_NOT_AVAILABLE
                    && code != ResponseCode.GO_AWAY;
        } else {
            answer = outcome instanceof AttemptOutcome.Stored;
        }
        counted = answer ? now - attempt.startedAt : FAILURE_NANOS;
        long isolation = party.first.latencyTable().isolationNanos(counted);
        Avoided current = table.get(broker);
        if (isolation > 0) {
            if (current == null) {
                table.put(broker, new Avoided(now, now + isolation));
            } else if (now + isolation > current.until) {
                current.until = now + isolation;
            }
        } else if (answer && current != null && attempt.startedAt > current.since) {
            table.remove(broker);
        }
    }
}

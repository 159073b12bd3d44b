// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Profile;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

        /** When it was avoided for longer in the very instant in which its time was over, so that it may have begun anew. */
        private long tiedAt = -1;

        Avoided(long since, long until) {
            this.since = since;
            this.until = until;
        }
    }

    private final Map<Party, Map<String, Avoided>> expected = new HashMap<>();

    /** The last change of settings that was taken into account. */
    private final Map<Party, Long> lookedAt = new HashMap<>();

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
                || party.again
                || party.now().isolation() != party.first.isolation()
                || party.first.isolation() == Isolation.ADAPTIVE
                || !watch().isPunctual()
                || !watch().isBroker(broker)) {
            return;
        }
        long now = attempt.endedAt;
        Map<String, Avoided> table = expected.computeIfAbsent(party, p -> new HashMap<>());
        boolean official = party.first.profile() == Profile.COMPATIBLE;
        if (official && !isClear(attempt)) {
            resync(table, party, broker, now);
            return;
        }
        if (party.joinedAt > attempt.send.startedAt) {
            return;
        }
        if (party.changedAt() > lookedAt.getOrDefault(party, 0L)) {
            lookedAt.put(party, party.changedAt());
            begunAnew(table, party);
        }
        if (now == party.changedAt()) {
            // In that very instant either settings may have counted.
            resync(table, party, broker, now);
            return;
        }
        for (Iterator<Avoided> all = table.values().iterator(); all.hasNext(); ) {
            if (all.next().until < now) {
                all.remove();
            }
        }
        Avoided before = table.get(broker);
        if (before != null && attempt.startedAt == before.tiedAt) {
            resync(table, party, broker, now);
            return;
        }
        if (party.first.isolation() == Isolation.TABLE) {
            if (official) {
                applyOfficially(table, attempt, party, broker, now);
            } else {
                apply(table, attempt, party, broker, now);
            }
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

    /** What is avoided is so by what counted before; another policy between, as likely as not, let all go. */
    private static void begunAnew(Map<String, Avoided> table, Party party) {
        table.clear();
        party.isolated.forEach(broker -> table.put(
                broker,
                new Avoided(
                        party.isolatedSince.getOrDefault(broker, 0L), party.isolatedUntil.getOrDefault(broker, 0L))));
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

    /**
     * Whether it is clear what the official client makes of an attempt. Half messages and requests go other ways there, and
     * GO_AWAY is followed now and counts then.
     */
    private static boolean isClear(SeenAttempt attempt) {
        SeenCall call = attempt.send.call;
        if (call == null
                || (attempt.outcome instanceof AttemptOutcome.Refused refused
                        && refused.responseCode() == ResponseCode.GO_AWAY)) {
            return false;
        }
        return switch (call.invocation.kind()) {
            case PLAIN, DELAYED, RECALLED, BATCH, ONEWAY -> true;
            default -> false;
        };
    }

    /** Whatever is no success isolates, also where the message is to blame, and a success releases nobody (B-FAULT-05, -09). */
    private static void applyOfficially(
            Map<String, Avoided> table, SeenAttempt attempt, Party party, String broker, long now) {
        SeenCall call = attempt.send.call;
        if (isOfNobody(attempt.outcome) || (call != null && call.invocation.kind() == SendKind.ONEWAY)) {
            return;
        }
        boolean stored = attempt.outcome instanceof AttemptOutcome.Stored
                // One that does not say where.
                || (attempt.outcome instanceof AttemptOutcome.Unknown unknown && isSuccess(unknown.responseCode()));
        long counted = stored ? now - attempt.startedAt : FAILURE_NANOS;
        extend(table, broker, now, party.now().latencyTable().isolationNanos(counted));
    }

    private static boolean isSuccess(int code) {
        return switch (code) {
            case ResponseCode.SUCCESS,
                    ResponseCode.FLUSH_DISK_TIMEOUT,
                    ResponseCode.FLUSH_SLAVE_TIMEOUT,
                    ResponseCode.SLAVE_NOT_AVAILABLE -> true;
            default -> false;
        };
    }

    /** Whether an attempt ended for a reason that says nothing about any broker. */
    private static boolean isOfNobody(@Nullable AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            return isOwnDoing(unknown.reason())
                    || (unknown.responseCode() == -1 && unknown.reason().isEmpty());
        }
        return outcome instanceof AttemptOutcome.Refused refused
                && (refused.responseCode() == 10_003 || isOwnDoing(refused.remark()));
    }

    private static boolean isOwnDoing(String reason) {
        return reason.equals("producer was closed") || reason.equals("caller stopped waiting");
    }

    private static void extend(Map<String, Avoided> table, String broker, long now, long isolation) {
        Avoided current = table.get(broker);
        if (isolation > 0) {
            if (current == null) {
                table.put(broker, new Avoided(now, now + isolation));
            } else if (now + isolation > current.until) {
                current.tiedAt = now == current.until ? now : current.tiedAt;
                current.until = now + isolation;
            }
        }
    }

    private static void apply(Map<String, Avoided> table, SeenAttempt attempt, Party party, String broker, long now) {
        AttemptOutcome outcome = attempt.outcome;
        if (isOfNobody(outcome)) {
            return;
        }
        boolean answer = outcome instanceof AttemptOutcome.Stored;
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            // A success that does not say where is an answer all the same; so is a code that nobody has heard of.
            answer = unknown.responseCode() >= 0
                    && unknown.responseCode() != ResponseCode.SYSTEM_ERROR
                    && unknown.responseCode() != 10_002;
            answer |= unknown.responseCode() < -1;
        } else if (outcome instanceof AttemptOutcome.Refused refused) {
            int code = refused.responseCode();
            answer = code != 10_001
                    && code != ResponseCode.SYSTEM_BUSY
                    && code != ResponseCode.SERVICE_NOT_AVAILABLE
                    && code != ResponseCode.GO_AWAY;
        }
        long counted = answer ? now - attempt.startedAt : FAILURE_NANOS;
        long isolation = party.now().latencyTable().isolationNanos(counted);
        Avoided current = table.get(broker);
        extend(table, broker, now, isolation);
        if (isolation == 0 && answer && current != null && attempt.startedAt > current.since) {
            table.remove(broker);
        }
    }
}

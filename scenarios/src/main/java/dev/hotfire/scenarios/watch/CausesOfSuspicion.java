// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * I12 for producers that compare brokers with each other: not all are avoided at once, and nobody is without at least some
 * evidence that is his own. How much exactly is the policy's business; a message's refusal is none.
 */
final class CausesOfSuspicion extends Watcher {
    /** In a row, or as a share: it is never less. The last failure is seen here after it was judged. */
    private static final int LEAST_WEIGHT = 6;

    private static final int HEAVY = 3;
    private static final int LIGHT = 1;

    /** An answer is never late sooner, unless the producer's patience is less. */
    private static final long LEAST_LATE_NANOS = 50_000_000;

    private static final int SILENT_ATTEMPTS = 3;

    /** What outcomes say where no broker gave a code. */
    private static final int UNCONNECTED = 10_001;

    private static final int TIMED_OUT = 10_002;
    private static final int LOST = -1;

    /** What is known about one broker. */
    private static final class Evidence {
        private int weight;
        private int underWay;

        /** How many ended without an answer since there was one. */
        private int lost;

        private String reason = "";
    }

    private final Map<Party, Map<String, Evidence>> evidence = new HashMap<>();

    /** Those that use queues numbered across brokers: their attempts don't say which broker they are about. */
    private final Set<Party> numbered = new HashSet<>();

    CausesOfSuspicion() {
        super("I12-peers", "never all brokers are avoided at once, and none without evidence against it");
    }

    private Evidence of(Party party, String broker) {
        return evidence.computeIfAbsent(party, p -> new HashMap<>()).computeIfAbsent(broker, b -> new Evidence());
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        if (attempt.queue.brokerName().equals(Place.LOGICAL_BROKER)) {
            numbered.add(attempt.send.party);
        }
        if (!isOneway(attempt)) {
            of(attempt.send.party, attempt.queue.brokerName()).underWay++;
        }
    }

    private static boolean isOneway(SeenAttempt attempt) {
        SeenCall call = attempt.send.call;
        return call != null && call.invocation.kind() == SendKind.ONEWAY;
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Party party = attempt.send.party;
        Evidence about = of(party, attempt.queue.brokerName());
        if (!isOneway(attempt)) {
            about.underWay--;
        }
        about.weight += weight(party, attempt);
        if (isAnswer(requireNonNull(attempt.outcome))) {
            about.lost = 0;
        } else if (!isOneway(attempt)) {
            about.lost++;
        }
    }

    private static boolean isAnswer(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            return unknown.responseCode() != TIMED_OUT && unknown.responseCode() != LOST;
        }
        return !(outcome instanceof AttemptOutcome.Refused refused)
                || (refused.responseCode() != UNCONNECTED && refused.responseCode() != LOST);
    }

    private static int weight(Party party, SeenAttempt attempt) {
        AttemptOutcome outcome = attempt.outcome;
        if (outcome instanceof AttemptOutcome.Unknown unknown) {
            return unknown.responseCode() == ResponseCode.SYSTEM_ERROR ? LIGHT : HEAVY;
        }
        if (outcome instanceof AttemptOutcome.Refused refused) {
            return switch (refused.responseCode()) {
                case ResponseCode.SYSTEM_BUSY, ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.GO_AWAY -> LIGHT;
                // Nobody to connect to: one is enough.
                case UNCONNECTED, LOST -> LEAST_WEIGHT;
                default -> 0;
            };
        }
        long lateNanos = Math.min(LEAST_LATE_NANOS, party.first.patience().toNanos());
        return attempt.endedAt - attempt.startedAt > lateNanos ? HEAVY : 0;
    }

    @Override
    void onIsolated(Party party, String broker, String reason, long now) {
        if (party.first.isolation() != Isolation.ADAPTIVE) {
            return;
        }
        party.now();
        if (party.reconfigured) {
            return;
        }
        if (party.isolated.size() >= watch().brokerCount()) {
            violated(party.group + " avoids all brokers: " + party.isolated);
        }
        Evidence about = of(party, broker);
        // The same suspicion counts again when there is somebody better again.
        if (!about.reason.equals(reason) && !numbered.contains(party)) {
            boolean silent = reason.startsWith("silent ") && about.underWay + about.lost >= SILENT_ATTEMPTS;
            // One refused connection is enough, and the last failure is seen here after it was judged.
            boolean unreached = reason.contains("connect to ") && about.underWay > 0;
            if (!silent && !unreached && about.weight < LEAST_WEIGHT) {
                violated(party.group + " avoids " + broker + ", " + reason + ", on evidence of " + about.weight
                        + " with " + about.underWay + " under way and " + about.lost + " lost");
            }
            about.weight = 0;
        }
        about.reason = reason;
    }

    /** Soon after that one failure more is enough. */
    @Override
    void onReleased(Party party, String broker, long now) {
        of(party, broker).weight = LEAST_WEIGHT;
    }
}

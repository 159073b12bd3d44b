// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import java.util.HashMap;
import java.util.Map;

/**
 * X23: connecting ends in its time, one way or the other (B-REMOTE-02). All attempts to an address wait for the same connection
 * (B-REMOTE-01), and all hear of its end; so attempts that wait in turns, each of them from before the last one ended, and none
 * of which hears anything, can't have done so for longer than connecting may take.
 */
final class ConnectionsInTime extends Watcher {
    /** What a producer says of an attempt whose time was over before there was a connection. */
    private static final String UNCONNECTED = "no connection within";

    private record Way(Party party, String address) {}

    /** Since when attempts wait for a connection, and until when at least one of them did. */
    private record Wait(long since, long until) {}

    private final Map<Way, Wait> waits = new HashMap<>();

    ConnectionsInTime() {
        super("X23", "connecting ends in its time");
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Way way = new Way(attempt.send.party, attempt.address);
        if (!(attempt.outcome instanceof AttemptOutcome.Refused refused)
                || !refused.remark().startsWith(UNCONNECTED)) {
            waits.remove(way);
            return;
        }
        Wait before = waits.get(way);
        long since = before == null || attempt.startedAt > before.until
                ? attempt.startedAt
                : Math.min(before.since, attempt.startedAt);
        waits.put(way, new Wait(since, attempt.endedAt));
        long most = attempt.send.party.now().connectTimeout().toNanos();
        if (attempt.endedAt - since > most && watch().isPunctual()) {
            violated(attempt + ": " + (attempt.endedAt - since) + " ns after the first that waits for a connection to "
                    + attempt.address + " there is neither one nor a failure (expected: within " + most + ")");
            waits.remove(way);
        }
    }
}

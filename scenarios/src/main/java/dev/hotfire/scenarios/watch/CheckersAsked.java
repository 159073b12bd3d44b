// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * X5, transactions of which nobody knew the end: while all is well their broker asks, and what it asks comes to the checker of
 * the producer that sent them, whoever else is on the same connection.
 */
final class CheckersAsked extends Watcher {
    /** Brokers of a run ask after two seconds, and if they hear nothing three seconds later again; and a second is allowed. */
    private static final long UNTIL_ASKED = 6_000_000_000L;

    private record Open(Party party, long since) {}

    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Party> checkedBy = new HashMap<>();

    CheckersAsked() {
        super("X5-asked", "what brokers ask about transactions comes to the checker of their producer");
    }

    @Override
    void onDecision(Party party, String transactionId, int bits, boolean checked, long now) {
        if (checked) {
            checkedBy.put(transactionId, party);
            Open asked = open.get(transactionId);
            if (asked != null && asked.party != party) {
                violated("transaction " + transactionId + " of " + asked.party.group + ": the checker of " + party.group
                        + " was asked");
            }
        } else if (bits == 0) {
            open.put(transactionId, new Open(party, now));
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (!watch.isPunctual()) {
            return;
        }
        open.forEach((id, asked) -> {
            long until = asked.since + UNTIL_ASKED;
            // After trouble a broker may know connections that are there no more, and ask there.
            boolean well = until < watch.disturbedAt();
            if (well
                    && until < watch.now()
                    && !asked.party.isClosing(until)
                    && staysConnected(asked.party)
                    && !checkedBy.containsKey(id)) {
                violated("transaction " + id + " of " + asked.party.group
                        + ": its end was not known, and its checker was not asked within " + UNTIL_ASKED + " ns");
            }
        });
    }

    /** Who closes idle connections soon, or gives them up in a hurry, is not there to be asked. */
    private static boolean staysConnected(Party party) {
        long idleNanos = party.now().idleTimeout().toNanos();
        return !party.isHurried() && (idleNanos == 0 || idleNanos > UNTIL_ASKED);
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Batching;
import dev.hotfire.scenarios.history.SendKind;

/**
 * X12, when messages leave that are gathered eagerly: at once, if nothing else of their producer is open, because a message
 * only waits for as long as the one before it takes to be answered. Where all is well, so that it need not wait for a route.
 */
final class CompanyNotAwaited extends Watcher {
    CompanyNotAwaited() {
        super("X12-eager", "nobody waits for company while nothing is under way");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        SeenCall call = frame.call();
        if (attempt == null
                || attempt.number > 1
                || call == null
                || call.openBefore > 0
                || !isGathered(call)
                // What another producer of its runtime knows it has yet to read.
                || !watch().isAlone(call.party)
                || !watch().isPunctual()) {
            return;
        }
        long called = call.invocation.atNanos();
        boolean well = called > watch().settledAt() || attempt.startedAt < watch().disturbedAt();
        boolean known = frame.page() != null && frame.page().changedAt() < called;
        if (well && known && attempt.startedAt > called && !call.party.isClosing(attempt.startedAt)) {
            violated(attempt + ": began " + (attempt.startedAt - called)
                    + " ns after its call (expected: at once, as nothing else was open)");
        }
    }

    private static boolean isGathered(SeenCall call) {
        Batching batching = call.config.batching();
        return batching != null && batching.eager() && call.invocation.kind() == SendKind.PLAIN && !call.isBound();
    }
}

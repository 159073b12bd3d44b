// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.SendKind;

/**
 * X20: when a connection ends, so do the attempts on it, at that very moment: nobody waits for an answer that can't come. Of
 * one-way attempts nothing is known once they were written.
 */
final class LostCallsTold extends Watcher {
    LostCallsTold() {
        super("X20", "calls on a connection that ends are told so at once");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        SeenCall call = attempt == null ? null : attempt.send.call;
        if (attempt != null && call != null && call.invocation.kind() != SendKind.ONEWAY) {
            attempt.carrier = attempt.carrier == null ? frame.link() : attempt.carrier;
        }
    }

    @Override
    void atEnd(Watch watch) {
        if (!watch.isPunctual()) {
            return;
        }
        for (SeenSend send : watch.sends()) {
            for (SeenAttempt attempt : send.attempts) {
                if (attempt.carrier != null) {
                    check(attempt, attempt.carrier);
                }
            }
        }
    }

    private void check(SeenAttempt attempt, Link link) {
        long endedAt = attempt.outcome == null ? Long.MAX_VALUE : attempt.endedAt;
        if (link.endedAt >= attempt.startedAt && endedAt > link.endedAt && attempt.isAloneThere()) {
            violated(attempt + ": went on after " + link + " of " + link.server + " had ended at " + link.endedAt
                    + " ns, and ended with " + attempt.outcome + " at " + endedAt);
        }
    }
}

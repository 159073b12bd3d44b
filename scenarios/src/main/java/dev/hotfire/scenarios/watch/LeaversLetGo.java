// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.HashMap;
import java.util.Map;

/** X19: a server that wants to go is let go: nothing more is sent over the connection on which it said so. */
final class LeaversLetGo extends Watcher {
    private final Map<Link, Long> gone = new HashMap<>();

    LeaversLetGo() {
        super("X19", "connections of servers that go are let go");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        if (attempt == null || frame.party() == null || !attempt.isAloneThere()) {
            return;
        }
        Long since = gone.get(frame.link());
        if (since != null && attempt.startedAt > since) {
            violated(frame.describe() + ": began " + (attempt.startedAt - since) + " ns after its server said GO_AWAY");
        }
        if (attempt.outcome == null) {
            attempt.readOn = frame.link();
        }
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        Link link = attempt.readOn;
        if (link != null
                && attempt.outcome instanceof AttemptOutcome.Refused refused
                && refused.responseCode() == ResponseCode.GO_AWAY) {
            gone.putIfAbsent(link, attempt.endedAt);
        }
    }
}

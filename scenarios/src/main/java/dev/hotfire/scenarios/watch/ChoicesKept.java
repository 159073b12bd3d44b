// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.MessageQueue;
import java.util.HashMap;
import java.util.Map;

/** X13: a send whose queue its caller chose goes to that queue, and its selector is asked once. */
final class ChoicesKept extends Watcher {
    private final Map<SeenCall, MessageQueue> chosen = new HashMap<>();

    ChoicesKept() {
        super("X13", "sends go to the queue that was chosen for them");
    }

    @Override
    void onChosen(SeenCall call, MessageQueue queue) {
        MessageQueue before = chosen.put(call, queue);
        if (before != null) {
            violated("send " + call.invocation.sendId() + ": its selector was asked again, after " + before);
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        SeenCall call = attempt == null ? null : attempt.send.call;
        if (attempt == null || call == null || !call.isBound()) {
            return;
        }
        MessageQueue queue = chosen.get(call);
        if (!attempt.queue.equals(queue)) {
            violated(attempt + ": its caller chose " + queue);
        }
    }
}

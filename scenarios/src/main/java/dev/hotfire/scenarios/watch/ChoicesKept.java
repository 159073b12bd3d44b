// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * X13: a send whose queue its caller chose goes to that queue, also when it travels with others, and its selector is asked once.
 * One that chooses as it should fails no send.
 */
final class ChoicesKept extends Watcher {
    /** Those of which somebody chose the queue. */
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
        if (attempt == null) {
            return;
        }
        if (frame.elements().isEmpty()) {
            compare(attempt, attempt.send.call);
            return;
        }
        for (BatchBody.Element element : frame.elements()) {
            String key = element.properties().get(PropertyNames.KEYS);
            compare(attempt, key == null ? null : watch().call(key));
        }
    }

    private void compare(SeenAttempt attempt, @Nullable SeenCall call) {
        if (call == null || !call.isBound()) {
            return;
        }
        MessageQueue queue = chosen.get(call);
        if (!attempt.queue.equals(queue)) {
            violated(attempt + ": the caller of " + call + " chose " + queue);
        }
    }

    @Override
    void onTold(SeenCall call) {
        MessageQueue queue = chosen.get(call);
        if (queue != null && call.failure instanceof QueueSelectionException) {
            violated(call + ": its selector should have chosen " + queue + ", and it failed: "
                    + call.failure.getMessage());
        }
    }
}

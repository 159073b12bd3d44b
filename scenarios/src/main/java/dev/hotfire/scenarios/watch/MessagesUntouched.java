// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Message;
import dev.hotfire.scenarios.history.TraceHash;
import java.util.HashMap;
import java.util.Map;

/** I17: a caller's message is the same after its send as before. */
final class MessagesUntouched extends Watcher {
    private final Map<String, Map<String, String>> before = new HashMap<>();

    MessagesUntouched() {
        super("I17", "messages are left as they were");
    }

    @Override
    void onHanded(String sendId, Message message) {
        before.put(sendId, Map.copyOf(message.properties()));
    }

    @Override
    void onHandedBack(SeenCall call, Message message) {
        String sendId = call.invocation.sendId();
        Map<String, String> properties = before.remove(sendId);
        if (properties != null && !properties.equals(message.properties())) {
            violated("send " + sendId + ": the properties of its message became " + message.properties());
        }
        if (new TraceHash().add(message.body()).value() != call.invocation.bodyHash()) {
            violated("send " + sendId + ": the body of its message was changed");
        }
    }
}

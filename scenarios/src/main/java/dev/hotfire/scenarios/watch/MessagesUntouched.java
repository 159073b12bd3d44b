// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Message;
import dev.hotfire.scenarios.history.ContentHash;
import java.util.Arrays;
import java.util.Map;

/** I17: a caller's message is the same after its send as before. */
final class MessagesUntouched extends Watcher {
    MessagesUntouched() {
        super("I17", "messages are left as they were");
    }

    @Override
    void onHanded(SeenCall call, Message message) {
        call.propertiesBefore = listed(message.properties());
    }

    @Override
    void onHandedBack(SeenCall call, Message message) {
        String sendId = call.invocation.sendId();
        String[] properties = call.propertiesBefore;
        call.propertiesBefore = null;
        if (properties != null && !Arrays.equals(properties, listed(message.properties()))) {
            violated("send " + sendId + ": the properties of its message became " + message.properties());
        }
        if (ContentHash.of(message.body()) != call.invocation.bodyHash()) {
            violated("send " + sendId + ": the body of its message was changed");
        }
    }

    /** Names and values by turns. */
    private static String[] listed(Map<String, String> properties) {
        String[] all = new String[2 * properties.size()];
        int next = 0;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            all[next++] = property.getKey();
            all[next++] = property.getValue();
        }
        return all;
    }
}

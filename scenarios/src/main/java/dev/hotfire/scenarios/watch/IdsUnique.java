// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.message.PropertyNames;
import java.util.HashMap;
import java.util.Map;

/** I16: all attempts of a send carry one unique id, and no two sends of the run the same. */
final class IdsUnique extends Watcher {
    private final Map<String, String> sendByUniqueId = new HashMap<>();
    private final Map<String, String> uniqueIdBySend = new HashMap<>();
    private final Map<String, SeenSend> started = new HashMap<>();

    IdsUnique() {
        super("I16", "a message has one unique id, and it alone");
    }

    @Override
    void onSendStarted(SeenSend send) {
        if (started.put(send.messageId, send) != null) {
            violated(send + ": another send had this id before");
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        if (frame.party() == null) {
            return;
        }
        if (frame.elements().isEmpty()) {
            note(frame, frame.properties());
        } else {
            frame.elements().forEach(element -> note(frame, element.properties()));
        }
    }

    private void note(SeenFrame frame, Map<String, String> properties) {
        String uniqueId = properties.get(PropertyNames.UNIQ_KEY);
        String sendId = properties.get(PropertyNames.KEYS);
        if (uniqueId == null || sendId == null || uniqueId.isEmpty() || sendId.isEmpty()) {
            violated(frame.describe() + ": has no unique id or no key: " + properties);
            return;
        }
        String before = uniqueIdBySend.putIfAbsent(sendId, uniqueId);
        if (before != null && !before.equals(uniqueId)) {
            violated(frame.describe() + ": has id " + uniqueId + ", and had " + before);
        }
        String other = sendByUniqueId.putIfAbsent(uniqueId, sendId);
        if (other != null && !other.equals(sendId)) {
            violated(frame.describe() + ": has the id of send " + other);
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** I16: all attempts of a send carry one unique id, and no two sends of the run the same. */
final class IdsUnique extends Watcher {
    /** Of ids that no send has, and of keys that no call has: whoever made these up may not do so twice either. */
    private final Map<String, String> keyByUniqueId = new HashMap<>();

    private final Map<String, String> uniqueIdByKey = new HashMap<>();

    IdsUnique() {
        super("I16", "a message has one unique id, and it alone");
    }

    @Override
    void onSendStarted(SeenSend send) {
        if (send.idWasTaken) {
            violated(send + ": another send had this id before");
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        if (frame.party() == null) {
            return;
        }
        if (frame.elements().isEmpty()) {
            note(frame, frame.properties(), frame.message(), frame.call());
        } else {
            for (BatchBody.Element element : frame.elements()) {
                String uniqueId = element.properties().get(PropertyNames.UNIQ_KEY);
                String key = element.properties().get(PropertyNames.KEYS);
                note(
                        frame,
                        element.properties(),
                        uniqueId == null ? null : watch().message(uniqueId),
                        key == null ? null : watch().call(key));
            }
        }
    }

    private void note(
            SeenFrame frame, Map<String, String> properties, @Nullable SeenMessage message, @Nullable SeenCall call) {
        String uniqueId = properties.get(PropertyNames.UNIQ_KEY);
        String sendId = properties.get(PropertyNames.KEYS);
        if (uniqueId == null || sendId == null || uniqueId.isEmpty() || sendId.isEmpty()) {
            violated(frame.describe() + ": has no unique id or no key: " + properties);
            return;
        }
        String before = call == null ? uniqueIdByKey.putIfAbsent(sendId, uniqueId) : call.uniqueId;
        if (call != null && before == null) {
            call.uniqueId = uniqueId;
        }
        if (before != null && !before.equals(uniqueId)) {
            violated(frame.describe() + ": has id " + uniqueId + ", and had " + before);
        }
        String other = message == null ? keyByUniqueId.putIfAbsent(uniqueId, sendId) : message.key;
        if (message != null && other == null) {
            message.key = sendId;
        }
        if (other != null && !other.equals(sendId)) {
            violated(frame.describe() + ": has the id of send " + other);
        }
    }
}

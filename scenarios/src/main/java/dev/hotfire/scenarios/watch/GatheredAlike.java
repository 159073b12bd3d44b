// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X24: messages that are sent one by one and travel together are alike in what a batch has one of: whether it is to be durable
 * before it is answered, its tags, and whether its queue was chosen (B-ACCUM-06). The batch says the first two of itself (W-14).
 */
final class GatheredAlike extends Watcher {
    GatheredAlike() {
        super("X24", "messages that are gathered are alike");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenCall first = frame.elements().isEmpty()
                ? null
                : callOf(frame.elements().get(0).properties());
        if (first == null || first.invocation.kind() != SendKind.PLAIN) {
            return;
        }
        for (BatchBody.Element element : frame.elements()) {
            SeenCall call = callOf(element.properties());
            alike(frame, PropertyNames.WAIT, element.properties());
            alike(frame, PropertyNames.TAGS, element.properties());
            if (call != null && call.isBound() != first.isBound()) {
                violated(frame.describe() + ": the queue of " + (call.isBound() ? call : first)
                        + " was chosen, and that of " + (call.isBound() ? first : call) + " was not");
            }
        }
    }

    private @Nullable SeenCall callOf(Map<String, String> properties) {
        String key = properties.get(PropertyNames.KEYS);
        return key == null ? null : watch().call(key);
    }

    private void alike(SeenFrame frame, String property, Map<String, String> ofElement) {
        String ofBatch = frame.properties().get(property);
        if (!Objects.equals(ofElement.get(property), ofBatch)) {
            violated(frame.describe() + ": " + property + " is " + ofBatch + ", and that of a message in it "
                    + ofElement.get(property));
        }
    }
}

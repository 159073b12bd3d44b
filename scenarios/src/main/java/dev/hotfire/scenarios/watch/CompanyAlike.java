// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import java.util.Map;
import java.util.Objects;

/**
 * X12, who travels with whom: messages that were sent one by one and gathered share what brokers and consumers go by, which is
 * their tags and how long a broker is to wait, and the batch says the same of itself (W-14).
 */
final class CompanyAlike extends Watcher {
    CompanyAlike() {
        super("X12-company", "gathered messages are of one kind, and their batch says which");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenSend send = frame.send();
        SeenCall call = send == null ? null : send.call;
        if (frame.elements().isEmpty()
                || call == null
                || call.config.batching() == null
                || call.invocation.kind() == SendKind.BATCH) {
            return;
        }
        for (BatchBody.Element element : frame.elements()) {
            same(frame, PropertyNames.TAGS, element.properties());
            same(frame, PropertyNames.WAIT, element.properties());
        }
    }

    private void same(SeenFrame frame, String property, Map<String, String> ofElement) {
        String ofBatch = frame.properties().get(property);
        if (!Objects.equals(ofElement.get(property), ofBatch)) {
            violated(frame.describe() + ": " + property + " is " + ofBatch + ", and that of a message in it "
                    + ofElement.get(property));
        }
    }
}

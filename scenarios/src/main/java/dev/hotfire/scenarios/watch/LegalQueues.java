// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/** I14: a send goes where some route said that it may: a queue that can be written to, at that broker's master. */
final class LegalQueues extends Watcher {
    LegalQueues() {
        super("I14", "sends go where a route leads");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        if (frame.party() == null || attempt == null) {
            return;
        }
        RouteBook.Page page = frame.page();
        String broker = frame.header().brokerName();
        int queueId = frame.header().queueId();
        if (page == null) {
            violated(frame.describe() + ": no route of " + frame.header().topic() + " was ever told to "
                    + frame.link().host);
        } else if (broker == null || !page.isLegal(broker, attempt.address, queueId)) {
            violated(frame.describe() + ": queue " + queueId + " of " + broker + " at " + attempt.address
                    + " was in no route");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Profile;

/** I13: the next attempt goes to another broker than the last one, if there is another one. */
final class OtherBrokerNext extends Watcher {
    OtherBrokerNext() {
        super("I13", "a retry goes to another broker");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        RouteBook.Page page = frame.page();
        if (attempt == null || attempt.number == 1 || page == null || !Choice.isFree(attempt)) {
            return;
        }
        String last = Choice.before(attempt).queue.brokerName();
        if (!attempt.queue.brokerName().equals(last) || !page.always().contains(last)) {
            return;
        }
        boolean official = attempt.send.party.now().profile() == Profile.COMPATIBLE;
        for (String other : page.always()) {
            // Officially brokers that were not even reached don't count as another one.
            if (!other.equals(last) && !(official && attempt.isolatedAtStart.contains(other))) {
                violated(attempt + ": the last one went there too, and " + other + " is there");
                return;
            }
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/**
 * I12: no attempt goes to a broker that its producer avoids, while there is another one that it does not avoid. Not where
 * the caller chose the queue. Only brokers count as another one that every route so far had.
 */
final class BrokersAvoided extends Watcher {
    BrokersAvoided() {
        super("I12", "brokers that are avoided get nothing while others are there");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        if (attempt == null || !Choice.isFree(attempt)) {
            return;
        }
        String broker = attempt.queue.brokerName();
        Party party = attempt.send.party;
        RouteBook.Page page = frame.page();
        if (page == null
                || !attempt.isolatedAtStart.contains(broker)
                || !page.always().contains(broker)) {
            return;
        }
        boolean first = attempt.number == 1;
        if (first && attempt.isolatedAreTried) {
            // Single sends find out whether it is well again.
            return;
        }
        // The queue of a first attempt was chosen when the send was called, or later.
        if (first && party.isolatedSince.getOrDefault(broker, Long.MAX_VALUE) >= attempt.send.startedAt) {
            return;
        }
        // With hooks a later one is prepared off the loop, for the queue that was chosen before.
        if (!first
                && attempt.send.call != null
                && !attempt.send.call.config.sendHooks().isEmpty()
                && party.isolatedSince.getOrDefault(broker, Long.MAX_VALUE) >= Choice.before(attempt).endedAt) {
            return;
        }
        String last = first ? "" : Choice.before(attempt).queue.brokerName();
        for (String other : page.always()) {
            if (!other.equals(last)
                    && !attempt.isolatedAtStart.contains(other)
                    && party.releasedAt.getOrDefault(other, -1L) < attempt.send.startedAt) {
                violated(attempt + ": is avoided, and " + other + " is not");
                return;
            }
        }
    }
}

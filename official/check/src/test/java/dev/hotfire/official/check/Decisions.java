// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.fake.server.JournalEntry;
import java.util.List;

/**
 * What a client did in one cell.
 *
 * @param requests  those that reached brokers, in order
 * @param told      how each send ended for its caller
 * @param millis    how long each send took
 */
record Decisions(List<Request> requests, List<Told> told, List<Long> millis) {
    /**
     * One request.
     *
     * @param server     the broker that it reached
     * @param brokerName the broker that it names
     * @param queueId    the queue that it names
     */
    record Request(String server, String brokerName, int queueId) {
        static Request of(JournalEntry entry) {
            return new Request(
                    entry.server(),
                    String.valueOf(entry.facts().brokerName()),
                    entry.facts().queueId() == null ? -1 : entry.facts().queueId());
        }

        @Override
        public String toString() {
            return server + "/" + queueId + (server.equals(brokerName) ? "" : " (for " + brokerName + ")");
        }
    }

    List<String> servers() {
        return requests.stream().map(Request::server).toList();
    }

    /** Whether the requests visit all four queues in the topic's order, again and again, for more than a round or two. */
    boolean goesRound() {
        for (int i = 0; i < requests.size(); i++) {
            int place = (requests.get(i).server().equals("broker-b") ? 2 : 0)
                    + requests.get(i).queueId();
            if (place != i % 4) {
                return false;
            }
        }
        return requests.size() > 8;
    }

    boolean eachRequestNamesItsBroker() {
        return requests.stream().allMatch(request -> request.server().equals(request.brokerName()));
    }
}

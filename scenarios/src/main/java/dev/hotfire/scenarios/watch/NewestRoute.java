// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/**
 * I14, of now: a send goes where the newest route leads, to that queue and at that address, once its producer must have heard
 * of it: a route that is read is followed, whatever changed in it. What some route said once is {@link LegalQueues}' business.
 */
final class NewestRoute extends Watcher {
    /** Till an answer is with who asked for it, where name servers and the ways to them are well. */
    private static final long ON_ITS_WAY = 1_000_000_000L;

    /** The same after trouble: a connection may turn out to be dead only when a question on it had its time. */
    private static final long AFTER_TROUBLE = 3_500_000_000L;

    NewestRoute() {
        super("I14-newest", "sends go where the newest route leads");
    }

    @Override
    void onAttemptStarted(SeenAttempt attempt) {
        Party party = attempt.send.party;
        RouteBook.Page page = watch().page(party.host, watch().wire(attempt.queue.topic()));
        if (page == null
                || page.leadsTo(attempt.address, attempt.queue.queueId())
                || !watch().isPunctual()
                || attempt.send.startedAt < heardAt(party, page)) {
            return;
        }
        violated(attempt + ": queue " + attempt.queue.queueId() + " at " + attempt.address
                + " is not in the newest route, which was told " + (attempt.send.startedAt - page.changedAt())
                + " ns before its send was called: " + page.latest());
    }

    /**
     * When the producer goes by the newest route at the latest. What one answer brings may come too late for a question that
     * another server has answered, and then the next reading brings it; who shares a runtime may be told what was read before.
     */
    private long heardAt(Party party, RouteBook.Page page) {
        long refresh = party.now().routeRefresh().toNanos();
        long readings = (watch().isAlone(party) ? 1 : 2) * refresh;
        long told = Math.max(page.changedAt(), party.joinedAt);
        return watch().areNameServersWell()
                ? told + readings + ON_ITS_WAY
                : Math.max(told + readings, later(watch().settledAt(party), refresh)) + AFTER_TROUBLE;
    }

    private static long later(long at, long by) {
        return at >= Long.MAX_VALUE - by - AFTER_TROUBLE ? Long.MAX_VALUE - AFTER_TROUBLE : at + by;
    }
}

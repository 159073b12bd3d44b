// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One broker as those see it who choose queues: how much is under way to it, and whether it is being tried again. Written on
 * the loop, read by any thread; what is read may be a moment old.
 */
public final class BrokerLoad {
    /** All of its turns. */
    static final int FULL_SHARE = 4;

    /** So that a few attempts more or less are nobody's reason to be passed over. */
    private static final int SLACK = 2;

    /** How much more it may have to do than another one. */
    private static final int MORE = 2;

    /** Attempts that went unanswered so far; none as long as they are too few to matter, so that it is hardly ever written. */
    private final AtomicInteger underWay = new AtomicInteger();

    private final AtomicInteger tickets = new AtomicInteger();
    private final AtomicInteger share = new AtomicInteger(FULL_SHARE);
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger slowness = new AtomicInteger(1);

    /** Only the loop reads it. */
    private boolean slow;

    BrokerLoad() {}

    int underWay() {
        return underWay.getOpaque();
    }

    /** Whether it has so little to do that nobody else need be looked at. */
    public boolean isIdle() {
        return underWay.getOpaque() == 0;
    }

    /**
     * Whether what it has to do takes longer than what that one has: twice as long, unless it is known to be slow. What is too
     * little to be shown counts as nothing.
     */
    public boolean isMoreLadenThan(BrokerLoad other) {
        return work() > (slowness.getOpaque() == 1 ? MORE : 1) * other.work();
    }

    private long work() {
        return (long) underWay.getOpaque() * slowness.getOpaque();
    }

    /** Takes the one attempt that may find out how an avoided broker is; false if none is wanted now. */
    public boolean takeTicket() {
        return tickets.getOpaque() != 0 && tickets.compareAndSet(1, 0);
    }

    /** Whether this turn is the broker's own: always, unless it has just come back and gets its share by and by. */
    public boolean takesTurn() {
        int quarters = share.getOpaque();
        return quarters == FULL_SHARE || (turns.getAndIncrement() & (FULL_SHARE - 1)) < quarters;
    }

    /**
     * With nothing under way there is nothing to show: who is passed over must not be so for ever.
     *
     * @param attempts that were begun and have not ended
     * @param lost     that ended without an answer since there was one
     */
    void underWay(int attempts, int lost) {
        int all = attempts + lost;
        int shown = attempts == 0 || (!slow && all <= SLACK) ? 0 : all;
        if (shown != underWay.getPlain()) {
            underWay.setOpaque(shown);
        }
    }

    /**
     * True if that is news, and what is under way is to be told again.
     *
     * @param isSlow whether it takes so long for an answer that each attempt under way matters
     * @param times  how many times as long as its peers it takes, from 1
     */
    boolean slowness(boolean isSlow, int times) {
        boolean news = isSlow != slow || times != slowness.getPlain();
        if (news) {
            slow = isSlow;
            slowness.setOpaque(times);
        }
        return news;
    }

    boolean isSlow() {
        return slow;
    }

    boolean hasTicket() {
        return tickets.getOpaque() != 0;
    }

    void offerTicket() {
        tickets.set(1);
    }

    void withdrawTicket() {
        tickets.set(0);
    }

    void share(int quarters) {
        share.set(quarters);
    }
}

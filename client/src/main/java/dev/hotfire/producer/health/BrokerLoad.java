// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.runtime.CacheLine;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One broker as those see it who choose queues: how much is under way to it, and whether it is being tried again. Written on
 * the loop, read by any thread; what is read may be a moment old.
 *
 * <p>Hardly ever written, and read for each send, next to what the loop writes for each: so it has its cache lines to itself.
 */
public abstract sealed class BrokerLoad extends CacheLine {
    /** All of its turns. */
    static final int FULL_SHARE = 4;

    /** So that a few attempts more or less are nobody's reason to be passed over. */
    private static final int SLACK = 2;

    /** How much more it may have to do than another one. */
    private static final int MORE = 2;

    private static final AtomicIntegerFieldUpdater<BrokerLoad> UNDER_WAY =
            AtomicIntegerFieldUpdater.newUpdater(BrokerLoad.class, "underWay");
    private static final AtomicIntegerFieldUpdater<BrokerLoad> TICKETS =
            AtomicIntegerFieldUpdater.newUpdater(BrokerLoad.class, "tickets");
    private static final AtomicIntegerFieldUpdater<BrokerLoad> TURNS =
            AtomicIntegerFieldUpdater.newUpdater(BrokerLoad.class, "turns");
    private static final AtomicIntegerFieldUpdater<BrokerLoad> SLOWNESS =
            AtomicIntegerFieldUpdater.newUpdater(BrokerLoad.class, "slowness");

    /** Attempts that went unanswered so far; none as long as they are too few to matter, so that it is hardly ever written. */
    private volatile int underWay;

    private volatile int tickets;
    private volatile int share = FULL_SHARE;

    @SuppressWarnings("UnusedVariable") // Only counted, by its updater.
    private volatile int turns;

    private volatile int slowness = 1;

    /** Only the loop reads it. */
    private boolean slow;

    private BrokerLoad() {}

    /** Of a broker with nothing under way, and its full share. */
    static BrokerLoad idle() {
        return new Padded();
    }

    int underWay() {
        return underWay;
    }

    /** Whether it has so little to do that nobody else need be looked at. */
    public boolean isIdle() {
        return underWay == 0;
    }

    /**
     * Whether what it has to do takes longer than what that one has: twice as long, unless it is known to be slow. What is too
     * little to be shown counts as nothing.
     */
    public boolean isMoreLadenThan(BrokerLoad other) {
        return work() > (slowness == 1 ? MORE : 1) * other.work();
    }

    private long work() {
        return (long) underWay * slowness;
    }

    /** Takes the one attempt that may find out how an avoided broker is; false if none is wanted now. */
    public boolean takeTicket() {
        return tickets != 0 && TICKETS.compareAndSet(this, 1, 0);
    }

    /** Whether this turn is the broker's own: always, unless it has just come back and gets its share by and by. */
    public boolean takesTurn() {
        int quarters = share;
        return quarters == FULL_SHARE || (TURNS.getAndIncrement(this) & (FULL_SHARE - 1)) < quarters;
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
        if (shown != underWay) {
            UNDER_WAY.lazySet(this, shown);
        }
    }

    /**
     * True if that is news, and what is under way is to be told again.
     *
     * @param isSlow whether it takes so long for an answer that each attempt under way matters
     * @param times  how many times as long as its peers it takes, from 1
     */
    boolean slowness(boolean isSlow, int times) {
        boolean news = isSlow != slow || times != slowness;
        if (news) {
            slow = isSlow;
            SLOWNESS.lazySet(this, times);
        }
        return news;
    }

    boolean isSlow() {
        return slow;
    }

    boolean hasTicket() {
        return tickets != 0;
    }

    void offerTicket() {
        tickets = 1;
    }

    void withdrawTicket() {
        tickets = 0;
    }

    void share(int quarters) {
        share = quarters;
    }

    /** With room behind. */
    static final class Padded extends BrokerLoad {
        long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
    }
}

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

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger tickets = new AtomicInteger();
    private final AtomicInteger share = new AtomicInteger(FULL_SHARE);
    private final AtomicInteger turns = new AtomicInteger();

    BrokerLoad() {}

    /** Attempts that were begun and have not ended. */
    public int underWay() {
        return underWay.getOpaque();
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

    void underWay(int attempts) {
        underWay.setOpaque(attempts);
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

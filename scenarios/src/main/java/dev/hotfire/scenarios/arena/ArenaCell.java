// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.Locale;

/**
 * What is measured in one go: one policy, one fault, one kind of load.
 *
 * @param ratePerBroker sends a second for each broker, above 0; with {@link Load#BLOCKING} it only says what brokers have
 *     room for where that is bounded
 * @param brokers       1 to 26
 * @param callers       how many callers wait, above 0; means nothing to {@link Load#OPEN}
 */
public record ArenaCell(
        ArenaFault fault,
        ArenaPolicy policy,
        int brokers,
        int ratePerBroker,
        Load load,
        Traffic traffic,
        int callers,
        Phases phases) {
    /** The most brokers that there can be: as many as letters. */
    public static final int MAX_BROKERS = 26;

    /** How sends come about. */
    public enum Load {
        /** At random times (a Poisson process), whatever becomes of those before. */
        OPEN,
        /** From callers who each wait for the end of their send, then make the next. */
        BLOCKING;

        /** As on command lines. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What sends are like. */
    public enum Traffic {
        /** One in five has a large body, one in five goes to a second topic. */
        MIXED,
        /** The same in bursts of 20 at a time. */
        SKEWED,
        /** Each has one of 100 keys, which fixes its queue: a policy can't choose. */
        ORDERED;

        /** As on command lines. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ArenaCell {
        if (brokers < 1 || brokers > MAX_BROKERS) {
            throw new IllegalArgumentException("brokers: " + brokers + " (expected: 1 to " + MAX_BROKERS + ")");
        }
        if (ratePerBroker < 1) {
            throw new IllegalArgumentException("ratePerBroker: " + ratePerBroker + " (expected: >= 1)");
        }
        if (callers < 1) {
            throw new IllegalArgumentException("callers: " + callers + " (expected: >= 1)");
        }
    }

    /** The same for another policy. */
    public ArenaCell with(ArenaPolicy other) {
        return new ArenaCell(fault, other, brokers, ratePerBroker, load, traffic, callers, phases);
    }

    /** All but the policy, for people. */
    public String title() {
        return fault.id() + ", " + brokers + (brokers == 1 ? " broker" : " brokers") + ", "
                + (load == Load.OPEN ? ratePerBroker + " sends/s each" : callers + " blocking callers")
                + (load == Load.BLOCKING && fault.boundsRoom() ? ", room by " + ratePerBroker + " sends/s each" : "")
                + (traffic == Traffic.MIXED ? "" : ", " + traffic.id());
    }
}

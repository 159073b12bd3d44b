// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is wrong with whom and when: known to the arena, to the omniscient policy, and to nobody else. */
final class Truth {
    /** So much earlier the omniscient policy keeps away, so that nothing of its is under way when the fault begins. */
    private static final long FORESIGHT_NANOS = 100_000_000;

    /** Failures of this long ago may still come in: a send's whole time. */
    static final long MEMORY_NANOS = 3_000_000_000L;

    private final List<Spell> spells = new ArrayList<>();

    /**
     * A while in which a broker is bad.
     *
     * @param broker      which, from 0
     * @param fromNanos   since when
     * @param toNanos     until when, not included
     * @param shunToNanos until when it is better avoided: where all is well again, but clients can't know how to reach it
     * @param only        the sends that it is bad for; null for all
     */
    record Spell(
            int broker,
            long fromNanos,
            long toNanos,
            long shunToNanos,
            @Nullable Predicate<Sent> only) {}

    /**
     * A send as far as it matters to faults.
     *
     * @param large   whether its body is large
     * @param second  whether it goes to the second topic
     * @param poison  whether it is the message that no broker takes
     * @param queueId the queue it would go to; -1 if that is open
     */
    record Sent(boolean large, boolean second, boolean poison, int queueId) {}

    void add(Spell spell) {
        spells.add(spell);
    }

    /** Whether a broker is bad for all sends now. */
    boolean isBad(int broker, long nanos) {
        for (Spell spell : spells) {
            if (spell.broker == broker && spell.only == null && nanos >= spell.fromNanos && nanos < spell.toNanos) {
                return true;
            }
        }
        return false;
    }

    /** Whether there was anything wrong with a broker from which evidence may still come in. */
    boolean isSuspect(int broker, long nanos) {
        for (Spell spell : spells) {
            if (spell.broker == broker && nanos >= spell.fromNanos && nanos < spell.shunToNanos + MEMORY_NANOS) {
                return true;
            }
        }
        return false;
    }

    /** Whether who knows everything sends this to this broker. */
    boolean isUsable(int broker, Sent sent, long nanos) {
        for (Spell spell : spells) {
            if (spell.broker == broker
                    && nanos >= spell.fromNanos - FORESIGHT_NANOS
                    && nanos < spell.shunToNanos
                    && (spell.only == null || spell.only.test(sent))) {
                return false;
            }
        }
        return true;
    }

    /** Those that are bad for all sends during the whole fault, unless all are: who is to be isolated. */
    List<Integer> subjects(Phases phases, int brokers) {
        List<Integer> found = new ArrayList<>();
        for (Spell spell : spells) {
            if (spell.only == null
                    && spell.fromNanos <= phases.beginNanos()
                    && spell.toNanos >= phases.healNanos()
                    && !found.contains(spell.broker)) {
                found.add(spell.broker);
            }
        }
        return found.size() == brokers ? List.of() : found;
    }
}

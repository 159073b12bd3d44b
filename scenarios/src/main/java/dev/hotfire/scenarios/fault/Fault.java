// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.Trigger;
import java.time.Duration;
import java.util.Optional;

/**
 * One fault of a run.
 *
 * @param id      which
 * @param kind    in which form; empty where the id has only one
 * @param on      the name of what it happens to: a broker, a name server or a producer group, as the id's scope says; empty
 *     for all
 * @param at      when it begins, after the run began
 * @param lasting when it heals, after its beginning; above zero. What is over in a moment heals by then, too
 * @param trigger which requests it hits, if it is about requests
 * @param amount  its size, in nanoseconds or a number, as the id says; 0 without one
 */
public record Fault(
        FaultId id, String kind, Optional<String> on, Duration at, Duration lasting, Trigger trigger, long amount) {
    public Fault {
        requireNonNull(id, "id");
        requireNonNull(on, "on");
        requireNonNull(trigger, "trigger");
        if (id.exclusion().isPresent()) {
            throw new IllegalArgumentException("id: " + id.id() + " (expected: one that runs can have; "
                    + id.exclusion().get() + ")");
        }
        if (id.kinds().isEmpty() ? !kind.isEmpty() : !id.kinds().contains(kind)) {
            throw new IllegalArgumentException("kind: '" + kind + "' of " + id.id() + " (expected: "
                    + (id.kinds().isEmpty() ? "none" : "one of " + id.kinds()) + ")");
        }
        if (at.isNegative()) {
            throw new IllegalArgumentException("at: " + at + " (expected: not negative)");
        }
        if (lasting.isNegative() || lasting.isZero()) {
            throw new IllegalArgumentException("lasting: " + lasting + " (expected: more than zero)");
        }
        if (id.amount() == FaultId.Amount.NONE ? amount != 0 : amount < 1) {
            throw new IllegalArgumentException("amount: " + amount + " of " + id.id() + " (expected: "
                    + (id.amount() == FaultId.Amount.NONE ? "none" : ">= 1") + ")");
        }
    }

    /** The amount as a time. */
    public Duration duration() {
        return Duration.ofNanos(amount);
    }

    /** When it is over at the latest, after the run began. */
    public Duration until() {
        return at.plus(lasting);
    }

    /** Whether it can be brought about over TCP as well. */
    public boolean overTcp() {
        return id.overTcp();
    }

    public Fault withAt(Duration newAt) {
        return new Fault(id, kind, on, newAt, lasting, trigger, amount);
    }

    public Fault withLasting(Duration newLasting) {
        return new Fault(id, kind, on, at, newLasting, trigger, amount);
    }

    public Fault withTrigger(Trigger newTrigger) {
        return new Fault(id, kind, on, at, lasting, newTrigger, amount);
    }

    public Fault withAmount(long newAmount) {
        return new Fault(id, kind, on, at, lasting, trigger, newAmount);
    }

    /** The fault in a few words. */
    @Override
    public String toString() {
        return id.id()
                + (kind.isEmpty() ? "" : " " + kind)
                + on.map(name -> " on " + name).orElse("");
    }
}

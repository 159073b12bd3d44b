// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.runtime.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How the callers of a producer misbehave, asked once for each send. Safe from any thread: faults come from the run's
 * loop, callers have threads of their own.
 */
public final class UserCode {
    /** What is wrong with one send. */
    public enum Misbehaviour {
        NONE,
        CALLBACK_THROWS,
        CALLBACK_SENDS,
        CALLBACK_CLOSES,
        SELECTOR_THROWS,
        SELECTOR_RETURNS_NULL,
        SELECTOR_RETURNS_FOREIGN,
        TOO_LARGE
    }

    private final RandomSource random;

    /** Guarded by this. */
    private final List<Habit> habits = new ArrayList<>();

    public UserCode(RandomSource random) {
        this.random = random;
    }

    /** A misbehaviour, and which sends have it. */
    public static final class Habit {
        private final Misbehaviour misbehaviour;
        private final Trigger trigger;
        private long sends;
        private long shown;

        private Habit(Misbehaviour misbehaviour, Trigger trigger) {
            this.misbehaviour = misbehaviour;
            this.trigger = trigger;
        }
    }

    synchronized Habit begin(Misbehaviour misbehaviour, Trigger trigger) {
        Habit habit = new Habit(misbehaviour, trigger);
        habits.add(habit);
        return habit;
    }

    /** Ends it; returns how many sends had it. */
    synchronized long end(Habit habit) {
        habits.remove(habit);
        return habit.shown;
    }

    /** What is wrong with the next send. */
    public synchronized Misbehaviour next() {
        Misbehaviour found = Misbehaviour.NONE;
        for (Habit habit : habits) {
            habit.sends++;
            if (found == Misbehaviour.NONE && fires(habit)) {
                habit.shown++;
                found = habit.misbehaviour;
            }
        }
        return found;
    }

    private boolean fires(Habit habit) {
        if (habit.trigger instanceof Trigger.Nth nth) {
            return habit.sends == nth.n();
        } else if (habit.trigger instanceof Trigger.First first) {
            return habit.sends <= first.n();
        } else if (habit.trigger instanceof Trigger.Every every) {
            return habit.sends % every.n() == 0;
        } else if (habit.trigger instanceof Trigger.Chance chance) {
            return random.chance(chance.probability());
        }
        return true;
    }
}

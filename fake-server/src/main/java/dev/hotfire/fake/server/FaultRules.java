// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are in force on one or more servers.
 *
 * <p>Precedence: for each request the rules are asked from the newest to the oldest. The first that is in force,
 * matches, and whose trigger fires acts on the request; older rules are not asked and don't count it. A rule that
 * matches without firing has counted the request, and the next older one is asked.
 *
 * <p>Safe from any thread. Time windows run on one clock, whatever the clocks of the servers say.
 */
public final class FaultRules {
    private final MachineClock clock;
    private final RandomSource random;
    private final CopyOnWriteArrayList<ArmedRule> newestFirst = new CopyOnWriteArrayList<>();
    private int added;

    /**
     * @param clock  for time windows
     * @param random where rules with a probability get their own sources from
     */
    public FaultRules(MachineClock clock, RandomSource random) {
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /** No rules yet, with a machine's clock and randomness. */
    public static FaultRules on(Machine machine) {
        return new FaultRules(machine.clock(), machine.random("fault rules"));
    }

    /** Puts a rule in force, ahead of all others. The same rule may be added again, and then counts on its own. */
    public synchronized ArmedRule add(FaultRule rule) {
        requireNonNull(rule, "rule");
        ArmedRule armed = new ArmedRule(rule, clock.nanoTime(), random.fork("rule " + added++));
        newestFirst.add(0, armed);
        return armed;
    }

    /** The rules that were added and not removed, newest first, whether their time has come or not. */
    public List<ArmedRule> armed() {
        return List.copyOf(newestFirst);
    }

    /** The rules that are armed and never acted: in a test, most likely a mistake. Newest first. */
    public List<ArmedRule> unfired() {
        List<ArmedRule> found = new ArrayList<>();
        for (ArmedRule rule : newestFirst) {
            if (rule.firings() == 0) {
                found.add(rule);
            }
        }
        return found;
    }

    /** Removes every rule. */
    public void clear() {
        newestFirst.clear();
    }

    /** The rule that acts on this request, or null. Counts. */
    @Nullable
    FaultRule choose(Request request) {
        if (newestFirst.isEmpty()) {
            return null;
        }
        long nowNanos = clock.nanoTime();
        for (ArmedRule armed : newestFirst) {
            if (armed.fires(request, nowNanos)) {
                return armed.rule;
            }
        }
        return null;
    }

    /** A rule in force, and what it did so far. Safe from any thread. */
    public final class ArmedRule {
        private final FaultRule rule;
        private final long armedNanos;
        private final RandomSource random;

        // Guarded by this.
        private long matches;
        private long firings;

        private ArmedRule(FaultRule rule, long armedNanos, RandomSource random) {
            this.rule = rule;
            this.armedNanos = armedNanos;
            this.random = random;
        }

        /** The rule itself. */
        public FaultRule rule() {
            return rule;
        }

        /** How many requests it was asked about, while in force, and matched. */
        public synchronized long matches() {
            return matches;
        }

        /** How many requests it acted on. */
        public synchronized long firings() {
            return firings;
        }

        /** Ends it. Idempotent; requests that it is holding back are not let go early. */
        public void remove() {
            newestFirst.remove(this);
        }

        private boolean fires(Request request, long nowNanos) {
            if (!rule.inForceAt(nowNanos - armedNanos) || !rule.matches(request)) {
                return false;
            }
            synchronized (this) {
                matches++;
                boolean fires = fires(rule.trigger());
                if (fires) {
                    firings++;
                }
                return fires;
            }
        }

        private boolean fires(Trigger trigger) {
            if (trigger instanceof Trigger.Nth nth) {
                return matches == nth.n();
            } else if (trigger instanceof Trigger.First first) {
                return matches <= first.n();
            } else if (trigger instanceof Trigger.Every every) {
                return matches % every.n() == 0;
            } else if (trigger instanceof Trigger.Chance chance) {
                return random.chance(chance.probability());
            } else {
                return true;
            }
        }

        @Override
        public String toString() {
            return rule + " (" + matches() + " matches, " + firings() + " firings)";
        }
    }
}

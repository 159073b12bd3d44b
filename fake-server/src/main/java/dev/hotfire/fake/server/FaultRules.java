// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are in force on one or more servers: the one engine behind rules that are written in Java, as text, or as a
 * control function.
 *
 * <p>Precedence: for each request the rules are asked from the highest {@linkplain FaultRule#priority() priority} to the
 * lowest, and among equals from the newest to the oldest. The first that is in force, matches, whose trigger fires and whose
 * action doesn't pass the request on acts on it; the others are not asked and don't count it. A rule that matches without
 * acting has counted the request, and the next one is asked.
 *
 * <p>Safe from any thread. Time windows run on one clock, whatever the clocks of the servers say. A rule whose time is over is
 * removed as soon as anybody looks.
 */
public final class FaultRules {
    /** As many removed rules that never acted are remembered; a test arms a few. */
    private static final int MAX_REMEMBERED = 1_000;

    private final MachineClock clock;
    private final RandomSource random;

    /** In the order in which they are asked. Changed under this object's lock. */
    private final CopyOnWriteArrayList<ArmedRule> inOrder = new CopyOnWriteArrayList<>();

    /** Guarded by this: rules that are gone and never acted, oldest first. */
    private final ArrayDeque<ArmedRule> goneUnfired = new ArrayDeque<>();

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

    /**
     * Puts a rule in force, ahead of all others of its priority. The same rule may be added again, and then counts on its
     * own.
     */
    public synchronized ArmedRule add(FaultRule rule) {
        requireNonNull(rule, "rule");
        RandomSource own = random.fork("rule " + added++);
        ArmedRule armed = new ArmedRule(added, rule, clock.nanoTime(), own);
        int place = 0;
        while (place < inOrder.size() && inOrder.get(place).rule.priority() > rule.priority()) {
            place++;
        }
        inOrder.add(place, armed);
        return armed;
    }

    /** The rules that were added and not removed, in the order in which they are asked, those whose time will come among them. */
    public List<ArmedRule> armed() {
        removeOver(clock.nanoTime());
        return List.copyOf(inOrder);
    }

    /** An armed rule by its {@linkplain ArmedRule#id() number}. */
    public Optional<ArmedRule> armed(int id) {
        return armed().stream().filter(rule -> rule.id == id).findFirst();
    }

    /**
     * The rules that never acted, optional ones left out: in a test, most likely a mistake. Those in force first, in the order
     * in which they are asked, then those that are gone, up to {@value #MAX_REMEMBERED} of them. {@link #clear()} forgets both.
     */
    public List<ArmedRule> unfired() {
        List<ArmedRule> found = new ArrayList<>();
        for (ArmedRule rule : armed()) {
            if (rule.firings() == 0 && !rule.rule.isOptional()) {
                found.add(rule);
            }
        }
        synchronized (this) {
            found.addAll(goneUnfired);
        }
        return found;
    }

    /** Removes every rule, and forgets all that was. Requests that are parked stay where they are. */
    public synchronized void clear() {
        inOrder.clear();
        goneUnfired.clear();
    }

    private synchronized void remove(ArmedRule rule) {
        if (inOrder.remove(rule) && rule.firings() == 0 && !rule.rule.isOptional()) {
            goneUnfired.add(rule);
            if (goneUnfired.size() > MAX_REMEMBERED) {
                goneUnfired.remove();
            }
        }
    }

    private void removeOver(long nowNanos) {
        for (ArmedRule rule : inOrder) {
            if (rule.rule.isOverAt(nowNanos - rule.armedNanos)) {
                remove(rule);
            }
        }
    }

    /** What acts on this request, or null. Counts. */
    @Nullable
    Chosen choose(Request request) {
        if (inOrder.isEmpty()) {
            return null;
        }
        long nowNanos = clock.nanoTime();
        for (ArmedRule armed : inOrder) {
            FaultAction action = armed.decide(request, nowNanos);
            if (!(action instanceof FaultAction.PassOn)) {
                return new Chosen(armed, action);
            }
        }
        return null;
    }

    /** A rule that acts, and what it does: its action, or what its control function says. */
    record Chosen(ArmedRule armed, FaultAction action) {}

    /** A rule in force, and what it did so far. Safe from any thread. */
    public final class ArmedRule {
        private final int id;
        private final FaultRule rule;
        private final long armedNanos;
        private final RandomSource random;

        // Guarded by this.
        private long matches;
        private long firings;
        private final Set<ParkedRequest> parked = new LinkedHashSet<>();
        private final ArrayDeque<ParkedRequest> unclaimed = new ArrayDeque<>();
        private final ArrayDeque<CompletableFuture<ParkedRequest>> waiting = new ArrayDeque<>();

        private ArmedRule(int id, FaultRule rule, long armedNanos, RandomSource random) {
            this.id = id;
            this.rule = rule;
            this.armedNanos = armedNanos;
            this.random = random;
        }

        /** Its number, from 1 in the order of adding. */
        public int id() {
            return id;
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

        /** How long it is armed. */
        public Duration age() {
            return Duration.ofNanos(clock.nanoTime() - armedNanos);
        }

        /** Whether it is still among the armed rules. */
        public boolean isArmed() {
            return armed().contains(this);
        }

        /** Ends it. Idempotent; requests that it is holding back are not let go early. */
        public void remove() {
            FaultRules.this.remove(this);
        }

        /** The requests that it has parked and about which nobody has decided yet, oldest first. */
        public synchronized List<ParkedRequest> parked() {
            parked.removeIf(request -> !request.isWaiting());
            return List.copyOf(parked);
        }

        /** The next request that it parks, or has parked and given to nobody yet: each goes to one asker. */
        public CompletableFuture<ParkedRequest> nextParked() {
            CompletableFuture<ParkedRequest> next = new CompletableFuture<>();
            ParkedRequest there;
            synchronized (this) {
                there = unclaimed.poll();
                if (there == null) {
                    waiting.add(next);
                }
            }
            if (there != null) {
                next.complete(there);
            }
            return next;
        }

        /**
         * Waits for the {@linkplain #nextParked() next} parked request. Not for a machine's own threads.
         *
         * @throws AssertionError if none comes within this time
         */
        public ParkedRequest awaitParked(Duration atMost) {
            CompletableFuture<ParkedRequest> next = nextParked();
            try {
                return next.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                synchronized (this) {
                    waiting.removeIf(asker -> asker == next);
                }
                throw new AssertionError("no request parked within " + atMost + ": " + this, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a parked request", e);
            } catch (ExecutionException e) {
                throw new AssertionError("nobody fails this future", e);
            }
        }

        /** Takes a request in, without a lock of any server held. */
        void park(ParkedRequest request) {
            CompletableFuture<ParkedRequest> asker;
            synchronized (this) {
                parked.removeIf(other -> !other.isWaiting());
                parked.add(request);
                asker = waiting.poll();
                if (asker == null) {
                    unclaimed.add(request);
                }
            }
            if (asker != null) {
                asker.complete(request);
            }
        }

        /** What it does to a request; {@link FaultAction.PassOn} unless it acts. */
        private FaultAction decide(Request request, long nowNanos) {
            long ageNanos = nowNanos - armedNanos;
            if (rule.isOverAt(ageNanos)) {
                remove();
                return new FaultAction.PassOn();
            }
            if (!rule.inForceAt(ageNanos) || !rule.matches(request)) {
                return new FaultAction.PassOn();
            }
            synchronized (this) {
                matches++;
                if (!fires(rule.trigger(), ageNanos - rule.from().toNanos())) {
                    return new FaultAction.PassOn();
                }
            }
            FaultAction action = rule.action();
            if (action instanceof FaultAction.Control control) {
                action = control.function().decide(request);
                if (action instanceof FaultAction.Control) {
                    throw new IllegalStateException("a control function gave another one: " + rule);
                }
            }
            if (!(action instanceof FaultAction.PassOn)) {
                synchronized (this) {
                    firings++;
                }
            }
            return action;
        }

        private boolean fires(Trigger trigger, long inForceNanos) {
            if (trigger instanceof Trigger.Nth nth) {
                return matches == nth.n();
            } else if (trigger instanceof Trigger.First first) {
                return matches <= first.n();
            } else if (trigger instanceof Trigger.Every every) {
                return matches % every.n() == 0;
            } else if (trigger instanceof Trigger.Chance chance) {
                return random.chance(chance.probability());
            } else if (trigger instanceof Trigger.Ramp ramp) {
                return random.chance(ramp.at(inForceNanos));
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

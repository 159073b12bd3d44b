// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.fake.server.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Asks a journal what came, and rules whether they fired. Safe from any thread. */
public final class Verification {
    /** More matching requests than this are counted, not shown. */
    private static final int SHOWN = 10;

    private final Journal journal;
    private final FaultRules rules;
    private final Stores stores;

    /** What is stored, with or without a request: delayed messages come by themselves. */
    public interface Stores {
        /**
         * Has somebody called after each message that is stored from now on.
         *
         * @return ends that
         */
        Runnable onStored(Runnable listener);
    }

    /** @param stores those whose messages a condition may be about */
    public Verification(Journal journal, FaultRules rules, Stores stores) {
        this.journal = requireNonNull(journal, "journal");
        this.rules = requireNonNull(rules, "rules");
        this.stores = requireNonNull(stores, "stores");
    }

    /**
     * Holds that so many requests came, as far as the journal keeps them.
     *
     * @return those requests, oldest first
     * @throws AssertionError if not, with the requests that came nearest
     */
    public List<JournalEntry> verify(Times times, RequestPattern pattern) {
        List<JournalEntry> found = journal.entries(pattern::matches);
        if (!times.allow(found.size())) {
            throw new AssertionError(explained(times, pattern, found));
        }
        return found;
    }

    /**
     * Waits until at least as many requests have come and are settled as {@code times} wants, and then {@linkplain #verify
     * holds} that they are not too many. Not for a machine's own threads.
     *
     * @throws AssertionError if they don't come within {@code atMost}, or are too many
     */
    public List<JournalEntry> await(Times times, RequestPattern pattern, Duration atMost) {
        boolean came = awaitUntil(
                () -> journal.entries(entry -> entry.isSettled() && pattern.matches(entry))
                                .size()
                        >= times.min(),
                atMost);
        if (!came) {
            List<JournalEntry> found = journal.entries(pattern::matches);
            throw new AssertionError("within " + atMost + ": " + explained(times, pattern, found));
        }
        return verify(times, pattern);
    }

    /**
     * Waits until a condition holds, which is asked now and whenever a request comes or is settled, or a message is stored. Not
     * for a machine's own threads.
     *
     * @return whether it came to hold within {@code atMost}
     */
    public boolean awaitUntil(BooleanSupplier condition, Duration atMost) {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        Runnable ask = () -> {
            if (!holds.isDone() && condition.getAsBoolean()) {
                holds.complete(true);
            }
        };
        JournalListener listener = new JournalListener() {
            @Override
            public void requestReceived(JournalEntry entry) {
                ask.run();
            }

            @Override
            public void requestSettled(JournalEntry entry) {
                ask.run();
            }
        };
        journal.addListener(listener);
        Runnable stopListening = stores.onStored(ask);
        try {
            return condition.getAsBoolean() || holds.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return condition.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this future", e);
        } finally {
            stopListening.run();
            journal.removeListener(listener);
        }
    }

    /**
     * Holds that every fault that was armed and not declared optional has fired, those that are gone among them.
     *
     * @throws AssertionError if not, with the requests that came nearest to each
     */
    public void verifyAllFired() {
        List<FaultRules.ArmedRule> unfired = rules.unfired();
        if (unfired.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(
                unfired.size() == 1
                        ? "a fault was armed and never fired (optional() on its rule allows that):"
                        : unfired.size()
                                + " faults were armed and never fired (optional() on their rules allows that):");
        unfired.forEach(rule -> text.append('\n').append(whyUnfired(rule)));
        throw new AssertionError(text.toString());
    }

    /** Why a rule has not fired: what it wanted and what came, in lines for people. */
    public String whyUnfired(FaultRules.ArmedRule armed) {
        FaultRule rule = armed.rule();
        StringBuilder text = new StringBuilder("rule " + armed.id() + ": " + rule.description());
        String name = rule.givenName();
        if (name != null) {
            text.append(" (").append(name).append(')');
        }
        List<JournalEntry> entries = journal.entries();
        long matching = entries.stream().filter(rule.pattern()::matches).count();
        long counted = armed.matches();
        if (counted > 0) {
            text.append("\n  it matched ").append(counted).append(counted == 1 ? " request" : " requests");
            text.append(
                    rule.trigger() instanceof Trigger.Always
                            ? ", and passed them on"
                            : ", and it acts on " + rule.trigger());
        }
        if (matching > counted) {
            text.append("\n  ")
                    .append(matching - counted)
                    .append(" more would have matched: they came outside of its time, ")
                    .append("or a rule of higher precedence acted on them");
        }
        text.append('\n').append(NearMisses.of(entries, rule.pattern()));
        return text.append(droppedNote()).toString();
    }

    private String explained(Times times, RequestPattern pattern, List<JournalEntry> found) {
        StringBuilder text = new StringBuilder("expected " + times + ", found " + found.size() + ": " + pattern);
        int from = Math.max(0, found.size() - SHOWN);
        if (!found.isEmpty()) {
            text.append("\n  found").append(from == 0 ? ":" : ", the last of them:");
            found.subList(from, found.size())
                    .forEach(entry -> text.append("\n    ").append(entry));
        }
        if (found.size() < times.min()) {
            text.append('\n').append(NearMisses.of(journal.entries(), pattern));
        }
        return text.append(droppedNote()).toString();
    }

    private String droppedNote() {
        long dropped = journal.dropped();
        return dropped == 0 ? "" : "\n  the journal had no room for " + dropped + " older requests";
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.MachineClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A producer group of a run, as the watchers see it. */
final class Party {
    private static final long HURRY_MILLIS = 60;

    final String group;
    final String host;
    final String runtime;
    final MachineClock clock;

    /** The settings of the producer that is there now. */
    private Supplier<ProducerConfig> config;

    private final long wallAheadMillis;

    /** How it was configured when it joined. */
    ProducerConfig first;

    /** As it was configured when it was last looked at. */
    private ProducerConfig current;

    /** Whether it goes by other settings than at first, or did at some time. */
    boolean reconfigured;

    /** When its settings changed, as the run says. */
    private final List<Long> changes = new ArrayList<>();

    /** Whether another producer closed under its name, which may have had sends open. */
    boolean again;

    /** The brokers that it avoids, as it says; replaced, never changed. */
    Set<String> isolated = Set.of();

    final Map<String, Long> isolatedSince = new HashMap<>();
    final Map<String, Long> isolatedUntil = new HashMap<>();
    final Map<String, Long> releasedAt = new HashMap<>();

    /** Whether the policy that avoids them tries them again with single sends: what it goes by may change while it runs. */
    boolean triesIsolated;

    /** When it joined its network: brokers hear of it from then on. */
    long joinedAt;

    /** When it was told to close; far away while it was not. */
    long closingAt = Long.MAX_VALUE;

    /** Whether nothing more will be called. */
    boolean finalClose;

    /** Sends whose callers have not been told their end. */
    int open;

    /** The bytes of their bodies. */
    long openBytes;

    int mostAllowed;

    /** Whether all its sends are plain ones so far: then its open sends are those that take places. */
    boolean simple = true;

    /** Whether it chooses the queues of all its sends itself. */
    boolean unbound = true;

    Party(
            String group,
            String host,
            String runtime,
            MachineClock clock,
            Supplier<ProducerConfig> config,
            ProducerConfig first) {
        this.group = group;
        this.host = host;
        this.runtime = runtime;
        this.clock = clock;
        this.config = config;
        this.first = first;
        this.current = first;
        this.mostAllowed = first.maxInFlight();
        this.wallAheadMillis = wallAheadMillis();
    }

    private long wallAheadMillis() {
        return clock.currentTimeMillis() - clock.nanoTime() / 1_000_000;
    }

    /** Whether its wall clock has gone as time does, to a millisecond or two. */
    boolean isWallSteady() {
        return Math.abs(wallAheadMillis() - wallAheadMillis) <= 2;
    }

    /** The settings as they are now. */
    @SuppressWarnings("ReferenceEquality") // Asked for each send; an equal one that is new is a new one.
    ProducerConfig now() {
        current = config.get();
        if (current != first) {
            reconfigured = true;
            mostAllowed = Math.max(mostAllowed, current.maxInFlight());
        }
        return current;
    }

    /** Another producer takes its place, with settings of its own. */
    void followedBy(Supplier<ProducerConfig> newConfig, ProducerConfig newFirst) {
        config = newConfig;
        first = newFirst;
        current = newFirst;
        triesIsolated = false;
    }

    /** Its settings change. */
    void changes(long now) {
        changes.add(now);
    }

    /** When its settings changed last; -1 if they never did. */
    long changedAt() {
        return changes.isEmpty() ? -1 : changes.get(changes.size() - 1);
    }

    /** Whether its settings were the same ones all the time, both ends included, with so much to spare. */
    boolean isSettled(long from, long until, long spare) {
        return changes.stream().noneMatch(at -> at >= from - spare && at <= until + spare);
    }

    /**
     * One more broker is avoided. Who is let go when the policy is exchanged was avoided by the one before, so all that are
     * avoided are so by one policy: that of the settings now, or, if they were changed since anybody looked, of those before.
     */
    void isolates() {
        boolean before = current.isolation() == Isolation.ADAPTIVE;
        triesIsolated = now().isolation() == Isolation.ADAPTIVE || before;
    }

    /** Whether an attempt may be given less time than a healthy network takes in a run: then nothing follows from silence. */
    boolean isHurried() {
        ProducerConfig settings = now();
        int attempts = 1 + Math.max(settings.retries(), settings.asyncRetries());
        long shareMillis = settings.sendTimeout().toMillis() / attempts;
        Duration most = settings.attemptTimeout();
        return (most == null ? shareMillis : Math.min(most.toMillis(), shareMillis)) < HURRY_MILLIS;
    }

    boolean isClosing(long now) {
        return now >= closingAt;
    }
}

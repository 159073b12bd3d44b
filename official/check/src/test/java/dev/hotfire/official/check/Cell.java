// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.fake.server.FaultRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One case in which two clients are held side by side: a way to send, settings, and faults. Immutable. */
final class Cell {
    enum Mode {
        SYNC,
        ASYNC,
        ONEWAY,
        BATCH
    }

    /** What is broken beside the faults: brokers that are down, though routes still name them. */
    enum Cluster {
        UP,
        FIRST_DOWN,
        ALL_DOWN
    }

    final String name;
    final Mode mode;
    final Cluster cluster;
    final List<Function<FaultRule.Builder, FaultRule>> faults;
    final int retries;
    final int timeoutMillis;
    final int attemptTimeoutMillis;
    final int moreCodes;
    final boolean whenNotStored;
    final boolean table;
    final boolean chosen;
    final int sends;
    /** Whether each of the official client's sends comes from a new thread. */
    final boolean ownThreads;

    /**
     * Whether a hook of the official client's takes some milliseconds after each failed attempt. What it makes of a timeout hangs
     * on that: noticed in the very millisecond in which it is due, it is told as what it is.
     */
    final boolean dawdles;

    /** Whether queues are compared, too: a retry's is random in the official client if it is asynchronous or with the table. */
    final boolean queues;
    /** Whether faults may end connections, or the client may: then it can't share them with other cells. */
    final boolean alone;

    final Set<Difference> differences;

    private Cell(Builder builder, List<Function<FaultRule.Builder, FaultRule>> faults) {
        this.name = builder.name;
        this.mode = builder.mode;
        this.cluster = builder.cluster;
        this.faults = faults;
        this.retries = builder.retries;
        this.timeoutMillis = builder.timeoutMillis;
        this.attemptTimeoutMillis = builder.attemptTimeoutMillis;
        this.moreCodes = builder.moreCodes;
        this.whenNotStored = builder.whenNotStored;
        this.table = builder.table;
        this.chosen = builder.chosen;
        this.sends = builder.sends;
        this.ownThreads = builder.ownThreads;
        this.dawdles = builder.dawdles;
        this.queues = builder.queues && builder.mode != Mode.ASYNC;
        this.alone = builder.alone || builder.cluster != Cluster.UP;
        this.differences = builder.differences;
    }

    static Builder of(Mode mode, String name) {
        return new Builder(mode, mode.name().toLowerCase(java.util.Locale.ROOT) + ", " + name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what a cell is about. */
    static final class Builder {
        private final Mode mode;
        private final String name;
        private Cluster cluster = Cluster.UP;
        private int retries = 2;
        private int timeoutMillis = 20_000;
        private int attemptTimeoutMillis = -1;
        private int moreCodes;
        private boolean whenNotStored;
        private boolean table;
        private boolean chosen;
        private int sends = 1;
        private boolean ownThreads;
        private boolean dawdles;
        private boolean queues = true;
        private boolean alone;
        private final Set<Difference> differences = EnumSet.noneOf(Difference.class);

        private Builder(Mode mode, String name) {
            this.mode = mode;
            this.name = name;
        }

        Builder on(Cluster newCluster) {
            this.cluster = newCluster;
            return this;
        }

        Builder retries(int count) {
            this.retries = count;
            return this;
        }

        Builder timeout(int millis) {
            this.timeoutMillis = millis;
            return this;
        }

        Builder attemptTimeout(int millis) {
            this.attemptTimeoutMillis = millis;
            return this;
        }

        Builder retryAlso(int code) {
            this.moreCodes = code;
            return this;
        }

        Builder whenNotStored() {
            this.whenNotStored = true;
            return this;
        }

        Builder table() {
            this.table = true;
            return this;
        }

        Builder toChosenQueue() {
            this.chosen = true;
            return this;
        }

        Builder sends(int count) {
            this.sends = count;
            return this;
        }

        Builder fromOwnThreads() {
            this.ownThreads = true;
            return this;
        }

        Builder dawdles() {
            this.dawdles = true;
            return this;
        }

        Builder brokersOnly() {
            this.queues = false;
            return this;
        }

        Builder alone() {
            this.alone = true;
            return this;
        }

        Builder differs(Difference... expected) {
            differences.addAll(List.of(expected));
            return this;
        }

        /** The cell, with faults for the sends to its topic; the first that matches a request acts on it. */
        @SafeVarargs
        @SuppressWarnings("varargs") // Read only.
        final Cell with(Function<FaultRule.Builder, FaultRule>... faults) {
            return new Cell(this, new ArrayList<>(List.of(faults)));
        }
    }
}

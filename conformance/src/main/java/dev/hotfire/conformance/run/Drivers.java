// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import static java.util.Objects.requireNonNull;

import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver's process that all cases share, and its successors: one that died, or does not even say hello any more, is
 * replaced, until that has happened too often without any case coming to its end in between. Safe from any thread.
 */
final class Drivers implements AutoCloseable {
    private static final int MAX_USELESS = 3;
    private static final Duration PING_LIMIT = Duration.ofSeconds(3);

    private final Supplier<? extends Driver> starter;
    private final TcpLab lab;

    // The rest is guarded by this.
    private @Nullable Driver current;
    private boolean useful;
    private int useless;
    private String lastEnd = "";
    private String name = "";
    private Set<String> features = Set.of();
    private boolean closed;

    Drivers(Supplier<? extends Driver> starter, TcpLab lab) {
        this.starter = starter;
        this.lab = lab;
    }

    /**
     * One that lives.
     *
     * @throws DriverGoneException if there is none to be had any more
     */
    synchronized Driver live() {
        Driver present = current;
        if (present != null && present.isAlive()) {
            return present;
        }
        if (closed) {
            throw new DriverGoneException("the run is over");
        }
        if (present != null) {
            present.close();
            useless = useful ? 0 : useless + 1;
        }
        if (useless >= MAX_USELESS) {
            throw new DriverGoneException(
                    MAX_USELESS + " driver processes in a row brought no case to its end" + lastEnd);
        }
        useful = false;
        Driver started = starter.get();
        current = started;
        name = started.name();
        features = started.features();
        return started;
    }

    /** A case came to its end, whatever its verdict. */
    synchronized void worked() {
        useful = true;
    }

    synchronized void diedOf(String why) {
        lastEnd = "; the last: " + why;
    }

    /** How the last one ended, if one did. */
    synchronized String lastEnd() {
        return lastEnd;
    }

    synchronized boolean areHopeless() {
        return useless >= MAX_USELESS;
    }

    /** A case ended by its time limit: a driver that does not answer a hello now takes no further command. */
    void examine(Driver driver) {
        if (!driver.isAlive()) {
            return;
        }
        CompletableFuture<?> hello = driver.ask(Map.of("do", "hello")).first();
        boolean answers = lab.until(hello::isDone, PING_LIMIT);
        if (!answers) {
            driver.close();
        }
    }

    synchronized String name() {
        return name;
    }

    synchronized Set<String> features() {
        return requireNonNull(features);
    }

    @Override
    public synchronized void close() {
        closed = true;
        Driver present = current;
        if (present != null) {
            present.close();
        }
    }
}

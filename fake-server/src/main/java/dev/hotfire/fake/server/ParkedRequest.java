// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

/**
 * A request that a rule has parked: nothing becomes of it until somebody decides, or its server goes down. Safe from any
 * thread; only the first decision counts.
 */
public final class ParkedRequest {
    private final Request request;
    private final boolean stored;
    private final Decision decision;
    private boolean decided;

    ParkedRequest(Request request, boolean stored, Decision decision) {
        this.request = request;
        this.stored = stored;
        this.decision = decision;
    }

    /** What follows a decision. */
    @FunctionalInterface
    interface Decision {
        void carryOut(FaultAction action);
    }

    /** The request, as it came. */
    public Request request() {
        return request;
    }

    /** Whether it was served before it was parked, so that only its answer waits. */
    public boolean isStored() {
        return stored;
    }

    /** Lets it go on as if nothing had happened. */
    public boolean release() {
        return release(new FaultAction.Serve());
    }

    /** Forgets it: the client hears nothing. */
    public boolean drop() {
        return release(new FaultAction.Silent());
    }

    /**
     * Lets it go on like this. One that is stored is not stored again, whatever the action says.
     *
     * @return whether this decided about it; false if that had been done before
     * @throws IllegalArgumentException if it is to be parked again, passed on, or given to a control function
     */
    public boolean release(FaultAction action) {
        requireNonNull(action, "action");
        if (action instanceof FaultAction.Park
                || action instanceof FaultAction.StoreThenPark
                || action instanceof FaultAction.PassOn
                || action instanceof FaultAction.Control) {
            throw new IllegalArgumentException("action: " + action + " (expected: one that decides)");
        }
        synchronized (this) {
            if (decided) {
                return false;
            }
            decided = true;
        }
        decision.carryOut(action);
        return true;
    }

    /** Whether nobody has decided yet. */
    public synchronized boolean isWaiting() {
        return !decided;
    }

    @Override
    public String toString() {
        return "#" + request.sequence() + " " + request.server() + " "
                + request.frame().codeName();
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a server: what was asked, and how far it has come. Passed from part to part by
 * whichever thread takes its next step, one at a time; what {@link Monitor} guards says so.
 */
final class Exchange {
    final Connection connection;
    final Journal.Slot slot;
    final Request request;

    /** The rule that acts on it, once it is found. */
    volatile FaultRules.@Nullable ArmedRule rule;

    /** What its handler is asked: the request, or what a rule made of it. */
    volatile Request served;

    /** Whether its handler was called. Guarded by the server's monitor. */
    boolean handled;

    /** What it waits for, if a rule delays it. Written under the server's monitor, while it is {@link UnderWay}. */
    @Nullable
    ScheduledFuture<?> timer;

    Exchange(Connection connection, Journal.Slot slot, Request request) {
        this.connection = connection;
        this.slot = slot;
        this.request = request;
        this.served = request;
    }
}

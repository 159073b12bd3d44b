// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/**
 * X20, connections that work: while all is well a producer keeps each, unless nothing came or went on it for as long as
 * {@code idleTimeout} says (B-REMOTE-04). Those that were made in worse times may be on their way out, so they don't count.
 */
final class ConnectionsKept extends Watcher {
    /** What was written may be read so much later, and was written before. */
    private static final long ON_ITS_WAY = 150_000_000L;

    ConnectionsKept() {
        super("X20-kept", "connections that are used are kept");
    }

    @Override
    void atEnd(Watch watch) {
        if (watch.isPunctual() && !watch.addressesMoved()) {
            watch.links().stream()
                    .filter(link -> watch.brokerOf(link.server) != null)
                    .forEach(this::check);
        }
    }

    void check(Link link) {
        long idle = Long.MAX_VALUE;
        boolean well = link.endedAt < watch().disturbedAt();
        for (Party party : watch().parties()) {
            if (party.host.equals(link.host)) {
                if (party.isHurried() || party.again || party.closingAt <= link.endedAt) {
                    return;
                }
                well |= link.firstAt > watch().settledAt(party);
                long own = party.now().idleTimeout().toNanos();
                idle = own == 0 ? idle : Math.min(idle, own);
            }
        }
        long unused = link.endedAt - link.lastAt;
        if (link.endedAt >= 0 && well && unused < idle - ON_ITS_WAY) {
            violated(link + " to " + link.server + ": was closed " + unused
                    + " ns after its server had read something on it (expected: "
                    + (idle == Long.MAX_VALUE ? "never" : "only " + idle + " ns after anything") + ")");
        }
    }
}

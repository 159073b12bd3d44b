// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * I18, what is remembered: a producer that has nothing open holds on to nothing that there is one of for each send, once all
 * is well: sends that ended while their connection was being made are let go when that has ended, too.
 */
final class NothingHeld extends Watcher {
    /** Topics, brokers, connections and their parts are fewer; runs have more sends. */
    private static final int MOST = 60;

    /** Of addresses each producer has one for each master and slave in each route. */
    private static final int MOST_ADDRESSES = 100;

    /**
     * There is one of these for each setting or queue, and each queue is in several orders; and one message has many of the last,
     * whose lists are counted themselves.
     */
    private static final Pattern BY_SETTING_OR_QUEUE = Pattern.compile(
            ".*\\.(ProducerConfig\\.values|select\\..*|PublishRoute.*|MessageQueue|PropertyList\\.pairs)");

    /** What counts how much is taken. */
    private static final Pattern TAKEN = Pattern.compile(".*\\.(ByteBudget\\.held|TransactionChecks\\.pending)");

    /** Connections that were let go: with nothing under way they are closed. */
    private static final Pattern LET_GO = Pattern.compile(".*\\.Connections\\.retired");

    /** So long a heartbeat may be under way, and keep its connection. */
    private static final long HEARTBEAT_NANOS = 3_000_000_000L;

    private long endedAt;

    NothingHeld() {
        super("I18-held", "nothing piles up");
    }

    @Override
    void onSendEnded(SeenSend send) {
        endedAt = watch().now();
    }

    @Override
    void onAtRest(String group, Map<String, Integer> held) {
        if (watch().now() < watch().settledAt()) {
            return;
        }
        held.forEach((kind, count) -> {
            if (LET_GO.matcher(kind).matches()) {
                boolean none = watch().now() >= Math.max(endedAt, watch().settledAt()) + HEARTBEAT_NANOS;
                int most = none ? 0 : watch().brokerCount();
                if (count > most) {
                    violated(group + ": " + count + " of " + kind + " are not closed (expected: at most " + most + ")");
                }
            } else if (TAKEN.matcher(kind).matches()) {
                violated(group + ": " + count + " of " + kind + " are taken (expected: none)");
            } else if (!BY_SETTING_OR_QUEUE.matcher(kind).matches()) {
                int most = kind.endsWith(".Address") ? MOST_ADDRESSES : MOST;
                if (count > most) {
                    violated(group + ": holds on to " + count + " of " + kind + " (expected: at most " + most + ")");
                }
            }
        });
    }
}

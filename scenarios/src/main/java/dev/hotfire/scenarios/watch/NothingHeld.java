// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.RecallException;
import dev.hotfire.scenarios.history.SendKind;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * I18, what is remembered: a producer that has nothing open holds on to nothing that there is one of for each send, once all
 * is well: sends that ended while their connection was being made are let go when that has ended, too. What says which sends
 * are under way is empty as soon as none is, whatever went wrong: what stays there once in a while piles up slowly.
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

    /** What says which sends are under way, who waits for whom, and where. */
    private static final Pattern OF_SENDS = Pattern.compile(
            ".*\\.(UnderWay\\.first|AdaptiveHealth\\$Broker\\.underWay|PendingReplies\\.pending|Accumulator\\.(waiting|underWay))");

    /** Who waits for a route; those who take a message back do so, too. */
    private static final Pattern FOR_ROUTES = Pattern.compile(".*\\.send\\.Topic\\.waiting");

    /** In bytes. A transaction keeps its place until its broker was told of its end, which may take longer than its send. */
    private static final Pattern PLACES = Pattern.compile(".*\\.InFlightLimit\\.word");

    /** So long a heartbeat may be under way, and keep its connection. */
    private static final long HEARTBEAT_NANOS = 3_000_000_000L;

    private long endedAt;
    private int recallsOpen;

    NothingHeld() {
        super("I18-held", "nothing piles up");
    }

    @Override
    void onSendEnded(SeenSend send) {
        endedAt = watch().now();
    }

    @Override
    void onRecalling(SeenCall call, String handle) {
        recallsOpen++;
    }

    @Override
    void onRecalled(SeenCall call, @Nullable String id, @Nullable RecallException failure) {
        recallsOpen--;
    }

    @Override
    void onAtRest(String group, Map<String, Integer> held) {
        if (isIdle(group)) {
            boolean transactions = hasTransactions(group);
            held.forEach((kind, count) -> {
                if (OF_SENDS.matcher(kind).matches()
                        || (recallsOpen == 0 && FOR_ROUTES.matcher(kind).matches())
                        || (!transactions && PLACES.matcher(kind).matches())) {
                    violated(group + ": " + count + " in " + kind + " (expected: none, as all its sends have ended)");
                }
            });
        }
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
            } else if (!BY_SETTING_OR_QUEUE.matcher(kind).matches()
                    && !PLACES.matcher(kind).matches()) {
                int most = kind.endsWith(".Address") ? MOST_ADDRESSES : MOST;
                if (count > most) {
                    violated(group + ": holds on to " + count + " of " + kind + " (expected: at most " + most + ")");
                }
            }
        });
    }

    /**
     * Whether no send is under way on the producer's machine, where some share what they hold. Nobody sees those of messages
     * about messages.
     */
    private boolean isIdle(String group) {
        String host = hostOf(group);
        for (Party party : watch().parties()) {
            if (party.host.equals(host) && party.first.trace()) {
                return false;
            }
        }
        for (SeenSend send : watch().sends()) {
            if (!send.ended && send.party.host.equals(host)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasTransactions(String group) {
        String host = hostOf(group);
        for (SeenCall call : watch().calls()) {
            if (call.invocation.kind() == SendKind.TRANSACTION && call.party.host.equals(host)) {
                return true;
            }
        }
        return false;
    }

    private String hostOf(String group) {
        for (Party party : watch().parties()) {
            if (party.group.equals(group)) {
                return party.host;
            }
        }
        return "";
    }
}

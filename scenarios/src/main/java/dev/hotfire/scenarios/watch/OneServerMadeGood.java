// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import java.time.Duration;

/**
 * L7: one server that is down, slow or out of reach is made good by the others, while it is: name servers stand in for each
 * other, and so do brokers, for whoever may choose among them and has attempts and time left. Only in runs in which nothing
 * else ever went wrong.
 */
final class OneServerMadeGood extends Watcher {
    /** A name server that says nothing is waited for alone for 200 ms; then the next one is asked, and the send goes. */
    private static final Duration TIME_TO_ASK = Duration.ofMillis(800);

    OneServerMadeGood() {
        super("L7", "one server that fails is made good by others");
    }

    @Override
    void onTold(SeenCall call) {
        if (call.terminal == null || call.terminal.told().isAcknowledged() || !isToBeStored(call)) {
            return;
        }
        String server = watch().onlyServerUnwell();
        if (server == null || call.party.isClosing(call.terminal.atNanos())) {
            return;
        }
        boolean others = watch().isBroker(server)
                ? watch().brokerCount() > 1 && mayGoElsewhere(call)
                : watch().nameServerCount() > 1 && call.config.sendTimeout().compareTo(TIME_TO_ASK) >= 0;
        if (others) {
            violated("send " + call.invocation.sendId() + ": failed because of " + server + " alone: "
                    + call.terminal.failure());
        }
    }

    private static boolean isToBeStored(SeenCall call) {
        SendKind kind = call.invocation.kind();
        boolean ownFault = call.failure == null
                || call.failure instanceof TooManyInFlightException
                || call.failure instanceof ProducerClosedException
                || call.failure instanceof QueueSelectionException;
        return !ownFault && !call.party.isHurried() && kind != SendKind.ONEWAY && kind != SendKind.REQUEST;
    }

    /** With the official client's decisions, and where retries have a budget, a second attempt is not for sure. */
    private boolean mayGoElsewhere(SeenCall call) {
        RouteBook.Page page = watch().page(call.party.host, watch().wire(call.invocation.topic()));
        // Queues that are numbered across brokers are all of one broker, as it were.
        boolean numbered = call.failure != null
                && call.failure.attempts().stream()
                        .anyMatch(attempt -> attempt.queue().brokerName().equals(Place.LOGICAL_BROKER));
        // The first attempt may be given all the time there is.
        Duration most = call.config.attemptTimeout();
        return !call.isBound()
                && !numbered
                && (most == null || most.multipliedBy(2).compareTo(call.config.sendTimeout()) <= 0)
                && call.config.asyncRetries() > 0
                && call.config.retries() > 0
                && call.config.profile() == Profile.DEFAULT
                && call.config.isolation() != Isolation.ADAPTIVE
                && call.config.batching() == null
                && page != null
                && page.always().size() > 1;
    }
}

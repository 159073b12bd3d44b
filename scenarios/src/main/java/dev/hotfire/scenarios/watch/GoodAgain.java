// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;

/** L1: once all faults are over, and producers had the time to notice, every new send is stored. */
final class GoodAgain extends Watcher {
    GoodAgain() {
        super("L1", "after the faults every send is stored");
    }

    @Override
    void atEnd(Watch watch) {
        for (SeenCall call : watch.calls()) {
            Invocation invocation = call.invocation;
            Terminal terminal = call.terminal;
            if (invocation.atNanos() <= watch.settledAt(call.party) || terminal == null) {
                continue;
            }
            boolean ownFault = call.failure instanceof TooManyInFlightException
                    || call.failure instanceof ProducerClosedException
                    || call.failure instanceof QueueSelectionException
                    || isGone(call)
                    || (call.failure == null && terminal.failure() != null);
            boolean stored = terminal.told().isAcknowledged()
                    || (invocation.kind() == SendKind.ONEWAY && terminal.told() == TerminalClass.INFO)
                    || invocation.kind() == SendKind.REQUEST;
            if (!ownFault && !call.party.isHurried() && !stored && !call.party.isClosing(terminal.atNanos())) {
                violated("send " + invocation.sendId() + ", called " + (invocation.atNanos() - watch.healedAt())
                        + " ns after the last fault: " + terminal.failure());
            }
        }
    }

    /** Whether it failed because its caller chose a queue that is not there any more. */
    private boolean isGone(SeenCall call) {
        MessageQueue queue = call.chosen;
        if (queue == null || !(call.failure instanceof NoRouteException)) {
            return false;
        }
        RouteBook.Page page = watch().page(call.party.host, watch().wire(call.invocation.topic()));
        return page != null && !page.hasQueue(queue.brokerName(), queue.queueId());
    }
}

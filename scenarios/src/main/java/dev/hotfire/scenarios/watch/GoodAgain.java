// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

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
}

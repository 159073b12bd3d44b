// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.SendKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * X4: one-way sends leave. What is in doubt is each by itself; that none of many arrives, while others of its producer do,
 * is no accident.
 */
final class OnewayLeaves extends Watcher {
    private static final int MANY = 10;

    private final Map<Party, int[]> counts = new LinkedHashMap<>();

    OnewayLeaves() {
        super("X4", "one-way sends leave");
    }

    @Override
    void atEnd(Watch watch) {
        for (SeenCall call : watch.calls()) {
            if (call.invocation.kind() == SendKind.ONEWAY) {
                int[] count = counts.computeIfAbsent(call.party, p -> new int[2]);
                if (call.terminal != null && call.failure == null && call.terminal.failure() == null) {
                    count[0]++;
                }
            }
        }
        for (SeenSend send : watch.sends()) {
            SeenCall call = send.call;
            int[] count = counts.get(send.party);
            if (count != null && send.firstFrame != null && call != null && call.invocation.kind() == SendKind.ONEWAY) {
                count[1]++;
            }
        }
        counts.forEach((party, count) -> {
            if (count[0] >= MANY && count[1] == 0) {
                violated(party.group + ": of " + count[0] + " one-way sends that were handed to the network none came");
            }
        });
    }
}

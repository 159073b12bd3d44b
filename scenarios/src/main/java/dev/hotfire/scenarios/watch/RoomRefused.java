// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.scenarios.history.SendKind;
import java.util.HashMap;
import java.util.Map;

/** I18, what is in flight: nobody is refused for lack of room while there is some, and there is never more than allowed. */
final class RoomRefused extends Watcher {
    private final Map<Party, Integer> started = new HashMap<>();

    RoomRefused() {
        super("I18-room", "places in flight come back");
    }

    @Override
    void onSendStarted(SeenSend send) {
        int now = started.merge(send.party, 1, Integer::sum);
        send.party.now();
        if (now > send.party.mostAllowed && !send.isBatch() && !send.party.again) {
            violated(send + ": is number " + now + " in flight (expected: at most " + send.party.mostAllowed + ")");
        }
    }

    @Override
    void onSendEnded(SeenSend send) {
        started.merge(send.party, -1, Integer::sum);
    }

    @Override
    void onTold(SeenCall call) {
        if (!(call.failure instanceof TooManyInFlightException)) {
            return;
        }
        SendKind kind = call.invocation.kind();
        call.party.now();
        // Limits that change count from the call on, and for what waits at once.
        boolean exact = !call.party.reconfigured
                && kind == SendKind.PLAIN
                && call.config.batching() == null
                && call.party.simple;
        boolean bytesFit = call.openBytesBefore + call.invocation.bodyBytes() <= call.config.maxInFlightBytes();
        if (exact && bytesFit && call.openBefore < call.config.maxInFlight()) {
            violated("send " + call.invocation.sendId() + ": refused for lack of room with " + call.openBefore
                    + " open (expected: only from " + call.config.maxInFlight() + " on)");
        }
    }
}

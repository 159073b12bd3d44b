// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.scenarios.history.SendKind;
import java.util.HashMap;
import java.util.Map;

/** I18, what is in flight: nobody is refused for lack of room while there is some, and there is never more than allowed. */
final class RoomRefused extends Watcher {
    private final Map<Party, Integer> started = new HashMap<>();

    /** The limit of a producer, and since when it was seen. */
    private record Limit(int sends, long since) {}

    private final Map<Party, Limit> limits = new HashMap<>();

    /** The sends of plain messages that are in flight for all that servers know, and the bytes of their bodies. */
    private static final class Taken {
        private int sends;
        private long bytes;

        void add(SeenSend send, int itsBytes) {
            remove(send);
            send.takenBytes = itsBytes;
            sends++;
            bytes += itsBytes;
        }

        void remove(SeenSend send) {
            if (send.takenBytes >= 0) {
                sends--;
                bytes -= send.takenBytes;
                send.takenBytes = -1;
            }
        }
    }

    private final Map<Party, Taken> taken = new HashMap<>();

    RoomRefused() {
        super("I18-room", "places in flight come back");
    }

    @Override
    void onSendStarted(SeenSend send) {
        int now = started.merge(send.party, 1, Integer::sum);
        int most = send.party.now().maxInFlight();
        Limit limit = limits.get(send.party);
        if (limit == null || limit.sends != most) {
            limit = new Limit(most, watch().now());
            limits.put(send.party, limit);
        }
        if (now > most && send.startedAt > limit.since && !send.isBatch() && !send.party.again) {
            violated(send + ": is number " + now + " in flight (expected: at most " + most + " since it was called)");
        }
        if (now > send.party.mostAllowed && !send.isBatch() && !send.party.again) {
            violated(send + ": is number " + now + " in flight (expected: at most " + send.party.mostAllowed + ")");
        }
    }

    @Override
    void onSendEnded(SeenSend send) {
        started.merge(send.party, -1, Integer::sum);
        Taken all = taken.get(send.party);
        if (all != null) {
            all.remove(send);
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenSend send = frame.send();
        SeenCall call = send == null ? null : send.call;
        if (send == null || call == null || send.ended || send.isBatch() || send.party.again) {
            return;
        }
        ProducerConfig config = send.party.now();
        int bytes = call.invocation.bodyBytes();
        // What is compressed takes less room; nobody knows how much.
        if (send.party.reconfigured
                || call.invocation.kind() != SendKind.PLAIN
                || bytes >= config.compressOverBytes()) {
            return;
        }
        Taken all = taken.computeIfAbsent(send.party, party -> new Taken());
        all.add(send, bytes);
        if (all.sends > 1 && all.bytes > config.maxInFlightBytes()) {
            violated(send + ": makes it " + all.bytes + " bytes in flight (expected: at most "
                    + config.maxInFlightBytes() + ")");
        }
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
        // Whatever its size, who is alone is let in: nobody's end would ever make room for it.
        boolean bytesFit = call.openBefore == 0
                || call.openBytesBefore + call.invocation.bodyBytes() <= call.config.maxInFlightBytes();
        if (exact && bytesFit && call.openBefore < call.config.maxInFlight()) {
            violated("send " + call.invocation.sendId() + ": refused for lack of room with " + call.openBefore
                    + " open (expected: only from " + call.config.maxInFlight() + " on)");
        }
    }
}

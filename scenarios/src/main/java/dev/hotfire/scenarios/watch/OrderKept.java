// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.HashMap;
import java.util.Map;

/**
 * X9: sends go out in the order of their calls: the producer's loop takes them in that order, and on one connection
 * attempts leave in the order in which they began.
 */
final class OrderKept extends Watcher {
    private final Map<Party, Long> lastStart = new HashMap<>();
    private final Map<Party, String> lastId = new HashMap<>();

    OrderKept() {
        super("X9", "sends go out in the order of their calls");
    }

    @Override
    void onSendStarted(SeenSend send) {
        Party party = send.party;
        if (send.isBatch() || party.now().batching() != null || party.first.batching() != null) {
            return;
        }
        Long last = lastStart.put(party, send.startedAt);
        if (last != null && last > send.startedAt) {
            violated(send + ": was called " + (last - send.startedAt) + " ns before one that went first");
        }
        // Within one instant unique ids tell, which count up.
        String before = lastId.put(party, send.messageId);
        if (last != null && last == send.startedAt && before != null && isCountedDown(before, send.messageId)) {
            violated(send + ": was called before " + before + ", which went first");
        }
    }

    /** Whether two ids that differ in their counter alone are in the wrong order. */
    private static boolean isCountedDown(String first, String second) {
        int counter = 4;
        if (first.length() != second.length() || first.length() <= counter) {
            return false;
        }
        int at = first.length() - counter;
        return first.regionMatches(0, second, 0, at)
                && Integer.parseInt(first.substring(at), 16) > Integer.parseInt(second.substring(at), 16);
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        if (attempt != null
                && frame.party() != null
                && attempt.frames == 0
                && attempt.isAloneThere()
                && attempt.sequence < frame.link().lastSequence) {
            violated(frame.describe() + ": began before one that was read first here");
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.heartbeat.MalformedHeartbeatException;

/** X8: brokers hear who is there: heartbeats name all groups of their machine, on every connection. */
final class GroupsNamed extends Watcher {
    /** A connection that is so old and carries sends has had a heartbeat. */
    private static final long OLD = 2_000_000_000L;

    GroupsNamed() {
        super("X8", "heartbeats name all groups");
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() != RequestCode.HEART_BEAT) {
            return;
        }
        HeartbeatData heartbeat;
        try {
            heartbeat = HeartbeatData.decode(request.frame().body());
        } catch (MalformedHeartbeatException e) {
            violated(request.describe() + ": makes no sense: " + e.getMessage());
            return;
        }
        for (Party party : watch().parties()) {
            // The heartbeat is younger than the attempts that came before it on the same connection.
            if (watch().isOf(party, request.host(), heartbeat.producerGroups())
                    && party.joinedAt < request.link().lastStart
                    && !party.isClosing(request.now())
                    && !heartbeat.producerGroups().contains(watch().wire(party.group))) {
                violated(request.describe() + ": does not name " + party.group + ", but " + heartbeat.producerGroups());
            }
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        Link link = frame.link();
        if (frame.party() != null
                && link.heartbeats == 0
                && link.sends > 0
                && link.firstAt > watch().settledAt()
                && frame.now() - link.firstAt > OLD) {
            violated(frame.describe() + ": no heartbeat came before");
            // Once for each connection.
            link.heartbeats = 1;
        }
    }
}

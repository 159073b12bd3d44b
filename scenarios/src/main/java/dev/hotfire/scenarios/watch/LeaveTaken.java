// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.header.UnregisterClientHeader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** X7: a producer that closes tells the brokers that it is connected to. */
final class LeaveTaken extends Watcher {
    private static final long LATELY = 1_000_000_000L;

    private final Map<String, Set<String>> goodbyes = new HashMap<>();
    private final Map<Party, Set<String>> known = new HashMap<>();

    LeaveTaken() {
        super("X7", "producers take their leave");
    }

    @Override
    void onClosing(Party party, long now) {
        // One in a hurry gives connections up that work, and those who share them are not connected then either.
        boolean hurried =
                watch().parties().stream().anyMatch(other -> other.host.equals(party.host) && other.isHurried());
        // One whose connections are closed as soon as they are idle may have none.
        long idleNanos = party.now().idleTimeout().toNanos();
        boolean unconnected = idleNanos > 0 && idleNanos < 2 * LATELY;
        if (!party.finalClose || hurried || unconnected || isOneOfSeveral() || now < watch().settledAt()) {
            return;
        }
        Set<String> servers = new HashSet<>();
        for (Link link : watch().links()) {
            if (link.host.equals(party.host)
                    && link.sends > 0
                    && link.heartbeats > 0
                    && now - link.lastAt < LATELY
                    && watch().isRunning(link.server)) {
                servers.add(link.server);
            }
        }
        known.put(party, servers);
    }

    /** Over TCP all have one host: nobody can say whose connection it is, if there are several runtimes. */
    private boolean isOneOfSeveral() {
        return !watch().hasVirtualTime()
                && watch().parties().stream()
                                .map(party -> party.runtime)
                                .distinct()
                                .count()
                        > 1;
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (request.frame().code() == RequestCode.UNREGISTER_CLIENT) {
            try {
                String group = UnregisterClientHeader.from(request.frame()).producerGroup();
                goodbyes.computeIfAbsent(String.valueOf(group), g -> new HashSet<>())
                        .add(request.server());
            } catch (MalformedHeaderException e) {
                violated(request.describe() + ": makes no sense: " + e.getMessage());
            }
        }
    }

    @Override
    void atEnd(Watch watch) {
        known.forEach((party, servers) -> {
            for (String server : servers) {
                if (!goodbyes.getOrDefault(watch.wire(party.group), Set.of()).contains(server)) {
                    violated(party.group + ": " + server + " heard no word of its leaving");
                }
            }
        });
    }
}

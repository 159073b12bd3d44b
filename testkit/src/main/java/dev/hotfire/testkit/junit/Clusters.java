// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.FakeCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clusters of one test, or those that the tests of one class share. For one thread at a time. */
final class Clusters {
    private final @Nullable Clusters shared;
    private final Map<String, Running> byPlace = new LinkedHashMap<>();

    /** Rules for a main cluster that is still to come. */
    private final List<FaultRule> pending = new ArrayList<>();

    private record Running(FakeCluster cluster, boolean requireFired) {}

    /** @param shared those of the class, null if there are none */
    Clusters(@Nullable Clusters shared) {
        this.shared = shared;
    }

    /** The cluster for a place in a test, made when it is first asked for. */
    FakeCluster at(String place, FakeRocketMQ settings) {
        Running running = byPlace.get(place);
        if (running == null) {
            running = new Running(Settings.start(settings), settings.requireFired());
            byPlace.put(place, running);
            pending.forEach(running.cluster.rules()::add);
            pending.clear();
        }
        return running.cluster;
    }

    /** The first of the test, else the first of its class, null if there is none yet. */
    @Nullable
    FakeCluster main() {
        for (Running running : byPlace.values()) {
            return running.cluster;
        }
        return shared == null ? null : shared.main();
    }

    /** Arms a rule in the main cluster, now or when there is one. */
    void arm(FaultRule rule) {
        FakeCluster main = main();
        if (main == null) {
            pending.add(rule);
        } else {
            main.rules().add(rule);
        }
    }

    /** Clears the rules and journals of the shared ones. */
    void clearShared() {
        if (shared != null) {
            shared.clear();
            shared.clearShared();
        }
    }

    private void clear() {
        for (Running running : byPlace.values()) {
            running.cluster.rules().clear();
            running.cluster.journal().clear();
        }
    }

    /** What is to be said against this test: faults that never fired, of its own clusters and of shared ones. */
    List<AssertionError> complaints() {
        List<AssertionError> all = shared == null ? new ArrayList<>() : shared.complaints();
        for (FaultRule rule : pending) {
            all.add(new AssertionError("a fault was to be armed, and there was no cluster: " + rule));
        }
        for (Running running : byPlace.values()) {
            if (running.requireFired) {
                try {
                    running.cluster.verifyAllFired();
                } catch (AssertionError e) {
                    all.add(e);
                }
            }
        }
        return all;
    }

    /** Ends its own clusters. */
    void close() {
        byPlace.values().forEach(running -> running.cluster.close());
        byPlace.clear();
    }
}

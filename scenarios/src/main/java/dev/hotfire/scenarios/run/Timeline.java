// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.scenarios.language.Action;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.testkit.FakeCluster;

/** Does to a cluster what the timeline says. Confined to the driver's loop; never waits. */
final class Timeline {
    private final FakeCluster cluster;

    Timeline(FakeCluster cluster) {
        this.cluster = cluster;
    }

    void perform(Action action) {
        if (action instanceof Action.Crash crash) {
            node(crash.node()).server().crashAsync();
        } else if (action instanceof Action.PowerOff powerOff) {
            node(powerOff.node()).powerOff();
        } else if (action instanceof Action.Shutdown shutdown) {
            node(shutdown.node()).shutdownGracefullyAsync(FakeServer.DEFAULT_DRAIN);
        } else if (action instanceof Action.Restart restart) {
            node(restart.node()).restartAsync();
        } else if (action instanceof Action.Pause pause) {
            node(pause.node()).pause();
        } else if (action instanceof Action.Resume resume) {
            node(resume.node()).resume();
        } else if (action instanceof Action.Unlist unlist) {
            cluster.unlist(unlist.broker());
        } else if (action instanceof Action.Relist relist) {
            cluster.relist(relist.broker());
        } else if (action instanceof Action.Link link) {
            node(link.node()).linkConditions(link.conditions());
        } else if (action instanceof Action.Rule rule) {
            cluster.rules().add(rule.rule());
        } else {
            throw new AssertionError("no such action: " + action);
        }
    }

    private FakeNode node(String name) {
        if (name.startsWith(ClusterSpec.NAME_SERVER_PREFIX)) {
            int number = Integer.parseInt(name.substring(ClusterSpec.NAME_SERVER_PREFIX.length()));
            return cluster.nameServer(number - 1);
        }
        return cluster.broker(name);
    }
}

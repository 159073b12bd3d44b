// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.scenarios.language.Action;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.TimedAction;
import dev.hotfire.testkit.FakeCluster;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does to a cluster what the timeline says. Confined to the driver's loop; never waits. */
final class Timeline {
    private final FakeCluster cluster;

    /** By place in the scenario: the same rule may stand there twice. */
    private final IdentityHashMap<TimedAction, FaultRules.ArmedRule> armed = new IdentityHashMap<>();

    Timeline(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** How often each rule of a scenario has acted up to now, in the order of its timeline. */
    List<RuleUse> rules(Scenario scenario) {
        List<RuleUse> uses = new ArrayList<>();
        for (TimedAction timed : scenario.timeline()) {
            if (timed.action() instanceof Action.Rule rule) {
                FaultRules.@Nullable ArmedRule itself = armed.get(timed);
                uses.add(new RuleUse(
                        timed.at(),
                        rule.toString(),
                        itself == null ? 0 : itself.firings(),
                        rule.rule().isOptional()));
            }
        }
        return uses;
    }

    void perform(TimedAction timed) {
        Action action = timed.action();
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
            armed.put(timed, cluster.rules().add(rule.rule()));
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

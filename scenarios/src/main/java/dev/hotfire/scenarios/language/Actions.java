// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.testkit.rule.RuleText;

/** What happens at a moment of a scenario in Java, by the words of files; made to be imported statically. */
public final class Actions {
    private Actions() {}

    /** The process dies: connections are reset, nobody listens. */
    public static Action crash(String node) {
        return new Action.Crash(node);
    }

    /** The machine vanishes without a word. */
    public static Action powerOff(String node) {
        return new Action.PowerOff(node);
    }

    /** The process takes its leave: clients are told to go away. */
    public static Action shutdown(String node) {
        return new Action.Shutdown(node);
    }

    /** The process is there again, at its old address, with its old log. */
    public static Action restart(String node) {
        return new Action.Restart(node);
    }

    /** The process stands still. */
    public static Action pause(String node) {
        return new Action.Pause(node);
    }

    /** The process goes on, first with what waited. */
    public static Action resume(String node) {
        return new Action.Resume(node);
    }

    /** Name servers stop to list the broker. */
    public static Action unlist(String broker) {
        return new Action.Unlist(broker);
    }

    /** Name servers list the broker again. */
    public static Action relist(String broker) {
        return new Action.Relist(broker);
    }

    /** Links to a node change, those that exist and those to come. */
    public static Action link(String node, LinkConditions conditions) {
        return new Action.Link(node, conditions);
    }

    /**
     * From here on some requests are not simply served.
     *
     * @param rule one that consists of data only: code has no place in a file
     */
    public static Action rule(FaultRule rule) {
        return new Action.Rule(rule);
    }

    /**
     * From here on some requests are not simply served.
     *
     * @param rule as files have it: {@code "{server: broker-c, first: 3, fault: store-then-silent}"}
     * @throws dev.hotfire.testkit.rule.RuleException if it is none
     */
    public static Action rule(String rule) {
        return rule(RuleText.parse(rule));
    }
}

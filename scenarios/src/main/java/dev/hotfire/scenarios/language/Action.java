// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.LinkConditions;

/** What happens at a moment of the timeline. The text form is what reports and traces show. */
public sealed interface Action {
    /** The process dies: connections are reset, nobody listens (B05, kill -9). */
    record Crash(String node) implements Action {
        @Override
        public String toString() {
            return "crash " + node;
        }
    }

    /** The machine vanishes without a word (B05, power off). */
    record PowerOff(String node) implements Action {
        @Override
        public String toString() {
            return "power-off " + node;
        }
    }

    /** The process takes its leave: clients are told to go away (B05, graceful). */
    record Shutdown(String node) implements Action {
        @Override
        public String toString() {
            return "shutdown " + node;
        }
    }

    /** The process is there again, at its old address, with its old log (B07). */
    record Restart(String node) implements Action {
        @Override
        public String toString() {
            return "restart " + node;
        }
    }

    /** The process stands still (B06). */
    record Pause(String node) implements Action {
        @Override
        public String toString() {
            return "pause " + node;
        }
    }

    /** The process goes on, first with what waited. */
    record Resume(String node) implements Action {
        @Override
        public String toString() {
            return "resume " + node;
        }
    }

    /** Name servers stop to list the broker (N02). */
    record Unlist(String broker) implements Action {
        @Override
        public String toString() {
            return "unlist " + broker;
        }
    }

    /** Name servers list the broker again. */
    record Relist(String broker) implements Action {
        @Override
        public String toString() {
            return "relist " + broker;
        }
    }

    /** Links to a node change, those that exist and those to come (T08 to T13, B12). */
    record Link(String node, LinkConditions conditions) implements Action {
        public Link {
            requireNonNull(conditions, "conditions");
        }

        @Override
        public String toString() {
            return "link " + node + " "
                    + (conditions.equals(LinkConditions.CLEAR)
                            ? "clear"
                            : ScenarioWriter.flow(ScenarioWriter.conditions(conditions)));
        }
    }

    /** From here on some requests are not simply served. */
    record Rule(FaultRule rule) implements Action {
        public Rule {
            requireNonNull(rule, "rule");
        }

        @Override
        public String toString() {
            String name = rule.givenName();
            return (name == null ? "" : name + ": ") + rule.description();
        }
    }
}

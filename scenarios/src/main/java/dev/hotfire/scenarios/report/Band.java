// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.language.Action;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.TimedAction;
import dev.hotfire.scenarios.run.RuleUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A while in which something was wrong.
 *
 * @param what  what, in a few words
 * @param from  when it began
 * @param until when it was over, at the latest at the end of the run
 */
record Band(String what, Duration from, Duration until) {

    /**
     * Everything that a scenario lets go wrong.
     *
     * @param rules what became of its rules: one that never fired let nothing go wrong; if empty, all are taken to have fired
     */
    static List<Band> of(Scenario scenario, List<RuleUse> rules) {
        Iterator<RuleUse> use = rules.iterator();
        Duration end = scenario.length();
        List<Band> bands = new ArrayList<>();
        for (Fault fault : scenario.faults()) {
            Duration until =
                    scenario.heal().map(heal -> min(heal, fault.until())).orElse(fault.until());
            bands.add(new Band(fault + ", " + fault.id().title(), fault.at(), min(until, end)));
        }
        Map<String, TimedAction> open = new LinkedHashMap<>();
        for (TimedAction timed : scenario.timeline()) {
            if (timed.action() instanceof Action.Rule rule) {
                if (!use.hasNext() || use.next().fired() > 0) {
                    bands.add(of(rule, timed.at(), end));
                }
                continue;
            }
            String key = key(timed.action());
            TimedAction before = open.remove(key);
            if (before != null) {
                bands.add(new Band(before.action().toString(), before.at(), timed.at()));
            }
            if (begins(timed.action())) {
                open.put(key, timed);
            }
        }
        open.values().forEach(timed -> bands.add(new Band(timed.action().toString(), timed.at(), end)));
        bands.sort((a, b) -> a.from().compareTo(b.from()));
        return bands;
    }

    /** A rule's own window is counted from when it is added. */
    private static Band of(Action.Rule rule, Duration at, Duration end) {
        Duration until = rule.rule().until();
        return new Band(
                rule.toString(), min(at.plus(rule.rule().from()), end), until == null ? end : min(at.plus(until), end));
    }

    /** Actions with the same key end each other. */
    private static String key(Action action) {
        String text = action.toString();
        String node = text.substring(text.indexOf(' ') + 1);
        if (action instanceof Action.Link link) {
            return "link " + link.node();
        }
        if (action instanceof Action.Pause || action instanceof Action.Resume) {
            return "pause " + node;
        }
        return (action instanceof Action.Unlist || action instanceof Action.Relist ? "list " : "process ") + node;
    }

    private static boolean begins(Action action) {
        return !(action instanceof Action.Restart
                || action instanceof Action.Resume
                || action instanceof Action.Relist
                || (action instanceof Action.Link link && link.conditions().equals(LinkConditions.CLEAR)));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

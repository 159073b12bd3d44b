// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a rule does to which requests, the same everywhere: in reports, in journals, and on pages. */
final class RuleWords {
    /** Actions without a parameter. */
    private static final Map<Class<? extends FaultAction>, String> ACTIONS = Map.ofEntries(
            Map.entry(FaultAction.Silent.class, "no answer, nothing stored"),
            Map.entry(FaultAction.CloseBefore.class, "connection closed, nothing stored"),
            Map.entry(FaultAction.ResetBefore.class, "connection reset, nothing stored"),
            Map.entry(FaultAction.HalfCloseBefore.class, "connection half closed, nothing stored"),
            Map.entry(FaultAction.BlackholeBefore.class, "connection swallows everything, nothing stored"),
            Map.entry(FaultAction.CrashBefore.class, "server crashes, nothing stored"),
            Map.entry(FaultAction.StoreThenSilent.class, "stored, no answer"),
            Map.entry(FaultAction.StoreThenClose.class, "stored, connection closed"),
            Map.entry(FaultAction.StoreThenReset.class, "stored, connection reset"),
            Map.entry(FaultAction.StoreThenHalfClose.class, "stored, connection half closed"),
            Map.entry(FaultAction.StoreThenBlackhole.class, "stored, connection swallows everything after it"),
            Map.entry(FaultAction.StoreThenCrash.class, "stored, server crashes"),
            Map.entry(FaultAction.AnswerTwice.class, "answered twice"),
            Map.entry(FaultAction.WrongOpaque.class, "answered under an unknown number"),
            Map.entry(FaultAction.SwapOpaques.class, "answered under the number of another"),
            Map.entry(FaultAction.AnswerElsewhere.class, "answered over another connection"),
            Map.entry(FaultAction.Park.class, "held back until somebody decides"),
            Map.entry(FaultAction.StoreThenPark.class, "stored, the answer held back until somebody decides"),
            Map.entry(FaultAction.Serve.class, "served as usual"),
            Map.entry(FaultAction.PassOn.class, "left to other rules"),
            Map.entry(FaultAction.Control.class, "what code decides"),
            Map.entry(FaultAction.Alter.class, "the answer changed by code"),
            Map.entry(FaultAction.AnswerWith.class, "answered by code, nothing stored"),
            Map.entry(FaultAction.Rewrite.class, "changed by code, then served"));

    private RuleWords() {}

    /** {@code the first 3 sends at broker-b, topic orders: stored, no answer}. */
    static String of(FaultRule rule) {
        StringBuilder text =
                new StringBuilder(which(rule.trigger(), rule.pattern().codes()));
        for (Criterion criterion : rule.pattern().criteria()) {
            text.append(criterion.field().equals("server") ? " at " + criterion.wanted() : "");
        }
        for (Criterion criterion : rule.pattern().criteria()) {
            text.append(criterion.field().equals("server") ? "" : ", " + criterion);
        }
        if (!rule.from().isZero()) {
            text.append(", after ").append(time(rule.from().toNanos()));
        }
        Duration until = rule.until();
        if (until != null) {
            text.append(", for ").append(time(until.minus(rule.from()).toNanos()));
        }
        if (rule.priority() != 0) {
            text.append(", priority ").append(rule.priority());
        }
        return text.append(": ").append(action(rule.action())).toString();
    }

    private static String which(Trigger trigger, Set<Integer> codes) {
        if (trigger instanceof Trigger.First first && first.n() == 1) {
            return "the first of all " + kinds(codes);
        }
        boolean counted = trigger instanceof Trigger.Always
                || trigger instanceof Trigger.First
                || trigger instanceof Trigger.Every;
        return trigger + (counted ? " " : " of ") + kinds(codes);
    }

    private static String kinds(Set<Integer> codes) {
        if (codes.isEmpty()) {
            return "requests";
        } else if (codes.equals(RequestPattern.SEND_CODES)) {
            return "sends";
        } else if (codes.equals(RequestPattern.PULL_CODES)) {
            return "pulls";
        } else if (codes.equals(Set.of(RequestCode.HEART_BEAT))) {
            return "heartbeats";
        } else if (codes.equals(Set.of(RequestCode.GET_ROUTEINFO_BY_TOPIC))) {
            return "route look-ups";
        }
        return codes.stream()
                .map(code -> RequestCode.nameOf(code).toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String action(FaultAction action) {
        String words = ACTIONS.get(action.getClass());
        if (words != null) {
            return words;
        } else if (action instanceof FaultAction.Answer answer) {
            return "refused with a code, nothing stored (" + ResponseCode.nameOf(answer.code()) + ")";
        } else if (action instanceof FaultAction.StoreThenAnswer answer) {
            return "stored, but refused with a code (" + ResponseCode.nameOf(answer.code()) + ")";
        } else if (action instanceof FaultAction.Delay delay) {
            return "stored late, answered late (" + latency(delay.latency()) + ")";
        } else if (action instanceof FaultAction.StoreThenDelay delay) {
            return "stored at once, answered late (" + latency(delay.latency()) + ")";
        } else if (action instanceof FaultAction.CloseThenStore then) {
            return "connection closed, stored after that (" + latency(then.after()) + ")";
        } else if (action instanceof FaultAction.ResetThenStore then) {
            return "connection reset, stored after that (" + latency(then.after()) + ")";
        } else if (action instanceof FaultAction.Malform malform) {
            return "answered with a malformed success ("
                    + malform.malformation().word() + ")";
        } else if (action instanceof FaultAction.Damage damage) {
            return "answered in damaged bytes (" + damage.damage().word() + ")";
        } else if (action instanceof FaultAction.Dribble dribble) {
            return "answered slowly (bytes at a time: " + dribble.bytes() + ", each "
                    + time(dribble.every().toNanos()) + ")";
        }
        throw new AssertionError("no words for " + action);
    }

    private static String latency(Latency latency) {
        if (latency instanceof Latency.Constant constant) {
            return time(constant.nanos());
        } else if (latency instanceof Latency.Uniform uniform) {
            return time(uniform.minNanos()) + " to " + time(uniform.maxNanos());
        } else if (latency instanceof Latency.LogNormal logNormal) {
            return "half of them more than " + time(logNormal.medianNanos());
        }
        return time(0);
    }

    /** A time in the largest unit that it is a whole number of. */
    static String time(long nanos) {
        if (nanos % 1_000_000_000 == 0) {
            return nanos / 1_000_000_000 + " s";
        } else if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + " ms";
        }
        return nanos % 1_000 == 0 ? nanos / 1_000 + " us" : nanos + " ns";
    }

    /** A probability, 0 to 1. */
    static String percent(double probability) {
        // Through a float, because 100 * 0.07 is not 7.
        String number = Float.toString((float) (100 * probability));
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number) + " %";
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.points;

import static java.util.Objects.requireNonNull;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.SendKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;

/**
 * The points that a run came by, of all that there are: each fault with a send in each phase, each answer to each kind of
 * send, so many brokers avoided of so many, and each {@link Moment}. Not safe for use by several threads.
 */
public final class Points {
    /** The answers that brokers are made to give, and the one that they give by themselves. */
    private static final List<Integer> CODES = List.of(
            0,
            1,
            2,
            3,
            4,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            26,
            29,
            204,
            205,
            215,
            501,
            1500,
            2001,
            -7,
            Integer.MAX_VALUE);

    /** One-way sends are not answered. */
    private static final List<SendKind> ANSWERED = Arrays.stream(SendKind.values())
            .filter(kind -> kind != SendKind.ONEWAY)
            .toList();

    private static final int MOST_BROKERS = 4;

    private static final List<String> NAMES = names();

    /** How many of each fault are active now. */
    private final EnumMap<FaultId, Integer> active = new EnumMap<>(FaultId.class);

    private final EnumSet<FaultId> wrongNow = EnumSet.noneOf(FaultId.class);
    private final EnumMap<Phase, EnumSet<FaultId>> phases = new EnumMap<>(Phase.class);
    private final EnumMap<SendKind, BitSet> codes = new EnumMap<>(SendKind.class);
    private final BitSet isolated = new BitSet();
    private final EnumSet<Moment> moments = EnumSet.noneOf(Moment.class);

    /** None yet. */
    public Points() {
        for (Phase phase : Phase.values()) {
            phases.put(phase, EnumSet.noneOf(FaultId.class));
        }
        for (SendKind kind : SendKind.values()) {
            codes.put(kind, new BitSet());
        }
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (FaultId id : FaultId.values()) {
            if (id.exclusion().isEmpty()) {
                for (Phase phase : Phase.values()) {
                    names.add(id.id() + " while " + phase.label());
                }
            }
        }
        for (SendKind kind : ANSWERED) {
            for (int code : CODES) {
                names.add("code " + code + " to " + kind);
            }
        }
        for (int all = 1; all <= MOST_BROKERS; all++) {
            for (int avoided = 1; avoided <= all; avoided++) {
                names.add(avoided + " of " + all + " brokers avoided");
            }
        }
        for (Moment moment : Moment.values()) {
            names.add(moment.label());
        }
        return List.copyOf(names);
    }

    /** The names of all points, in a fixed order. */
    public static List<String> all() {
        return NAMES;
    }

    // ---- what happens ----

    /** A fault begins. */
    public void begins(FaultId id) {
        active.merge(id, 1, Integer::sum);
        wrongNow.add(id);
    }

    /** A fault is over. */
    public void ends(FaultId id) {
        if (active.merge(id, -1, Integer::sum) == 0) {
            wrongNow.remove(id);
        }
    }

    /** A send is in this phase, with whatever is wrong now. */
    public void in(Phase phase) {
        requireNonNull(phases.get(phase)).addAll(wrongNow);
    }

    /** A broker answered; codes that no broker gives don't count. */
    public void answered(SendKind kind, int code) {
        int index = CODES.indexOf(code);
        if (index >= 0) {
            requireNonNull(codes.get(kind)).set(index);
        }
    }

    /** A producer avoids so many brokers of so many. */
    public void avoided(int brokers, int all) {
        if (brokers >= 1 && brokers <= all && all <= MOST_BROKERS) {
            isolated.set(all * (MOST_BROKERS + 1) + brokers);
        }
    }

    public void at(Moment moment) {
        moments.add(moment);
    }

    // ---- what came of it ----

    /** Which points were come by, as indices into {@link #all()}. */
    public BitSet seen() {
        BitSet seen = new BitSet(NAMES.size());
        int index = 0;
        for (FaultId id : FaultId.values()) {
            if (id.exclusion().isEmpty()) {
                for (EnumSet<FaultId> phase : phases.values()) {
                    seen.set(index++, phase.contains(id));
                }
            }
        }
        for (SendKind kind : ANSWERED) {
            for (int code = 0; code < CODES.size(); code++) {
                seen.set(index++, requireNonNull(codes.get(kind)).get(code));
            }
        }
        for (int all = 1; all <= MOST_BROKERS; all++) {
            for (int avoided = 1; avoided <= all; avoided++) {
                seen.set(index++, isolated.get(all * (MOST_BROKERS + 1) + avoided));
            }
        }
        for (Moment moment : Moment.values()) {
            seen.set(index++, moments.contains(moment));
        }
        return seen;
    }
}

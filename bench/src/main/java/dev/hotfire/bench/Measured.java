// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one contender did in one case: the median of its rounds, which a round that something else disturbed moves little, and
 * how far apart the middle half of them are.
 */
public final class Measured {
    private final Case which;
    private final String contender;
    private final List<Round> rounds;

    Measured(Case which, String contender, List<Round> rounds) {
        this.which = which;
        this.contender = contender;
        this.rounds = List.copyOf(rounds);
    }

    public Case which() {
        return which;
    }

    public String contender() {
        return contender;
    }

    /** How many rounds there were. */
    public int rounds() {
        return rounds.size();
    }

    /** Messages a second. */
    public double perSecond() {
        return median(Round::perSecond);
    }

    /** The CPU time of the client's process, in microseconds for each message. */
    public double cpuMicros() {
        return median(Round::cpuMicros);
    }

    /** The CPU time of the process that was sent to, in microseconds for each message; 0 where it is not known. */
    public double brokerCpuMicros() {
        return median(Round::brokerCpuMicros);
    }

    /** What the client's process allocates, in bytes for each message. */
    public double bytes() {
        return median(Round::bytesPerMessage);
    }

    /** Half of all sends took no longer, in microseconds. */
    public double p50Micros() {
        return median(round -> round.p50Nanos() / 1e3);
    }

    /** 99 % of all sends took no longer, in microseconds. */
    public double p99Micros() {
        return median(round -> round.p99Nanos() / 1e3);
    }

    /** Context switches of the client's process for each message. */
    public double switches() {
        return median(round -> (double) round.contextSwitches() / round.messages());
    }

    /** Of the client's process; of a second producer, how many it added. */
    public double threads() {
        return median(Round::threads);
    }

    /** How far apart the middle half of the rounds are in CPU time, as a part of the median. */
    public double spread() {
        List<Double> sorted = sorted(Round::cpuMicros);
        double quarter = sorted.get(sorted.size() / 4);
        double threeQuarters = sorted.get(sorted.size() - 1 - sorted.size() / 4);
        return (threeQuarters - quarter) / cpuMicros();
    }

    private double median(ToDoubleFunction<Round> of) {
        List<Double> sorted = sorted(of);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private List<Double> sorted(ToDoubleFunction<Round> of) {
        List<Double> values = new ArrayList<>();
        rounds.forEach(round -> values.add(of.applyAsDouble(round)));
        values.sort(null);
        return values;
    }
}

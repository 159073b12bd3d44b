// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came of one run. Unless said otherwise it is about sends that were due while the fault was there. Numbers that mean
 * nothing for a run are NaN; what never happened is positive infinity.
 *
 * @param offered         sends that were due
 * @param goodPercent     goodput. Open load: of these, how many were acknowledged within the time that counts as good. Blocking
 *     callers: how many such a second, of how many before the fault
 * @param okPercent       acknowledged at all
 * @param failPercent     ended with a definite no
 * @param unknownPercent  ended without anybody knowing, or never
 * @param p50Millis       from when a send was due to its end, whatever the end
 * @param p99Millis       likewise
 * @param p999Millis      likewise
 * @param healthyP99Millis likewise, before the fault
 * @param exposed         attempts on a broker while it was bad; where it is bad for some sends only, those that it was bad for
 * @param exposedBefore   those of them before the broker was isolated
 * @param isolateMillis   from the fault's begin to the last attempt before the broker lost three turns in a row and had less
 *     than a tenth of its fair share, or one attempt, for a while: 250 ms, or as long as four attempts on a broker took in the
 *     mean before the fault. Never where the producer did not say by the heal that it avoids the broker. The slowest of
 *     several brokers; NaN if the fault is shorter than the while
 * @param recoverMillis   from the heal to the begin of the first such while with 70 % of the fair share; 0 if it was never
 *     isolated, NaN if all is over sooner
 * @param isolations      how often a broker was isolated, in the whole run
 * @param falseIsolations those of a broker with which nothing is, or was for the last 3 s, wrong
 * @param amplification   1 and the attempts after a send's first for each send
 * @param duplicatePercent copies beyond the first for each send, in the whole run
 * @param unattributable  copies beyond the first of messages all of whose attempts had a known end
 * @param fairness        attempts on the most used broker, of the mean, before the fault
 * @param probePercent    attempts on bad brokers after they were isolated, of all
 * @param probesPerSecond requests to brokers that only ask whether they live, in the whole run
 * @param afterPercent    goodput of sends due 5 s or more after the heal
 */
public record Measures(
        long offered,
        double goodPercent,
        double okPercent,
        double failPercent,
        double unknownPercent,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        double healthyP99Millis,
        double exposed,
        double exposedBefore,
        double isolateMillis,
        double recoverMillis,
        double isolations,
        double falseIsolations,
        double amplification,
        double duplicatePercent,
        double unattributable,
        double fairness,
        double probePercent,
        double probesPerSecond,
        double afterPercent) {
    /** The least while for which a share is looked at. */
    private static final long LEAST_WINDOW_NANOS = 250_000_000;

    /** With fewer attempts to be expected in it, the while is longer. */
    private static final int LEAST_EXPECTED = 4;

    /** Who is isolated loses at least so many turns in a row. */
    private static final int LOST_TURNS = 3;

    private static final double ISOLATED_SHARE = 0.1;
    private static final double RECOVERED_SHARE = 0.7;
    private static final long RECOVERY_STEP_NANOS = 10_000_000;
    private static final long SETTLING_NANOS = 5_000_000_000L;

    /** Ten minutes: more than any send takes. */
    private static final long MAX_NANOS = 600_000_000_000L;

    /** @param goodNanos a send that takes longer is not good */
    static Measures of(Samples samples, Truth truth, Phases phases, boolean blocking, long goodNanos) {
        long begin = phases.beginNanos();
        long heal = phases.healNanos();
        Tally during = new Tally(samples, begin, heal, goodNanos);
        Tally before = new Tally(samples, 0, begin, goodNanos);
        Tally after =
                new Tally(samples, Math.min(heal + SETTLING_NANOS, phases.endNanos()), phases.endNanos(), goodNanos);
        double healthyPerSecond = before.good == 0 ? Double.NaN : before.good / seconds(begin);
        long gapNanos = gapNanos(samples, phases);
        long windowNanos = Math.max(LEAST_WINDOW_NANOS, LEAST_EXPECTED * gapNanos);
        List<Integer> subjects = truth.subjects(phases, samples.brokers);
        long[] all = samples.attemptTimes(-1);
        double isolate = Double.NaN;
        double recover = Double.NaN;
        long exposedBefore = 0;
        for (int subject : subjects) {
            long[] own = samples.attemptTimes(subject);
            // With little traffic a broker may lose some turns by chance.
            double one = samples.mayBeIsolated(subject, heal)
                    ? isolateNanos(own, all, samples.brokers, phases, gapNanos, windowNanos)
                    : Double.POSITIVE_INFINITY;
            exposedBefore += count(own, begin, one == Double.POSITIVE_INFINITY ? heal : begin + (long) one + 1);
            if (phases.faultNanos() >= windowNanos) {
                isolate = Double.isNaN(isolate) ? one : Math.max(isolate, one);
            }
            if (phases.endNanos() - heal >= windowNanos) {
                double back = one == Double.POSITIVE_INFINITY
                        ? 0
                        : recoverNanos(own, all, samples.brokers, phases, windowNanos);
                recover = Double.isNaN(recover) ? back : Math.max(recover, back);
            }
        }
        long exposed = samples.hits();
        long retries = 0;
        long attemptsInFault = count(all, begin, heal);
        long[] healthyShare = new long[samples.brokers];
        for (int i = 0; i < samples.attempts(); i++) {
            long at = samples.attemptNanos(i);
            int broker = samples.attemptBroker(i);
            if (truth.isBad(broker, at)) {
                exposed++;
            }
            if (samples.attemptIsRetry(i) && at >= begin && at < heal + Truth.MEMORY_NANOS) {
                retries++;
            }
            if (at < begin) {
                healthyShare[broker]++;
            }
        }
        long falseIsolations = 0;
        for (int i = 0; i < samples.isolations(); i++) {
            if (!truth.isSuspect(samples.isolatedBroker(i), samples.isolatedNanos(i))) {
                falseIsolations++;
            }
        }
        long unattributable = samples.extraCopies().stream()
                .filter(copy -> !samples.unknownIds.contains(copy.messageId()))
                .count();
        return new Measures(
                during.offered,
                blocking
                        ? 100 * during.good / seconds(phases.faultNanos()) / healthyPerSecond
                        : during.percent(during.good),
                during.percent(during.ok),
                during.percent(during.failed),
                during.percent(during.unknown),
                during.millis(50),
                during.millis(99),
                during.millis(99.9),
                before.millis(99),
                exposed,
                subjects.isEmpty() ? Double.NaN : exposedBefore,
                isolate / 1e6,
                recover / 1e6,
                samples.isolations(),
                falseIsolations,
                during.offered == 0 ? Double.NaN : 1 + (double) retries / during.offered,
                samples.sends() == 0
                        ? Double.NaN
                        : 100.0 * samples.extraCopies().size() / samples.sends(),
                unattributable,
                fairness(healthyShare),
                subjects.isEmpty() || attemptsInFault == 0
                        ? Double.NaN
                        : 100.0 * Math.max(0, exposedIn(samples, subjects, phases) - exposedBefore) / attemptsInFault,
                samples.probeRequests / seconds(phases.endNanos()),
                blocking
                        ? 100 * after.good / seconds(phases.endNanos() - heal - SETTLING_NANOS) / healthyPerSecond
                        : after.percent(after.good));
    }

    private static double seconds(long nanos) {
        return nanos <= 0 ? Double.NaN : nanos / 1e9;
    }

    /** The mean time between two attempts on one broker before the fault. */
    static long gapNanos(Samples samples, Phases phases) {
        long healthy = count(samples.attemptTimes(-1), 0, phases.beginNanos());
        return phases.beginNanos() * samples.brokers / Math.max(1, healthy);
    }

    /**
     * Attempts on a broker that was isolated still go there, as probes: one in a while is no share, unless it is where the
     * broker's next turns would have been.
     */
    private static double isolateNanos(
            long[] own, long[] all, int brokers, Phases phases, long gapNanos, long windowNanos) {
        long begin = phases.beginNanos();
        int next = firstAt(own, begin);
        long from = begin;
        while (from + windowNanos <= phases.healNanos()) {
            long total = count(all, from, from + windowNanos);
            long mine = count(own, from, from + windowNanos);
            if (total > 0
                    && mine <= Math.max(1, ISOLATED_SHARE * total / brokers)
                    && count(own, from, from + LOST_TURNS * gapNanos) == 0) {
                return Math.max(0, from - 1 - begin);
            }
            if (next == own.length) {
                return Double.POSITIVE_INFINITY;
            }
            from = own[next++] + 1;
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double recoverNanos(long[] own, long[] all, int brokers, Phases phases, long windowNanos) {
        long heal = phases.healNanos();
        for (long from = heal; from + windowNanos <= phases.endNanos(); from += RECOVERY_STEP_NANOS) {
            long total = count(all, from, from + windowNanos);
            if (total > 0 && count(own, from, from + windowNanos) >= RECOVERED_SHARE * total / brokers) {
                return from - heal;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static long exposedIn(Samples samples, List<Integer> subjects, Phases phases) {
        long sum = 0;
        for (int subject : subjects) {
            sum += count(samples.attemptTimes(subject), phases.beginNanos(), phases.healNanos());
        }
        return sum;
    }

    private static double fairness(long[] shares) {
        long most = Arrays.stream(shares).max().orElse(0);
        double mean = Arrays.stream(shares).average().orElse(0);
        return mean == 0 ? Double.NaN : most / mean;
    }

    /** How many of sorted times are from one to another, the latter not included. */
    static long count(long[] sorted, long from, long to) {
        return Math.max(0, firstAt(sorted, to) - firstAt(sorted, from));
    }

    private static int firstAt(long[] sorted, long nanos) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What became of the sends that were due within a while. */
    private static final class Tally {
        private final Histogram latencies = new Histogram(1, MAX_NANOS, 3);
        private long offered;
        private long ok;
        private long good;
        private long failed;
        private long unknown;

        Tally(Samples samples, long from, long to, long goodNanos) {
            for (int i = 0; i < samples.sends(); i++) {
                long due = samples.dueNanos(i);
                if (due >= from && due < to) {
                    add(samples.outcome(i), samples.endNanos(i) - due, goodNanos);
                }
            }
        }

        private void add(byte outcome, long tookNanos, long goodNanos) {
            offered++;
            switch (outcome) {
                case Samples.OK -> {
                    ok++;
                    if (tookNanos <= goodNanos) {
                        good++;
                    }
                }
                case Samples.FAILED -> failed++;
                default -> unknown++;
            }
            if (outcome != Samples.OPEN) {
                latencies.recordValue(Math.max(1, Math.min(tookNanos, MAX_NANOS)));
            }
        }

        double percent(long part) {
            return offered == 0 ? Double.NaN : 100.0 * part / offered;
        }

        double millis(double percentile) {
            return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }
}

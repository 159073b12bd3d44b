// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The columns of all reports. What each means exactly is said at {@link Measures}. */
public enum Metric {
    GOODPUT("good", "%", Measures::goodPercent),
    OK("ok", "%", Measures::okPercent),
    FAILED("fail", "%", Measures::failPercent),
    UNKNOWN("unknown", "%", Measures::unknownPercent),
    P50("p50", "ms", Measures::p50Millis),
    P99("p99", "ms", Measures::p99Millis),
    P999("p99.9", "ms", Measures::p999Millis),
    HEALTHY_P99("healthy p99", "ms", Measures::healthyP99Millis),
    EXPOSED("exposed", "sends", Measures::exposed),
    EXPOSED_BEFORE("until isolated", "sends", Measures::exposedBefore),
    ISOLATE("isolate", "ms", Measures::isolateMillis),
    RECOVER("recover", "ms", Measures::recoverMillis),
    ISOLATIONS("isolations", "", Measures::isolations),
    FALSE_ISOLATIONS("false", "in all", Measures::falseIsolations),
    AMPLIFICATION("amplification", "", Measures::amplification),
    DUPLICATES("duplicates", "%", Measures::duplicatePercent),
    UNATTRIBUTABLE("unattributable", "in all", Measures::unattributable),
    FAIRNESS("max/mean", "", Measures::fairness),
    PROBES("probes", "%", Measures::probePercent),
    PINGS("pings", "/s", Measures::probesPerSecond),
    AFTER("after", "%", Measures::afterPercent);

    private final String title;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final ToDoubleFunction<Measures> value;

    Metric(String title, String unit, ToDoubleFunction<Measures> value) {
        this.title = title;
        this.unit = unit;
        this.value = value;
    }

    /** The name in JSON. */
    public String id() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder id = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            id.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        return id.toString();
    }

    /** The head of its column. */
    public String title() {
        return title;
    }

    /** What it is counted in, empty for a ratio. */
    public String unit() {
        return unit;
    }

    /** Of one run. */
    public double of(Measures measures) {
        return value.applyAsDouble(measures);
    }

    /** Of many runs: the sum of what should never happen, the median of all else; NaN if it means nothing for any. */
    double of(List<Measures> runs) {
        DoubleStream values = runs.stream().mapToDouble(this::of);
        if (this == FALSE_ISOLATIONS || this == UNATTRIBUTABLE) {
            return runs.isEmpty()
                    ? Double.NaN
                    : values.filter(one -> !Double.isNaN(one)).sum();
        }
        return median(values);
    }

    /** The one in the middle, leaving out what is no number; NaN if there is nothing else. */
    static double median(DoubleStream numbers) {
        double[] values = numbers.filter(one -> !Double.isNaN(one)).sorted().toArray();
        if (values.length == 0) {
            return Double.NaN;
        }
        double low = values[(values.length - 1) / 2];
        double high = values[values.length / 2];
        // Not the mean of the two in general: with infinities that would be no number.
        return low == high ? low : (low + high) / 2;
    }

    /** As people read it. */
    String show(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        if (Double.isInfinite(number)) {
            return "never";
        }
        if (this == AMPLIFICATION || this == FAIRNESS) {
            return String.format(Locale.ROOT, "%.3f", number);
        }
        if ("%".equals(unit)) {
            return String.format(Locale.ROOT, number != 0 && Math.abs(number) < 0.01 ? "%.4f" : "%.2f", number);
        }
        boolean whole = number == Math.rint(number);
        return String.format(Locale.ROOT, whole || Math.abs(number) >= 100 ? "%.0f" : "%.1f", number);
    }
}

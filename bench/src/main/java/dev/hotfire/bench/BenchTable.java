// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was measured, as text that fits beside other text, and as JSON. */
public final class BenchTable {
    private static final String ROW = "  %-18s %12s %9s %9s %10s %10s %9s %9s %8s%n";

    private static final String GROWTH_ROW = "  %-12s %9s %12s %9s %9s %10s %11s%n";

    private BenchTable() {}

    /** What a table's columns are; the lines of {@link #of} stand below it. */
    public static String head() {
        return String.format(
                ROW, "", "messages/s", "CPU us", "bytes", "p50 us", "p99 us", "switches", "broker us", "spread");
    }

    /** One case: a line for each contender, then how the first compares with the others. */
    public static String of(List<Measured> contenders) {
        StringBuilder text = new StringBuilder();
        Case which = contenders.get(0).which();
        text.append(which.id()).append(": ").append(which.title()).append(System.lineSeparator());
        for (Measured one : contenders) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    one.contender(),
                    which.isStart() ? "-" : String.format(Locale.ROOT, "%,.0f", one.perSecond()),
                    which == Case.COLD_START ? "-" : number(one.cpuMicros()),
                    number(one.bytes()),
                    number(one.p50Micros()),
                    which == Case.COLD_START ? "-" : number(one.p99Micros()),
                    which.isStart() ? String.format(Locale.ROOT, "%.0f thr", one.threads()) : number(one.switches()),
                    one.brokerCpuMicros() == 0 ? "-" : number(one.brokerCpuMicros()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * one.spread())));
        }
        Measured first = contenders.get(0);
        for (Measured other : contenders.subList(1, contenders.size())) {
            text.append("  ")
                    .append(first.contender())
                    .append(" / ")
                    .append(other.contender())
                    .append(": ");
            if (which.isStart()) {
                text.append("time ").append(ratio(first, other, Measured::p50Micros));
                text.append(", memory ").append(ratio(first, other, Measured::bytes));
            } else {
                text.append("messages/s ").append(ratio(first, other, Measured::perSecond));
                text.append(", CPU ").append(ratio(first, other, Measured::cpuMicros));
                text.append(", bytes ").append(ratio(first, other, Measured::bytes));
                text.append(", p50 ").append(ratio(first, other, Measured::p50Micros));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** All cases as one JSON document. */
    public static String json(List<Measured> all) {
        StringBuilder json = new StringBuilder("[");
        for (Measured one : all) {
            json.append(json.length() == 1 ? "\n" : ",\n");
            json.append(String.format(
                    Locale.ROOT,
                    "  {\"case\": \"%s\", \"client\": \"%s\", \"rounds\": %d, \"messagesPerSecond\": %.1f, "
                            + "\"cpuMicros\": %.4f, \"bytes\": %.1f, \"p50Micros\": %.2f, \"p99Micros\": %.2f, "
                            + "\"contextSwitches\": %.4f, \"brokerCpuMicros\": %.4f, \"threads\": %.0f, \"spread\": %.4f}",
                    one.which().id(),
                    one.contender(),
                    one.rounds(),
                    one.perSecond(),
                    one.cpuMicros(),
                    one.bytes(),
                    one.p50Micros(),
                    one.p99Micros(),
                    one.switches(),
                    one.brokerCpuMicros(),
                    one.threads(),
                    one.spread()));
        }
        return json.append("\n]\n").toString();
    }

    /** What a growth table's columns are; the lines of {@link #of(GrowthPoint)} stand below it. */
    public static String growthHead() {
        return String.format(GROWTH_ROW, "", "size", "messages/s", "CPU us", "bytes", "p50 us", "held bytes");
    }

    /** One point, as a line. */
    public static String of(GrowthPoint point) {
        boolean driven = point.curve().isDriven();
        return String.format(
                Locale.ROOT,
                GROWTH_ROW,
                point.curve().id(),
                String.format(Locale.ROOT, "%,d", point.size()),
                driven ? String.format(Locale.ROOT, "%,.0f", point.perSecond()) : "-",
                driven ? number(point.cpuMicros()) : "-",
                driven ? number(point.bytes()) : "-",
                driven ? number(point.p50Micros()) : "-",
                point.heldBytes() == 0 ? "-" : String.format(Locale.ROOT, "%,.0f", point.heldBytes()));
    }

    /** All points as one JSON document. */
    public static String growthJson(List<GrowthPoint> all) {
        StringBuilder json = new StringBuilder("[");
        for (GrowthPoint one : all) {
            json.append(json.length() == 1 ? "\n" : ",\n");
            json.append(String.format(
                    Locale.ROOT,
                    "  {\"curve\": \"%s\", \"size\": %d, \"messagesPerSecond\": %.1f, \"cpuMicros\": %.4f, "
                            + "\"bytes\": %.1f, \"p50Micros\": %.2f, \"heldBytes\": %.1f}",
                    one.curve().id(),
                    one.size(),
                    one.perSecond(),
                    one.cpuMicros(),
                    one.bytes(),
                    one.p50Micros(),
                    one.heldBytes()));
        }
        return json.append("\n]\n").toString();
    }

    private static String ratio(Measured a, Measured b, ToDoubleFunction<Measured> of) {
        double other = of.applyAsDouble(b);
        return other == 0 ? "-" : String.format(Locale.ROOT, "%.2f", of.applyAsDouble(a) / other);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }
}

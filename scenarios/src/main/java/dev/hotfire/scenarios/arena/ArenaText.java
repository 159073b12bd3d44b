// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import dev.hotfire.scenarios.arena.ArenaReport.Entry;
import dev.hotfire.scenarios.arena.ArenaReport.Standing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A report as text, for terminals and for programs. */
public final class ArenaText {
    private static final int NAME_WIDTH = 18;
    private static final int REGRET_WIDTH = 8;

    private static final List<Metric> SHOWN = List.of(
            Metric.GOODPUT,
            Metric.FAILED,
            Metric.UNKNOWN,
            Metric.P50,
            Metric.P99,
            Metric.P999,
            Metric.EXPOSED,
            Metric.EXPOSED_BEFORE,
            Metric.ISOLATE,
            Metric.RECOVER,
            Metric.FALSE_ISOLATIONS,
            Metric.AMPLIFICATION,
            Metric.DUPLICATES,
            Metric.UNATTRIBUTABLE,
            Metric.FAIRNESS,
            Metric.PROBES,
            Metric.AFTER);

    private ArenaText() {}

    /** A table for one entry. */
    public static String table(Entry entry) {
        StringBuilder text = new StringBuilder(entry.cell().title())
                .append(": ")
                .append(entry.cell().fault().title())
                .append('\n');
        text.append(pad("", -NAME_WIDTH)).append(pad("regret", REGRET_WIDTH));
        for (Metric metric : SHOWN) {
            text.append(pad(metric.title(), width(metric)));
        }
        text.append('\n');
        for (Standing standing : entry.standing()) {
            text.append(pad(standing.policy().id(), -NAME_WIDTH))
                    .append(pad(Metric.GOODPUT.show(standing.regret()), REGRET_WIDTH));
            row(text, metric -> metric.show(standing.value(metric)));
            if (standing.runs().size() > 1) {
                text.append(pad("  least", -NAME_WIDTH)).append(pad("", REGRET_WIDTH));
                row(text, metric -> metric.show(standing.least(metric)));
                text.append(pad("  most", -NAME_WIDTH)).append(pad("", REGRET_WIDTH));
                row(text, metric -> metric.show(standing.most(metric)));
            }
        }
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, Function<Metric, String> shown) {
        for (Metric metric : SHOWN) {
            text.append(pad(shown.apply(metric), width(metric)));
        }
        text.append('\n');
    }

    private static final List<Metric> SHOWN_OVER_TCP = List.of(
            Metric.GOODPUT,
            Metric.OK,
            Metric.P50,
            Metric.P99,
            Metric.EXPOSED,
            Metric.ISOLATE,
            Metric.AMPLIFICATION,
            Metric.DUPLICATES,
            Metric.FAIRNESS);

    /** The head of a table of what was seen over TCP, of clients that can't be looked into. */
    public static String tcpHead() {
        StringBuilder text = new StringBuilder(pad("client", -NAME_WIDTH)).append(pad("policy", -NAME_WIDTH));
        for (Metric metric : SHOWN_OVER_TCP) {
            text.append(pad(metric.title(), width(metric)));
        }
        return text.append('\n').toString();
    }

    /** A row of that table. */
    public static String tcpRow(String client, CellResult result) {
        StringBuilder text = new StringBuilder(pad(client, -NAME_WIDTH))
                .append(pad(result.cell().policy().id(), -NAME_WIDTH));
        for (Metric metric : SHOWN_OVER_TCP) {
            text.append(pad(metric.show(metric.of(result.measures())), width(metric)));
        }
        return text.append('\n').toString();
    }

    private static int width(Metric metric) {
        return Math.max(7, metric.title().length()) + 2;
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }

    /** All of it, curves too, as one JSON object. Numbers that mean nothing are null; what never happened is "never". */
    public static String json(ArenaReport report) {
        StringBuilder json = new StringBuilder("{\"seeds\":")
                .append(report.seeds())
                .append(",\"goodMillis\":")
                .append(millis(report.goodTime().toNanos()))
                .append(",\"cells\":[");
        String comma = "\n";
        for (Entry entry : report.entries()) {
            ArenaCell cell = entry.cell();
            json.append(comma)
                    .append("{\"fault\":\"")
                    .append(cell.fault().id())
                    .append("\",\"brokers\":")
                    .append(cell.brokers())
                    .append(",\"ratePerBroker\":")
                    .append(cell.ratePerBroker())
                    .append(",\"load\":\"")
                    .append(cell.load().id())
                    .append("\",\"callers\":")
                    .append(cell.callers())
                    .append(",\"traffic\":\"")
                    .append(cell.traffic().id())
                    .append("\",\"beginMillis\":")
                    .append(millis(cell.phases().beginNanos()))
                    .append(",\"healMillis\":")
                    .append(millis(cell.phases().healNanos()))
                    .append(",\"endMillis\":")
                    .append(millis(cell.phases().endNanos()))
                    .append(",\"policies\":[");
            String separator = "\n ";
            for (Standing standing : entry.standing()) {
                json.append(separator);
                policy(json, standing);
                separator = ",\n ";
            }
            json.append("]}");
            comma = ",\n";
        }
        return json.append("]}\n").toString();
    }

    /** Without a point where there is no part of one. */
    static String millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString();
    }

    private static void policy(StringBuilder json, Standing standing) {
        json.append("{\"policy\":\"").append(standing.policy().id()).append("\",\"regret\":");
        number(json, standing.regret());
        for (Metric metric : Metric.values()) {
            json.append(",\"").append(metric.id()).append("\":");
            number(json, standing.value(metric));
        }
        json.append(",\"least\":");
        numbers(json, standing::least);
        json.append(",\"most\":");
        numbers(json, standing::most);
        Curves curves = standing.curves();
        json.append(",\"curves\":{\"sliceMillis\":").append(millis(curves.sliceNanos()));
        json.append(",\"goodput\":");
        numbers(json, curves.goodPercent());
        json.append(",\"p99\":");
        numbers(json, curves.p99Millis());
        json.append(",\"attemptsPerSecond\":[");
        String comma = "";
        for (List<Double> broker : curves.attemptsPerSecond()) {
            json.append(comma);
            numbers(json, broker);
            comma = ",";
        }
        json.append("]}}");
    }

    private static void numbers(StringBuilder json, ToDoubleFunction<Metric> value) {
        String comma = "{\"";
        for (Metric metric : Metric.values()) {
            json.append(comma).append(metric.id()).append("\":");
            number(json, value.applyAsDouble(metric));
            comma = ",\"";
        }
        json.append('}');
    }

    private static void numbers(StringBuilder json, List<Double> all) {
        String comma = "[";
        for (double one : all) {
            json.append(comma);
            number(json, one);
            comma = ",";
        }
        json.append(all.isEmpty() ? "[]" : "]");
    }

    private static void number(StringBuilder json, double value) {
        if (Double.isNaN(value)) {
            json.append("null");
        } else if (Double.isInfinite(value)) {
            json.append("\"never\"");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.append((long) value);
        } else {
            json.append(String.format(Locale.ROOT, "%.4f", value));
        }
    }
}

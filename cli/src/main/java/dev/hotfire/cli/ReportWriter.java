// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.history.Ledger;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.run.RuleUse;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.Second;
import dev.hotfire.scenarios.run.WorldKind;
import dev.hotfire.testkit.yaml.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a run for people: the table while it lasts, books and verdicts at its end. */
final class ReportWriter implements RunListener {
    private static final String ROW = "%6s %7s %7s %7s %7s %7s %8s %8s  %s";

    private final PrintWriter out;
    private final Colours colours;

    ReportWriter(PrintWriter out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    void begin(Scenario scenario, WorldKind world, long seed) {
        line("%s, world %s, seed %d, %s", scenario.name(), world.label(), seed, Durations.format(scenario.length()));
        if (!scenario.description().isEmpty()) {
            scenario.description().lines().forEach(text -> line("%s", text));
        }
        line("");
        line(ROW, "second", "sent", "ok", "failed", "unknown", "retried", "p50 ms", "p99 ms", "isolated");
        out.flush();
    }

    @Override
    public void onSecond(Second second) {
        line(
                ROW,
                second.number(),
                second.sent(),
                second.ok(),
                second.failed(),
                second.unknown(),
                second.retried(),
                second.ok() == 0 ? "-" : millis(second.p50Nanos()),
                second.ok() == 0 ? "-" : millis(second.p99Nanos()),
                notes(second));
        out.flush();
    }

    private String notes(Second second) {
        String isolated = second.isolated().isEmpty() ? "-" : String.join(", ", second.isolated());
        return second.events().isEmpty()
                ? isolated
                : isolated + "  " + colours.noted("<- " + String.join(", ", second.events()));
    }

    /** @param page where the report to look at is, null if there is none */
    void end(RunReport report, @Nullable Path page) {
        Ledger ledger = report.ledger();
        line("");
        entry("accepted", ledger.accepted(), "sends that were called");
        entry("stored", ledger.stored(), "of them with a copy in a broker's log");
        entry("acknowledged", ledger.acknowledged(), "their callers were told: stored");
        entry("failed", ledger.failed(), "their callers were told: not stored");
        entry("unknown", ledger.unknown(), "their callers were told: nobody can tell");
        entry("timed out", ledger.timedOut(), "their callers were told: time is up");
        entry("lost", ledger.lost(), "acknowledged, and without a copy");
        entry("duplicated", ledger.duplicated(), "copies beyond the first");
        entry("retried", ledger.retried(), "attempts beyond the first");
        line("%-13s %9s  from a call to its end", "slowest", millis(ledger.slowestNanos()) + " ms");
        for (RuleUse rule : report.rules()) {
            entry(
                    "rule at " + Durations.format(rule.at()),
                    rule.fired(),
                    (rule.fired() == 1 ? "time: " : "times: ") + rule.what());
        }
        line("");
        invariants(report.invariants());
        expectations(report.expectations());
        report.stopped()
                .ifPresent(after -> line(
                        "%s: invariants were checked, expectations were not",
                        colours.noted("stopped after " + millis(after.toNanos()) + " ms")));
        line("");
        if (page != null) {
            line("report: %s", page);
            line("");
        }
        line("%s", report.summary());
        out.flush();
    }

    private void entry(String name, long value, String meaning) {
        line("%-13s %9d  %s", name, value, meaning);
    }

    /** The many that hold every time are in the report. */
    private void invariants(List<Verdict> verdicts) {
        List<Verdict> broken =
                verdicts.stream().filter(verdict -> !verdict.holds()).toList();
        for (Verdict verdict : broken) {
            line("%-10s %s  %s: %s", verdict.id(), colours.bad("BROKEN"), verdict.title(), times(verdict.violations()));
            verdict.examples().forEach(example -> line("                   %s", example));
        }
        line(
                "%-10s %s    %s",
                "invariants",
                colours.good("hold"),
                broken.isEmpty() ? "all " + verdicts.size() : verdicts.size() - broken.size() + " others");
    }

    private void expectations(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict.holds()) {
                line("%-10s %s   %s", "exp.", colours.good("holds"), verdict.title());
            } else {
                // What was found says what was expected, too.
                verdict.examples().forEach(example -> line("%-10s %s  %s", "exp.", colours.bad("BROKEN"), example));
            }
        }
    }

    private static String times(long violations) {
        return violations == 1 ? "once" : violations + " times";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}

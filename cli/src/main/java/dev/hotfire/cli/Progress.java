// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.Scenario;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far it has come, on standard error: a line that is drawn anew on a terminal, and steps aside for whatever else goes
 * there; a plain line now and then otherwise, for logs. Thread-safe.
 */
final class Progress implements AutoCloseable {
    /** Set by the launcher, which can ask; Java can't tell whether standard error is a terminal. */
    private static final String TERMINAL_PROPERTY = "hotfire.terminal";

    private final @Nullable ProgressBar bar;
    private final @Nullable TerminalLine line;
    private final @Nullable PlainLines plain;

    private Progress(@Nullable ProgressBar bar, @Nullable TerminalLine line, @Nullable PlainLines plain) {
        this.bar = bar;
        this.line = line;
        this.plain = plain;
    }

    /** Of a run, whose table has a row for each second, so that nobody needs plain lines beside it. */
    static Progress of(Scenario scenario) {
        return isTerminal()
                ? drawn(scenario.name(), Math.max(1, scenario.length().toSeconds()), " s")
                : new Progress(null, null, null);
    }

    private static boolean isTerminal() {
        return Boolean.getBoolean(TERMINAL_PROPERTY);
    }

    /**
     * @param max  how many steps there are
     * @param unit what a step is, with a space in front
     */
    static Progress of(String name, long max, String unit) {
        return isTerminal()
                ? drawn(name, max, unit)
                : plain(new PlainLines(name, max, unit, System.err::println, System::nanoTime));
    }

    static Progress plain(PlainLines lines) {
        return new Progress(null, null, lines);
    }

    private static Progress drawn(String name, long max, String unit) {
        TerminalLine line = new TerminalLine(System.err);
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(max)
                .setUnit(unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setConsumer(line)
                .build();
        return new Progress(bar, line, null);
    }

    /** Takes the line away, until it is next drawn. */
    void pause() {
        if (line != null) {
            line.clear();
        }
    }

    void stepTo(long steps) {
        if (bar != null) {
            bar.stepTo(Math.min(steps, bar.getMax()));
        }
        if (plain != null) {
            plain.stepTo(steps);
        }
    }

    /** Takes the line away for good. Idempotent. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Says how far it has come, how fast, and how long the rest will take, whenever it has said nothing for a while. */
    static final class PlainLines {
        /** So that an hour's log has room for something else. */
        private static final long EVERY_NANOS = 10_000_000_000L;

        private final String name;
        private final long max;
        private final String unit;
        private final Consumer<String> log;
        private final LongSupplier nanoClock;
        private final long begunNanos;
        private long saidNanos;
        private long last;

        PlainLines(String name, long max, String unit, Consumer<String> log, LongSupplier nanoClock) {
            this.name = name;
            this.max = max;
            this.unit = unit;
            this.log = log;
            this.nanoClock = nanoClock;
            this.begunNanos = nanoClock.getAsLong();
            this.saidNanos = begunNanos;
        }

        synchronized void stepTo(long steps) {
            long nowNanos = nanoClock.getAsLong();
            // Of threads that step at once, the one that is ahead may come first.
            if (steps <= last || nowNanos - saidNanos < EVERY_NANOS) {
                return;
            }
            last = steps;
            saidNanos = nowNanos;
            double perSecond = steps * 1e9 / (nowNanos - begunNanos);
            long secondsLeft = Math.round(Math.max(0, max - steps) / perSecond);
            log.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d%s, %s a second, %d:%02d:%02d left",
                    name,
                    steps,
                    max,
                    unit,
                    perSecond < 10
                            ? String.format(Locale.ROOT, "%.1f", perSecond)
                            : String.format(Locale.ROOT, "%.0f", perSecond),
                    secondsLeft / 3_600,
                    secondsLeft / 60 % 60,
                    secondsLeft % 60));
        }
    }

    /** Draws over its own last state. */
    private static final class TerminalLine implements ProgressBarConsumer {
        private static final int WIDTH = 79;
        private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

        private final PrintStream terminal;
        private boolean closed;

        TerminalLine(PrintStream terminal) {
            this.terminal = terminal;
        }

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public synchronized void accept(String text) {
            if (!closed) {
                terminal.print(TO_LINE_START_AND_CLEAR + text);
                terminal.flush();
            }
        }

        @Override
        public synchronized void clear() {
            if (!closed) {
                terminal.print(TO_LINE_START_AND_CLEAR);
                terminal.flush();
            }
        }

        @Override
        public synchronized void close() {
            clear();
            closed = true;
        }
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.Scenario;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress line on standard error, if that is a terminal; otherwise nothing. It steps aside for the rows of the table,
 * which may go to the same terminal.
 */
final class Progress implements AutoCloseable {
    /** Set by the launcher, which can ask; Java can't tell whether standard error is a terminal. */
    private static final String TERMINAL_PROPERTY = "hotfire.terminal";

    private final @Nullable ProgressBar bar;
    private final @Nullable TerminalLine line;

    private Progress(@Nullable ProgressBar bar, @Nullable TerminalLine line) {
        this.bar = bar;
        this.line = line;
    }

    static Progress of(Scenario scenario) {
        return of(scenario.name(), Math.max(1, scenario.length().toSeconds()), " s");
    }

    /**
     * @param max  how many steps there are
     * @param unit what a step is, with a space in front
     */
    static Progress of(String name, long max, String unit) {
        if (!Boolean.getBoolean(TERMINAL_PROPERTY)) {
            return new Progress(null, null);
        }
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
        return new Progress(bar, line);
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
    }

    /** Takes the line away for good. Idempotent. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
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

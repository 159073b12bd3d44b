// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Colours for the words that one looks for. On terminals only, and not where {@code NO_COLOR} is set: what is piped or kept has
 * none. They never say anything that the words don't.
 */
final class Colours {
    /** For writers whose readers are no terminals. */
    static final Colours NONE = new Colours(false);

    private static final String RESET = "\u001b[0m";

    private final boolean on;

    private Colours(boolean on) {
        this.on = on;
    }

    /** As the command line was set up: what help has for its headings, everything else has as well. */
    static Colours of(CommandSpec spec) {
        return of(spec.commandLine().getColorScheme().ansi());
    }

    static Colours of(Ansi ansi) {
        return ansi.enabled() ? new Colours(true) : NONE;
    }

    String good(String text) {
        return painted("\u001b[32m", text);
    }

    String bad(String text) {
        return painted("\u001b[1;31m", text);
    }

    /** Neither good nor bad, and worth a look. */
    String noted(String text) {
        return painted("\u001b[33m", text);
    }

    private String painted(String colour, String text) {
        return on && !text.isEmpty() ? colour + text + RESET : text;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes JSON. Whoever calls it takes care that what begins also ends. */
final class Json {
    private static final double NANOS_PER_MILLI = 1e6;

    private final StringBuilder out = new StringBuilder(10_000);
    private boolean first = true;
    private boolean lineWanted;

    Json begin(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json end(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json name(String name) {
        separate();
        quoted(name);
        out.append(':');
        first = true;
        return this;
    }

    Json value(@Nullable String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            quoted(text);
        }
        return this;
    }

    Json value(long number) {
        separate();
        out.append(number);
        return this;
    }

    Json value(boolean flag) {
        separate();
        out.append(flag);
        return this;
    }

    /** A time in milliseconds, to the microsecond. */
    Json millis(long nanos) {
        separate();
        String text = String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
        out.append(text.replaceFirst("\\.?0+$", ""));
        return this;
    }

    /** What comes next, if anything does, begins a line, so that people and their tools can read long lists. */
    Json line() {
        lineWanted = true;
        return this;
    }

    int length() {
        return out.length();
    }

    private void separate() {
        if (!first) {
            out.append(lineWanted ? ",\n" : ",");
        }
        lineWanted = false;
        first = false;
    }

    /** Without any {@code <}, so that no text can end the script element that it is put into. */
    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

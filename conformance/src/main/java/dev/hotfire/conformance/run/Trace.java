// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Answer;
import dev.hotfire.conformance.driver.Call;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.Outcome;
import dev.hotfire.wire.frame.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What went over the wire, and what the client was told and told, in order and with times. */
final class Trace {
    private static final int MAX_LINES = 80;
    private static final int MAX_TEXT = 300;
    private static final int MAX_BODY = 60;

    private final long startedNanos;
    private final List<Line> lines = new ArrayList<>();

    private Trace(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    static List<String> of(List<JournalEntry> entries, List<Call> calls, long startedNanos) {
        Trace trace = new Trace(startedNanos);
        for (Call call : calls) {
            trace.add(call.askedNanos(), "tell    " + call.command());
            for (Answer answer : call.answers()) {
                trace.add(answer.atNanos(), "told    " + answer.fields());
            }
        }
        for (JournalEntry entry : entries) {
            trace.add(entry.receivedNanos(), "request " + at(entry) + frame(entry.request()));
            if (entry.outcome() instanceof Outcome.Answered answered) {
                trace.add(
                        answered.atNanos(),
                        "answer  " + at(entry) + "opaque=" + entry.request().opaque() + " " + answered + rule(entry));
            } else if (entry.outcome() instanceof Outcome.Unanswered unanswered) {
                trace.add(
                        unanswered.atNanos(),
                        "answer  " + at(entry) + "opaque=" + entry.request().opaque() + " " + unanswered + rule(entry));
            }
        }
        trace.lines.sort(Comparator.comparingLong(Line::atNanos));
        List<String> texts = new ArrayList<>();
        for (Line line : trace.lines) {
            if (texts.size() == MAX_LINES) {
                texts.add("... and " + (trace.lines.size() - MAX_LINES) + " more");
                break;
            }
            texts.add(String.format(Locale.ROOT, "%9.3f ms  %s", (line.atNanos - startedNanos) / 1e6, line.text));
        }
        return texts;
    }

    private void add(long atNanos, String text) {
        lines.add(new Line(
                Math.max(atNanos, startedNanos),
                text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "..."));
    }

    private static String at(JournalEntry entry) {
        return entry.server() + " #" + entry.connectionId() + " ";
    }

    private static String rule(JournalEntry entry) {
        return entry.rule() == null ? "" : " (fault: " + entry.rule() + ")";
    }

    private static String frame(Frame frame) {
        StringBuilder text = new StringBuilder(frame.codeName())
                .append('(')
                .append(frame.code())
                .append(") opaque=")
                .append(frame.opaque());
        if (frame.isOneway()) {
            text.append(" oneway");
        }
        for (Map.Entry<String, String> field : frame.extFields().entrySet()) {
            text.append(' ').append(field.getKey()).append('=').append(plain(field.getValue()));
        }
        if (frame.body().length > 0) {
            int shown = Math.min(frame.body().length, MAX_BODY);
            text.append(" body[").append(frame.body().length).append("]=");
            text.append(plain(new String(frame.body(), 0, shown, StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    private static String plain(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(c == 1 ? '=' : c == 2 ? ';' : c < ' ' || c == 0xFFFD ? '.' : c);
        }
        return text.toString();
    }

    private record Line(long atNanos, String text) {}
}

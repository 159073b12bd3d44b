// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check.behaviour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One statement about what the official producer does, and what ours does about it. Read from the tables beside this
 * class's resources, one for each section, one line for each statement: {@code id | verdict | statement | note}.
 *
 * @param id      such as B-RETRY-03
 * @param verdict what became of it
 * @param text    the statement in one sentence
 * @param note    which hazard was dropped and how, or why the statement can't apply
 */
record Statement(String id, Verdict verdict, String text, String note) {
    enum Verdict {
        /** Not looked at yet; nothing may stay so. */
        OPEN("open"),
        KEPT("kept"),
        IMPROVED("improved"),
        NOT_APPLICABLE("not applicable");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }

        private static Verdict of(String word, String line) {
            return Arrays.stream(values())
                    .filter(verdict -> verdict.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("verdict: '" + word + "' in '" + line
                            + "' (expected: one of " + Arrays.toString(values()) + ")"));
        }
    }

    /** Every section, in the order of the page, with its title. */
    enum Section {
        LIFE("Lifecycle"),
        ROUTE("Route look-up and cache"),
        NAMESRV("Name servers"),
        HEART("Heartbeats"),
        SELECT("Choosing a queue"),
        FAULT("Fault tolerance"),
        SEND("Sending"),
        RETRY("Retries"),
        ASYNC("Asynchronous sends"),
        ONEWAY("One-way sends"),
        BACKPRESSURE("Back-pressure"),
        REMOTE("Transport"),
        VALID("Validation"),
        ID("Identifiers"),
        COMPRESS("Compression"),
        BATCH("Batches"),
        ACCUM("Automatic batching"),
        HOOK("Hooks"),
        TXN("Transactions"),
        REQREPLY("Request and reply"),
        RECALL("Recall"),
        TRACE("Message trace"),
        NS("Namespaces"),
        TLS("Encryption"),
        ACL("Access control"),
        VIP("VIP channel"),
        ADMIN("Auxiliary calls"),
        STATS("Statistics");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        List<Statement> statements() throws IOException {
            List<Statement> statements = new ArrayList<>();
            for (String[] cells : readTable("/behaviour/" + name() + ".psv", 4)) {
                String line = String.join(" | ", cells);
                if (!cells[0].matches("B-" + name() + "-\\d\\d")) {
                    throw new IllegalArgumentException(
                            "id: '" + cells[0] + "' (expected: B-" + name() + "- and two digits)");
                }
                statements.add(new Statement(cells[0], Verdict.of(cells[1], line), cells[2], cells[3]));
            }
            return statements;
        }
    }

    Statement {
        if (verdict != Verdict.OPEN && text.isEmpty()) {
            throw new IllegalArgumentException(id + ": no text (expected: the statement in one sentence)");
        }
        boolean explains = verdict == Verdict.IMPROVED || verdict == Verdict.NOT_APPLICABLE;
        if (explains && note.isEmpty()) {
            throw new IllegalArgumentException(id + ": no note (expected: why it is " + verdict + ")");
        }
    }

    /** The lines of a table as trimmed cells; lines that are empty or begin with # are left out. */
    static List<String[]> readTable(String resource, int columns) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (InputStream in = Statement.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("resource: '" + resource + "' (expected: a file beside the tests)");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split(Pattern.quote("|"), -1);
                if (cells.length != columns) {
                    throw new IOException(resource + ": '" + line + "' (expected: " + columns + " cells)");
                }
                rows.add(Arrays.stream(cells).map(String::strip).toArray(String[]::new));
            }
        }
        return rows;
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong at one place of a file, while the name of the file is not at hand. */
public final class YamlProblem extends Exception {
    private final int line;
    private final int column;

    /** @param line and column count from 1; both 0 for the whole file */
    public YamlProblem(int line, int column, String what) {
        super(what, null, false, false);
        this.line = line;
        this.column = column;
    }

    /** A problem where a node begins. */
    public static YamlProblem at(Node node, String found, String expected) {
        return new YamlProblem(
                1 + node.getStartMark().map(Mark::getLine).orElse(0),
                1 + node.getStartMark().map(Mark::getColumn).orElse(0),
                found + " (expected: " + expected + ")");
    }

    /** The problem in one line: {@code file:line:column: found (expected: ...)}, or {@code file: ...} for a whole file. */
    public String in(String file) {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + getMessage();
    }

    /** Where it is, counted from 1; 0 if it is about the whole file. */
    public int line() {
        return line;
    }

    /** Where it is, counted from 1; 0 if it is about the whole file. */
    public int column() {
        return column;
    }
}

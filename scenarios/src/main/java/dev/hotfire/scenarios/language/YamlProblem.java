// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong at one place of a file, while the name of the file is not at hand. */
final class YamlProblem extends Exception {
    private final int line;
    private final int column;

    /** @param line and column count from 1 */
    YamlProblem(int line, int column, String what) {
        super(what, null, false, false);
        this.line = line;
        this.column = column;
    }

    static YamlProblem at(Node node, String found, String expected) {
        return new YamlProblem(
                1 + node.getStartMark().map(Mark::getLine).orElse(0),
                1 + node.getStartMark().map(Mark::getColumn).orElse(0),
                found + " (expected: " + expected + ")");
    }

    ScenarioException in(String file) {
        return new ScenarioException(file + ":" + line + ":" + column + ": " + getMessage());
    }
}

// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

/**
 * A scenario file that can't be used. The message is one line: {@code file:line:column: what was found (expected: what
 * would be right)}, lines and columns counted from 1; only {@code file: ...} if the file could not be read at all.
 */
public final class ScenarioException extends Exception {
    public ScenarioException(String message) {
        super(message);
    }
}

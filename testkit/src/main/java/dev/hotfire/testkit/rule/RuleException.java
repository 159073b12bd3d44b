// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

/**
 * A text that is no rule. The message is one line: {@code file:line:column: what was found (expected: what would be right)},
 * lines and columns counted from 1.
 */
public final class RuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    RuleException(String message) {
        super(message);
    }
}

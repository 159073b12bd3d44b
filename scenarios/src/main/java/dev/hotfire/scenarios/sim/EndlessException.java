// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

/** What lives in a simulated world keeps itself busy, and would do so for ever. */
public final class EndlessException extends IllegalStateException {
    EndlessException(String message) {
        super(message);
    }
}
